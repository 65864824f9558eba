"""Measures of structure as published: SSIM, MS-SSIM, GMSD and HaarPSI; knows nothing of descriptions."""

from typing import Final

import numpy as np

from codec.cielab import Bytes, Floats
from codec.distortion_pair import Pair
from codec.distortion_planes import correlate, gaussian, halve

_WINDOW: Final = gaussian(sigma=1.5, radius=5)
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_SCALE_WEIGHTS: Final = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


def ssim(pair: Pair) -> float:
    """Compare luma by structural similarity, 1 for equal pictures.

    Wang, Bovik, Sheikh, Simoncelli 2004 (IEEE TIP 13:4): Gaussian windows of 11 pixels and sigma 1.5, whole ones only.
    """
    return _ssim_means(*pair.luma)[0]


def ms_ssim(pair: Pair) -> float:
    """Compare luma by structural similarity at five scales, 1 for equal pictures.

    Wang, Simoncelli, Bovik 2003 (Asilomar): contrast and structure at every scale, lightness at the coarsest; means
    below 0 count as 0. Where the coarsest windows don't fit there are fewer scales, their weights scaled to sum to 1.
    """
    first, second = pair.luma
    scales = sum(min(first.shape) // 2**level >= len(_WINDOW) for level in range(len(_SCALE_WEIGHTS)))
    weights = np.array(_SCALE_WEIGHTS[:scales])
    weights *= sum(_SCALE_WEIGHTS) / weights.sum()
    means = []
    for level in range(scales):
        if level:
            first, second = halve(first), halve(second)
        whole, contrast = _ssim_means(first, second)
        means.append(max(contrast if level < scales - 1 else whole, 0.0))
    return float(np.prod(np.array(means) ** weights))


def gmsd(pair: Pair) -> float:
    """Return the gradient magnitude similarity deviation of luma, 0 for equal pictures.

    Xue, Zhang, Mou, Bovik 2014 (IEEE TIP 23:2): halved once, Prewitt gradients, c = 170.
    """
    edge, flat = np.array([1, 0, -1], np.float32) / np.float32(3), np.ones(3, np.float32)
    sizes = []
    for plane in map(halve, pair.luma):
        across = correlate(plane, rows=flat, columns=edge, border="zero")
        down = correlate(plane, rows=edge, columns=flat, border="zero")
        sizes.append(np.hypot(across, down))
    similarity = (2 * sizes[0] * sizes[1] + 170) / (sizes[0] ** 2 + sizes[1] ** 2 + 170)
    return float(similarity.std())


def haarpsi(pair: Pair) -> float:
    """Return the Haar wavelet-based perceptual similarity index, 1 for equal pictures.

    Reisenhofer, Bosse, Kutyniok, Wiegand 2018 (Signal Processing: Image Communication 61): C = 30, alpha = 4.2, with
    the chroma channels. It looks where there are edges alone: two plain pictures come to 1, whatever their colours.
    """
    constant, alpha = 30.0, 4.2
    yiq = [_halved_yiq(rgb) for rgb in pair.rgb]
    similarities, weights = [], []
    for turned in (False, True):
        one, two = ([np.abs(_haar(picture[0], scale, turned=turned)) for scale in range(3)] for picture in yiq)
        weights.append(np.maximum(one[2], two[2]))
        similarities.append((_similar(one[0], two[0], constant) + _similar(one[1], two[1], constant)) / 2)
    weights.append((weights[0] + weights[1]) / 2)
    flat = np.full(2, 0.5, np.float32)
    smooth = [[np.abs(correlate(p, rows=flat, columns=flat, border="zero")) for p in picture[1:]] for picture in yiq]
    chroma = [_similar(smooth[0][k], smooth[1][k], constant) for k in (0, 1)]
    similarities.append((chroma[0] + chroma[1]) / 2)
    weight, similarity = np.stack(weights).astype(np.float64), np.stack(similarities).astype(np.float64)
    if not weight.any():
        return 1.0
    mean = float((weight / (1 + np.exp(-alpha * similarity))).sum() / weight.sum())
    return min(float((np.log(mean / (1 - mean)) / alpha) ** 2), 1.0)


def _ssim_means(first: Floats, second: Floats) -> tuple[float, float]:
    """Return the means of SSIM and of its contrast and structure alone."""
    mean, other = _blur(first), _blur(second)
    variance, other_variance = _blur(first * first) - mean**2, _blur(second * second) - other**2
    covariance = _blur(first * second) - mean * other
    contrast = (2 * covariance + _C2) / (variance + other_variance + _C2)
    lightness = (2 * mean * other + _C1) / (mean**2 + other**2 + _C1)
    return float((lightness * contrast).mean()), float(contrast.mean())


def _blur(plane: Floats) -> Floats:
    return correlate(plane, rows=_WINDOW, columns=_WINDOW, border="none")


_YIQ: Final = np.array([[0.299, 0.587, 0.114], [0.5959, -0.2746, -0.3213], [0.2115, -0.5227, 0.3112]], np.float32)


def _halved_yiq(rgb: Bytes) -> list[Floats]:
    return [halve(plane) for plane in np.moveaxis(rgb @ _YIQ.T, -1, 0)]


def _haar(plane: Floats, scale: int, *, turned: bool) -> Floats:
    """Respond to edges across (or down, if turned) with a Haar filter of side 2 ** (scale + 1)."""
    side = 2 ** (scale + 1)
    # The filters of the paper are [[1, 1], [-1, -1]] over their side; the division is split over two passes here.
    flat = np.full(side, side**-0.5, np.float32)
    step = np.repeat(np.array([1, -1], np.float32), side // 2) * flat[0]
    return correlate(plane, rows=step if turned else flat, columns=flat if turned else step, border="zero")


def _similar(first: Floats, second: Floats, constant: float) -> Floats:
    return np.asarray((2 * first * second + constant) / (first**2 + second**2 + constant), np.float32)
