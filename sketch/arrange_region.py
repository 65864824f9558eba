"""Outlines of stuff: how a box of sky, trees or mountains is bounded, hashed and in scene units."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sketch.looks.stuff import Edge, Stuff
from sketch.paint_noise import mix, uniforms
from sketch.paint_raster import Points

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in scene units."""


@dataclass(frozen=True)
class Frame:
    """The picture in scene units."""

    width: float
    height: float


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Points:
    """Return a rectangle's corners."""
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def ellipse(cx: float, cy: float, rx: float, ry: float, count: int = 20) -> Points:
    """Return an ellipse as a polygon."""
    angle = np.arange(count) * (2 * np.pi / count)
    return np.stack([cx + rx * np.cos(angle), cy + ry * np.sin(angle)], axis=1)


def _wander(at: Points, key: int, step: float) -> Points:
    """Return smooth hashed heights, -1 to 1, at positions along a border."""
    cell = at / step
    low = int(np.floor(cell.min())) - 1
    values = uniforms(key, int(np.ceil(cell.max())) - low + 3) * 2 - 1
    whole = np.floor(cell).astype(np.int64)
    t = cell - whole
    t = t * t * (3 - 2 * t)
    return np.asarray(values[whole - low] * (1 - t) + values[whole - low + 1] * t)


def _scallops(at: Points, key: int, step: float) -> Points:
    """Return the upper border of overlapping round crowns, 0 to 1."""
    first = int(np.floor(at.min() / step)) - 2
    count = int(np.ceil(at.max() / step)) + 3 - first
    numbers = uniforms(key, 3 * count).reshape(3, count)
    centre = (first + np.arange(count) + numbers[0] * 0.6) * step
    radius = step * (0.55 + 0.5 * numbers[1])
    inside = 1 - ((at[:, None] - centre[None, :]) / radius[None, :]) ** 2
    crowns = np.sqrt(np.maximum(inside, 0.0)) * (0.45 + 0.55 * numbers[2])[None, :]
    return np.asarray(crowns.max(axis=1))


def _ridge(at: Points, key: int, step: float) -> Points:
    total, weight = np.zeros(len(at)), 1.0
    for octave in range(4):
        cell = at / step * 2**octave
        low = int(np.floor(cell.min())) - 1
        values = uniforms(mix(key, octave), int(np.ceil(cell.max())) - low + 3) * 2 - 1
        whole = np.floor(cell).astype(np.int64)
        t = cell - whole
        total += weight * (values[whole - low] * (1 - t) + values[whole - low + 1] * t)
        weight *= 0.45
    return total / 1.6


def _spikes(at: Points, key: int, step: float) -> Points:
    cell = at / step
    whole = np.floor(cell).astype(np.int64)
    low = int(whole.min())
    tall = uniforms(key, int(whole.max()) - low + 2)[whole - low]
    return (1 - np.abs(2 * (cell - whole) - 1)) * (0.4 + 0.6 * tall)


def _lumps(at: Points, key: int, step: float) -> Points:
    crowns = _scallops(at, key, step) + 0.35 * _scallops(at, key + 1, step / 3)
    return np.asarray(crowns + 0.5 * _wander(at, key + 2, step * 4) - 0.5)


def _swells(at: Points, key: int, step: float) -> Points:
    return np.asarray(_wander(at, key, step) + 0.3 * _wander(at, key + 1, step / 3))


_EDGES: dict[Edge, Callable[[Points, int, float], Points]] = {
    "wavy": _wander,
    "soft": _wander,
    "hills": _swells,
    "lumpy": _lumps,
    "ridge": _ridge,
    "spikes": _spikes,
}


def _border(stuff: Stuff, at: Points, key: int) -> Points:
    """Return how far the upper border rises above its line, in scene units, at positions along it."""
    if stuff.edge not in _EDGES:
        return np.zeros(len(at))
    return np.asarray(stuff.rough * _EDGES[stuff.edge](at, key, stuff.grain))


def region(stuff: Stuff, box: Box, frame: Frame, key: int) -> tuple[Points, tuple[float, float] | None]:
    """Return the outline of stuff that fills a box, and the rows that it covers over the whole width.

    Sides on the picture's edge run over it, free sides are rounded.
    """
    x0, y0, x1, y1 = box
    edge = 1e-3
    left, right = x0 <= edge, x1 >= frame.width - edge
    top, bottom = y0 <= edge, y1 >= frame.height - edge
    x0, x1 = (-0.08 if left else x0), (frame.width + 0.08 if right else x1)
    y0, y1 = (-0.08 if top else y0), (frame.height + 0.08 if bottom else y1)
    fine = 220 if stuff.edge in {"lumpy", "ridge", "spikes"} else 72
    at = np.linspace(x0, x1, fine)
    height = y1 - y0
    sloping = stuff.edge in {"ridge", "hills"}
    corner = (0.5 if not left and not right else 0.9) * (x1 - x0) if sloping else min(0.5 * (x1 - x0), 0.6 * height)
    fall = np.ones(len(at))
    if not left:
        fall = np.minimum(fall, _corner((at - x0) / corner, sloping=sloping))
    if not right:
        fall = np.minimum(fall, _corner((x1 - at) / corner, sloping=sloping))
    rise = np.zeros(len(at)) if top else _border(stuff, at, key)
    middle = y1 if stuff.standing or bottom else (y0 + y1) / 2
    if top and not bottom:
        middle = y0
    upper = middle - (middle - y0) * fall - rise * np.sqrt(fall) if not top else np.full(len(at), y0)
    if bottom:
        lower = np.full(len(at), y1)
    elif stuff.standing:
        lower = y1 + 0.006 * _wander(at, key + 5, 0.06)
    else:
        lower = middle + (y1 - middle) * fall + 0.5 * _border(stuff, at, key + 7) * np.sqrt(fall)
    outline = np.concatenate([np.stack([at, upper], axis=1), np.stack([at, lower], axis=1)[::-1]])
    solid = (float(upper.max()), float(lower.min())) if left and right else None
    return outline, solid if solid is not None and solid[1] > solid[0] else None


def _corner(t: Points, *, sloping: bool) -> Points:
    """Return how high a region stands near its free side: round like a crown, or sloping like a mountain."""
    t = np.clip(t, 0.0, 1.0)
    if sloping:
        return np.asarray(t**0.85)
    return np.sqrt(1 - (1 - t) ** 3)
