"""Filters over planes of numbers, for the measures; knows nothing of what a plane shows."""

from functools import lru_cache
from typing import Literal

import numpy as np

from codec.cielab import Floats

Border = Literal["mirror", "zero", "none"]


def halve(plane: Floats) -> Floats:
    """Average two by two, dropping an odd last row or column."""
    height, width = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    cut = plane[:height, :width]
    return np.asarray((cut[::2, ::2] + cut[1::2, ::2] + cut[::2, 1::2] + cut[1::2, 1::2]) / 4, np.float32)


@lru_cache(maxsize=16)
def gaussian(*, sigma: float, radius: int) -> Floats:
    """Return a Gaussian's weights from -radius to radius; they sum to 1."""
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return np.asarray(kernel / kernel.sum(), np.float32)


def correlate(plane: Floats, *, rows: Floats, columns: Floats, border: Border = "mirror") -> Floats:
    """Correlate separably; beyond the border the plane is mirrored or 0, or the result is smaller ("none").

    A filter of even length reaches further down and right than up and left, as MATLAB's conv2(…, "same") does.
    """
    up, left = (len(rows) - 1) // 2, (len(columns) - 1) // 2
    if border != "none":
        around = ((up, len(rows) - 1 - up), (left, len(columns) - 1 - left))
        plane = np.pad(plane, around, mode="symmetric") if border == "mirror" else np.pad(plane, around)
    height, width = plane.shape[0] - len(rows) + 1, plane.shape[1] - len(columns) + 1
    down = sum(weight * plane[i : i + height] for i, weight in enumerate(rows))
    across = sum(weight * down[:, i : i + width] for i, weight in enumerate(columns))
    return np.asarray(across, np.float32)
