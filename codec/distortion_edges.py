"""Measures of edges and shapes: F1 of Canny edges, and the cosine of histograms of oriented gradients.

Knows nothing of descriptions.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from codec.cielab import Bytes, Floats, raster
from codec.distortion_pair import Pair
from codec.distortion_planes import correlate, gaussian

Bools = NDArray[np.bool_]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def edge_f1(pair: Pair) -> float:
    """Return the F1 of Canny edges (sigma 1.4, thresholds 0.1 and 0.2 of full contrast), 1 for equal pictures.

    An edge is found if the other picture has one within 1% of the diagonal; two pictures without edges come to 1.
    """
    edges = [_canny(plane / np.float32(255)) for plane in pair.luma]
    if not edges[0].any() or not edges[1].any():
        return float(edges[0].any() == edges[1].any())
    radius = max(1, round(0.01 * float(np.hypot(*edges[0].shape))))
    near = [_dilate(edge, radius) for edge in edges]
    recall = float(near[1][edges[0]].mean())
    precision = float(near[0][edges[1]].mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _canny(plane: Floats) -> Bools:
    """Find edges (Canny 1986): Gaussian of sigma 1.4, Sobel, thin to ridges, follow from 0.2 down to 0.1."""
    kernel = gaussian(sigma=1.4, radius=5)
    smooth = correlate(plane, rows=kernel, columns=kernel)
    step, flat = np.array([1, 0, -1], np.float32), np.array([1, 2, 1], np.float32)
    across, down = correlate(smooth, rows=flat, columns=step), correlate(smooth, rows=step, columns=flat)
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


def hog(pair: Pair) -> float:
    """Return the cosine of histograms of oriented gradients (Dalal and Triggs 2005) at a longest side of 128 pixels."""
    vectors = [_hog(np.asarray(picture)) for picture in pair.rgb]
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
