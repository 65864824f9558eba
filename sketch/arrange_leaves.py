"""Leaves one by one over dark ones behind them: foliage and bushes."""

from dataclasses import replace
from math import ceil

import numpy as np

from sketch.arrange_ground import Ground
from sketch.arrange_region import Box, region
from sketch.looks.stuff import stuff_of
from sketch.paint_marks import Fill, Grain, Mark, Shade
from sketch.paint_noise import uniforms
from sketch.paint_raster import Points

_LEAVES = {"leaves": 0.068, "bushes": 0.05}
"""How far apart a look's leaves are, scene units; they are a little longer."""
IN_LEAVES = tuple(_LEAVES)
_BEHIND_LEAVES = Shade(0.85, (-10.0, 0.0, -2.0))
_TONE = Grain(amount=(8.0, -1.0, 4.0), cell=(0.035, 0.035), key=29)
"""What makes leaves differ."""
_BLADE = np.array([[-1, 0], [-0.55, -0.36], [0, -0.48], [0.5, -0.32], [1, 0], [0.5, 0.32], [0, 0.48], [-0.55, 0.36]])
"""A leaf along x."""


def leaf_marks(ground: Ground) -> list[Mark]:
    """Return leaves over dark ones behind them; of several colours each has its share of the leaves."""
    stuff, colours = stuff_of(ground.look), ground.colours
    outline, solid = region(stuff, ground.box, ground.frame, ground.key)
    plain = ground.fill(stuff)
    behind = replace(_shaded(plain, _BEHIND_LEAVES), grains=())
    marks = [Mark(outlines=(outline,), fill=behind, solid=solid)]
    leaves = _leaves_within(outline, ground.box, _LEAVES[ground.look], ground.key)
    for number, colour in enumerate(colours):
        own = replace(plain, colour=colour, tinted=number == 0, grains=(_TONE, *plain.grains))
        marks.append(Mark(outlines=tuple(leaves[number :: len(colours)]), fill=own, box=ground.box))
    return [mark for mark in marks if mark.outlines]


def _shaded(fill: Fill, shade: Shade) -> Fill:
    """Return a fill that is changed as a whole."""

    def both(own: Shade) -> Shade:
        (light, a, b), (more, more_a, more_b) = own.add, shade.add
        return Shade(own.keep * shade.keep, (light + more, a + more_a, b + more_b))

    return replace(fill, start=both(fill.start), end=both(fill.end))


def _leaves_within(outline: Points, box: Box, pitch: float, key: int) -> Points:
    """Return pointed ovals whose middles lie within an outline, (leaves, points, 2), strewn evenly."""
    x0, y0, x1, y1 = box
    columns, rows = ceil((x1 - x0) / pitch) + 1, ceil((y1 - y0) / pitch) + 1
    aside, down, turn, size = uniforms(key + 17, 4 * columns * rows).reshape(4, rows, columns)
    x = x0 + pitch * (np.arange(columns) + 0.7 * aside - 0.35)
    y = y0 + pitch * (np.arange(rows)[:, None] + 0.7 * down - 0.35)
    upper, lower = outline[: len(outline) // 2], outline[len(outline) // 2 :][::-1]
    is_in = (y > np.interp(x, *upper.T)) & (y < np.interp(x, *lower.T))
    angle, half = 2 * np.pi * turn[is_in], pitch * (0.62 + 0.3 * size[is_in])
    along, across = half[:, None] * _BLADE[:, 0], half[:, None] * _BLADE[:, 1]
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    at = np.stack([x[is_in], y[is_in]], axis=1)
    blades = np.stack([along * cos - across * sin, along * sin + across * cos], axis=2) + at[:, None]
    # Hashed, so that neighbours differ in tone.
    return blades[np.argsort(aside[is_in])]
