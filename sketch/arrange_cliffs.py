"""Stuff that falls steeply: cliffs with ledges and clefts, and waterfalls with the spray at their foot."""

from dataclasses import replace

import numpy as np

from sketch.arrange_ground import Ground
from sketch.arrange_region import ellipse, region
from sketch.looks.stuff import stuff_of
from sketch.paint_marks import Fill, Mark, Shade
from sketch.paint_noise import uniforms
from sketch.paint_raster import Points

_LEDGES = 9
_CLEFTS = 6
_CLEFT = Shade(1.0, (-10.0, 0.0, -2.0)), Shade(1.0, (-14.0, 0.0, -2.0))
_SPRAY = Fill(colour=(93.0, -1.0, -2.0))


def cliff_marks(ground: Ground) -> list[Mark]:
    """Return a wall of rock that falls ledge by ledge where it has a side, and its clefts."""
    stuff = stuff_of("cliff")
    fill, floor = ground.fill(stuff), _floor(ground)
    cleft = replace(fill, start=_CLEFT[0], end=_CLEFT[1], grains=())
    return [
        Mark(outlines=(_wall(ground, floor),), fill=fill),
        Mark(outlines=_clefts(ground, floor), fill=cleft, opacity=0.7),
    ]


def _floor(ground: Ground) -> float:
    """Return where it ends: beyond the picture's edge if it comes down to it."""
    y1, height = ground.box[3], ground.frame.height
    return y1 + (0.08 if y1 >= 0.99 * height else 0.0)


def _wall(ground: Ground, floor: float) -> Points:
    x0, y0, x1, y1 = ground.box
    frame, key, stuff = ground.frame, ground.key, stuff_of("cliff")
    down = np.linspace(0.0, 1.0, _LEDGES)
    ledges = 0.14 * (x1 - x0) * (down + 0.35 * uniforms(key + 9, _LEDGES))
    left = np.full(_LEDGES, -0.08) if x0 <= 0 else x0 + ledges.max() - ledges
    right = np.full(_LEDGES, frame.width + 0.08) if x1 >= frame.width else x1 - ledges.max() + ledges
    broad = region(replace(stuff, rough=0.5 * stuff.rough), (-1.0, y0, frame.width + 1.0, y1), frame, key)[0]
    crest = broad[: len(broad) // 2]
    crest = crest[(crest[:, 0] > left[0]) & (crest[:, 0] < right[0])]
    at = y0 + (floor - y0) * down
    return np.concatenate([crest, np.stack([right, at], axis=1)[1:], np.stack([left, at], axis=1)[:0:-1]])


def _clefts(ground: Ground, floor: float) -> tuple[Points, ...]:
    """Return narrow dark wedges that run down."""
    x0, y0, x1, _ = ground.box
    width, clefts = x1 - x0, []
    for share, lean, long in uniforms(ground.key + 21, 3 * _CLEFTS).reshape(_CLEFTS, 3):
        x, y = x0 + width * (0.12 + 0.8 * share), y0 + (floor - y0) * (0.08 + 0.3 * lean)
        reach, half, sway = (floor - y) * (0.5 + 0.45 * long), 0.035 * width, 0.1 * width * (lean - 0.5)
        down = np.array([[0, 0], [half, 0.4 * reach], [0.6 * half + sway, reach], [sway, reach]])
        clefts.append(np.array([x, y]) + down)
    return tuple(clefts)


def waterfall_marks(ground: Ground) -> list[Mark]:
    """Return a sheet of water that widens as it falls, and the spray at its foot; one that fills its strip is plain."""
    stuff, (x0, y0, x1, y1) = stuff_of("waterfall"), ground.box
    if x1 - x0 > 0.95 * ground.frame.width:
        outline, solid = region(stuff, ground.box, ground.frame, ground.key)
        return [Mark(outlines=(outline,), fill=ground.fill(stuff), solid=solid)]
    t, stray = np.linspace(0.0, 1.0, 12), 0.06 * (x1 - x0) * (uniforms(ground.key, 24).reshape(2, 12) - 0.5)
    half = 0.34 * (x1 - x0) * (0.8 + 0.4 * t**1.5)
    middle, y = (x0 + x1) / 2, y0 + (y1 - y0) * t
    left, right = np.stack([middle - half + stray[0], y], axis=1), np.stack([middle + half + stray[1], y], axis=1)
    water = Mark(outlines=(np.concatenate([left, right[::-1]]),), fill=ground.fill(stuff))
    puffs = tuple(
        ellipse(middle + share * half[-1], y1, 1.3 * radius, 0.6 * radius)
        for share, radius in zip(
            np.linspace(-1, 1, 7), (x1 - x0) * (0.1 + 0.08 * uniforms(ground.key + 3, 7)), strict=True
        )
    )
    return [water, Mark(outlines=puffs, fill=_SPRAY, opacity=0.85, soft=0.01)]
