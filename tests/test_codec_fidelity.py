import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from codec.cielab import lab_from_rgb, rgb_from_lab
from codec.fidelity import LEAST_SIDE, PIXELS, WEIGHTS, Measure, fidelity, lab_distance, raster_size, saliency


def landscape(width: int = 240, height: int = 160) -> Image.Image:
    picture = Image.new("RGB", (width, height), (150, 190, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, height * 0.6, width, height], fill=(40, 90, 50))
    draw.ellipse([width * 0.6, height * 0.1, width * 0.75, height * 0.3], fill=(250, 220, 90))
    peak = [(0, height * 0.6), (width * 0.2, height * 0.3), (width * 0.45, height * 0.6)]
    draw.polygon(peak, fill=(90, 80, 100))
    return picture


def noise(width: int, height: int) -> Image.Image:
    values = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def test_equal_pictures_are_wholly_alike() -> None:
    found = fidelity(landscape(), landscape())
    assert found.total == 1.0
    assert dict(found.aspects) == pytest.approx(dict.fromkeys(WEIGHTS, 1.0), abs=1e-5)


def test_the_weights_sum_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_a_better_picture_scores_higher() -> None:
    original = landscape()
    mean = tuple(int(v) for v in np.asarray(original).mean(axis=(0, 1)))
    ladder = [
        noise(240, 160),
        Image.new("RGB", original.size, mean),
        original.filter(ImageFilter.GaussianBlur(24)),
        original.filter(ImageFilter.GaussianBlur(8)),
        original.filter(ImageFilter.GaussianBlur(2)),
        original,
    ]
    totals = [fidelity(original, picture).total for picture in ladder]
    assert totals == sorted(totals)
    assert totals[0] < 0.3
    assert totals[1] < 0.4


def test_each_aspect_sees_its_own_fault() -> None:
    original = landscape()
    measure = Measure(original)
    recoloured = Image.merge("RGB", original.split()[::-1])
    mirrored = original.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    colour_off, place_off = measure.of(recoloured).aspects, measure.of(mirrored).aspects
    assert place_off["palette"] > 0.99
    assert place_off["shape"] < 0.7
    assert colour_off["palette"] < 0.8
    assert colour_off["edges"] > place_off["edges"]


def test_a_saturating_colour_score_prefers_a_crisp_half_to_a_grey_whole() -> None:
    original = Image.new("RGB", (80, 60), "black")
    original.paste("white", (40, 0, 80, 60))
    crisp = Image.new("RGB", (80, 60), "black")
    crisp.paste("white", (52, 0, 80, 60))
    grey = Image.new("RGB", (80, 60), (118, 118, 118))
    measure = Measure(original)
    assert measure.of(crisp).aspects["colour"] > 0.6
    assert measure.of(grey).aspects["colour"] < 0.3


def test_many_at_once_agree_with_one_by_one() -> None:
    original = landscape()
    measure = Measure(original)
    pictures = [noise(90, 60), original.filter(ImageFilter.GaussianBlur(5)), original]
    labs = np.stack([lab_from_rgb(np.asarray(p.resize((measure.width, measure.height)))) for p in pictures])
    singly = [measure.of_lab(lab).total for lab in labs]
    totals, away = measure.totals(labs)
    assert totals == pytest.approx(singly, abs=2e-6)
    assert away == pytest.approx([measure.of_lab(lab).delta_e for lab in labs], abs=1e-4)
    assert away == pytest.approx(np.linalg.norm(labs - measure.lab, axis=-1).mean(axis=(1, 2)), abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 400), st.integers(1, 400))
def test_any_two_sizes_compare(width: int, height: int, other_width: int, other_height: int) -> None:
    found = fidelity(noise(width, height), landscape(other_width, other_height))
    assert 0 <= found.total <= 1
    assert all(0 <= value <= 1 for value in found.aspects.values())


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (7, 3000), (640, 480)])
def test_the_raster_stays_small_and_comparable(size: tuple[int, int]) -> None:
    width, height = raster_size(*size)
    assert min(width, height) >= LEAST_SIDE
    assert width * height <= PIXELS * 1.05
    picture = noise(*size)
    assert fidelity(picture, picture).total == 1.0


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK", "1"])
def test_other_modes_are_compared_as_rgb(mode: str) -> None:
    picture = landscape().convert(mode)
    assert fidelity(picture, picture.convert("RGB")).total == 1.0


def test_two_plain_pictures_differ_by_colour_alone() -> None:
    aspects = fidelity(Image.new("RGB", (9, 9), "navy"), Image.new("RGB", (9, 9), "yellow")).aspects
    assert (aspects["edges"], aspects["shape"]) == pytest.approx((1.0, 1.0), abs=1e-2)
    assert aspects["colour"] < 0.15
    assert aspects["palette"] < 0.3


def test_what_stands_out_weighs_more() -> None:
    picture = Image.new("RGB", (96, 64), (90, 120, 90))
    picture.paste((230, 40, 40), (40, 24, 56, 40))
    weight = saliency(lab_from_rgb(np.asarray(picture)))
    assert weight.mean() == pytest.approx(1.0, abs=1e-4)
    assert weight[28:36, 44:52].mean() > 2.5 * weight[:8, :8].mean() > 0.5


def test_lab_goes_there_and_back() -> None:
    ramp = np.arange(0, 256, 15, dtype=np.uint8)
    colours = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1)
    assert np.abs(rgb_from_lab(lab_from_rgb(colours)).astype(int) - colours).max() <= 1


def test_lab_has_its_textbook_values() -> None:
    colours = np.array([[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 0, 255]], dtype=np.uint8)
    expected = [[100, 0, 0], [0, 0, 0], [53.24, 80.09, 67.20], [32.30, 79.19, -107.86]]
    assert lab_from_rgb(colours) == pytest.approx(np.array(expected), abs=0.06)


def test_the_distance_of_two_colours_alone() -> None:
    first, second = np.array([50.0, 10.0, 0.0], np.float32), np.array([53.0, 6.0, 0.0], np.float32)
    assert lab_distance(first, second) == pytest.approx(5.0)
