"""Exact area coverage of closed outlines on a pixel grid; knows nothing of scenes or colours.

Signed areas are accumulated per pixel and summed along rows, as font rasterisers do (R. Levien, font-rs, 2016), so a
shape covers the same fraction of the picture at every size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from sketch.paint_sums import sum_pairs, sum_runs, sum_tall

Points = NDArray[np.float64]
"""Shape (N, 2): x to the right, y down; the last point joins the first."""
_LARGE, _FEW = 1 << 17, 0.2
"""Cells of a table that is large, and a share of a row's cells, or of pieces of edges, that are few."""
_NONE, _NOTHING = np.empty(0, np.int64), np.empty(0)


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
    counts: NDArray[np.int64]
    """How many edges each outline has."""
    lows: Points
    """Smallest x and y of each outline, shape (len(counts), 2)."""
    highs: Points
    """Largest x and y of each outline, shape (len(counts), 2)."""


def edges_of(outlines: Sequence[Points]) -> Edges:
    """Return the edges of closed outlines."""
    return edges_of_each([outlines])[0]


def edges_of_each(groups: Sequence[Sequence[Points]]) -> list[Edges]:
    """Return the edges of groups of closed outlines; of few outlines the calls take longer than the work."""
    outlines = [outline for group in groups for outline in group]
    counts = np.array([len(outline) for outline in outlines])
    start = np.concatenate(outlines)
    ends = np.cumsum(counts)
    first = ends - counts
    end = np.empty_like(start)
    end[:-1] = start[1:]
    end[ends - 1] = start[first]
    lows, highs = np.minimum.reduceat(start, first, axis=0), np.maximum.reduceat(start, first, axis=0)
    bounds = list(accumulate((len(group) for group in groups), initial=0))
    low, high = np.minimum.reduceat(lows, bounds[:-1], axis=0), np.maximum.reduceat(highs, bounds[:-1], axis=0)
    points = [0, *ends.tolist()]
    spans = [(slice(points[a], points[b]), slice(a, b)) for a, b in pairwise(bounds)]
    return [
        Edges(start[own], end[own], own_low, own_high, counts[each], lows[each], highs[each])
        for (own, each), own_low, own_high in zip(spans, low, high, strict=True)
    ]


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
    """Return how much of each pixel of the window is inside, shape (height, width), 0 to 1 without `weights`.

    A point's pixel is `scale * point - (left, top)`. Where outlines of one direction overlap, the union is covered; of
    opposite directions, a hole. With `weights`, one for each edge, outlines that go round clockwise on the screen count
    as much as their weight, and add up where they overlap, to any sum.
    """
    corner = left, top
    start, end = _pixels(edges.start, scale, corner), _pixels(edges.end, scale, corner)
    signed = _signed(start, end, width, height, weights=weights)
    if weights is not None:
        return np.negative(signed)
    return _union(signed)


def coverage_apart(
    start: Points, end: Points, *, scale: tuple[float, float], corners: Points, width: int, height: int
) -> NDArray[np.float32]:
    """Return the coverage of a window of which each edge has its own corner, of shape (len(start), 2).

    So shapes that lie apart can be covered side by side, best in a tall and narrow window. None may reach over what is
    to be seen of another, nor beyond the window's left side.
    """
    corner = corners[:, 0], corners[:, 1]
    return _union(_signed(_pixels(start, scale, corner), _pixels(end, scale, corner), width, height, tall=True))


def coverages(
    many: Sequence[Edges],
    *,
    scale: tuple[float, float],
    corners: Sequence[tuple[int, int]],
    sizes: Sequence[tuple[int, int]],
) -> list[NDArray[np.float32]]:
    """Return the coverage of each in a window of its own.

    `corners` are left and top of each window, `sizes` its width and height. Together, since on small windows the calls
    take longer than the work.
    """
    counts = [len(edges.start) for edges in many]
    width, heights = max(across for across, _ in sizes), [down for _, down in sizes]
    ends = list(accumulate(heights, initial=0))
    corner = np.repeat(np.array(corners, np.float64).T, counts, axis=1)
    start = _pixels(np.concatenate([edges.start for edges in many]), scale, corner)
    end = _pixels(np.concatenate([edges.end for edges in many]), scale, corner)
    sheet = _Sheet(np.repeat(np.array(ends[:-1]), counts), np.repeat(np.array(heights), counts))
    table = _union(_signed(start, end, width, ends[-1], sheet=sheet))
    return [table[first : first + down, :across] for first, (across, down) in zip(ends[:-1], sizes, strict=True)]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Windows one below the other: in which each edge lies."""

    first: NDArray[np.int64]
    """The first row of its window, by edge."""
    rows: NDArray[np.int64]
    """How many rows that has."""


def _pixels(
    points: Points, scale: tuple[float, float], corner: Sequence[float | NDArray[np.float64]] | NDArray[np.float64]
) -> tuple[Points, Points]:
    """Return x and y of points in pixels from one corner, or each from its own; apart, since so they are quicker."""
    return points[:, 0] * scale[0] - corner[0], points[:, 1] * scale[1] - corner[1]


def _signed(
    start: tuple[Points, Points],
    end: tuple[Points, Points],
    width: int,
    height: int,
    *,
    sheet: _Sheet | None = None,
    weights: NDArray[np.float64] | None = None,
    tall: bool = False,
) -> NDArray[np.float32]:
    """Cover rows of pixels by edges in pixels, which begin with the top of their window.

    What goes round clockwise on the screen counts as negative. A `tall` one is summed from column to column, and
    nothing may lie to its left.
    """
    (x0, y0), (x1, y1) = start, end
    down = y1 > y0
    ay, by = np.minimum(y0, y1), np.maximum(y0, y1)
    keep = ((by > ay) & (by > 0) & (ay < (height if sheet is None else sheet.rows))).nonzero()[0]
    if len(keep) == 0:
        return np.zeros((height, width), np.float32)
    ay, by, down = ay[keep], by[keep], down[keep]
    x0, x1 = x0[keep], x1[keep]
    ax, bx = np.where(down, x0, x1), np.where(down, x1, x0)
    slope = (bx - ax) / (by - ay)
    ax -= np.minimum(ay, 0.0) * slope
    ay = np.maximum(ay, 0.0)
    by = np.minimum(by, float(height) if sheet is None else sheet.rows[keep])
    row, xa, xb, dy, edge = _split_rows(ax, ay, by, slope)
    dy *= np.where(down, 1.0, -1.0)[edge]
    if weights is not None:
        dy *= weights[keep][edge]
    if sheet is not None:
        row += sheet.first[keep][edge]
    return _accumulate(row, xa, xb, dy, width, height, tall=tall)


def _accumulate(
    row: NDArray[np.int64], xa: Points, xb: Points, dy: Points, width: int, height: int, *, tall: bool = False
) -> NDArray[np.float32]:
    """Add up the signed areas of pieces that lie in one row each."""
    lo, hi = np.minimum(xa, xb), np.maximum(xa, xb)
    full = hi - lo
    within = lo.min() >= -1.0 and hi.max() <= width
    beside, gain_of_left = _NONE, _NOTHING
    if not within:
        beside = ((lo < -1.0) & (full > 0)).nonzero()[0]
        gain_of_left = dy[beside] * (np.minimum(hi, -1.0) - lo)[beside] / full[beside]
        # Not np.clip: on arrays of a few hundred its checks take longer than the work.
        lo = np.minimum(np.maximum(lo, -1.0), width + 1.0)
        hi = np.minimum(np.maximum(hi, -1.0), width + 1.0)
    row_of_left = row[beside]
    column = np.floor(lo)
    pieces = np.maximum(np.ceil(hi) - column, 1.0).astype(np.int64)
    west, east, gain = lo, hi, dy
    if pieces.max() > 1 or len(beside):
        piece = np.repeat(np.arange(len(lo)), pieces)
        column = np.arange(float(len(piece))) + (column - (np.cumsum(pieces) - pieces))[piece]
        west, east = np.maximum(lo[piece], column), np.minimum(hi[piece], column + 1.0)
        gain = dy[piece] * _shares(east - west, full, piece)
        row = row[piece]
    spill = gain * ((west + east) * 0.5 - column)
    # Column 0 of the table stands for all that is left of the window, the last two for what is right of it.
    column = (column if within else np.minimum(np.maximum(column, -1.0), width)).astype(np.int64) + 1
    if tall:
        return sum_tall(row, column, gain - spill, spill, (width + 3, height))
    stride = width + 3
    gains = np.concatenate([gain - spill, spill, gain_of_left])
    if height * stride >= _LARGE and 2 * int(np.bincount(row).max()) < _FEW * stride:
        index = row * stride + column
        cells = np.bincount(np.concatenate([index, index + 1, row_of_left * stride]), gains, minlength=height * stride)
        return sum_runs(np.asarray(cells, np.float64).reshape(height, stride))[:, 1:-2]
    index = ((row >> 1) * stride + column) * 2 + (row & 1)
    left = (row_of_left >> 1) * (2 * stride) + (row_of_left & 1)
    pairs = (height + 1) // 2
    cells = np.bincount(np.concatenate([index, index + 2, left]), gains, minlength=2 * pairs * stride)
    return sum_pairs(np.asarray(cells, np.float64), pairs, stride)[:height]


def _shares(length: Points, full: Points, piece: NDArray[np.int64]) -> Points:
    """Return what share each length is of its whole piece; where an edge stands upright in its pixel, all of it is."""
    span = full[piece]
    if full.min() > 0:
        return np.asarray(length / span)
    return np.where(span > 0, length / np.maximum(span, 1e-300), 1.0)


def _union(signed: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what is covered, of signed areas that add up where outlines overlap, which are lost."""
    np.abs(signed, out=signed)
    return np.clip(signed, 0.0, 1.0, out=signed)
