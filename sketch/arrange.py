"""Turns a scene into a drawing program: places clauses, repeats things, cuts stuff to its region; paints nothing.

All geometry is in scene units (see `sketch.paint_marks`), so a program serves every picture size of one aspect.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from sketch.arrange_crowds import crowd_boxes, is_crowd, pile_boxes, rises
from sketch.arrange_groups import grouped
from sketch.arrange_links import bounds, in_a_row, in_turn, linked
from sketch.arrange_marks import clause_marks
from sketch.arrange_moods import MOOD_SKIES, mood_marks
from sketch.arrange_region import Box, Frame
from sketch.arrange_scenery import implied
from sketch.lexicon import ASPECTS, NOUNS, PLACES, STUFF_SIZES
from sketch.looks.stuff import SCAPES
from sketch.paint_marks import Mark
from sketch.paint_noise import mix
from sketch.scene import Clause, Link, Mood, Relation, Scene

_ROWS_OF_SEVERAL = 1.5
"""Of several crowds each has fewer rows, all together so many times those of one, or a file of a few bytes takes
minutes to draw."""


@dataclass(frozen=True)
class Placed:
    """A clause with its room."""

    clause: Clause
    boxes: tuple[Box, ...]
    """One for each repetition."""


def _stuff_box(clause: Clause, frame: Frame) -> Box:
    """Return a stuff's box: that of its place, changed by size and proportions; sides on the picture's edge stay."""
    place = PLACES[clause.place or NOUNS[clause.noun].place]
    x0, y0, x1, y1 = place.box
    factor = STUFF_SIZES[clause.size] if clause.size else 1.0
    across = down = factor
    if clause.aspect in {"tall", "thin", "wide", "long"}:
        across, down = across * ASPECTS[clause.aspect] ** 0.5, down / ASPECTS[clause.aspect] ** 0.5
    if NOUNS[clause.noun].look == "stripe" and clause.aspect not in {"tall", "thin"} and y1 - y0 > 0.2:
        down *= 0.3
    x0, x1 = _stretched(x0, x1, across)
    y0, y1 = _stretched(y0, y1, down)
    return x0 * frame.width, y0 * frame.height, x1 * frame.width, y1 * frame.height


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    if factor == 1.0 or (low <= 0 and high >= 1):
        return low, high
    length = min((high - low) * factor, max(high - low, 0.94))
    if low <= 0:
        return low, low + length
    if high >= 1:
        return high - length, high
    middle = (low + high) / 2
    return middle - length / 2, middle + length / 2


def place_clause(clause: Clause, aspect: float, *, seed: int = 0, share: float = 1.0) -> Placed:
    """Give a clause its room, as if it were alone; of many crowds each has its `share` of rows."""
    frame = Frame(sqrt(aspect), 1 / sqrt(aspect))
    if NOUNS[clause.noun].is_stuff:
        return Placed(clause, (_stuff_box(clause, frame),))
    if is_crowd(clause):
        return Placed(clause, crowd_boxes(clause, frame, _key(clause, seed), share=share))
    return Placed(clause, grouped(clause, frame, _key(clause, seed)))


def _key(clause: Clause, seed: int) -> int:
    return mix(seed, len(clause.noun), clause.count)


def arrange_clause(clause: Clause, aspect: float, *, seed: int = 0) -> tuple[Mark, ...]:
    """Return the marks of a clause by itself; its relation is left out."""
    frame = Frame(sqrt(aspect), 1 / sqrt(aspect))
    return clause_marks(clause, place_clause(clause, aspect, seed=seed).boxes, frame, seed=seed)


_ON_STUFF = frozenset({"on", "in", "before", "under", "beside", "behind", "around"})
_SHINING = frozenset({"moon", "stars", "glow", "fire", "lightning", "lamp", "streetlamp", "candle"})


def _in_mood(clause: Clause, moods: tuple[Mood, ...]) -> Clause:
    """Give a sky without a colour the colour of the hour."""
    noun = NOUNS[clause.noun]
    hours = [MOOD_SKIES[mood] for mood in moods if mood in MOOD_SKIES]
    if clause.colours or not hours or noun.look not in {"sky", *SCAPES}:
        return clause
    below = noun.colours[:1] if noun.look in SCAPES else ()
    return replace(clause, colours=(hours[0], *below))


def _shares_room(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a thing has no place of its own but on a ground, say, so that several such share the room."""
    relation = clause.relation
    on_stuff = relation is not None and relation.link in _ON_STUFF and NOUNS[clauses[relation.target].noun].is_stuff
    noun = NOUNS[clause.noun]
    return (
        not noun.is_stuff
        and not clause.place
        and (relation is None or on_stuff)
        and noun.place in {"center", "lower"}
        and noun.kind in {"thing", "person", "face"}
        and (not is_crowd(clause) or clause.order == "pile")
    )


def _spread(placed: list[Placed], clauses: Sequence[Clause], frame: Frame) -> list[Placed]:
    """Put things without a place side by side, narrowed to their share of the width.

    `clauses` are those that relations count from.
    """
    sharing = [index for index, item in enumerate(placed) if _shares_room(item.clause, clauses)]
    if len(sharing) < 2:
        return placed
    weights = [_width(placed[index]) ** 0.5 for index in sharing]
    left = 0.04 * frame.width
    room = 0.92 * frame.width
    spread = list(placed)
    for index, weight in zip(sharing, weights, strict=True):
        share = room * weight / sum(weights)
        spread[index] = _into(placed[index], left, share, frame)
        left += share
    return spread


def _width(item: Placed) -> float:
    return max(box[2] for box in item.boxes) - min(box[0] for box in item.boxes)


def _into(item: Placed, left: float, share: float, frame: Frame) -> Placed:
    x0, y0 = min(box[0] for box in item.boxes), max(box[3] for box in item.boxes)
    width = _width(item)
    scale = min(1.0, 0.96 * share / width)
    middle = left + share / 2
    centre = x0 + width / 2
    # The lower side stays on the ground that it stood on, or a little below when it shrinks.
    base = min(y0, 0.9 * frame.height)
    boxes = tuple(
        (
            middle + (box[0] - centre) * scale,
            base + (box[1] - y0) * scale,
            middle + (box[2] - centre) * scale,
            base + (box[3] - y0) * scale,
        )
        for box in item.boxes
    )
    return Placed(item.clause, boxes)


def place_scene(scene: Scene, aspect: float, *, seed: int = 0) -> tuple[Placed, ...]:
    """Give every clause of a scene its room, implied scenery first."""
    frame = Frame(sqrt(aspect), 1 / sqrt(aspect))
    behind = implied(scene)
    every = [_in_mood(clause, scene.moods) for clause in (*behind, *scene.clauses)]
    share = min(1.0, _ROWS_OF_SEVERAL / max(sum(map(is_crowd, every)), 1))
    # What gathers is placed once it is known where.
    first = [
        Placed(clause, ()) if _gathers(clause) else place_clause(clause, aspect, seed=seed, share=share)
        for clause in every
    ]
    alone = _spread(first, scene.clauses, frame)
    placed = list(alone)
    for index, item in enumerate(placed):
        relation = item.clause.relation
        target = None
        if relation is not None and 0 <= relation.target + len(behind) < index:
            target = _in_company(relation.target + len(behind), placed[:index], len(behind), relation.link)
        placed[index] = _put(item, target, placed[:index], frame, seed=seed, share=share)
    moved = _beside_each_other(placed, len(behind), frame)
    for index, item in enumerate(alone if moved else ()):
        # What is linked to what has moved goes along.
        relation = item.clause.relation
        at = relation.target + len(behind) if relation is not None else -1
        if relation is None or not 0 <= at < index or index in moved:
            continue
        target = _in_company(at, placed[:index], len(behind), relation.link)
        if at in moved or target is not placed[at]:
            placed[index] = _put(item, target, placed[:index], frame, seed=seed, share=share)
            moved.add(index)
    return tuple(placed)


def _in_company(at: int, placed: list[Placed], ahead: int, link: Link) -> Placed:
    """Return what something is linked to: who is behind a table has those with him who are beside him.

    `ahead` is how many clauses there are before the first that relations count from.
    """
    target = placed[at]
    if link != "before" or NOUNS[target.clause.noun].kind != "person":
        return target
    others = [each for each in placed if each.clause.relation == Relation("beside", at - ahead)]
    if not others:
        return target
    return Placed(target.clause, (*target.boxes, *(box for each in others for box in each.boxes)))


def _beside_each_other(placed: list[Placed], ahead: int, frame: Frame) -> set[int]:
    """Put side by side what is on, in, under or by the same thing, as two on a bench are; return what was moved.

    `ahead` is how many clauses there are before the first that relations count from.
    """
    sharing: dict[tuple[int, Link], list[int]] = {}
    for index, item in enumerate(placed):
        relation = item.clause.relation
        if relation is None or item.clause.place or NOUNS[item.clause.noun].is_stuff or _gathers(item.clause):
            continue
        target = relation.target + ahead
        if relation.link in {"on", "in", "under", "beside"} and 0 <= target < index:
            sharing.setdefault((target, relation.link), []).append(index)
    moved: set[int] = set()
    for (target, link), indices in sharing.items():
        if len(indices) > 1 and not NOUNS[placed[target].clause.noun].is_stuff:
            shared = [(placed[index].clause, placed[index].boxes) for index in indices]
            room = bounds(placed[target].boxes)
            if link == "beside":
                every = in_turn(shared, room, frame)
            else:
                every = in_a_row(shared, link, placed[target].clause, room, frame)
            for index, boxes in zip(indices, every, strict=True):
                placed[index] = Placed(placed[index].clause, boxes)
            moved |= set(indices)
    return moved


def _gathers(clause: Clause) -> bool:
    return is_crowd(clause) and clause.order != "pile"


def _put(item: Placed, target: Placed | None, behind: list[Placed], frame: Frame, *, seed: int, share: float) -> Placed:
    """Move what was placed as if alone to where its relation has it, or gather a crowd there."""
    clause = item.clause
    if _gathers(clause):
        return _gathered(clause, target, behind, frame, seed=seed, share=share)
    if target is None or clause.relation is None:
        return item
    return Placed(clause, linked(clause, item.boxes, clause.relation.link, target.clause, target.boxes, frame))


def _gathered(
    clause: Clause, target: Placed | None, behind: list[Placed], frame: Frame, *, seed: int, share: float
) -> Placed:
    """Place a crowd in company: over the stuff that it is said to be in, on the ground, or heaped up by a thing."""
    key = _key(clause, seed)
    if clause.place:
        return Placed(clause, crowd_boxes(clause, frame, key, share=share))
    if target is not None and not NOUNS[target.clause.noun].is_stuff and clause.relation is not None:
        heap = replace(clause, order="pile")
        boxes = pile_boxes(heap, frame, key) if is_crowd(heap) else grouped(clause, frame, key)
        return Placed(heap, linked(clause, boxes, clause.relation.link, target.clause, target.boxes, frame))
    if target is None and rises(clause):
        # A pond or a path in a meadow is not what sheep stand on.
        grounds = [each for each in behind if NOUNS[each.clause.noun].kind == "ground"]
        target = max(grounds, key=lambda each: _area(each.boxes[0]), default=None)
    if target is None:
        return Placed(clause, crowd_boxes(clause, frame, key, share=share))
    kind, (x0, y0, x1, y1) = NOUNS[target.clause.noun].kind, target.boxes[0]
    if kind == "sky":
        tops = [each.boxes[0][1] for each in behind if NOUNS[each.clause.noun].kind == "ground"]
        y1 = min([y1, *(top for top in tops if top > y0 + 0.2 * frame.height)])
    if clause.relation is not None and clause.relation.link == "above" and y0 > 0.2 * frame.height:
        y0, y1 = 0.0, y0
    standing = kind == "ground" and rises(clause)
    room = (x0, y0, x1, y1)
    return Placed(clause, crowd_boxes(clause, frame, key, room=room, standing=standing, share=share))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def arrange(scene: Scene, aspect: float, *, seed: int = 0) -> tuple[Mark, ...]:
    """Return the marks of a scene from back to front."""
    frame = Frame(sqrt(aspect), 1 / sqrt(aspect))
    backlit = "backlit" in scene.moods
    marks: list[Mark] = []
    lights: list[Mark] = []
    placed = place_scene(scene, aspect, seed=seed)
    share = 1 / max(sum(is_crowd(item.clause) for item in placed), 1)
    for item in placed:
        own = clause_marks(item.clause, item.boxes, frame, seed=seed, backlit=backlit, share=share)
        shines = "night" in scene.moods and NOUNS[item.clause.noun].look in _SHINING
        (lights if shines else marks).extend(own)
    # What shines at night is not darkened by it.
    return (*marks, *mood_marks(scene.moods, frame, seed), *lights)
