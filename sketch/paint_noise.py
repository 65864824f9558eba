"""Smooth noise hashed from a seed and a position in scene units; knows nothing of scenes.

A lattice of hashed numbers is spread by cubic B-splines: the same function of position at every picture size.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_MASK = 0xFFFFFFFF
_FEW_CELLS = 256
"""Up to so many lattice points across or down two matrix products are faster than four taps."""
_BLOCK = 1 << 16
"""Samples that are spread at once; a processor's cache holds them."""
_CRISPEST = 12.0
"""How steep the border between two tones gets at most: large pictures keep a trace of wet paint."""


def mix(*numbers: int) -> int:
    """Hash whole numbers to 32 bits (a chain of the finaliser of MurmurHash3)."""
    state = 0x9E3779B9
    for number in numbers:
        state = (state ^ (number & _MASK)) & _MASK
        state = ((state ^ (state >> 16)) * 0x85EBCA6B) & _MASK
        state = ((state ^ (state >> 13)) * 0xC2B2AE35) & _MASK
        state ^= state >> 16
    return state


def uniforms(key: int, count: int) -> NDArray[np.float64]:
    """Return `count` hashed numbers in [0, 1)."""
    return _shares(np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1) + np.uint32(key & _MASK))


def uniforms_each(keys: Sequence[int], counts: Sequence[int]) -> NDArray[np.float64]:
    """Return as many hashed numbers in [0, 1) for each key, shape (sum(counts),)."""
    counted = np.array(counts)
    first = np.cumsum(counted) - counted
    at = (np.arange(counted.sum()) - np.repeat(first, counted)).astype(np.uint32)
    own = np.repeat(np.array([key & _MASK for key in keys], np.uint32), counted)
    return _shares(at * np.uint32(0x9E3779B1) + own)


def _shares(state: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Hash whole numbers, which are lost, to numbers in [0, 1)."""
    return _finished(state).astype(np.float64) / 4294967296.0


def _finished(state: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Mix the bits of whole numbers in place."""
    shifted = np.empty_like(state)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        np.right_shift(state, np.uint32(shift), out=shifted)
        state ^= shifted
        state *= np.uint32(factor)
    state ^= np.right_shift(state, np.uint32(16), out=shifted)
    return state


@lru_cache(maxsize=256)
def _taps(size: int, start: float, step: float, low: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return where positions start + step * i on a lattice that begins at `low` first touch it, and how much.

    The first of four lattice points, shape (size,), and the cubic B-spline weights of all four, (4, size).
    """
    at = start + step * np.arange(size)
    whole = np.floor(at)
    t = at - whole
    # Not by powers, which take ten times as long.
    left, square = 1 - t, t * t
    cube = square * t
    weights = np.stack([left * left * left, 3 * cube - 6 * square + 4, -3 * cube + 3 * square + 3 * t + 1, cube]) / 6.0
    first, shares = (whole - low).astype(np.intp) - 1, weights.astype(np.float32)
    first.flags.writeable = shares.flags.writeable = False
    return first, shares


@lru_cache(maxsize=256)
def _weights(size: int, start: float, step: float, low: int, cells: int) -> NDArray[np.float32]:
    """Return the same weights as a matrix (size, cells)."""
    first, shares = _taps(size, start, step, low)
    matrix = np.zeros((size, cells), np.float32)
    matrix[np.arange(size), first + np.arange(4)[:, None]] = shares
    matrix.flags.writeable = False
    return matrix


@lru_cache(maxsize=128)
def _lattice(key: int, rows: int, columns: int, top: int, left: int) -> NDArray[np.float32]:
    """Return hashed numbers of mean 0 and deviation about 1 at whole lattice points."""
    y = ((np.arange(rows) + top) & _MASK).astype(np.uint32) * np.uint32(0x9E3779B1)
    x = ((np.arange(columns) + left) & _MASK).astype(np.uint32) * np.uint32(0x85EBCA77)
    state = _finished(y[:, None] + (x + np.uint32(key & _MASK)))
    # A half is taken off without a rounding.
    grid = (state ^ np.uint32(1 << 31)).view(np.int32).astype(np.float32)
    grid *= np.float32(3.0 / (1 << 31))
    grid.flags.writeable = False
    return grid


def field(
    key: int, *, x: tuple[float, float, int], y: tuple[float, float, int], cell: tuple[float, float]
) -> NDArray[np.float32]:
    """Sample smooth noise of mean 0 and deviation about 1, shape (y[2], x[2]).

    `x` and `y` are (first position, step, number of samples) in scene units; `cell` the noise's grain (width, height).
    """
    (x0, dx, width), (y0, dy, height) = x, y
    # Reckoned as `_taps` does: rounded otherwise, the last sample may lie beyond the lattice.
    left, top = x0 / cell[0], y0 / cell[1]
    right, bottom = left + dx / cell[0] * (width - 1), top + dy / cell[1] * (height - 1)
    low_x, low_y = int(np.floor(left)) - 1, int(np.floor(top)) - 1
    columns, rows = int(np.floor(right)) - low_x + 3, int(np.floor(bottom)) - low_y + 3
    lattice = _lattice(key, rows, columns, low_y, low_x)
    if max(rows, columns) <= _FEW_CELLS:
        across = _weights(width, left, dx / cell[0], low_x, columns)
        down = _weights(height, top, dy / cell[1], low_y, rows)
        return np.asarray((down @ lattice) @ across.T, np.float32)
    spread = _spread(lattice, *_taps(height, top, dy / cell[1], low_y))
    turned = np.ascontiguousarray(spread.T)
    return np.ascontiguousarray(_spread(turned, *_taps(width, left, dx / cell[0], low_x)).T)


def _spread(lattice: NDArray[np.float32], first: NDArray[np.intp], shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """Spread rows of a lattice over as many rows as there are taps; on a fine lattice most of a matrix would be 0."""
    out = np.empty((len(first), lattice.shape[1]), np.float32)
    step = max(_BLOCK // lattice.shape[1], 1)
    scratch = np.empty((min(step, len(first)), lattice.shape[1]), np.float32)
    for start in range(0, len(first), step):
        rows = slice(start, start + step)
        own = out[rows]
        more = scratch[: len(own)]
        lattice.take(first[rows], axis=0, out=own, mode="clip")
        own *= shares[0, rows, None]
        for tap in (1, 2, 3):
            lattice.take(first[rows] + tap, axis=0, out=more, mode="clip")
            more *= shares[tap, rows, None]
            own += more
    return out


def crispness(footprint: float) -> float:
    """Return by how much to multiply noise before it is cut to two tones, of a pixel's share of the grain.

    The border between the tones is about a pixel wide at every size, as an outline's is.
    """
    return min(1 / footprint, _CRISPEST)


PATTERNS = frozenset({"stripes", "checks", "grid", "bricks", "planks"})
"""Forms of grain that repeat regularly instead of being noise."""


def _seams(at: NDArray[np.float64], cell: float, width: float, scale: float) -> NDArray[np.float32]:
    """Return how much each sample lies in a seam of the given width at whole multiples of the cell."""
    distance = np.abs(at / cell - np.rint(at / cell)) * cell
    return np.clip(0.5 + (width / 2 - distance) * scale, 0.0, min(1.0, width * scale)).astype(np.float32)


def _per_cell(key: int, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return a hashed number of deviation about 1 for each cell, shape (rows, columns)."""
    low_row, low_column = int(rows.min()), int(columns.min())
    table = _lattice(key, int(rows.max()) - low_row + 1, int(columns.max()) - low_column + 1, low_row, low_column)
    return table[rows - low_row][:, columns - low_column] * np.float32(0.5)


def pattern(
    form: str,
    key: int,
    centres: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    cell: tuple[float, float],
    scale: float,
) -> NDArray[np.float32]:
    """Sample a regular pattern at x and y positions, shape (len(y), len(x)); negative in seams and dark stripes.

    `cell` is the size of a brick, tile, plank or stripe, `scale` the samples per scene unit (for smooth seams).
    """
    x, y = centres
    if form == "stripes":
        wave = np.clip(np.sin(x * (np.pi / cell[0])) * scale * cell[0] * 0.6, -1, 1).astype(np.float32)
        return np.broadcast_to(wave[None, :], (len(y), len(x))).copy()
    if form == "checks":
        across = np.clip(np.sin(x * (np.pi / cell[0])) * scale * cell[0] * 0.6, -1, 1).astype(np.float32)
        down = np.clip(np.sin(y * (np.pi / cell[1])) * scale * cell[1] * 0.6, -1, 1).astype(np.float32)
        return down[:, None] * across[None, :]
    width = min(cell) * (0.06 if form == "planks" else 0.16)
    if form == "planks":
        tone = _per_cell(key, np.zeros(1, np.int64), np.floor(x / cell[0]).astype(np.int64))
        seams = _seams(x, cell[0], width, scale)[None, :]
        return np.broadcast_to(tone * (1 - seams) - 2.4 * seams, (len(y), len(x))).copy()
    row = np.floor(y / cell[1]).astype(np.int64)
    shift = 0.5 * cell[0] if form == "bricks" else 0.0
    even = np.floor(x / cell[0]).astype(np.int64)
    odd = np.floor((x + shift) / cell[0]).astype(np.int64)
    parity = (row % 2 == 1)[:, None]
    tone = np.where(parity, _per_cell(key + 1, row, odd), _per_cell(key, row, even))
    across = np.where(
        parity, _seams(x + shift, cell[0], width, scale)[None, :], _seams(x, cell[0], width, scale)[None, :]
    )
    seams = np.maximum(across, _seams(y, cell[1], width, scale)[:, None])
    return (tone * (1 - seams) - np.float32(2.0) * seams).astype(np.float32)
