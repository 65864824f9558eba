"""Fills areas with many of a kind, row by row from back to front; paints nothing.

A crowd takes the box of its place: a half, a band, a corner; without a place the whole picture, or the ground that it
stands on. How it does so is its look's manner (`sketch.looks.crowds`).
"""

from dataclasses import replace
from functools import lru_cache
from math import sqrt

from sketch.arrange_crowd_rows import Items, filled, rounded, scattered
from sketch.arrange_region import Box, Frame
from sketch.lexicon import ASPECTS, BANDS, NOUNS, PLACES
from sketch.looks.crowds import Manner, is_growing, is_lying, manner_of
from sketch.looks.index import crowd_sprite_of
from sketch.paint_noise import mix, uniforms
from sketch.scene import MANY, Clause, Size

_SINGLE: dict[str, tuple[str, ...]] = {
    "fruit": ("apple", "tangerine"), "fruits": ("apple", "tangerine"), "flowers": ("flower",)
}  # fmt: skip
"""Nouns whose sprite is several already, to the looks of one of them."""
_SIZES: dict[Size, float] = {"tiny": 0.6, "small": 1.0, "medium": 1.25, "large": 1.5, "huge": 2.0, "giant": 2.8}
"""How large an item is by its size word or its noun's usual size, an apple being 1."""
_ITEM = 0.2
"""The square root of the share of the picture that an apple of a crowd takes which fills the picture."""
_SMALLER = 0.25
"""A crowd of a part of the picture is of smaller items: by this power of the part."""
_FEWEST, _MOST = 9, 72
"""A crowd has so many items, if no size is said."""
_WIDEST = 0.4
"""An item takes at most this share of its room's width, if no size is said."""
_FEWEST_ROWS = 4
_MARKS_OF_ANY, _MARKS_OF_ALL = 10, 38
"""A crowd is painted with about so many marks, and so many more if it fills the picture: each takes half a millisecond
of a picture of 512x512."""
_PILED, _HEAPED = 15, 28
"""Items of a pile without a number, and of one of many."""


def is_crowd(clause: Clause) -> bool:
    """Tell whether a clause is many of a kind that fill a place, or a pile."""
    if NOUNS[clause.noun].is_stuff or clause.order not in {"", "group", "pile"}:
        return False
    if clause.order == "pile":
        return clause.count != 1 and is_lying(crowd_looks(clause)[0])
    several = clause.count == 0 or (clause.count == 1 and clause.noun in _SINGLE)
    return clause.count == MANY or (several and clause.place == "everywhere")


def crowd_looks(clause: Clause) -> tuple[str, ...]:
    """Return the looks of a crowd's items, which take turns by rows: many fruit are no bowls of fruit."""
    return _SINGLE.get(clause.noun, (NOUNS[clause.noun].look,))


def rows_of(boxes: tuple[Box, ...]) -> list[list[int]]:
    """Return which boxes can be drawn at once, in order: those of a row that don't overlap."""
    rows: list[list[int]] = []
    for index, box in enumerate(boxes):
        level = rows and abs(boxes[rows[-1][0]][3] - box[3]) < 0.45 * (box[3] - box[1])
        if not level or any(_overlap(boxes[other], box) for other in rows[-1]):
            rows.append([])
        rows[-1].append(index)
    return rows


def _overlap(one: Box, other: Box) -> bool:
    spare = 0.12 * min(one[2] - one[0], other[2] - other[0])
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > spare and min(one[3], other[3]) > max(one[1], other[1])


def _items(clause: Clause, root: float) -> Items:
    """Return items of a size, the square root of their area."""
    look = crowd_looks(clause)[0]
    ratio = crowd_sprite_of(look, clause.pose).aspect
    ratio = 1.0 if clause.aspect == "round" else ratio * ASPECTS[clause.aspect] if clause.aspect else ratio
    manner = manner_of(look)
    root *= manner.share * _size(clause)
    return Items(manner, root * sqrt(ratio), root / sqrt(ratio))


def _size(clause: Clause) -> float:
    usual: Size = "small" if clause.noun in _SINGLE else NOUNS[clause.noun].size
    return _SIZES[clause.size or usual]


def room_of(clause: Clause, frame: Frame) -> Box:
    """Return the box that a crowd fills by itself, scene units."""
    x0, y0, x1, y1 = PLACES[clause.place or "everywhere"].box
    if not clause.place and manner_of(crowd_looks(clause)[0]).stands:
        # It stands on the lower part of the picture.
        y0 = 0.5
    return x0 * frame.width, y0 * frame.height, x1 * frame.width, y1 * frame.height


def rises(clause: Clause) -> bool:
    """Tell whether a crowd stands on the ground, or grows from it."""
    look = crowd_looks(clause)[0]
    return manner_of(look).stands or is_growing(look)


def is_rounded(clause: Clause) -> bool:
    """Tell whether a crowd keeps together about a point, instead of filling a strip or a share of the picture."""
    x0, y0, x1, y1 = PLACES[clause.place or "everywhere"].box
    return clause.place not in BANDS and x1 - x0 < 0.6 and y1 - y0 < 0.6


@lru_cache(maxsize=256)
def crowd_boxes(
    clause: Clause,
    frame: Frame,
    key: int,
    *,
    room: Box | None = None,
    standing: bool | None = None,
    share: float = 1.0,
) -> tuple[Box, ...]:
    """Return the boxes of a crowd's items from back to front.

    `room` is the box that they fill, if it is not that of their place. Where they are `standing` in it, what is
    further up is further away, and smaller. It has a `share` of the rows that it has by itself.
    """
    if clause.order == "pile":
        return pile_boxes(clause, frame, key)
    if standing is None:
        standing = manner_of(crowd_looks(clause)[0]).stands and not clause.place
    room = room or room_of(clause, frame)
    area = max((room[2] - room[0]) * (room[3] - room[1]), 1e-6)
    items = _items(clause, _ITEM * area**_SMALLER)
    widest = (0.96 if clause.size else _WIDEST) * (room[2] - room[0]) / items.width
    scale = min(1.0, widest, _tallest(items, room) / items.height)
    most_rows = _most_rows(clause, items.manner, area) * share
    grown = True
    for _ in range(40):
        scaled = replace(items, width=items.width * scale, height=items.height * scale)
        rows = filled(scaled, room, frame, standing=standing)
        if is_rounded(clause):
            boxes = rounded(scattered(items.manner, rows, key), room, frame)
            count = len(boxes)
        else:
            count = sum(row.count for row in rows)
        # One crowd of several is thinner instead of larger.
        larger = grown and scale * 1.1 <= widest and (share == 1 or not items.manner.stands)
        if larger and (count > _MOST or len(rows) > most_rows):
            scale *= 1.1
        elif grown and items.manner.stands and len(rows) > most_rows:
            items = replace(items, manner=replace(items.manner, down=1.3 * items.manner.down))
        elif count < _FEWEST and not clause.size:
            scale, grown = scale * 0.9, False
        else:
            break
    return tuple(boxes if is_rounded(clause) else scattered(items.manner, rows, key))


def _most_rows(clause: Clause, manner: Manner, area: float) -> float:
    """Return how many rows may be drawn of sprites that are more or less work, over a share of the picture."""
    if not manner.bleeds and not manner.stands:
        return _MOST
    parts = 1 + min(len(crowd_sprite_of(crowd_looks(clause)[0], clause.pose).parts), 6)
    return max(_FEWEST_ROWS, (_MARKS_OF_ANY + _MARKS_OF_ALL * area) / parts)


def _tallest(items: Items, room: Box) -> float:
    """Return how tall an item may be in a room: on the ground it may rise above it."""
    return (1.6 if items.manner.stands else 0.96) * (room[3] - room[1])


def pile_boxes(clause: Clause, frame: Frame, key: int) -> tuple[Box, ...]:
    """Return the boxes of a heap, upper rows first: each row has one item more than the one above it."""
    count = {0: _PILED, MANY: _HEAPED}.get(clause.count, clause.count)
    items = _items(clause, 0.62 * _ITEM)
    rows = next(rows for rows in range(1, 20) if rows * (rows + 1) // 2 >= count)
    fit = min(1.0, 0.9 * frame.width / (rows * items.width), 0.9 * frame.height / ((0.7 * rows + 0.3) * items.height))
    width, height = items.width * fit, items.height * fit
    numbers = uniforms(mix(key, count), 2 * rows * (rows + 1)).reshape(-1, 2)
    spots = [(row, column) for row in range(rows) for column in range(row + 1)]
    place = PLACES[clause.place or NOUNS[clause.noun].place]
    tall = (0.7 * rows + 0.3) * height
    cx = min(max(place.x * frame.width, rows * width / 2), frame.width - rows * width / 2)
    foot = min(place.y * frame.height + tall / 2, frame.height)
    boxes = []
    for (row, column), (shift, small) in list(zip(spots, numbers.tolist(), strict=False))[len(spots) - count :]:
        x = cx + (column - row / 2 + 0.12 * (shift - 0.5)) * width
        bottom = foot - 0.7 * (rows - 1 - row) * height
        share = 1 - 0.1 * small
        boxes.append((x - width * share / 2, bottom - height * share, x + width * share / 2, bottom))
    return tuple(boxes)
