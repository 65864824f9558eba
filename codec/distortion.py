"""Published measures of how far a picture is from an original, for reports; the loop itself uses `codec.fidelity`.

Both pictures are resampled to the original's aspect with a longest side of at most `SIDE` pixels first, so that
figures of photographs of different sizes compare. Knows nothing of descriptions or agents.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from codec.cielab import Bytes, Floats, lab_from_rgb, raster

Bools = NDArray[np.bool_]

SIDE = 384
"""The longest side in pixels at which pictures are compared."""


@dataclass(frozen=True, kw_only=True)
class Distortion:
    """What separates a picture from an original, by eight measures."""

    ssim: float
    """Structural similarity of lightness (Wang et al. 2004), 1 is equal; after halving to about 256 pixels."""
    gmsd: float
    """Gradient magnitude similarity deviation (Xue et al. 2014), 0 is equal."""
    haarpsi: float
    """Haar perceptual similarity index (Reisenhofer et al. 2018), 1 is equal."""
    delta_e: float
    """Mean CIE 1976 colour difference, 0 is equal."""
    delta_e_2000: float
    """Mean CIEDE2000 colour difference (Sharma et al. 2005), 0 is equal."""
    histogram: float
    """Intersection of Lab histograms in bins of 10 units, 1 is equal."""
    edge_f1: float
    """F1 of Canny edges (sigma 1.4, thresholds 0.1 and 0.2 of full contrast), matched within 1% of the diagonal."""
    hog: float
    """Cosine of histograms of oriented gradients (Dalal and Triggs 2005) at a longest side of 128 pixels."""

    def as_dict(self) -> dict[str, float]:
        """Return the measures by name."""
        return asdict(self)


BETTER_IS_LESS = frozenset({"gmsd", "delta_e", "delta_e_2000"})
"""Measures of which less is better; of the others more is."""


def distortion(original: Image.Image, picture: Image.Image) -> Distortion:
    """Measure what separates two pictures of any sizes by all measures (about 0.2 s)."""
    scale = min(1.0, SIDE / max(original.size))
    width, height = (max(16, round(side * scale)) for side in original.size)
    first = raster(original, width=width, height=height)
    second = raster(picture, width=width, height=height)
    labs = lab_from_rgb(first), lab_from_rgb(second)
    lights = (first @ _LUMA).astype(np.float32), (second @ _LUMA).astype(np.float32)
    return Distortion(
        ssim=_ssim(*lights),
        gmsd=_gmsd(*lights),
        haarpsi=_haarpsi(first, second),
        delta_e=float(np.linalg.norm(labs[0] - labs[1], axis=-1).mean()),
        delta_e_2000=float(_ciede2000(*labs).mean()),
        histogram=_histogram_intersection(*labs),
        edge_f1=_edge_f1(*lights),
        hog=_hog_cosine(first, second),
    )


_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def _halve(plane: Floats) -> Floats:
    """Average two by two, dropping an odd last row or column."""
    height, width = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    cut = plane[:height, :width]
    return np.asarray((cut[::2, ::2] + cut[1::2, ::2] + cut[::2, 1::2] + cut[1::2, 1::2]) / 4, np.float32)


@lru_cache(maxsize=16)
def _gaussian(sigma: float, radius: int) -> Floats:
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _convolve(plane: Floats, *, rows: Floats, columns: Floats) -> Floats:
    """Correlate separably; borders are mirrored."""
    up, left = len(rows) // 2, len(columns) // 2
    padded = np.pad(plane, ((up, len(rows) - 1 - up), (left, len(columns) - 1 - left)), mode="symmetric")
    height, width = plane.shape
    down = sum(weight * padded[i : i + height] for i, weight in enumerate(rows))
    across = sum(weight * down[:, i : i + width] for i, weight in enumerate(columns))
    return np.asarray(across, np.float32)


def _ssim(first: Floats, second: Floats) -> float:
    while min(first.shape) >= 512:
        first, second = _halve(first), _halve(second)
    kernel = _gaussian(1.5, 5)

    def blur(plane: Floats) -> Floats:
        return _convolve(plane, rows=kernel, columns=kernel)

    mean, other = blur(first), blur(second)
    variance, other_variance = blur(first * first) - mean**2, blur(second * second) - other**2
    covariance = blur(first * second) - mean * other
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = (2 * mean * other + c1) * (2 * covariance + c2)
    return float((likeness / ((mean**2 + other**2 + c1) * (variance + other_variance + c2))).mean())


def _gmsd(first: Floats, second: Floats) -> float:
    edge, flat = np.array([1, 0, -1], np.float32) / np.float32(3), np.ones(3, np.float32)
    sizes = []
    for plane in (_halve(first), _halve(second)):
        across = _convolve(plane, rows=flat, columns=edge)
        down = _convolve(plane, rows=edge, columns=flat)
        sizes.append(np.hypot(across, down))
    similarity = (2 * sizes[0] * sizes[1] + 170) / (sizes[0] ** 2 + sizes[1] ** 2 + 170)
    return float(similarity.std())


_YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]], np.float32)


def _haarpsi(first: Bytes, second: Bytes) -> float:
    constant, alpha = 30.0, 4.2
    yiq = [[_halve(plane) for plane in np.moveaxis(picture @ _YIQ.T, -1, 0)] for picture in (first, second)]
    similarities, weights = [], []
    for turned in (False, True):
        one, two = ([np.abs(_haar(picture[0], scale, turned)) for scale in range(3)] for picture in yiq)
        weights.append(np.maximum(one[2], two[2]))
        similarities.append((_similar(one[0], two[0], constant) + _similar(one[1], two[1], constant)) / 2)
    flat = np.full(2, 0.5, np.float32)
    smooth = [[np.abs(_convolve(plane, rows=flat, columns=flat)) for plane in picture[1:]] for picture in yiq]
    weights.append((weights[0] + weights[1]) / 2)
    chroma = [_similar(smooth[0][k], smooth[1][k], constant) for k in (0, 1)]
    similarities.append((chroma[0] + chroma[1]) / 2)
    weight, similarity = np.stack(weights) + np.float32(1e-3), np.stack(similarities)
    mean = float((weight / (1 + np.exp(-alpha * similarity))).sum() / weight.sum())
    return min(float((np.log(mean / (1 - mean)) / alpha) ** 2), 1.0)


def _haar(plane: Floats, scale: int, turned: bool) -> Floats:
    """Respond to edges across (or down, if turned) with a Haar filter of side 2 ** (scale + 1)."""
    side = 2 ** (scale + 1)
    # The filters of the paper are [[1, 1], [-1, -1]] / 2 ** scale of their side squared; split over two passes here.
    flat = np.full(side, 2.0 ** (-(scale + 1) / 2), np.float32)
    step = np.repeat(np.array([1, -1], np.float32), side // 2) * flat[0]
    return _convolve(plane, rows=step if turned else flat, columns=flat if turned else step)


def _similar(first: Floats, second: Floats, constant: float) -> Floats:
    return np.asarray((2 * first * second + constant**2) / (first**2 + second**2 + constant**2), np.float32)


def _ciede2000(first: Floats, second: Floats) -> Floats:
    """Return the CIEDE2000 difference of two Lab arrays (Sharma, Wu, Dalal 2005, equations 2–22)."""
    light1, a1, b1 = np.moveaxis(first.astype(np.float64), -1, 0)
    light2, a2, b2 = np.moveaxis(second.astype(np.float64), -1, 0)
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean7 / (mean7 + 25.0**7))
    a1, a2 = a1 * stretch, a2 * stretch
    chroma1, chroma2 = np.hypot(a1, b1), np.hypot(a2, b2)
    hue1, hue2 = np.arctan2(b1, a1) % (2 * np.pi), np.arctan2(b2, a2) % (2 * np.pi)
    grey = chroma1 * chroma2 == 0
    turn = hue2 - hue1
    turn = np.where(grey, 0, turn - 2 * np.pi * np.round(turn / (2 * np.pi)))
    hue = np.where(grey, hue1 + hue2, hue1 + turn / 2) % (2 * np.pi)
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    tint = (
        1
        - 0.17 * np.cos(hue - np.pi / 6)
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.deg2rad(6))
        - 0.20 * np.cos(4 * hue - np.deg2rad(63))
    )
    light_scale = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    chroma_scale, hue_scale = 1 + 0.045 * chroma, 1 + 0.015 * chroma * tint
    rotation = 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    rotation *= -np.sin(np.deg2rad(60) * np.exp(-(((np.rad2deg(hue) - 275) / 25) ** 2)))
    lightness = (light2 - light1) / light_scale
    saturation = (chroma2 - chroma1) / chroma_scale
    angle = 2 * np.sqrt(chroma1 * chroma2) * np.sin(turn / 2) / hue_scale
    squared = lightness**2 + saturation**2 + angle**2 + rotation * saturation * angle
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)


def _histogram_intersection(first: Floats, second: Floats) -> float:
    histograms = []
    for lab in (first, second):
        bins = np.floor((lab.reshape(-1, 3) + np.array([0, 120, 120])) / 10).astype(int).clip(0, [10, 24, 24])
        flat = bins[:, 0] * 625 + bins[:, 1] * 25 + bins[:, 2]
        histograms.append(np.bincount(flat, minlength=11 * 625) / len(flat))
    return float(np.minimum(*histograms).sum())


def _edge_f1(first: Floats, second: Floats) -> float:
    """Return the F1 of edges found within a small distance of each other; 1 where neither has any."""
    edges = [_canny(plane / np.float32(255)) for plane in (first, second)]
    if not edges[0].any() or not edges[1].any():
        return float(edges[0].any() == edges[1].any())
    radius = max(1, round(0.01 * float(np.hypot(*first.shape))))
    near = [_dilate(edge, radius) for edge in edges]
    recall = float(near[1][edges[0]].mean())
    precision = float(near[0][edges[1]].mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _canny(plane: Floats) -> Bools:
    """Find edges (Canny 1986): Gaussian of sigma 1.4, Sobel, thin to ridges, follow from 0.2 down to 0.1."""
    kernel = _gaussian(1.4, 5)
    smooth = _convolve(plane, rows=kernel, columns=kernel)
    step, flat = np.array([1, 0, -1], np.float32), np.array([1, 2, 1], np.float32)
    across, down = _convolve(smooth, rows=flat, columns=step), _convolve(smooth, rows=step, columns=flat)
    size = np.hypot(across, down)
    sector = np.round(np.arctan2(down, across) / (np.pi / 4)).astype(int) % 4
    padded = np.pad(size, 1)
    height, width = size.shape
    ridge = np.zeros(size.shape, bool)
    for direction, (dy, dx) in enumerate(((0, 1), (1, 1), (1, 0), (1, -1))):
        ahead = padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        behind = padded[1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        ridge |= (sector == direction) & (size >= ahead) & (size > behind)
    weak, found = ridge & (size >= 0.1), ridge & (size >= 0.2)
    while True:
        grown = _dilate(found, 1, square=True) & weak
        if (grown == found).all():
            return found
        found = grown


def _dilate(mask: Bools, radius: int, *, square: bool = False) -> Bools:
    """Grow a mask by a disc (or a square) of that radius."""
    height, width = mask.shape
    padded = np.pad(mask, radius)
    grown = np.zeros_like(mask)
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            if square or dy * dy + dx * dx <= radius * radius:
                grown |= padded[radius + dy : radius + dy + height, radius + dx : radius + dx + width]
    return grown


def _hog_cosine(first: Bytes, second: Bytes) -> float:
    vectors = [_hog(np.asarray(picture)) for picture in (first, second)]
    norms = [float(np.linalg.norm(vector)) for vector in vectors]
    if min(norms) < 1e-6:
        return float(max(norms) < 1e-6)
    return float(vectors[0] @ vectors[1]) / (norms[0] * norms[1])


def _hog(picture: Bytes) -> Floats:
    """Describe by 9 orientations in cells of 8 pixels, blocks of 2 by 2 cells, L2-Hys."""
    height, width = picture.shape[:2]
    scale = 128 / max(height, width)
    columns, rows = (max(16, round(side * scale / 8) * 8) for side in (width, height))
    grey = (raster(Image.fromarray(picture), width=columns, height=rows) @ _LUMA).astype(np.float32)
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    across[:, 1:-1] = grey[:, 2:] - grey[:, :-2]
    down[1:-1] = grey[2:] - grey[:-2]
    size = np.hypot(across, down)
    turn = (np.rad2deg(np.arctan2(down, across)) % 180) / 20
    lower = np.floor(turn).astype(int)
    share = turn - lower
    cells = np.zeros((rows // 8, columns // 8, 9), np.float32)
    y, x = np.ogrid[:rows, :columns]
    np.add.at(cells, (y // 8, x // 8, lower % 9), size * (1 - share))
    np.add.at(cells, (y // 8, x // 8, (lower + 1) % 9), size * share)
    blocks = np.concatenate([cells[:-1, :-1], cells[:-1, 1:], cells[1:, :-1], cells[1:, 1:]], axis=-1)
    blocks /= np.sqrt((blocks**2).sum(axis=-1, keepdims=True) + 1e-3)
    np.minimum(blocks, 0.2, out=blocks)
    blocks /= np.sqrt((blocks**2).sum(axis=-1, keepdims=True) + 1e-3)
    return np.asarray(blocks.ravel(), np.float32)
