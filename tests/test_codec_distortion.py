import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from codec.distortion import BETTER_IS_LESS, Distortion, _ciede2000, distortion


def scene() -> Image.Image:
    picture = Image.new("RGB", (200, 140), (140, 180, 220))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 90, 200, 140], fill=(60, 100, 40))
    draw.polygon([(70, 95), (100, 40), (130, 95)], fill=(160, 40, 30))
    return picture


def test_equal_pictures_have_no_distortion() -> None:
    expected = {name: 0.0 if name in BETTER_IS_LESS else 1.0 for name in Distortion.__dataclass_fields__}
    assert distortion(scene(), scene()).as_dict() == pytest.approx(expected, abs=1e-5)


def test_every_measure_gets_worse_with_blur() -> None:
    mild, strong = (
        distortion(scene(), scene().filter(ImageFilter.GaussianBlur(radius))).as_dict() for radius in (2, 12)
    )
    for name in mild:
        worse = mild[name] < strong[name] if name in BETTER_IS_LESS else mild[name] > strong[name]
        assert worse, name


def test_edges_are_forgiven_a_small_shift_and_no_large_one() -> None:
    near = distortion(scene(), ImageChops.offset(scene(), 1, 0))
    far = distortion(scene(), ImageChops.offset(scene(), 40, 0))
    assert near.edge_f1 > 0.97
    assert far.edge_f1 < 0.8


def test_plain_pictures_compare() -> None:
    found = distortion(Image.new("RGB", (1, 1)), Image.new("RGB", (300, 2), "white"))
    assert found.delta_e == pytest.approx(100, abs=0.1)
    assert found.edge_f1 == found.hog == 1.0
    assert found.histogram == 0.0
    assert found.haarpsi == 1.0  # it sees edges alone


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
    assert _ciede2000(first, second) == pytest.approx([pair[2] for pair in pairs], abs=2e-3)
