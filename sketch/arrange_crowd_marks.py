"""Turns a crowd with its room into marks: a bed below it, and its rows from back to front; places nothing.

A row is drawn at once, part by part, so that a crowd takes few marks, and what overlaps is in different rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np

from sketch.arrange_crowds import crowd_looks, is_rounded, room_of, rows_of
from sketch.arrange_ground import GREEN, lit
from sketch.arrange_links import bounds
from sketch.arrange_parts import PALETTE, grains_of, is_drawn, part_fill, roles_of, shadow_mark, silhouetted, tint_of
from sketch.arrange_region import Box, Frame, rectangle
from sketch.lexicon import NOUNS, lab_of
from sketch.looks.crowds import is_growing, is_lying, manner_of
from sketch.looks.index import crowd_sprite_of
from sketch.looks.sprite import Part, Sprite
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Grain, Mark, Shade
from sketch.paint_noise import mix, uniforms
from sketch.paint_raster import Points
from sketch.scene import Clause

_DEPTH = Shade(0.55, (2.0, 0.0, 0.0))
"""What is seen between things that lie about is dark, and of their colour."""
_SPECK = 0.018
"""What is no larger, in scene units, nobody sees among many: eyes, buttons."""
_ALIKE = 6.0
"""So much lighter or darker, in L, one part of a colour is like another."""
_TINGE: Lab = (3.4, 1.6, 2.4)
"""How much the colour of a crowd's items differs, one deviation."""
_GARB: Lab = (6.0, 5.0, 5.0)
"""The same of what people wear."""
_LEAFAGE = Grain(amount=(7.0, -3.0, 5.0), cell=(0.016, 0.022), key=306, form="patchy")


def crowd_marks(
    clause: Clause, boxes: tuple[Box, ...], frame: Frame, *, seed: int, backlit: bool = False
) -> tuple[Mark, ...]:
    """Return the marks of many of a kind, whose boxes go from back to front."""
    looks = crowd_looks(clause)
    roles = roles_of(clause)
    lying, growing = is_lying(looks[0]), is_growing(looks[0])
    degrees = _degrees(clause, looks[0], len(boxes), seed)
    marks = []
    if (lying or growing) and not backlit and clause.order != "pile":
        marks.append(_bed(clause, boxes, frame))
    crowds = [_placed(clause, crowd_sprite_of(look, clause.pose), np.array(boxes), degrees) for look in looks]
    # One grain for all rows is made once.
    half = _middle([box[3] - box[1] for box in boxes]) / 2
    late: dict[Fill, tuple[Points, ...]] = {}
    fills: dict[tuple[Part, Lab, bool], Fill] = {}
    for at, members in enumerate(rows_of(boxes)):
        crowd = crowds[at % len(looks)]
        own = slice(members[0], members[-1] + 1)
        if manner_of(looks[0]).stands and crowd.sprite.grounded and not backlit:
            # Sharp ones are quick to draw, and as small as these seem soft.
            marks.append(replace(shadow_mark(boxes[own]), soft=0.0))
        row_roles, tinted = _row_roles(clause, crowd.sprite, roles, at)
        for part in crowd.parts_of(own):
            outlines, key = crowd.outlines_of(part, own), (part, row_roles["main"], tinted)
            if key not in fills:
                fills[key] = _fill(clause, part, roles=row_roles, half=half, tinted=tinted, backlit=backlit)
            fill = fills[key]
            if part in _late_parts(crowd.sprite, looks[0]):
                late[fill] = late.get(fill, ()) + outlines
            else:
                marks.append(Mark(outlines=outlines, fill=fill))
    return (*marks, *(Mark(outlines=outlines, fill=fill) for fill, outlines in late.items()))


def _degrees(clause: Clause, look: str, count: int, seed: int) -> Points:
    """Return how far each item is turned, shape (count,)."""
    upright, tilt = clause.pose == "standing", 18.0 if clause.pose == "tilted" else 0.0
    most = 0.0 if upright else manner_of(look).turn_degrees
    return (uniforms(mix(seed, count, 91), count) * 2 - 1) * most + tilt


def _middle(numbers: Sequence[float]) -> float:
    """Return the median."""
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


@lru_cache(maxsize=128)
def _late_parts(sprite: Sprite, look: str) -> frozenset[Part]:
    """Return the last parts of what lies about that the next row doesn't reach: all rows have them drawn at once."""
    if not is_lying(look):
        return frozenset()
    manner = manner_of(look)
    most = np.radians(min(manner.turn_degrees, 60.0))

    def lowest(part: Part) -> float:
        every = np.concatenate(part.outlines)
        turned = every[:, 1] * np.cos(most) + np.abs(every[:, 0]) * np.sin(most)
        return float(np.maximum(every[:, 1], turned).max())

    low = [lowest(part) for part in sprite.parts]
    return frozenset(part for at, part in enumerate(sprite.parts) if at and max(low[at:]) < 2 * manner.down - 1.12)


def _row_roles(clause: Clause, sprite: Sprite, roles: dict[str, Lab], at: int) -> tuple[dict[str, Lab], bool]:
    """Let the rows of "many red and green apples" take turns, if an item has but one colour itself.

    Also returns whether the row is of the main colour.
    """
    if len(clause.colours) < 2 or any(part.role in {"accent", "third", "roof"} for part in sprite.parts):
        return roles, True
    turn = at % len(clause.colours)
    return {**roles, "main": lab_of(clause.colours[turn])}, turn == 0


def _turns(degrees: Points, *, mirrored: bool) -> Points:
    """Return the matrices that turn items, shape (items, 2, 2)."""
    angle = np.radians(degrees)
    turns = np.stack([np.cos(angle), np.sin(angle), -np.sin(angle), np.cos(angle)], axis=1).reshape(-1, 2, 2)
    return np.asarray(turns * np.array([[-1.0 if mirrored else 1.0], [1.0]]))


@dataclass(frozen=True)
class _Crowd:
    """A sprite in all boxes of a crowd."""

    sprite: Sprite
    parts: tuple[Part, ...]
    """What is drawn of it in the largest box."""
    spans: dict[int, slice]
    """Where the points of an outline are among those of all parts, by its `id`."""
    points: Points
    """Shape (items, points, 2), scene units."""
    scales: Points
    """What a unit of the sprite is in scene units, across and down, shape (items, 1, 2)."""

    def parts_of(self, items: slice) -> tuple[Part, ...]:
        """Return what is drawn of some items, joined where hardly anyone would see a difference."""
        scale = float(self.scales[items].max())
        return _joined(tuple(part for part in self.parts if _extent(part) * scale > _SPECK))

    def outlines_of(self, part: Part, items: slice) -> tuple[Points, ...]:
        """Return the outlines of a part of some items: one by one, each of all items."""
        return tuple(outline for shape in part.outlines for outline in self.points[items, self.spans[id(shape)]])


def _placed(clause: Clause, sprite: Sprite, boxes: Points, degrees: Points) -> _Crowd:
    """Put a sprite into boxes, shape (items, 4), turned by degrees, all items and parts at once."""
    centres = np.stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]], axis=1)[:, None] / 2
    scales = np.stack([(boxes[:, 2] - boxes[:, 0]) / sprite.aspect, boxes[:, 3] - boxes[:, 1]], axis=1)[:, None] / 2
    largest = float(scales.max())
    parts = tuple(part for part in sprite.parts if is_drawn(clause, part) and _extent(part) * largest > _SPECK)
    spans, points = _together(parts)
    turns = _turns(degrees, mirrored=clause.pose == "facing left" and sprite.faces_right)
    return _Crowd(sprite, parts, spans, (points @ turns) * scales + centres, scales)


@lru_cache(maxsize=128)
def _together(parts: tuple[Part, ...]) -> tuple[dict[int, slice], Points]:
    """Return where each outline of some parts is among all their points, and these."""
    shapes = [shape for part in parts for shape in part.outlines]
    ends = list(accumulate((len(shape) for shape in shapes), initial=0))
    spans = {id(shape): slice(*span) for shape, span in zip(shapes, pairwise(ends), strict=True)}
    return spans, np.concatenate([np.empty((0, 2)), *shapes])


def _fill(clause: Clause, part: Part, *, roles: dict[str, Lab], half: float, tinted: bool, backlit: bool) -> Fill:
    """Return how a part is filled in a row; `half` is half an item's usual height."""
    colour, tint = roles.get(part.role) or PALETTE[part.role], tint_of(clause, part)
    if backlit:
        colour, tint = silhouetted(colour), None
    grains = () if backlit else _grains(clause, part, colour, half)
    return part_fill(part, colour, tint=tint, single=False, grains=grains, tinted=tinted)


@lru_cache(maxsize=512)
def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Join parts that follow each other and are hardly told apart, so that there is less to draw."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and (last.role, last.flat) == (part.role, part.flat) and abs(last.lighter - part.lighter) <= _ALIKE:
            joined[-1] = replace(last, outlines=last.outlines + part.outlines)
        else:
            joined.append(part)
    return tuple(joined)


@lru_cache(maxsize=4096)
def _extent(part: Part) -> float:
    """Return a part's longer side in the sprite's units; of many specks, such as seeds, that of all of them."""
    shapes = part.outlines if len(part.outlines) <= 2 else (np.concatenate(part.outlines),)
    return float(max(np.ptp(outline, axis=0).max() for outline in shapes))


def _grains(clause: Clause, part: Part, colour: Lab, half: float) -> tuple[Grain, ...]:
    """Return what makes items differ in tone, and the texture that is said; `half` is half an item's usual height."""
    if part.role != "main" or part.flat:
        return ()
    tinge = Grain(
        amount=_GARB if NOUNS[clause.noun].kind == "person" else _TINGE, cell=(1.6 * half, 1.6 * half), key=305
    )
    own = lit(grains_of(clause, NOUNS[clause.noun].look, part.role), colour[0]) if clause.texture else ()
    return (tinge, *own)


def _ellipses(boxes: Sequence[Box], *, wide: float, tall: float) -> tuple[Points, ...]:
    """Return ellipses in boxes, their radii in shares of half the boxes' sides."""
    angle = np.arange(16) * (2 * np.pi / 16)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x0, y0, x1, y1 = np.array(boxes).T
    radii = np.stack([wide * (x1 - x0) / 2, tall * (y1 - y0) / 2], axis=1)
    centres = np.stack([(x0 + x1) / 2, (y0 + y1) / 2], axis=1)
    return tuple(ring * radii[:, None] + centres[:, None])


def _bed(clause: Clause, boxes: Sequence[Box], frame: Frame) -> Mark:
    """Return what is seen between the items: dark ones further down, or leaves."""
    outlines = _ellipses(boxes, wide=1.2, tall=1.1)
    solid = None
    if not is_rounded(clause):
        x0, y0, x1, y1 = bounds(boxes)
        # Behind the heads of the back row it ends.
        y0 += 0.15 * (boxes[0][3] - boxes[0][1])
        if clause.place:
            room = room_of(clause, frame)
            x0, x1 = min(x0, room[0]), max(x1, room[2])
        outlines += (rectangle(x0, y0, x1, y1),)
        solid = (y0, y1) if x0 <= 0 and x1 >= frame.width else None
    if is_growing(crowd_looks(clause)[0]):
        fill = Fill(colour=GREEN, start=Shade(0.8), end=Shade(0.6), grains=(_LEAFAGE,))
    else:
        fill = Fill(colour=roles_of(clause)["main"], tinted=True, start=_DEPTH, end=_DEPTH)
    return Mark(outlines=outlines, fill=fill, solid=solid)
