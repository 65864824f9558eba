"""Plain forms at every place and size, as masks on a raster of about a thousand pixels; paints nothing.

They stand in for clauses while the eye looks for where something of one colour would help: the lexicon's geometry
without nouns. What is drawn there is decided afterwards, with the painter.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from codec.cielab import Floats
from sketch.lexicon import ASPECTS, BANDS, POSITIONS, SIZES
from sketch.scene import Aspect, Size

FORM_PIXELS = 1000
"""About how many pixels the forms' raster has."""


@dataclass(frozen=True)
class Form:
    """Where and how large, in words."""

    place: str
    size: Size
    """"" for stuff that fills its place."""
    aspect: Aspect
    stuff: bool


_ASPECTS: tuple[Aspect, ...] = ("", "tall", "wide", "thin", "long")
_STUFF_SIZES: dict[Size, float] = {"": 1.0, "small": 0.6, "large": 1.3}


def form_raster(aspect: float) -> tuple[int, int]:
    """Choose the raster (width, height) for pictures of that width by height."""
    squeezed = min(max(aspect, 0.1), 10.0)
    return max(round(sqrt(FORM_PIXELS * squeezed)), 4), max(round(sqrt(FORM_PIXELS / squeezed)), 4)


@lru_cache(maxsize=4)
def forms(width: int, height: int) -> tuple[tuple[Form, ...], Floats]:
    """Return every form with its mask; masks have shape (forms, height * width) and values 0..1 (about 8 MB)."""
    found: list[Form] = []
    rooms: list[tuple[float, float, float, float]] = []
    masks: list[Floats] = []
    aspect = width / height
    frame = sqrt(aspect), 1 / sqrt(aspect)
    for word, place in POSITIONS.items():
        for size, root in SIZES.items():
            for proportion in _ASPECTS:
                ratio = ASPECTS[proportion] if proportion else 1.0
                across, down = root * sqrt(ratio) / frame[0], root / sqrt(ratio) / frame[1]
                shrink = min(1.0, 0.96 / across, 0.96 / down)
                across, down = across * shrink, down * shrink
                x = min(max(place.x, across / 2), 1 - across / 2)
                y = min(max(place.y, down / 2), 1 - down / 2)
                found.append(Form(word, size, proportion, stuff=False))
                rooms.append((x, y, across, down))
    for word, place in (POSITIONS | BANDS).items():
        for size, factor in _STUFF_SIZES.items():
            x0, y0, x1, y1 = place.box
            x0, x1 = _stretched(x0, x1, factor)
            y0, y1 = _stretched(y0, y1, factor)
            found.append(Form(word, size, "", stuff=True))
            masks.append(_box(x0, y0, x1, y1, width, height))
    return tuple(found), np.concatenate([_ellipses(rooms, width, height), np.stack(masks)])


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    if factor == 1.0 or (low <= 0 and high >= 1):
        return low, high
    length = min((high - low) * factor, 1.0)
    if low <= 0:
        return low, low + length
    if high >= 1:
        return high - length, high
    middle = (low + high) / 2
    return middle - length / 2, middle + length / 2


@lru_cache(maxsize=256)
def _span(low: float, high: float, size: int) -> Floats:
    """Cover pixels by an interval, each by its share; not to be written to."""
    edges = np.arange(size + 1) / size
    inside = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
    return np.asarray(np.clip(inside, 0, None) * size, np.float32)


def _box(x0: float, y0: float, x1: float, y1: float, width: int, height: int) -> Floats:
    return (_span(y0, y1, height)[:, None] * _span(x0, x1, width)).ravel()


def _ellipses(rooms: list[tuple[float, float, float, float]], width: int, height: int) -> Floats:
    """Cover pixels by rounded forms of those middles, widths and heights; shape (rooms, height * width)."""
    x, y, across, down = np.array(rooms, np.float32).T[..., None]
    dx = ((np.arange(width, dtype=np.float32) + np.float32(0.5)) / width - x) / (across / 2)
    dy = ((np.arange(height, dtype=np.float32) + np.float32(0.5)) / height - y) / (down / 2)
    # Between an ellipse and a box: sprites fill their boxes more than ellipses do.
    cubed = np.abs(dx * dx * dx)[:, None, :] + np.abs(dy * dy * dy)[:, :, None]
    # Three times as fast as np.cbrt.
    distance = np.exp(np.log(np.maximum(cubed, np.float32(1e-9))) * np.float32(1 / 3))
    soft = np.float32(1.5) / np.sqrt(np.maximum(across * width * down * height / 4, 0.5))
    cover = np.clip((1 - distance) / soft[..., None] + 0.5, 0, 1)
    return np.asarray(cover.reshape(len(rooms), -1), np.float32)
