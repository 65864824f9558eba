"""Sprites: pictures of things as lists of parts in unit coordinates, read from compact text; knows nothing of scenes.

A sprite's box is 2 units high (y from -1 down to 1) and 2 * aspect wide (x from -aspect to aspect).
A line of text is `role kind numbers`:

    e cx cy rx ry [degrees]      ellipse
    p x,y x,y ...                polygon
    s x,y x,y ...                smooth closed curve through the points
    r cx cy hw hh [round]        rectangle of half width and half height, corners rounded
    c x0 y0 x1 y1 r0 [r1]        capsule, tapered from r0 to r1
    l r x,y x,y ...              smooth open stroke of radius r
    o cx cy r width              ring

A kind written twice ("ee") is drawn mirrored in x as well. A role is a name with an optional change of lightness, such
as `main-12`: main, accent and third are the clause's colours, other names colours of the painter's palette; roof is the
accent, or a darker main where there is none. `~` after it means flat (no shading). `?tag` before the role keeps the
part for figures that wear the tag; `?!tag` for the others; `?striped` for what has stripes of its own and is said to
have them, or of which no colour is said; `?third` for what has three colours; `?near` for few of a kind.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, pi, radians, sin

import numpy as np

from sketch.paint_raster import Points


@dataclass(frozen=True, eq=False)
class Part:
    """One filled outline or two mirrored ones, or several that are filled alike."""

    role: str
    lighter: float
    """What is added to L."""
    flat: bool
    outlines: tuple[Points, ...]
    tag: str = ""
    """Drawn only with this tag; with a leading "!", only without it."""


@dataclass(frozen=True, eq=False)
class Sprite:
    """A thing as parts from back to front."""

    aspect: float
    """Width to height of its box."""
    parts: tuple[Part, ...]
    grounded: bool = True
    """Whether it stands on something."""
    faces_right: bool = True
    """Whether "facing left" mirrors it."""


def _ellipse(cx: float, cy: float, rx: float, ry: float, degrees: float = 0.0) -> Points:
    count = max(12, min(56, int(48 * max(rx, ry) ** 0.5)))
    angle = np.arange(count) * (2 * pi / count)
    x, y = rx * np.cos(angle), ry * np.sin(angle)
    turn = radians(degrees)
    return np.stack([cx + x * cos(turn) - y * sin(turn), cy + x * sin(turn) + y * cos(turn)], axis=1)


def _rectangle(cx: float, cy: float, hw: float, hh: float, round_: float = 0.0) -> Points:
    if round_ <= 0:
        return np.array([[cx - hw, cy - hh], [cx + hw, cy - hh], [cx + hw, cy + hh], [cx - hw, cy + hh]])
    r = min(round_, hw, hh)
    corners = []
    for quarter, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angle = np.linspace(0, pi / 2, 6) + quarter * pi / 2
        corners.append(
            np.stack([cx + sx * (hw - r) + r * np.cos(angle), cy + sy * (hh - r) + r * np.sin(angle)], axis=1)
        )
    return np.concatenate(corners)


def _capsule(x0: float, y0: float, x1: float, y1: float, r0: float, r1: float | None = None) -> Points:
    end = r0 if r1 is None else r1
    facing = np.arctan2(y1 - y0, x1 - x0)
    first = np.linspace(facing + pi / 2, facing + 3 * pi / 2, 9)
    second = np.linspace(facing - pi / 2, facing + pi / 2, 9)
    return np.concatenate(
        [
            np.stack([x0 + r0 * np.cos(first), y0 + r0 * np.sin(first)], axis=1),
            np.stack([x1 + end * np.cos(second), y1 + end * np.sin(second)], axis=1),
        ]
    )


def smooth(points: Points, *, closed: bool, steps: int = 7) -> Points:
    """Return points on the Catmull-Rom curve through the given ones."""
    if closed:
        before, after, beyond = np.roll(points, 1, 0), np.roll(points, -1, 0), np.roll(points, -2, 0)
        here = points
    else:
        padded = np.concatenate([points[:1], points, points[-1:]])
        before, here, after, beyond = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = (np.arange(steps) / steps)[None, :, None]
    before, here, after, beyond = (side[:, None, :] for side in (before, here, after, beyond))
    curve = 0.5 * (
        2 * here
        + (after - before) * t
        + (2 * before - 5 * here + 4 * after - beyond) * t**2
        + (3 * here - before - 3 * after + beyond) * t**3
    )
    flat: Points = curve.reshape(-1, 2)
    return flat if closed else np.concatenate([flat, points[-1:]])


def stroke(line: Points, radius: float) -> Points:
    """Return the outline of a thick line with flat ends."""
    along = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None] * radius
    return np.concatenate([line + normal, (line - normal)[::-1]])


def _pairs(words: list[str]) -> Points:
    return np.array([[float(number) for number in word.split(",")] for word in words])


_SHAPES: dict[str, Callable[..., Points]] = {"e": _ellipse, "r": _rectangle, "c": _capsule}


def _outline(kind: str, words: list[str]) -> Points:
    match kind:
        case "p":
            return _pairs(words)
        case "s":
            return smooth(_pairs(words), closed=True)
        case "l":
            points = _pairs(words[1:])
            line = smooth(points, closed=False) if len(points) > 2 else points
            return stroke(line, float(words[0]))
    return _SHAPES[kind](*(float(word) for word in words))


def _oriented(outline: Points) -> Points:
    """Turn an outline so that all run one way round: their union is covered."""
    x, y = outline[:, 0], outline[:, 1]
    area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    return outline if area >= 0 else outline[::-1]


def _part(line: str) -> Part:
    head, kind, *words = line.split()
    tag = ""
    if head.startswith("?"):
        tag, head, kind, words = head[1:], kind, words[0], words[1:]
    flat = head.endswith("~")
    head = head.rstrip("~")
    cut = max(head.find("+"), head.find("-"))
    role, lighter = (head, 0.0) if cut < 0 else (head[:cut], float(head[cut:]))
    if kind[0] == "o":
        cx, cy, radius, width = (float(word) for word in words)
        outlines: tuple[Points, ...] = (
            _ellipse(cx, cy, radius, radius),
            _ellipse(cx, cy, radius - width, radius - width)[::-1],
        )
    else:
        outlines = (_oriented(_outline(kind[0], words)),)
    if len(kind) == 2:
        outlines += tuple((outline * np.array([-1.0, 1.0]))[::-1] for outline in outlines)
    return Part(role, lighter, flat, outlines, tag)


@lru_cache(maxsize=512)
def read_sprite(text: str) -> Sprite:
    """Read a sprite: the first line is "aspect" or "aspect floating", then one part a line."""
    first, *lines = (line.strip() for line in text.strip().splitlines())
    aspect, *rest = first.split()
    return Sprite(float(aspect), _joined([_part(line) for line in lines if line]), "floating" not in rest)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Make one part of neighbours that are filled alike without shading, such as the windows of a house."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and part.flat and last.flat and _paint_of(part) == _paint_of(last):
            joined[-1] = replace(last, outlines=(*last.outlines, *part.outlines))
        else:
            joined.append(part)
    return tuple(joined)


def _paint_of(part: Part) -> tuple[str, float, str]:
    return part.role, part.lighter, part.tag
