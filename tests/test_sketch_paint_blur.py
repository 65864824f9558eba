import numpy as np
import pytest

from sketch.paint_blur import bands, blur


def _all_at_once(planes: np.ndarray, sigma: float) -> np.ndarray:
    """Blur with weights of all pixels for each."""

    def weights(size: int) -> np.ndarray:
        distance = np.subtract.outer(np.arange(size), np.arange(size)) / max(sigma, 0.3)
        share = np.exp(-0.5 * distance * distance)
        return share / share.sum(axis=1, keepdims=True)

    return weights(planes.shape[1]) @ planes @ weights(planes.shape[2]).T


@pytest.mark.parametrize(("height", "width", "sigma"), [(60, 90, 1.2), (200, 300, 2.9), (7, 400, 5.0), (1, 1, 0.01)])
def test_what_lies_near_is_enough(height: int, width: int, sigma: float) -> None:
    planes = (np.random.default_rng(3).random((3, height, width)) * 100).astype(np.float32)
    planes[:, : height // 2] = 90.0
    whole = _all_at_once(planes, sigma)
    blur(planes, sigma)
    np.testing.assert_allclose(planes, whole, atol=0.02)


def test_what_is_even_stays_so_up_to_its_edges() -> None:
    planes = np.full((2, 70, 130), 55.0, np.float32)
    blur(planes, 6.0)
    np.testing.assert_allclose(planes, 55.0, atol=1e-4)


def test_a_blur_is_wider_the_larger_its_deviation() -> None:
    planes = np.zeros((1, 101, 101), np.float32)
    planes[0, 50, 50] = 1.0
    blur(planes, 5.0)
    spread = float((planes[0].sum(axis=0) * (np.arange(101) - 50.0) ** 2).sum())
    assert spread == pytest.approx(25.0, rel=0.01)


@pytest.mark.parametrize(("size", "sigma"), [(16384, 49.0), (16384, 0.3), (3, 49.0)])
def test_weights_take_little_memory_however_long_a_line_is(size: int, sigma: float) -> None:
    made = 0
    for own, _, weights in bands(size, sigma):
        assert own.start == made
        assert weights.nbytes < 1 << 22
        made = own.stop
    assert made == size
