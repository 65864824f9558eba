"""Finds the two colours of a region that changes from its top to its bottom, such as an evening sky; paints nothing."""

import numpy as np

from codec.cielab import Floats
from sketch.eye_residual import palette
from sketch.scene import Colour

_LEAST_CHANGE = 10.0
"""The least ΔE between top and bottom that is worth two words."""
_SPARED_BY_PLAIN = 2.0
"""How much farther away, in ΔE, a colour of one word may be than one of two."""


def ramps(target: Floats, mask: Floats) -> list[tuple[Colour, Colour]]:
    """Return pairs of colours, top and bottom, that come near what lies under a mask, best first; empty where one does.

    `target` is Lab of shape (height, width, 3), `mask` of shape (height, width) with values 0..1. A line is fitted
    through the colours by height within the mask, and its ends are looked up in the palette.
    """
    rows = np.flatnonzero(mask.sum(axis=1) > 0.25)
    if len(rows) < 3:
        return []
    first, last = int(rows[0]), int(rows[-1]) + 1
    weight = mask[first:last].sum(axis=1)
    along = (np.arange(last - first, dtype=np.float32) + np.float32(0.5)) / np.float32(last - first)
    total = float(weight.sum())
    sums = (target[first:last] * mask[first:last, :, None]).sum(axis=1)
    middle = float(weight @ along) / total
    mean = sums.sum(axis=0) / np.float32(total)
    spread = float(weight @ (along - np.float32(middle)) ** 2)
    slope = ((along - np.float32(middle))[:, None] * (sums - weight[:, None] * mean)).sum(axis=0) / max(spread, 1e-6)
    top, bottom = mean - slope * np.float32(middle), mean + slope * np.float32(1 - middle)
    if float(np.linalg.norm(bottom - top)) < _LEAST_CHANGE:
        return []
    return [(upper, lower) for upper in _nearest(top) for lower in _nearest(bottom) if upper != lower]


def _nearest(lab: Floats) -> list[Colour]:
    """Return the two palette colours nearest to a Lab value."""
    colours, values = palette()
    distance = np.linalg.norm(values - lab, axis=1) + [_SPARED_BY_PLAIN if c.tone else 0.0 for c in colours]
    return [colours[index] for index in np.argsort(distance, kind="stable")[:2]]
