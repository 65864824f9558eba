"""Strokes of the brush as SVG: the painter's own strokes as lines with round ends, drawn as a veil over a fill."""

import numpy as np

from sketch.paint_lab import Lab, hex_of
from sketch.paint_marks import Fill, Grain
from sketch.paint_strokes import STROKED_SHARE, heights_tell, strokes_over

_TONES = 8
"""How many opacities there are."""
_STRONGEST = 2.3
"""More than the strongest stroke counts at the height where strokes are strongest."""
_LIGHTEST = 0.7
"""How far the veil's colour is on the way to white, where it would lose its warmth."""
_SLIM = 0.86
"""The width of a line with round ends that covers about as much as an ellipse of width 1."""


def stroke_lines(grain: Grain, side: int, size: tuple[float, float], scale: float) -> str:
    """Return all strokes over a picture of that size in scene units as paths of a few opacities, without a colour.

    `side` is the side from which they are seen (`paint_strokes.side_of`).
    """
    strokes = strokes_over(grain.form, grain.cell[0], *size)
    points = strokes.outlines.copy()
    for axis in (0, 1):
        if side >> axis & 1:
            points[:, :, axis] = size[axis] - points[:, :, axis]
    middle = points.mean(axis=1)
    wide = _SLIM * np.linalg.norm(points[:, 2] - points[:, 6], axis=1)
    half = (points[:, 0] - points[:, 4]) / 2
    half *= 1 - wide[:, None] / np.linalg.norm(points[:, 0] - points[:, 4], axis=1)[:, None]
    strength = strokes.tones * heights_tell(middle[:, 1] / size[1]) / _STRONGEST
    level = np.minimum((strength * _TONES).astype(int), _TONES - 1)
    paths = []
    for each in np.unique(level):
        mine = level == each
        ends = np.stack([middle[mine] - half[mine], middle[mine] + half[mine]], axis=1) * scale
        lines = "".join(f"M{x0:.1f} {y0:.1f}l{x1 - x0:.1f} {y1 - y0:.1f}" for (x0, y0), (x1, y1) in ends)
        look = f'stroke-width="{wide[mine].mean() * scale:.2f}" opacity="{strength[mine].mean():.3f}"'
        paths.append(f'<path d="{lines}" {look}/>')
    return "".join(paths)


def veil_of(fill: Fill, grain: Grain) -> tuple[str, float]:
    """Return the colour of strokes and how opaque the strongest are; on all of the fill's colours they add as much.

    What goes a share of the way to a light colour gets lighter by about as much wherever it begins.
    """
    light, a, b = _middle(fill)
    room = max(_LIGHTEST * (100.0 - light), 10.0)
    pink, warm = (amount / grain.amount[0] * room for amount in grain.amount[1:])
    return hex_of((light + room, a + pink, b + warm)), min(_STRONGEST * grain.amount[0] / room, 1.0)


def ground_of(colour: Lab, grains: tuple[Grain, ...]) -> Lab:
    """Return the colour between strokes, which make up for what it is darker."""
    light, a, b = (
        value - STROKED_SHARE * sum(grain.amount[channel] for grain in grains) for channel, value in enumerate(colour)
    )
    return light, a, b


def _middle(fill: Fill) -> Lab:
    if fill.mesh:
        light, a, b = np.mean([colour for row in fill.mesh for colour in row], axis=0).tolist()
        return light, a, b
    light, a, b = (
        sum(shade.keep * fill.colour[channel] + shade.add[channel] for shade in (fill.start, fill.end)) / 2
        for channel in range(3)
    )
    return light, a, b
