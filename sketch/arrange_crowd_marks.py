"""Turns a crowd with its room into marks: a bed below it, and its rows from back to front; places nothing.

A row is drawn at once, part by part, so that a crowd takes few marks, and what overlaps is in different rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np

from sketch.arrange_crowd_parts import MOST_WORK, WIDE, ShownRow, first_late, joined_parts, parts_within, seen_parts
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
_TINGE: Lab = (3.4, 1.6, 2.4)
"""How much the colour of a crowd's items differs, one deviation."""
_GARB: Lab = (6.0, 5.0, 5.0)
"""The same of what people wear."""
_LEAFAGE = Grain(amount=(7.0, -3.0, 5.0), cell=(0.016, 0.022), key=306, form="patchy")


def crowd_marks(
    clause: Clause, boxes: tuple[Box, ...], frame: Frame, *, seed: int, backlit: bool = False, share: float = 1.0
) -> tuple[Mark, ...]:
    """Return the marks of many of a kind, whose boxes go from back to front.

    `share` is how much of the work of a scene's crowds is left to it.
    """
    looks = crowd_looks(clause)
    degrees = _degrees(clause, looks[0], len(boxes), seed)
    crowds = [_placed(clause, crowd_sprite_of(look, clause.pose), np.array(boxes), degrees) for look in looks]
    lies = is_lying(looks[0]) or is_growing(looks[0])
    marks = [_bed(clause, boxes, frame)] if lies and not backlit and clause.order != "pile" else []
    shadowed = manner_of(looks[0]).stands and crowds[0].sprite.grounded and not backlit
    # One grain for all rows is made once.
    half = _middle([box[3] - box[1] for box in boxes]) / 2
    paints: dict[tuple[int, int], _Paint] = {}
    rows = []
    for at, members in enumerate(rows_of(boxes)):
        look, turn = at % len(looks), at % max(len(clause.colours), 1)
        crowd = crowds[look]
        paint = paints.setdefault((look, turn), _paint(clause, crowd.sprite, turn, half, backlit=backlit))
        rows.append(_Row(looks[look], turn, crowd, slice(members[0], members[-1] + 1), paint))
    # A bed without leaves is hardly any work, and spares that of the ground that it hides.
    spared = WIDE * _area(boxes, frame) if marks and not marks[0].fill.grains else 0.0
    most = share * MOST_WORK + spared
    kept = parts_within([row.shown(boxes, frame) for row in rows], most)
    late: dict[Fill, tuple[Points, ...]] = {}
    for row, parts in zip(rows, kept, strict=True):
        first = first_late(parts, row.look)
        if shadowed:
            # Sharp ones are quick to draw, and as small as these seem soft.
            marks.append(replace(shadow_mark(boxes[row.items]), soft=0.0))
        marks += [Mark(outlines=row.outlines_of(part), fill=row.paint.fill(part)) for part in parts[:first]]
        for part in parts[first:]:
            late[row.paint.fill(part)] = late.get(row.paint.fill(part), ()) + row.outlines_of(part)
    return (*marks, *(Mark(outlines=outlines, fill=fill) for fill, outlines in late.items()))


def _area(boxes: Sequence[Box], frame: Frame) -> float:
    """Return what share of the picture boxes reach over, all together."""
    x0, y0, x1, y1 = bounds(boxes)
    return max(min(x1, frame.width) - max(x0, 0.0), 0.0) * max(min(y1, frame.height) - max(y0, 0.0), 0.0)


def _degrees(clause: Clause, look: str, count: int, seed: int) -> Points:
    """Return how far each item is turned, shape (count,)."""
    upright, tilt = clause.pose == "standing", 18.0 if clause.pose == "tilted" else 0.0
    most = 0.0 if upright else manner_of(look).turn_degrees
    return (uniforms(mix(seed, count, 91), count) * 2 - 1) * most + tilt


def _middle(numbers: Sequence[float]) -> float:
    """Return the median."""
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


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

    def outlines_of(self, part: Part, items: slice) -> tuple[Points, ...]:
        """Return the outlines of a part of some items: one by one, each of all items."""
        return tuple(outline for shape in part.outlines for outline in self.points[items, self.spans[id(shape)]])


def _placed(clause: Clause, sprite: Sprite, boxes: Points, degrees: Points) -> _Crowd:
    """Put a sprite into boxes, shape (items, 4), turned by degrees, all items and parts at once."""
    centres = np.stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]], axis=1)[:, None] / 2
    scales = np.stack([(boxes[:, 2] - boxes[:, 0]) / sprite.aspect, boxes[:, 3] - boxes[:, 1]], axis=1)[:, None] / 2
    largest = float(scales.max())
    parts = seen_parts([part for part in sprite.parts if is_drawn(clause, part)], largest)
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


@dataclass(frozen=True)
class _Paint:
    """What the items of a row are filled with."""

    clause: Clause
    roles: dict[str, Lab]
    tinted: bool
    """Whether the row is of the clause's main colour."""
    half: float
    """Half an item's usual height, scene units."""
    backlit: bool

    fills: dict[Part, Fill] = field(default_factory=dict)
    """Those that are known."""

    def fill(self, part: Part) -> Fill:
        """Return how a part is filled."""
        if part not in self.fills:
            colour, tint = self.roles.get(part.role) or PALETTE[part.role], tint_of(self.clause, part)
            if self.backlit:
                colour, tint = silhouetted(colour), None
            grains = () if self.backlit else self._grains(part, colour)
            self.fills[part] = part_fill(part, colour, tint=tint, single=False, grains=grains, tinted=self.tinted)
        return self.fills[part]

    def lab(self, part: Part) -> Lab:
        """Return the colour of a part in the middle of it."""
        fill = self.fill(part)
        ends = zip(fill.colour, fill.start.add, fill.end.add, strict=True)
        light, a, b = (fill.start.keep * colour + (first + last) / 2 for colour, first, last in ends)
        return light, a, b

    def _grains(self, part: Part, colour: Lab) -> tuple[Grain, ...]:
        """Return what makes items differ in tone, and the texture that is said."""
        if part.role != "main" or part.flat:
            return ()
        noun = NOUNS[self.clause.noun]
        amount, cell = _GARB if noun.kind == "person" else _TINGE, 1.6 * self.half
        own = lit(grains_of(self.clause, noun.look, part.role), colour[0]) if self.clause.texture else ()
        return (Grain(amount=amount, cell=(cell, cell), key=305), *own)


def _paint(clause: Clause, sprite: Sprite, turn: int, half: float, *, backlit: bool) -> _Paint:
    """Let the rows of "many red and green apples" take turns, if an item has but one colour itself."""
    roles = roles_of(clause)
    if len(clause.colours) < 2 or any(part.role in {"accent", "third", "roof"} for part in sprite.parts):
        turn = 0
    else:
        roles = {**roles, "main": lab_of(clause.colours[turn])}
    return _Paint(clause, roles, turn == 0, half, backlit)


@dataclass(frozen=True)
class _Row:
    """Items of a crowd that are drawn at once, part by part."""

    look: str
    turn: int
    """Which of the colours it has that take turns."""
    crowd: _Crowd
    items: slice
    paint: _Paint

    def shown(self, boxes: Sequence[Box], frame: Frame) -> ShownRow:
        """Return what may be drawn of each item; `boxes` are those of all items of the crowd."""
        scale = float(self.crowd.scales[self.items].max())
        parts = joined_parts(seen_parts(self.crowd.parts, scale))
        return ShownRow(
            self.look, self.turn, parts, tuple(map(self.paint.lab, parts)), scale, _area(boxes[self.items], frame)
        )

    def outlines_of(self, part: Part) -> tuple[Points, ...]:
        """Return the outlines of a part of all items."""
        return self.crowd.outlines_of(part, self.items)


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
