"""Strokes of a brush: where they lie, and how much of each pixel they cover; knows no colours.

Strokes are outlines in scene units that are covered exactly by area, and so the same at every picture size. They lie in
two staggered lattices, many of whose places are empty, along a current that winds over the picture. All pictures of a
shape have the same strokes, seen from one of four sides.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import ceil, pi, sin

import numpy as np
from numpy.typing import NDArray

from sketch.paint_noise import mix, uniforms
from sketch.paint_raster import Edges, Points, coverage
from sketch.paint_windows import Plane, Window

STROKES: dict[str, tuple[float | None, float]] = {
    "strokes": (None, 1.8),
    "level strokes": (0.0, 0.7),
    "upright strokes": (pi / 2, 0.7),
}
"""For each form of grain that is strokes: their direction, radians clockwise from level, None along the current; and
how far apart the directions of neighbours are at most."""
_PITCH, _SHARE = 3.4, 0.35
"""Cells from a place for a stroke to the next, and the share of places that have one."""
_LONG, _WIDE = 1.36, 0.45
"""Half the length and half the width of a stroke, cells."""
_CORNERS = 8
_KEY = 301
_FAINT, _STRONG = 0.3, 1.7
"""How much the faintest and the strongest strokes count, 1 in the mean."""
_MOST_KEPT = 1 << 20
"""Pixels of a picture up to which the strokes all over it are kept; 4 MB."""
_LARGE, _MOST_LARGE = 1 << 16, 1 << 22
"""Pixels of a window of a larger picture from which and up to which its strokes are kept; 16 MB."""

STROKED_SHARE = 2 * _SHARE * 0.5 * _CORNERS * sin(2 * pi / _CORNERS) * _LONG * _WIDE / _PITCH**2
"""The share of the ground that strokes cover, strong ones counted more: a tenth, about."""


@dataclass(frozen=True, eq=False)
class Strokes:
    """Strokes over a picture."""

    outlines: NDArray[np.float64]
    """Shape (N, 8, 2), scene units, all in one direction."""
    tones: NDArray[np.float64]
    """How much each counts, shape (N,)."""

    @cached_property
    def edges(self) -> Edges:
        """The outlines as edges, kept since they are covered many times."""
        lows, highs = self.outlines.min(axis=1), self.outlines.max(axis=1)
        return Edges(
            self.outlines.reshape(-1, 2),
            np.roll(self.outlines, -1, axis=1).reshape(-1, 2),
            lows.min(axis=0),
            highs.max(axis=0),
            np.full(len(lows), _CORNERS),
            lows,
            highs,
        )

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """The tone of each edge."""
        return np.repeat(self.tones, _CORNERS)


def heights_tell(heights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return how strong strokes are at heights from 0 at the top to 1, about 1 in the mean.

    Photographs are calm at the top and have most detail below the middle.
    """
    return (0.53 * np.exp(2.9 * heights - 2.35 * heights * heights)).astype(np.float32)


@lru_cache(maxsize=16)
def strokes_over(form: str, cell: float, width: float, height: float) -> Strokes:
    """Return the strokes of any picture of that size in scene units."""
    layers = [_layer(form, mix(_KEY, layer), cell, (width, height), layer) for layer in range(2)]
    return Strokes(np.concatenate([own[0] for own in layers]), np.concatenate([own[1] for own in layers]))


def _layer(
    form: str, key: int, cell: float, size: tuple[float, float], layer: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the outlines and tones of one of two lattices, each between the other's places."""
    pitch = _PITCH * cell
    columns, rows = ceil(size[0] / pitch) + 2, ceil(size[1] / pitch) + 2
    chance = uniforms(key, 7 * columns * rows).reshape(7, rows, columns)
    row, column = np.nonzero(chance[0] < _SHARE)
    aside, down, turn, length, width, tone = chance[1:, row, column]
    x = pitch * (column - 0.75 + 0.5 * (row % 2) + 0.37 * layer + 0.6 * (aside - 0.5))
    y = pitch * (row - 0.75 + 0.5 * layer + 0.6 * (down - 0.5))
    direction, spread = STROKES[form]
    angle = (_current(x, y) if direction is None else direction) + spread * (turn - 0.5)
    half = cell * _LONG * (0.6 + 0.8 * length), cell * _WIDE * (0.7 + 0.6 * width)
    return _ellipses(x, y, angle, half), _FAINT + (_STRONG - _FAINT) * tone


def _current(x: Points, y: Points) -> Points:
    """Return the direction of the current in places, radians."""
    return np.asarray(3.0 * np.sin(3.1 * x + 1.7 * np.sin(2.3 * y)) + 2.0 * np.cos(2.9 * y + x))


def _ellipses(x: Points, y: Points, angle: Points, half: tuple[Points, Points]) -> NDArray[np.float64]:
    """Return ellipses as polygons of the given half axes, the first turned by the angle; clockwise on the screen."""
    around = np.arange(_CORNERS) * (2 * pi / _CORNERS)
    along, across = half[0][:, None] * np.cos(around), half[1][:, None] * np.sin(around)
    cos, sin_ = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.stack([x[:, None] + along * cos - across * sin_, y[:, None] + along * sin_ + across * cos], axis=2)


def side_of(key: int, seed: int) -> int:
    """Return from which of four sides a grain's strokes are seen: 1 is mirrored, 2 upside down, 3 both, 0 neither."""
    return (key ^ mix(seed)) & 3


def stroke_noise(form: str, side: int, cell: float, window: Window) -> Plane:
    """Return strokes over a window as noise, (H, W): positive in strokes, a little negative beside them, in the mean 0.

    All grains of a form and cell share one set of strokes, which is kept for pictures that are not large. They see it
    from different sides, so that what lies over other strokes has its own. Not to be written to.
    """
    if window.rows * window.columns > _MOST_KEPT:
        is_kept = _LARGE <= window.width * window.height <= _MOST_LARGE
        return (_large if is_kept else _part)(form, side, cell, window)
    whole = _noise(form, side, cell, window.whole)
    return whole[window.top : window.top + window.height, window.left : window.left + window.width]


@lru_cache(maxsize=6)
def _noise(form: str, side: int, cell: float, window: Window) -> Plane:
    noise = _levelled(_whole(form, cell, window), side, window)
    noise.flags.writeable = False
    return noise


@lru_cache(maxsize=3)
def _large(form: str, side: int, cell: float, window: Window) -> Plane:
    """Return the same of a window by itself, kept since things of a kind often span the same rows."""
    noise = _part(form, side, cell, window)
    noise.flags.writeable = False
    return noise


def _part(form: str, side: int, cell: float, window: Window) -> Plane:
    return _levelled(_covered(form, cell, _turned(window, side)), side, window)


@lru_cache(maxsize=3)
def _whole(form: str, cell: float, window: Window) -> Plane:
    return _covered(form, cell, window)


def _levelled(cover: Plane, side: int, window: Window) -> Plane:
    """Turn coverage to the side from which it is seen, take off its mean, and have it calm at the top."""
    heights = (window.top + 0.5 + np.arange(window.height)) / window.rows
    noise = cover[:: -1 if side & 2 else 1, :: -1 if side & 1 else 1] - np.float32(STROKED_SHARE)
    noise *= heights_tell(heights)[:, None]
    return noise


def _turned(window: Window, side: int) -> Window:
    """Return where a window lies in the picture as it is seen from another side."""
    left = window.columns - window.left - window.width if side & 1 else window.left
    top = window.rows - window.top - window.height if side & 2 else window.top
    return replace(window, left=left, top=top)


def _covered(form: str, cell: float, window: Window) -> Plane:
    strokes = strokes_over(form, cell, window.columns / window.scale[0], window.rows / window.scale[1])
    return coverage(
        strokes.edges,
        scale=window.scale,
        left=window.left,
        top=window.top,
        width=window.width,
        height=window.height,
        weights=strokes.weights,
    )
