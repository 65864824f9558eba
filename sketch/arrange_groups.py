"""Places things of a number: one by itself, a row, a stack, a circle, a few side by side; paints nothing."""

from math import sqrt

import numpy as np

from sketch.arrange_region import Box, Frame
from sketch.lexicon import ASPECTS, NOUNS, PLACES, SIZES
from sketch.lexicon_prose import LIVING_LOOKS
from sketch.looks.index import sprite_of
from sketch.paint_noise import uniforms
from sketch.paint_raster import Points
from sketch.scene import MANY, Clause

_BROADEST = 0.92
"""So much of the picture's width those take who are several and live."""
_APART = 1.45
"""How far people stand from each other, in widths."""
_BETWEEN_RANKS = 0.36
"""How much lower than those behind they stand who are in front, in heights."""
_COMPANY = 5
"""So many are a group of people."""


def grouped(clause: Clause, frame: Frame, key: int) -> tuple[Box, ...]:
    """Return one box for each repetition, the nearest (lowest) last; `key` is hashed into how they stray."""
    place = PLACES[clause.place or NOUNS[clause.noun].place]
    width, height = _thing_size(clause, frame)
    x, y = place.x * frame.width, place.y * frame.height
    count = _count(clause)
    if count == 1:
        return (_inside(_around(x, y, width, height), frame),)
    shrink = 0.8 if count <= 3 else 0.62 if count <= 6 else 0.45 if count <= 12 else 0.32
    if clause.size and not _stands_in_ranks(clause, count):
        shrink = max(shrink, 0.75)
    width, height = width * shrink, height * shrink
    spread_x, spread_y = _extent(clause, count, width, height)
    room = _room(clause, frame)
    spread_x = min(spread_x, max(room - width, width if clause.order != "row" else 0.0) / 2)
    spread_y = min(spread_y, (frame.height - height) / 2)
    cx = min(max(x, spread_x + width / 2), frame.width - spread_x - width / 2)
    cy = min(max(y, spread_y + height / 2), frame.height - spread_y - height / 2)
    spots = _ranks(count, key) if _stands_in_ranks(clause, count) else _spots(clause, count, key)
    boxes = [_around(cx + across * spread_x, cy + down * spread_y, width, height) for across, down in spots]
    return tuple(sorted(boxes, key=lambda box: box[3]))


def _stands_in_ranks(clause: Clause, count: int) -> bool:
    """Tell whether people are so many that some stand behind others."""
    return NOUNS[clause.noun].kind == "person" and count > 4 and clause.order in {"", "group"}


def _room(clause: Clause, frame: Frame) -> float:
    """Return how broad a group may be: a row as the picture, and so are those who live, unless they have a place."""
    box = PLACES[clause.place or NOUNS[clause.noun].place].box
    if clause.order == "row":
        return frame.width
    if not clause.place and clause.order != "pile" and NOUNS[clause.noun].look in LIVING_LOOKS:
        return _BROADEST * frame.width
    return max(box[2] - box[0], 0.5) * frame.width


def _thing_size(clause: Clause, frame: Frame) -> tuple[float, float]:
    """Return a thing's width and height in scene units."""
    noun = NOUNS[clause.noun]
    ratio = sprite_of(noun.look, clause.pose, clause.size or noun.size).aspect
    if clause.aspect == "round":
        ratio = 1.0
    elif clause.aspect:
        ratio *= ASPECTS[clause.aspect]
    root = SIZES[clause.size or noun.size]
    width, height = root * sqrt(ratio), root / sqrt(ratio)
    limit = 1.15 if (clause.size or noun.size) == "giant" else 0.96
    shrink = min(1.0, limit * frame.width / width, limit * frame.height / height)
    return width * shrink, height * shrink


def _around(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _inside(box: Box, frame: Frame) -> Box:
    """Move a box into the picture as far as it fits."""
    x0, y0, x1, y1 = box
    dx = max(0.0, -x0) - max(0.0, x1 - frame.width) if x1 - x0 <= frame.width else 0.0
    dy = max(0.0, -y0) - max(0.0, y1 - frame.height) if y1 - y0 <= frame.height else 0.0
    return x0 + dx, y0 + dy, x1 + dx, y1 + dy


def _spots(clause: Clause, count: int, key: int) -> Points:
    """Return where repetitions lie, shape (count, 2), in units of the group's half extent."""
    if clause.order == "stack":
        return np.stack([np.zeros(count), np.linspace(1, -1, count)], axis=1)
    if clause.order == "diagonal":
        return np.stack([np.linspace(-1, 1, count), np.linspace(0.8, -0.8, count)], axis=1)
    if clause.order == "circle":
        angle = np.arange(count) * (2 * np.pi / count) - np.pi / 2
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if clause.order == "row" or (count <= 4 and clause.order != "pile"):
        sway = (uniforms(key, count) - 0.5) * (0.0 if clause.order == "row" else 0.5)
        return np.stack([np.linspace(-1, 1, count), sway], axis=1)
    columns = int(np.ceil(np.sqrt(count * 1.6)))
    rows = int(np.ceil(count / columns))
    cells = [(row, column) for row in range(rows) for column in range(columns)][:count]
    jitter = uniforms(key, 2 * count).reshape(count, 2) - 0.5
    spots = np.array(
        [((column + 0.5 + 0.5 * (row % 2)) / (columns + 0.5), (row + 0.5) / rows) for row, column in cells]
    )
    return np.asarray((spots + jitter * 0.5 / np.array([columns, rows])) * 2 - 1)


def _ranks(count: int, key: int) -> Points:
    """Return where people stand in two ranks, those in front before the gaps, in units of the group's half extent."""
    back = (count + 1) // 2
    step = 2 / max(back - 1, 1)
    spots = [(column * step - 1, -1.0) for column in range(back)]
    spots += [((column + 0.5) * step - 1, 1.0) for column in range(count - back)]
    ranks = np.array(spots)
    if count % 2 == 0:
        # The last in front stands to the right of all behind.
        ranks[:, 0] = (ranks[:, 0] + 1) * (back - 1) / (back - 0.5) - 1
    sway = (uniforms(key, 2 * count).reshape(count, 2) - 0.5) * np.array([0.16 * step, 0.3])
    return np.asarray(np.clip(ranks + sway, -1, 1))


def _extent(clause: Clause, count: int, width: float, height: float) -> tuple[float, float]:
    """Return how far from its middle a group of things reaches, half the width and half the height."""
    if _stands_in_ranks(clause, count):
        return width * ((count + 1) // 2) * _APART / 2, height * _BETWEEN_RANKS / 2
    if clause.order == "stack":
        return 0.0, height * (count - 1) * 0.48
    if clause.order == "row" or count <= 4:
        return width * (count - 1) * 0.62, height * 0.5
    columns = float(np.ceil(np.sqrt(count * 1.6)))
    return width * columns * 0.62, height * float(np.ceil(count / columns)) * 0.55


def _count(clause: Clause) -> int:
    if clause.count == 0 and clause.order == "group" and NOUNS[clause.noun].kind == "person":
        return _COMPANY
    if clause.count == 0:
        return 5 if NOUNS[clause.noun].size in {"tiny", "small"} else 3
    return 18 if clause.count == MANY else clause.count
