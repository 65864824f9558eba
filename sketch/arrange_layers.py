"""Stuff that stands in layers, one before the other: woods crown by crown, mountains ridge by ridge.

What lies behind is higher up and paler; what is near is larger. Light comes from the upper left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from sketch.arrange_ground import Ground
from sketch.arrange_region import region
from sketch.looks.stuff import stuff_of
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Mark, Shade
from sketch.paint_noise import mix, uniforms
from sketch.paint_raster import Points


@dataclass(frozen=True)
class _Rows:
    """How stuff stands in rows."""

    step: float
    """How far the second row lies below the first, scene units."""
    lit: float
    """How much lighter the top of a row is than what is said."""
    dim: float
    """How much darker is what the next row hides."""
    most: int = 5


_ROWS = {
    "forest": _Rows(0.13, 9.0, 11.0),
    "trees": _Rows(0.12, 9.0, 11.0),
    "rocks": _Rows(0.08, 10.0, 10.0),
    "hills": _Rows(0.17, 6.0, 4.0, 3),
}
IN_ROWS = tuple(_ROWS)
"""Looks that stand in rows."""
_NEARER = 1.25
"""By how much each row is larger than the one behind it."""
_FAR = 5.0
"""How much lighter the farthest row is than the nearest."""
_DEEP = 0.45
"""Mountains as deep as this, scene units, are three ridges, half as deep ones two."""
_APART = 9
"""A peak is higher than so many points of the border on either side."""
_LEAST_RISE = 0.015
"""A slope of less, scene units, casts no shade."""
_LEAST_DIP = 0.012
"""A slope goes on beyond a dip of less, scene units."""
_SPUR = np.array([[0, 0], [0.1, 0.2], [-0.04, 0.4], [0.12, 0.62], [0.04, 0.8], [0.3, 1]])
"""How a spur runs down from its peak, for each unit that it drops."""


def row_marks(ground: Ground) -> list[Mark]:
    """Return rows of crowns, boulders or swells, each lit at its top and dark where the next one hides it."""
    stuff, rows = stuff_of(ground.look), _ROWS[ground.look]
    x0, y0, x1, y1 = ground.box
    tops, step = [y0], rows.step
    while len(tops) < rows.most and tops[-1] + 1.4 * step < y1:
        tops.append(tops[-1] + step)
        step *= _NEARER
    marks = []
    for row, top in enumerate(tops):
        size = _NEARER**row
        own = replace(stuff, rough=stuff.rough * size, grain=stuff.grain * size)
        floor = _floor(ground, tops[row + 1 : row + 2], 2 * own.rough)
        outline, solid = region(own, (x0, top, x1, floor), ground.frame, _key(ground, row))
        far = _FAR * (1 - row / max(len(tops) - 1, 1))
        lit, dim = Shade(1.0, (rows.lit + far - 2, -0.1 * rows.lit, 3.0)), Shade(1.0, (far - rows.dim, 0.0, -2.0))
        low = min(top + 1.25 * rows.step * size, y1)
        marks.append(
            Mark(
                outlines=(outline,),
                fill=replace(ground.fill(stuff), start=lit, end=dim),
                box=(x0, float(outline[:, 1].min()), x1, low),
                solid=solid,
            )
        )
    return marks


def _floor(ground: Ground, later: Sequence[float], stray: float) -> float:
    """Return down to where a row is painted: that what hides it strays so far, or to the end where it doesn't."""
    x0, _, x1, y1 = ground.box
    hidden = later and x0 <= 0 and x1 >= ground.frame.width
    return min(later[0] + stray, y1) if hidden else y1


def _key(ground: Ground, row: int) -> int:
    return mix(ground.key, row) if row else ground.key


def mountain_marks(ground: Ground) -> list[Mark]:
    """Return ridges one before the other with lit and shaded slopes; of two colours the second is that of the peaks."""
    x0, y0, x1, y1 = ground.box
    stuff, depth = stuff_of("mountains"), y1 - y0
    shares = (0.0, 0.34, 0.64) if depth > _DEEP else (0.0, 0.42) if depth > 0.5 * _DEEP else (0.0,)
    tops = [y0 + share * depth for share in shares]
    marks = []
    for row, top in enumerate(tops):
        own = replace(stuff, rough=stuff.rough * (0.75 if row else 1.0))
        floor = _floor(ground, tops[row + 1 : row + 2], own.rough)
        outline, solid = region(own, (x0, top, x1, floor), ground.frame, _key(ground, row))
        upper = outline[: len(outline) // 2]
        near = row / (len(tops) - 1) if len(tops) > 1 else 0.3
        light = replace(ground, colours=ground.colours[:1]).fill(stuff)
        lit = replace(light, start=Shade(1.0, (4.0 - 9 * near, 0.0, 1.0)), end=Shade(0.8, (16.0 - 9 * near, 0.0, -1.0)))
        marks.append(Mark(outlines=(outline,), fill=lit, solid=solid))
        marks += _caps(ground.colours[1:2], upper, ground.key) if row == 0 else []
        if sides := _shaded_sides(upper, floor):
            dim = replace(lit, start=Shade(1.0, (-10.0 - 5 * near, 0.0, -2.0)), grains=())
            marks.append(Mark(outlines=sides, fill=dim, opacity=0.8))
    return marks


def _shaded_sides(upper: Points, floor: float) -> tuple[Points, ...]:
    """Return the slopes that are turned away from the light: from each peak down its right, and back along a spur."""
    sides = []
    for at, foot in _summits(upper):
        peak, end = upper[at], upper[foot]
        drop = min(2.2 * (end[1] - peak[1]) + 0.04, floor - peak[1])
        spur = peak + drop * _SPUR
        sides.append(np.concatenate([upper[at : foot + 1], spur[:0:-1]]))
    return tuple(sides)


def _summits(upper: Points) -> list[tuple[int, int]]:
    """Return where a border of rising x has its peaks, each with the foot of its right slope."""
    y = upper[:, 1]
    around = sliding_window_view(np.pad(y, _APART, mode="edge"), 2 * _APART + 1).min(axis=1)
    found = []
    for at in np.flatnonzero(y[1:-1] <= around[1:-1]) + 1:
        slope = y[at:]
        ends = np.flatnonzero(slope < np.maximum.accumulate(slope) - _LEAST_DIP)
        foot = int(at) + int(slope[: ends[0] if len(ends) else None].argmax())
        if y[foot] - y[at] >= _LEAST_RISE:
            found.append((int(at), foot))
    return found


def _caps(colours: Sequence[Lab], upper: Points, key: int) -> list[Mark]:
    """Return peaks of another colour, whose lower border runs up and down."""
    top, low = upper[:, 1].min(), np.quantile(upper[:, 1], 0.9)
    knots = np.arange(0, len(upper) + 4, 4)
    uneven = np.interp(np.arange(len(upper)), knots, uniforms(key + 13, len(knots)))
    line = upper[:, 1] + (0.3 + 0.7 * uneven) * np.maximum(top + 0.75 * (low - top) - upper[:, 1], 0.0)
    peaks = np.concatenate([upper, np.stack([upper[:, 0], line], axis=1)[::-1]])
    return [Mark(outlines=(peaks,), fill=Fill(colour=colour)) for colour in colours]
