"""Chooses what is drawn of the items of a crowd, row by row, so that it is painted in a bounded time; places nothing.

All is measured in scene units, so that a crowd has the same parts in a picture of any size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sketch.arrange_crowd_details import details_of
from sketch.looks.crowds import is_lying, manner_of
from sketch.looks.sprite import Part
from sketch.paint_lab import Lab

MOST_WORK = 48.0
"""The crowds of a scene are painted in the time of so many small marks, unless too little of an item would be left:
each takes a quarter of a millisecond of a picture of 512x512."""
_TOGETHER = 0.2
"""How much of a mark of its own a part is that all rows have drawn at once."""
WIDE = 15.0
"""To paint a mark over the whole picture is the work of so many small ones."""
_SPECK = 0.018
"""What is no larger, in scene units, nobody sees among many: eyes, buttons."""
_ALIKE = 6.0
"""So much lighter or darker, in L, one part of a colour is like another."""
_AS_LARGE = 1.25
"""Rows whose items are at most so many times as large are drawn alike."""


@dataclass(frozen=True)
class ShownRow:
    """The items of a row."""

    look: str
    turn: int
    """Which of a crowd's colours they have."""
    parts: tuple[Part, ...]
    """What may be drawn of each, from back to front."""
    colours: tuple[Lab, ...]
    """Of each part."""
    scale: float
    """What a unit of the sprite is in scene units, in the largest item."""
    area: float
    """What share of the picture the row reaches over."""

    def work(self, parts: tuple[Part, ...]) -> float:
        """Return what it takes to paint some parts of the row, in small marks."""
        own = first_late(parts, self.look)
        marks = own + _TOGETHER * (len(parts) - own)
        return marks + WIDE * self.area * sum(map(_height, parts)) / 2

    def is_alike(self, other: "ShownRow") -> bool:
        """Tell whether the items of another row have the same look and colours."""
        return (self.look, self.turn) == (other.look, other.turn)


def parts_within(rows: Sequence[ShownRow], most: float) -> list[tuple[Part, ...]]:
    """Return the parts that each row is drawn with, so that all together are `most` work if that can be.

    What is missed least is left out first: where items are alike, from those that are further away, and smaller.
    """
    work = sum(row.work(row.parts) for row in rows)
    if work <= max(most, 0.0):
        return [row.parts for row in rows]
    steps: list[tuple[float, list[int], tuple[Part, ...]]] = []
    for group in _alike(rows):
        nearest = max(filter(rows[group[0]].is_alike, rows), key=lambda row: row.scale)
        scale = max(rows[at].scale for at in group)
        details = details_of(nearest.parts, nearest.colours)
        steps += [(each.lost * scale**2, group, seen_parts(each.parts, scale)) for each in details[1:]]
    chosen = [row.parts for row in rows]
    for _, group, parts in sorted(steps, key=lambda step: step[0]):
        for at in group if work > most else ():
            work += rows[at].work(parts) - rows[at].work(chosen[at])
            chosen[at] = parts
    return chosen


def _alike(rows: Sequence[ShownRow]) -> list[list[int]]:
    """Return which rows are drawn alike: those of a look and colours whose items are about as large."""
    groups: list[list[int]] = []
    for index, row in enumerate(rows):
        for group in groups:
            if row.is_alike(rows[group[0]]) and row.scale < _AS_LARGE * rows[group[0]].scale:
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


@lru_cache(maxsize=4096)
def _height(part: Part) -> float:
    every = np.concatenate(part.outlines)[:, 1]
    return float(every.max() - every.min())


def seen_parts(parts: Sequence[Part], scale: float) -> tuple[Part, ...]:
    """Return what is not too small to be seen where a unit of the sprite is `scale` scene units long."""
    return tuple(part for part in parts if _extent(part) * scale > _SPECK)


@lru_cache(maxsize=4096)
def _extent(part: Part) -> float:
    """Return a part's longer side in the sprite's units; of many specks, such as seeds, that of all of them."""
    shapes = part.outlines if len(part.outlines) <= 2 else (np.concatenate(part.outlines),)
    return float(max(np.ptp(outline, axis=0).max() for outline in shapes))


@lru_cache(maxsize=512)
def joined_parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Join parts that follow each other and are hardly told apart, so that there is less to draw."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and (last.role, last.flat) == (part.role, part.flat) and abs(last.lighter - part.lighter) <= _ALIKE:
            joined[-1] = replace(last, outlines=last.outlines + part.outlines)
        else:
            joined.append(part)
    return tuple(joined)


@lru_cache(maxsize=512)
def first_late(parts: tuple[Part, ...], look: str) -> int:
    """Return from which part on the next row doesn't reach what lies about: all rows have those drawn at once."""
    manner = manner_of(look)
    most = np.radians(min(manner.turn_degrees, 60.0))
    first = len(parts)
    while first > 1 and is_lying(look):
        every = np.concatenate(parts[first - 1].outlines)
        turned = every[:, 1] * np.cos(most) + np.abs(every[:, 0]) * np.sin(most)
        if np.maximum(every[:, 1], turned).max() >= 2 * manner.down - 1.12:
            break
        first -= 1
    return first
