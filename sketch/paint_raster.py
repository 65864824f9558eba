"""Exact area coverage of closed outlines on a pixel grid; knows nothing of scenes or colours.

Signed areas are accumulated per pixel and summed along rows, as font rasterisers do (R. Levien, font-rs, 2016), so a
shape covers the same fraction of the picture at every size.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (N, 2): x to the right, y down; the last point joins the first."""


def _split_rows(
    x0: Points, y0: Points, x1: Points, y1: Points
) -> tuple[NDArray[np.int64], Points, Points, Points, Points]:
    """Cut edges at whole y; each piece lies in one row. All have y0 < y1."""
    first = np.floor(y0).astype(np.int64)
    pieces = np.maximum(np.ceil(y1).astype(np.int64) - first, 1)
    edge = np.repeat(np.arange(len(x0)), pieces)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces) + first[edge]
    top = np.maximum(y0[edge], row)
    bottom = np.minimum(y1[edge], row + 1.0)
    slope = ((x1 - x0) / (y1 - y0))[edge]
    at = x0[edge] + (top - y0[edge]) * slope
    return row, at, at + (bottom - top) * slope, bottom - top, edge.astype(np.float64)


def coverage(outlines: Sequence[Points], *, left: int, top: int, width: int, height: int) -> NDArray[np.float32]:
    """Return how much of each pixel of the window is inside, shape (height, width), 0 to 1.

    Outlines are in pixels. Where outlines of one direction overlap, the union is covered; of opposite directions, a hole.
    """
    start = np.concatenate(outlines)
    end = np.concatenate([np.roll(outline, -1, axis=0) for outline in outlines])
    x0, y0, x1, y1 = start[:, 0] - left, start[:, 1] - top, end[:, 0] - left, end[:, 1] - top
    down = y1 > y0
    ax, bx = np.where(down, x0, x1), np.where(down, x1, x0)
    ay, by = np.where(down, y0, y1), np.where(down, y1, y0)
    keep = (by > ay) & (by > 0) & (ay < height)
    ax, bx, ay, by = ax[keep], bx[keep], ay[keep], by[keep]
    if len(ax) == 0:
        return np.zeros((height, width), np.float32)
    sign = np.where(down[keep], 1.0, -1.0)
    slope = (bx - ax) / (by - ay)
    ax, ay = ax + np.maximum(-ay, 0.0) * slope, np.maximum(ay, 0.0)
    bx, by = bx - np.maximum(by - height, 0.0) * slope, np.minimum(by, float(height))
    some = by > ay
    row, xa, xb, dy, edge = _split_rows(ax[some], ay[some], bx[some], by[some])
    dy = dy * sign[some][edge.astype(np.int64)]
    return _accumulate(row, np.clip(xa, -1.0, width + 1.0), np.clip(xb, -1.0, width + 1.0), dy, width, height)


def _accumulate(
    row: NDArray[np.int64], xa: Points, xb: Points, dy: Points, width: int, height: int
) -> NDArray[np.float32]:
    """Add up the signed areas of pieces that lie in one row each."""
    lo, hi = np.minimum(xa, xb), np.maximum(xa, xb)
    first = np.floor(lo).astype(np.int64)
    pieces = np.maximum(np.ceil(hi).astype(np.int64) - first, 1)
    piece = np.repeat(np.arange(len(lo)), pieces)
    column = np.arange(len(piece)) - np.repeat(np.cumsum(pieces) - pieces, pieces) + first[piece]
    west = np.maximum(lo[piece], column)
    east = np.minimum(hi[piece], column + 1.0)
    span = (hi - lo)[piece]
    share = np.where(span > 0, (east - west) / np.where(span > 0, span, 1.0), 1.0)
    gain = dy[piece] * share
    spill = gain * ((west + east) * 0.5 - column)
    outside = column < 0
    column = np.where(outside, 0, column)
    spill = np.where(outside, 0.0, spill)
    inside = column < width
    index = (row[piece] * (width + 1) + column)[inside]
    gain, spill = gain[inside], spill[inside]
    cells = np.bincount(
        np.concatenate([index, index + 1]),
        np.concatenate([gain - spill, spill]),
        minlength=height * (width + 1) + 1,
    )
    table = cells[: height * (width + 1)].reshape(height, width + 1)[:, :width].astype(np.float32)
    np.cumsum(table, axis=1, out=table)
    np.abs(table, out=table)
    return np.minimum(table, np.float32(1.0), out=table)
