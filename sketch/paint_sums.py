"""Sums up the cells of a table along its rows, whichever way is quick; knows nothing of edges.

Pairs and runs return the same to the bit, tall tables other last digits: what falls into one of their cells is added up
in single precision.
"""

import threading
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_MOST_SCRATCH = 1 << 19
"""Pixels of a table that is kept; 2 MB."""


class _Scratch(threading.local):
    """A thread's own table, used again and again: to be given new memory takes longer than to fill it."""

    table = np.empty(0, np.float32)

    def blank(self, size: int) -> NDArray[np.float32]:
        """Return zeros that are good until the next call."""
        if size > _MOST_SCRATCH:
            return np.zeros(size, np.float32)
        if len(self.table) < size:
            self.table = np.empty(size, np.float32)
        blank = self.table[:size]
        blank.fill(0.0)
        return blank


_SCRATCH = _Scratch()


def sum_pairs(cells: NDArray[np.float64], pairs: int, stride: int) -> NDArray[np.float32]:
    """Sum up cells along pairs of rows; return all but the first and the last two of each row.

    `cells` are of shape (pairs, stride, 2), flat; their sums of (2 * pairs, stride - 3), row by row. Each row's sum
    waits for the one before it: as the two parts of complex numbers a pair takes the time of one row.
    """
    table = cells.astype(np.float32).view(np.complex64).reshape(pairs, stride)
    np.cumsum(table, axis=1, out=table)
    lanes = table.view(np.float32).reshape(pairs, stride, 2)[:, 1:-2]
    return np.ascontiguousarray(lanes.transpose(0, 2, 1)).reshape(2 * pairs, stride - 3)


def sum_runs(cells: NDArray[np.float64]) -> NDArray[np.float32]:
    """Sum up cells along each row, (H, W): few are not 0 and change the sum, and where none does, it is repeated."""
    changes = cells != 0
    changes[:, 0] = True
    counts = np.count_nonzero(changes, axis=1)
    at = np.flatnonzero(changes)
    row = np.repeat(np.arange(len(counts)), counts)
    column = np.arange(len(at)) - (np.cumsum(counts) - counts)[row]
    sums = np.zeros((len(counts), int(counts.max())), np.float32)
    sums[row, column] = cells.ravel()[at]
    np.cumsum(sums, axis=1, out=sums)
    return np.repeat(sums[row, column], np.diff(at, append=cells.size)).reshape(cells.shape)


def sum_tall(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    here: NDArray[np.float64],
    beyond: NDArray[np.float64],
    shape: tuple[int, int],
) -> NDArray[np.float32]:
    """Sum up what each piece adds `here` and to the next column, for all rows at once, from column to column.

    `shape` is columns and rows. Returns all but the first and the last two columns, (rows, columns - 3).
    """
    table = _SCRATCH.blank(shape[0] * shape[1])
    index = column * shape[1] + row
    np.add.at(table, index, here.astype(np.float32))
    np.add.at(table, index + shape[1], beyond.astype(np.float32))
    table = table.reshape(shape)
    for before, after in pairwise(table):
        np.add(after, before, out=after)
    return np.ascontiguousarray(table[1:-2].T)
