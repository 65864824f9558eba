"""Fills a room with rows of items from back to front, by the manner of their look; knows no words, and paints nothing.

Rows are counted before their items are placed, since a crowd is tried at some sizes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch.arrange_region import Box, Frame
from sketch.looks.crowds import Manner
from sketch.paint_noise import mix, uniforms_each

_STRETCHED = 1.15
"""By how much items grow at most, so that whole ones fill a row."""
_MOST_ABREAST = 120
"""In a picture as narrow as a ruler a row has so many items."""
_EDGE = 1e-3
"""A room's side that is no further from the picture's is on it, scene units."""

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Items:
    """What a crowd is made of."""

    manner: Manner
    width: float
    height: float
    """Of the largest, scene units."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the items of a row are: in a room from `low` in steps of `pitch`, from the first to the last."""

    low: float
    pitch: float = 0.0
    first: float = 0.0
    last: float = 0.0
    count: int = 1
    fit: float = 1.0
    """How large items are made so that they lie side by side."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a crowd's items before they are moved a little."""

    base: float
    width: float
    height: float
    """Of an item, scene units."""
    places: _Places

    @property
    def count(self) -> int:
        """How many items it has."""
        return self.places.count

    @property
    def centres(self) -> _Floats:
        """The middles of its items, x in scene units."""
        places = self.places
        return places.low + places.pitch * np.linspace(places.first, places.last, places.count)


def filled(items: Items, room: Box, frame: Frame, *, standing: bool) -> list[Row]:
    """Return rows from back to front, every other one set off by half an item."""
    manner = items.manner
    far = min(manner.far, 0.45) if standing else 1.0 if room[3] - room[1] < 2.2 * items.height else manner.far
    bases = _bases(items, room, frame, far, down=manner.down, standing=standing)
    rows = []
    for at, (base, scale) in enumerate(reversed(bases)):
        width, height = items.width * scale, items.height * scale
        places = _places(manner, room, frame, width, odd=at % 2 == 1)
        rows.append(Row(base, width * places.fit, height * places.fit, places))
    return rows


def scattered(manner: Manner, rows: Sequence[Row], key: int) -> list[Box]:
    """Return the boxes of the items of rows, which stand less regularly than these and are not all as tall."""
    counts = [row.count for row in rows]
    keys = [mix(key, at, len(rows)) for at in range(len(rows))]
    numbers = uniforms_each(keys, [3 * count for count in counts]).reshape(-1, 3)
    base, width, height = np.repeat([(row.base, row.width, row.height) for row in rows], counts, axis=0).T
    slack = max(0.5 * (manner.across - 1.0), 0.0) + 0.3 * manner.sway
    x = np.concatenate([row.centres for row in rows]) + (numbers[:, 0] * 2 - 1) * min(slack, manner.sway * 2) * width
    bottom = base + (numbers[:, 1] * 2 - 1) * manner.sway * height
    share = 1 - manner.shorter * numbers[:, 2]
    half = width * share / 2
    sides = np.stack([x - half, bottom - height * share, x + half, bottom], axis=1)
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in sides.tolist()]


def _bases(
    items: Items, room: Box, frame: Frame, far: float, *, down: float, standing: bool
) -> list[tuple[float, float]]:
    """Return where rows stand, and how large they are, from front to back."""
    _, y0, _, y1 = room
    manner = items.manner
    at_top, at_bottom = y0 <= _EDGE, y1 >= frame.height - _EDGE
    over = 0.06 if manner.bleeds else 0.0
    below = (0.35 if manner.bleeds else 0.06 if manner.stands else -0.1) if at_bottom else over
    above = 0.3 if manner.bleeds and at_top else over
    front = y1 + below * items.height
    back = y0 + ((0.6 if manner.bleeds else 0.1) if standing else 1 - above) * items.height * far
    if back >= front:
        return [((front + back) / 2, 1.0)]
    bases: list[tuple[float, float]] = []
    y = front
    while y > back - 0.4 * down * items.height * far and len(bases) < 40:
        scale = far + (1 - far) * max((y - back) / (front - back), 0.0)
        bases.append((y, scale))
        y -= down * items.height * scale
    # Stretched a little, so that the last row is at the back.
    reach = front - bases[-1][0]
    stretch = (front - back) / reach if reach > 0 else 1.0
    return [(front - (front - base) * stretch, scale) for base, scale in bases]


def _places(manner: Manner, room: Box, frame: Frame, width: float, *, odd: bool) -> _Places:
    """Return where a row's items lie, of that width before they are fitted."""
    over_edge, over = (0.35, -0.02) if manner.bleeds else (0.08 if manner.stands else -0.1, 0.0)
    at_left, at_right = room[0] <= _EDGE, room[2] >= frame.width - _EDGE
    low = room[0] + width * (0.5 - (over_edge if at_left else over))
    high = room[2] - width * (0.5 - (over_edge if at_right else over))
    if high <= low:
        return _Places((low + high) / 2)
    steps = min(int((high - low) / (manner.across * width) + 0.55), _MOST_ABREAST)
    if not steps:
        return _Places(high if odd else low)
    pitch = (high - low) / steps
    first, last = 0.0, float(steps)
    if odd and steps > 1:
        # Set off by half an item, in a room that ends at one side by as much as leaves no gap there.
        left, right = at_left and manner.bleeds, at_right and manner.bleeds
        first += -0.5 if left else 0.12 if right else 0.5
        last += 0.5 if right else -0.12 if left else -0.5
    count = round(last - first - 0.2) + 1 if odd else steps + 1
    most = _STRETCHED if manner.bleeds else 1.0
    return _Places(low, pitch, first, last, count, min(most, pitch / (manner.across * width)))


def rounded(boxes: list[Box], room: Box, frame: Frame) -> list[Box]:
    """Leave out what lies in the corners of a room, but for those in the picture's corners."""
    x0, y0, x1, y1 = room
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2

    def away(low: float, high: float, middle: float, at: float, edges: tuple[bool, bool]) -> float:
        if (at < middle and edges[0]) or (at > middle and edges[1]):
            return 0.0
        return abs(at - middle) / max((high - low) / 2, 1e-6)

    kept = []
    for box in boxes:
        across = away(x0, x1, cx, (box[0] + box[2]) / 2, (x0 <= _EDGE, x1 >= frame.width - _EDGE))
        down = away(y0, y1, cy, (box[1] + box[3]) / 2, (y0 <= _EDGE, y1 >= frame.height - _EDGE))
        if across**2.5 + down**2.5 <= 0.9:
            kept.append(box)
    return kept or boxes
