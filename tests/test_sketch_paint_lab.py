import numpy as np
import pytest

from sketch.paint_lab import hex_of, lab_from_rgb, rgb_from_lab, rgb_from_planes


def test_known_colours() -> None:
    rgb = np.array([[[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 0, 255]]], np.uint8)
    expected = [[100, 0, 0], [0, 0, 0], [53.24, 80.09, 67.20], [32.30, 79.19, -107.86]]
    assert np.allclose(lab_from_rgb(rgb)[0], expected, atol=0.05)


def test_every_byte_comes_back() -> None:
    levels = np.arange(0, 256, 5, dtype=np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 52, 3)
    assert np.array_equal(rgb_from_lab(lab_from_rgb(cube)), cube)


def test_planes_and_pictures_agree_and_clip() -> None:
    planes = np.random.default_rng(0).uniform(-150, 150, (3, 20, 30)).astype(np.float32)
    shown = rgb_from_planes(planes)
    assert shown.shape == (20, 30, 3)
    assert np.array_equal(shown, rgb_from_lab(np.moveaxis(planes, 0, -1)))
    assert (
        rgb_from_planes(np.full((3, 1, 1), 100.0, np.float32) * np.array([[[1]], [[0]], [[0]]], np.float32)).min()
        >= 254
    )


@pytest.mark.parametrize(("lab", "text"), [((0.0, 0.0, 0.0), "#000000"), ((100.0, 0.0, 0.0), "#ffffff")])
def test_hex(lab: tuple[float, float, float], text: str) -> None:
    assert hex_of(lab) == text
