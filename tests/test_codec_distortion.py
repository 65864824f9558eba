"""The measures among themselves: equal pictures, worse ones, plain ones, and what each is meant to forgive."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from codec.distortion import MEASURES, distortion
from codec.distortion_colour import ciede2000, palette_directions
from codec.distortion_pair import SIDE, DistortionMeasure, Pair
from codec.fidelity import fidelity


def scene() -> Image.Image:
    picture = Image.new("RGB", (200, 140), (140, 180, 220))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 90, 200, 140], fill=(60, 100, 40))
    draw.polygon([(70, 95), (100, 40), (130, 95)], fill=(160, 40, 30))
    return picture


def test_names_are_columns_and_stand_once() -> None:
    names = [measure.name for measure in MEASURES]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_equal_pictures_come_to_what_is_stated() -> None:
    expected = {measure.name: measure.equal for measure in MEASURES}
    assert distortion(scene(), scene()) == pytest.approx(expected, abs=1e-5)


def test_every_measure_gets_worse_with_blur() -> None:
    mild, strong = (distortion(scene(), scene().filter(ImageFilter.GaussianBlur(radius))) for radius in (2, 12))
    for measure in MEASURES:
        better, worse = mild[measure.name], strong[measure.name]
        assert better < worse if measure.better == "less" else better > worse, measure.name


def test_fidelity_is_that_of_the_loop() -> None:
    blurred = scene().filter(ImageFilter.GaussianBlur(5))
    assert distortion(scene(), blurred)["fidelity"] == fidelity(scene(), blurred).total


def test_only_what_is_asked_for_is_measured() -> None:
    redness = DistortionMeasure(
        name="redness",
        says="mean red",
        better="less",
        equal=0.0,
        compare=lambda pair: float(pair.rgb[1][..., 0].mean()),
    )
    assert distortion(scene(), Image.new("RGB", (9, 9), (7, 0, 0)), measures=[redness]) == {"redness": 7.0}


def test_edges_are_forgiven_a_small_shift_and_no_large_one() -> None:
    near = distortion(scene(), ImageChops.offset(scene(), 1, 0))
    far = distortion(scene(), ImageChops.offset(scene(), 40, 0))
    assert near["edge_f1"] > 0.97
    assert far["edge_f1"] < 0.8


def test_a_palette_does_not_care_where_its_colours_are() -> None:
    turned = scene().transpose(Image.Transpose.ROTATE_180)
    found = distortion(scene(), turned)
    assert found["palette"] < 2
    assert found["delta_e"] > 20


@given(shift=st.tuples(*[st.floats(-20, 20)] * 3))
@settings(max_examples=30, deadline=None)
def test_a_palette_moved_by_one_unit_is_about_one_unit_away(shift: tuple[float, float, float]) -> None:
    moved = 2 * float(np.abs(palette_directions() @ np.array(shift)).mean())
    assert moved == pytest.approx(float(np.linalg.norm(shift)), rel=0.06, abs=1e-9)


def test_plain_pictures_compare() -> None:
    found = distortion(Image.new("RGB", (1, 1)), Image.new("RGB", (300, 2), "white"))
    assert found["delta_e"] == pytest.approx(100, abs=0.1)
    assert found["edge_f1"] == found["hog"] == 1.0
    assert found["histogram"] == 0.0
    assert all(np.isfinite(value) for value in found.values())


@pytest.mark.parametrize("size", [(1, 1), (5000, 3), (33, 47), (1024, 683), (16, 400)])
def test_any_size_and_mode_is_measured(size: tuple[int, int]) -> None:
    for mode in ("RGB", "L"):
        found = distortion(Image.new(mode, size, 90), Image.new(mode, (8, 8), 90))
        assert found == pytest.approx({measure.name: measure.equal for measure in MEASURES}, abs=1e-5)
    rgb = Pair(Image.new("RGB", size), Image.new("RGB", (3, 3))).rgb
    assert rgb[0].shape == rgb[1].shape
    assert all(side % 16 == 0 and side <= SIDE for side in rgb[0].shape[:2])


def test_ciede2000_has_its_published_values() -> None:
    # Sharma, Wu, Dalal 2005, table 1, pairs 1, 7, 10, 17, 25 and 30
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ]
    first, second = (np.array([pair[side] for pair in pairs], np.float32) for side in (0, 1))
    assert ciede2000(first, second) == pytest.approx([pair[2] for pair in pairs], abs=2e-3)
