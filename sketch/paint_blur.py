"""Blurs whole planes of a picture; knows no scenes.

Down and across, block by block, each from the few rows near it: what weighs all rows takes memory by their square.
"""

from collections.abc import Iterator

import numpy as np

from sketch.paint_windows import Plane

_REACH = 4.0
"""Deviations from which on nothing counts: a sixteen-thousandth of the whole."""
_SMALLEST = 0.3
"""Deviations that are less are taken as so many pixels."""
_LEAST_ROWS = 32
"""Rows of a block, if its reach is not more."""

Band = tuple[slice, slice, Plane]
"""Which pixels of a line are made, from which, and how much each of these counts, (made, from)."""


def blur(planes: Plane, sigma: float) -> None:
    """Blur planes of shape (N, H, W) in place by a Gaussian; at an edge what is left of it counts more."""
    _, height, width = planes.shape
    for plane in planes:
        half = np.empty_like(plane)
        for made, near, weights in bands(height, sigma):
            half[made] = weights @ plane[near]
        for made, near, weights in bands(width, sigma):
            plane[:, made] = half[:, near] @ weights.T


def bands(size: int, sigma: float) -> Iterator[Band]:
    """Yield by what matrices a line of so many pixels is blurred; none is much larger than what it reaches."""
    sigma = max(sigma, _SMALLEST)
    reach = int(np.ceil(_REACH * sigma))
    step = max(2 * reach, _LEAST_ROWS)
    for first in range(0, size, step):
        last = min(first + step, size)
        low, high = max(first - reach, 0), min(last + reach, size)
        distance = (np.arange(first, last)[:, None] - np.arange(low, high)[None, :]) / sigma
        weights = np.where(np.abs(distance) > _REACH, 0.0, np.exp(-0.5 * distance * distance))
        weights /= weights.sum(axis=1, keepdims=True)
        yield slice(first, last), slice(low, high), weights.astype(np.float32)
