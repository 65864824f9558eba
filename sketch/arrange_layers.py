"""Stuff that stands in layers, one before the other: woods and bushes crown by crown, mountains ridge by ridge.

What lies behind is higher up and paler; what is near is larger. Light comes from the upper left.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sketch.arrange_ground import Ground
from sketch.arrange_region import region
from sketch.looks.stuff import stuff_of
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Mark, Shade
from sketch.paint_noise import mix, uniforms
from sketch.paint_raster import Points

_ROW = {"forest": 0.13, "trees": 0.12, "bushes": 0.08}
"""How far the crowns of the next row lie below those of the one behind it, scene units, at first."""
_NEARER = 1.25
"""By how much each row is larger than the one behind it."""
_MOST_ROWS = 5
_LIT, _DIM = 9.0, 11.0
"""How much lighter the top of a row's crowns is than what is said, and how much darker is what they hide."""
_FAR = 5.0
"""How much lighter the farthest row is than the nearest."""
_DEEP = 0.45
"""Mountains as deep as this, scene units, are three ridges, half as deep ones two."""
_APART = 9
"""A peak is higher than so many points of the border on either side."""
_LEAST_RISE = 0.015
"""A slope of less, scene units, casts no shade."""
_SPUR = np.array([[0, 0], [0.1, 0.2], [-0.04, 0.4], [0.12, 0.62], [0.04, 0.8], [0.3, 1]])
"""How a spur runs down from its peak, for each unit that it drops."""


def woods_marks(ground: Ground) -> list[Mark]:
    """Return rows of crowns, each lit at its top and dark where the next one hides it."""
    stuff = stuff_of(ground.look)
    x0, y0, x1, y1 = ground.box
    tops, step = [y0], _ROW[ground.look]
    while len(tops) < _MOST_ROWS and tops[-1] + 1.4 * step < y1:
        tops.append(tops[-1] + step)
        step *= _NEARER
    marks = []
    for row, top in enumerate(tops):
        size = _NEARER**row
        own = replace(stuff, rough=stuff.rough * size, grain=stuff.grain * size)
        outline, solid = region(own, (x0, top, x1, y1), ground.frame, mix(ground.key, row) if row else ground.key)
        far = _FAR * (1 - row / max(len(tops) - 1, 1))
        fill = replace(
            ground.fill(stuff),
            start=Shade(1.0, (_LIT + far - 2, -1.0, 3.0)),
            end=Shade(1.0, (far - _DIM, 0.0, -2.0)),
        )
        low = top + _ROW[ground.look] * size * 1.25
        box = (x0, float(outline[:, 1].min()), x1, min(low, y1))
        marks.append(Mark(outlines=(outline,), fill=fill, box=box, solid=solid))
    return marks


def mountain_marks(ground: Ground) -> list[Mark]:
    """Return ridges one before the other with lit and shaded slopes; of two colours the second is that of the peaks."""
    x0, y0, x1, y1 = ground.box
    stuff, depth = stuff_of("mountains"), y1 - y0
    shares = (0.0, 0.34, 0.64) if depth > _DEEP else (0.0, 0.42) if depth > 0.5 * _DEEP else (0.0,)
    marks = []
    for row, share in enumerate(shares):
        own = replace(stuff, rough=stuff.rough * (0.75 if row else 1.0))
        box = (x0, y0 + share * depth, x1, y1)
        outline, solid = region(own, box, ground.frame, mix(ground.key, row) if row else ground.key)
        upper = outline[: len(outline) // 2]
        near = row / max(len(shares) - 1, 1) if len(shares) > 1 else 0.3
        light = replace(ground, colours=ground.colours[:1]).fill(stuff)
        lit = replace(light, start=Shade(1.0, (4.0 - 9 * near, 0.0, 1.0)), end=Shade(0.8, (16.0 - 9 * near, 0.0, -1.0)))
        marks.append(Mark(outlines=(outline,), fill=lit, solid=solid))
        marks += _caps(ground.colours[1:2], upper, ground.key) if row == 0 else []
        if sides := _shaded_sides(upper, y1):
            dim = replace(lit, start=Shade(1.0, (-10.0 - 5 * near, 0.0, -2.0)), end=lit.end)
            marks.append(Mark(outlines=sides, fill=dim, opacity=0.8))
    return marks


def _shaded_sides(upper: Points, floor: float) -> tuple[Points, ...]:
    """Return the slopes that are turned away from the light: from each peak down its right, and back along a spur."""
    sides = []
    for at, foot in _summits(upper):
        peak, end = upper[at], upper[foot]
        drop = min(2.2 * (end[1] - peak[1]) + 0.04, floor - peak[1])
        spur = peak + drop * _SPUR
        low = [end[0], min(end[1] + 0.3 * drop, floor)]
        sides.append(np.concatenate([upper[at : foot + 1], [low], spur[:0:-1]]))
    return tuple(sides)


def _summits(upper: Points) -> list[tuple[int, int]]:
    """Return where a border of rising x has its peaks, each with the foot of its right slope."""
    found, y = [], upper[:, 1]
    for at in range(1, len(y) - 1):
        if y[at] > y[max(at - _APART, 0) : at + _APART + 1].min():
            continue
        foot = at
        while foot + 1 < len(y) and y[foot + 1] >= y[foot] - 0.004:
            foot += 1
        if y[foot] - y[at] >= _LEAST_RISE:
            found.append((at, foot))
    return found


def _caps(colours: Sequence[Lab], upper: Points, key: int) -> list[Mark]:
    """Return peaks of another colour, whose lower border runs up and down."""
    top, low = upper[:, 1].min(), np.quantile(upper[:, 1], 0.9)
    knots = np.arange(0, len(upper) + 4, 4)
    uneven = np.interp(np.arange(len(upper)), knots, uniforms(key + 13, len(knots)))
    line = upper[:, 1] + (0.3 + 0.7 * uneven) * np.maximum(top + 0.75 * (low - top) - upper[:, 1], 0.0)
    peaks = np.concatenate([upper, np.stack([upper[:, 0], line], axis=1)[::-1]])
    return [Mark(outlines=(peaks,), fill=Fill(colour=colour)) for colour in colours]
