"""Exact area coverage of closed outlines on a pixel grid; knows nothing of scenes or colours.

Signed areas are accumulated per pixel and summed along rows, as font rasterisers do (R. Levien, font-rs, 2016), so a
shape covers the same fraction of the picture at every size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (N, 2): x to the right, y down; the last point joins the first."""


def _split_rows(
    x0: Points, y0: Points, y1: Points, slope: Points
) -> tuple[NDArray[np.int64], Points, Points, Points, NDArray[np.int64]]:
    """Cut edges at whole y: each piece lies in one row. All have y0 < y1."""
    first = np.floor(y0).astype(np.int64)
    pieces = np.maximum(np.ceil(y1).astype(np.int64) - first, 1)
    edge = np.repeat(np.arange(len(x0)), pieces)
    row = np.arange(len(edge)) + (first - np.cumsum(pieces) + pieces)[edge]
    start = y0[edge]
    top = np.maximum(start, row)
    bottom = np.minimum(y1[edge], row + 1.0)
    lean = slope[edge]
    at = x0[edge] + (top - start) * lean
    length = bottom - top
    return row, at, at + length * lean, length, edge


@dataclass(frozen=True, eq=False)
class Edges:
    """Outlines as edges, from `start` to `end`, and their bounds."""

    start: Points
    end: Points
    low: Points
    """Smallest x and y, shape (2,)."""
    high: Points
    """Largest x and y, shape (2,)."""


def edges_of(outlines: Sequence[Points]) -> Edges:
    """Return the edges of closed outlines."""
    start = outlines[0] if len(outlines) == 1 else np.concatenate(outlines)
    end = np.empty_like(start)
    end[:-1] = start[1:]
    last = -1
    for outline in outlines:
        last += len(outline)
        end[last] = outline[0]
    return Edges(start, end, start.min(axis=0), start.max(axis=0))


def coverage(
    edges: Edges,
    *,
    scale: tuple[float, float],
    left: float,
    top: float,
    width: int,
    height: int,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float32]:
    """Return how much of each pixel of the window is inside, shape (height, width), 0 to 1.

    A point's pixel is `scale * point - (left, top)`. Where outlines of one direction overlap, the union is covered; of
    opposite directions, a hole. With `weights`, one for each edge, outlines that go round clockwise on the screen count
    as much as their weight, and add up where they overlap.
    """
    corner = np.array([[left, top]])
    start, end = edges.start * scale - corner, edges.end * scale - corner
    signed = _signed(start, end, width, height, weights=weights)
    if weights is not None:
        return np.negative(signed)
    return np.minimum(np.abs(signed, out=signed), np.float32(1.0))


def coverages(
    many: Sequence[Edges], *, scale: tuple[float, float], corners: Sequence[tuple[int, int]], width: int, height: int
) -> NDArray[np.float32]:
    """Return the coverage of each in a window of its own, all of one size, shape (len(many), height, width).

    `corners` are left and top of each window. Together, since on small windows the calls take longer than the work.
    """
    counts = [len(edges.start) for edges in many]
    corner = np.repeat(np.array(corners, np.float64), counts, axis=0)
    start, end = np.concatenate([edges.start for edges in many]), np.concatenate([edges.end for edges in many])
    sheet = np.repeat(np.arange(len(many)) * height, counts)
    signed = _signed(start * scale - corner, end * scale - corner, width, height, sheets=len(many), sheet=sheet)
    return np.minimum(np.abs(signed, out=signed), np.float32(1.0)).reshape(len(many), height, width)


def _signed(
    start: Points,
    end: Points,
    width: int,
    height: int,
    *,
    sheets: int = 1,
    sheet: NDArray[np.int64] | None = None,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float32]:
    """Cover sheets of pixels, one below the other, by edges in pixels; `sheet` is the first row of each edge's.

    What goes round clockwise on the screen counts as negative.
    """
    y0, y1 = start[:, 1], end[:, 1]
    down = y1 > y0
    ay, by = np.minimum(y0, y1), np.maximum(y0, y1)
    keep = ((by > ay) & (by > 0) & (ay < height)).nonzero()[0]
    if len(keep) == 0:
        return np.zeros((sheets * height, width), np.float32)
    ay, by, down = ay[keep], by[keep], down[keep]
    x0, x1 = start[keep, 0], end[keep, 0]
    ax, bx = np.where(down, x0, x1), np.where(down, x1, x0)
    slope = (bx - ax) / (by - ay)
    ax -= np.minimum(ay, 0.0) * slope
    ay = np.maximum(ay, 0.0)
    by = np.minimum(by, float(height))
    row, xa, xb, dy, edge = _split_rows(ax, ay, by, slope)
    dy *= np.where(down, 1.0, -1.0)[edge]
    if weights is not None:
        dy *= weights[keep][edge]
    if sheet is not None:
        row += sheet[keep][edge]
    return _accumulate(row, xa, xb, dy, width, sheets * height)


def _accumulate(
    row: NDArray[np.int64], xa: Points, xb: Points, dy: Points, width: int, height: int
) -> NDArray[np.float32]:
    """Add up the signed areas of pieces that lie in one row each."""
    whole_lo, whole_hi = np.minimum(xa, xb), np.maximum(xa, xb)
    # Not np.clip: on arrays of a few hundred its checks take longer than the work.
    lo = np.minimum(np.maximum(whole_lo, -1.0), width + 1.0)
    hi = np.minimum(np.maximum(whole_hi, -1.0), width + 1.0)
    full = whole_hi - whole_lo
    beside = ((whole_lo < -1.0) & (full > 0)).nonzero()[0]
    first = np.floor(lo).astype(np.int64)
    pieces = np.maximum(np.ceil(hi).astype(np.int64) - first, 1)
    row_of_left = row[beside]
    gain_of_left = dy[beside] * (np.minimum(whole_hi, -1.0) - whole_lo)[beside] / full[beside]
    if pieces.max() > 1 or len(beside):
        piece = np.repeat(np.arange(len(lo)), pieces)
        column = np.arange(len(piece)) + (first - np.cumsum(pieces) + pieces)[piece]
        west = np.maximum(lo[piece], column)
        east = np.minimum(hi[piece], column + 1.0)
        span = full[piece]
        # Where an edge stands upright in its pixel, all of it is there.
        gain = dy[piece] * np.where(span > 0, (east - west) / np.maximum(span, 1e-300), 1.0)
        row = row[piece]
    else:
        column, west, east, gain = first, lo, hi, dy
    spill = gain * ((west + east) * 0.5 - column)
    # Column 0 of the table stands for all that is left of the window, the last two for what is right of it.
    stride = width + 3
    index = row * stride + np.minimum(np.maximum(column, -1), width) + 1
    cells = np.bincount(
        np.concatenate([index, index + 1, row_of_left * stride]),
        np.concatenate([gain - spill, spill, gain_of_left]),
        minlength=height * stride,
    )
    table = cells.reshape(height, stride).astype(np.float32)
    np.cumsum(table, axis=1, out=table)
    return table[:, 1:-2]
