"""Covers many marks at once: outlines that lie apart go side by side onto one sheet; no colours.

A row of a crowd spans the picture, and what it covers, such as collars, is a fifth of that. And where marks are small
the calls take longer than the work.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sketch.paint_marks import Mark
from sketch.paint_raster import Edges, coverage_apart
from sketch.paint_windows import MOST_KEPT, Plane, Window, alpha_again, alphas_of, veiled

_LARGE = 1 << 16
"""Pixels of outlines from which on a mark is covered by itself."""
_DENSE = 0.7
"""One whose outlines' boxes take such a share of its window is covered all over this,"""
_FEW = 1 << 12
"""but for those with so small a window."""
_WIDEST = 1 << 18
"""Pixels of the largest window: a plane of all of it is made."""
_MOST_SHEET = 1 << 22
"""Pixels of a sheet; usual ones have a fifth of a million. Outlines may lie beyond the picture, where no window bounds
them."""
_DOWN = 1000
"""Rows of a sheet: it is tall and narrow, since rows are summed all at once."""

_Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Islands:
    """Outlines of some marks, those of a mark that touch each other put together."""

    of_outline: _Whole
    mark: _Whole
    """By island, in ascending order."""
    low: _Whole
    """Left and top of each in the picture, pixels, shape (N, 2)."""
    high: _Whole
    """Right and bottom."""


def alphas_together(marks: Sequence[tuple[Mark, Window]]) -> Iterator[Plane]:
    """Yield what `alpha_again` returns for each mark but for the last digits; not to be written to.

    What is large is covered when it is asked for. In small pictures all is, since there a mark is kept by
    itself: on a sheet its last digits depend on what lies beside it, and what is kept must not depend on the past.
    """
    if marks and marks[0][1].rows * marks[0][1].columns <= MOST_KEPT:
        yield from (alpha_again(mark, window) for mark, window in marks)
        return
    made = iter(_cover(tuple(pair for pair in marks if not pair[0].soft)))
    for mark, window in marks:
        plane = None if mark.soft else next(made)
        yield alpha_again(mark, window) if plane is None else plane


@lru_cache(maxsize=24)
def _cover(marks: tuple[tuple[Mark, Window], ...]) -> tuple[Plane | None, ...]:
    """Cover marks with sharp edges together; None for one that is large, and if those apart take a huge sheet."""
    if not marks:
        return ()
    scale, sides = marks[0][1].scale, (marks[0][1].columns, marks[0][1].rows)
    islands = _islands([mark.edges for mark, _ in marks], scale)
    seen: NDArray[np.bool_] = np.all(np.minimum(islands.high, sides) > np.maximum(islands.low, 0), axis=1)
    sizes = (islands.high - islands.low) * seen[:, None]
    windows = np.array([window.width * window.height for _, window in marks])
    pixels = np.bincount(islands.mark, sizes.prod(axis=1), minlength=len(marks))
    is_large = (pixels > _LARGE) | (windows > _WIDEST)
    is_dense = ~is_large & (pixels > _DENSE * windows) & (windows > _FEW)
    apart = ~(is_large | is_dense)
    planes: list[Plane | None] = [None] * len(marks)
    drawn: NDArray[np.bool_] = seen & np.take(apart, islands.mark)
    for index, plane in _cover_apart(marks, islands, apart, sizes * drawn[:, None]):
        planes[index] = plane
    dense = is_dense.nonzero()[0].tolist()
    own = [marks[index][1] for index in dense]
    if dense and max(one.width for one in own) * sum(one.height for one in own) > _MOST_SHEET:
        dense = []
    for index, plane in zip(dense, alphas_of([marks[index] for index in dense]), strict=True):
        planes[index] = plane
    return tuple(planes)


def _cover_apart(
    marks: Sequence[tuple[Mark, Window]], islands: _Islands, apart: NDArray[np.bool_], sizes: _Whole
) -> list[tuple[int, Plane]]:
    """Cover the marks that are `apart` on one sheet, none if it is huge; islands have the `sizes` that are drawn."""
    planes = {
        index: np.zeros((marks[index][1].height, marks[index][1].width), np.float32)
        for index in apart.nonzero()[0].tolist()
    }
    drawn = np.asarray(sizes.any(axis=1))
    if drawn.any():
        places, columns, rows = _stack(sizes)
        if columns * rows > _MOST_SHEET:
            return []
        shifts = islands.low - places
        edges = [mark.edges for mark, _ in marks]
        start, end = np.concatenate([one.start for one in edges]), np.concatenate([one.end for one in edges])
        of_edge = np.repeat(islands.of_outline, np.concatenate([one.counts for one in edges]))
        if not drawn.all():
            kept = drawn[of_edge].nonzero()[0]
            start, end, of_edge = start[kept], end[kept], of_edge[kept]
        corners = shifts.astype(np.float64)[of_edge]
        sheet = coverage_apart(start, end, scale=marks[0][1].scale, corners=corners, width=columns, height=rows)
        for index, to, where in _copies([window for _, window in marks], islands, shifts, drawn):
            planes[index][to] = sheet[where]
    return [(index, veiled(plane, marks[index][0])) for index, plane in planes.items()]


def _islands(edges: Sequence[Edges], scale: tuple[float, float]) -> _Islands:
    low = np.floor(np.concatenate([one.lows for one in edges]) * scale).astype(np.int64)
    high = np.ceil(np.concatenate([one.highs for one in edges]) * scale).astype(np.int64)
    group = np.repeat(np.arange(len(edges)), [len(one.counts) for one in edges])
    mark = group
    # By rows, and then by columns: items of a row are seldom one above the other.
    for axis in (1, 0):
        group, order, first = _part(group, low[:, axis], high[:, axis])
    low, high = np.minimum.reduceat(low[order], first, axis=0), np.maximum.reduceat(high[order], first, axis=0)
    return _Islands(group, mark[order[first]], low, high)


def _part(group: _Whole, low: _Whole, high: _Whole) -> tuple[_Whole, _Whole, _Whole]:
    """Part groups of ranges, numbered from 0, where no range of a group goes on.

    Also returns an order of the ranges by their new groups, and where each begins in it.
    """
    # All groups are gone through at once, one beside the other.
    apart = group * (int(high.max()) - int(low.min()) + 1)
    low, high = low + apart, high + apart
    order = np.argsort(low, kind="stable")
    begins = np.ones(len(order), bool)
    begins[1:] = low[order[1:]] >= np.maximum.accumulate(high[order[:-1]])
    parted = np.empty(len(order), np.int64)
    parted[order] = np.cumsum(begins) - 1
    return parted, order, begins.nonzero()[0]


def _stack(sizes: _Whole) -> tuple[_Whole, int, int]:
    """Stack rectangles in columns, the broadest first; return left and top of each, and the sheet's sides."""
    places = [(0, 0)] * len(sizes)
    x = y = broad = lowest = 0
    order = np.argsort(-sizes[:, 0], kind="stable")
    for index, (across, down) in zip(order.tolist(), sizes[order].tolist(), strict=True):
        if y and y + down > _DOWN:
            x, y, broad = x + broad, 0, 0
        places[index] = x, y
        y, broad = y + down, max(broad, across)
        lowest = max(lowest, y)
    return np.array(places, np.int64), x + broad, lowest


def _copies(
    windows: Sequence[Window], islands: _Islands, shifts: _Whole, drawn: NDArray[np.bool_]
) -> Iterator[tuple[int, tuple[slice, slice], tuple[slice, slice]]]:
    """Yield for each island that is drawn its mark, where in the mark's window it is, and where on the sheet.

    `shifts` are how far left and up of its place in the picture its place on the sheet is.
    """
    sides = np.array([(one.left, one.top, one.left + one.width, one.top + one.height) for one in windows])[islands.mark]
    low, high = np.maximum(islands.low, sides[:, :2]), np.minimum(islands.high, sides[:, 2:])
    inside = (drawn & np.all(high > low, axis=1)).nonzero()[0]
    corners = [low - sides[:, :2], high - sides[:, :2], low - shifts, high - shifts]
    boxes = np.concatenate([islands.mark[:, None], *corners], axis=1)[inside].tolist()
    for mark, x0, y0, x1, y1, left, top, right, bottom in boxes:
        yield mark, (slice(y0, y1), slice(x0, x1)), (slice(top, bottom), slice(left, right))
