"""Moves things to what they stand on, sit in, hold or look past; all in scene units."""

from collections.abc import Sequence

from sketch.arrange_region import Box, Frame
from sketch.arrange_scenery import ALOFT
from sketch.lexicon import NOUNS
from sketch.lexicon_prose import LIVING_LOOKS
from sketch.looks.index import has_pose
from sketch.scene import Clause, Link

_SEATS = {
    "sofa": 0.5, "chair": 0.55, "bench": 0.55, "bed": 0.4, "horse": 0.35, "bicycle": 0.35, "motorcycle": 0.35,
    "plate": 0.5, "pizza": 0.5, "table": 0.2, "boat": 0.55, "cart": 0.3, "skateboard": 0.5, "surfboard": 0.5,
    "elephant": 0.2, "camel": 0.3, "swing": 0.8, "bowl": 0.3, "tree": 0.35, "ship": 0.4,
    "bridge": 0.25, "pan": 0.5, "rider": 0.35, "bag": 0.4, "drum": 0.2,
}  # fmt: skip
"""How far down a look's box things stand that are on or in it."""
_RIDDEN = {
    "horse": (0.6, -0.04), "rider": (0.6, -0.04), "camel": (0.6, -0.1), "elephant": (0.5, 0.0),
    "bicycle": (0.85, -0.12), "motorcycle": (0.75, -0.1),
}  # fmt: skip
"""For looks that are ridden, how far down what is below the seat a rider's legs reach, and how far from the middle of
the look's box, in widths, the rider sits."""
_HUNG_FROM = frozenset({"chair", "sofa", "bench", "bed", "table", "swing", *_RIDDEN})
"""Looks from which the legs of who sits on them hang down."""
_CLOSE, _BACK = 0.6, 0.62
"""How far apart those are who ride together, in widths of one, and how much of what they ride they take up."""
_MOST_CLOSE = 4
"""More than so many have no room on one back."""
_UNDER = 1.3
"""How broad those are together, in widths, who are under something."""
_LEGS = 0.34
"""What share of one who sits is below the seat."""
_MOST_GROWN = 1.2
"""People don't grow more than this by sitting down."""
_LEAST_SHRUNK = 0.3
"""Nor do they shrink below this where there is no room for their heads."""
_LEAST_LIVELY = 0.5
"""People and animals don't shrink below this to fit on what is small: a cat is larger than a purse."""
_LEAST_BESIDE = 0.75
"""Nor does anything shrink below this to find room beside something."""
_MOST_STRETCHED = 1.8
"""A table at which several sit is no more than so many times as large as usual."""
_HEADROOM = 0.01
"""What is left above one who sits, scene units."""


def bounds(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def moved(boxes: Sequence[Box], *, to: tuple[float, float], scale: float = 1.0) -> tuple[Box, ...]:
    """Scale boxes as a group, and put the middle of its lower side at a point."""
    x0, _, x1, y1 = bounds(boxes)
    cx, cy = (x0 + x1) / 2, y1
    return tuple(
        (
            to[0] + (box[0] - cx) * scale,
            to[1] + (box[1] - cy) * scale,
            to[0] + (box[2] - cx) * scale,
            to[1] + (box[3] - cy) * scale,
        )
        for box in boxes
    )


def linked(
    clause: Clause, boxes: tuple[Box, ...], link: Link, target: Clause, target_boxes: tuple[Box, ...], frame: Frame
) -> tuple[Box, ...]:
    """Return where a clause's boxes go by its link to a target that has its room; a place that is said stays."""
    noun, other = NOUNS[clause.noun], NOUNS[target.noun]
    if noun.is_stuff or (clause.place and link != "holding"):
        return boxes
    if other.is_stuff:
        return _by_stuff(clause, boxes, link, target, target_boxes[0], frame)
    if 1 < len(boxes) == len(target_boxes) and (link == "holding" or (link == "on" and _sits(clause, other.look))):
        pairs = zip(boxes, target_boxes, strict=True)
        return tuple(box for own, room in pairs for box in _by_thing(clause, (own,), link, target, room, frame))
    return _by_thing(clause, boxes, link, target, bounds(target_boxes), frame)


def _by_stuff(
    clause: Clause, boxes: tuple[Box, ...], link: Link, target: Clause, room: Box, frame: Frame
) -> tuple[Box, ...]:
    kind = NOUNS[target.noun].kind
    x0, y0, x1, y1 = bounds(boxes)
    height = y1 - y0
    middle = (x0 + x1) / 2 if room[0] <= 0 and room[2] >= frame.width else (room[0] + room[2]) / 2
    if kind in {"sky", "wall", "patch"} or link in {"above", "around", "beside"}:
        return _before_backdrop(clause, boxes, link, target, room, frame)
    if kind == "ground" and link in {"on", "in", "under"}:
        base = max(room[1] + 0.45 * (room[3] - room[1]), min(y1, room[3] - 0.04 * frame.height))
        return moved(boxes, to=(middle, min(base, 0.97 * frame.height)))
    if kind == "mass" and link == "on":
        scale = min(1.0, (room[1] + 0.12) / max(height, 1e-6)) if room[1] > 0.25 * frame.height else 1.0
        base = room[1] + 0.14 * (room[3] - room[1])
        return moved(boxes, to=(middle, max(base, height * scale + 0.01)), scale=scale)
    if link == "before":
        return moved(boxes, to=(middle, min(room[3] + 0.1 * frame.height, 0.95 * frame.height)))
    if kind in {"far", "mass"} and link in {"on", "in"}:
        return moved(boxes, to=(middle, min(max(room[3], room[1] + 0.6 * (room[3] - room[1])), 0.95 * frame.height)))
    return boxes


def _before_backdrop(
    clause: Clause, boxes: tuple[Box, ...], link: Link, target: Clause, room: Box, frame: Frame
) -> tuple[Box, ...]:
    x0, y0, x1, y1 = bounds(boxes)
    if NOUNS[target.noun].look == "branches" and link == "on":
        return moved(boxes, to=((room[0] + room[2]) / 2, (room[1] + room[3]) / 2))
    if link == "above" and NOUNS[clause.noun].look in ALOFT:
        return moved(boxes, to=((x0 + x1) / 2, max(0.6 * room[1], 1.2 * (y1 - y0))))
    if NOUNS[target.noun].kind == "sky" and NOUNS[clause.noun].place == "center":
        return moved(boxes, to=((x0 + x1) / 2, max(0.28 * frame.height + (y1 - y0) / 2, y1 - y0 + _HEADROOM)))
    return boxes


def _fit(boxes: tuple[Box, ...], width: float, height: float) -> float:
    x0, y0, x1, y1 = bounds(boxes)
    return min(1.0, width / max(x1 - x0, 1e-6), height / max(y1 - y0, 1e-6))


def _ride_together(look: str, target: Clause, riders: int) -> bool:
    """Tell whether so many share one back; who rides several horses is not close together."""
    return look in _RIDDEN and target.count == 1 and riders <= _MOST_CLOSE


def _seated(boxes: tuple[Box, ...], target: Clause, room: Box) -> tuple[Box, ...]:
    """Return where people sit on something: their feet are about where it stands, or hang beside what they ride."""
    x0, y0, x1, y1 = room
    look = NOUNS[target.noun].look
    seat = y0 + _SEATS[look] * (y1 - y0)
    together = _ride_together(look, target, len(boxes))
    boxes = _close(boxes) if together else boxes
    own = bounds(boxes)
    tall = own[3] - own[1]
    reach, aside = _RIDDEN.get(look, (1.0, 0.0))
    free = max((seat - _HEADROOM) / ((1 - _LEGS) * tall), _LEAST_SHRUNK)
    scale = min(reach * (y1 - seat) / (_LEGS * tall), free, _MOST_GROWN)
    if len(boxes) > 1:
        broad = _BACK if together else 1.1
        scale = min(scale, broad * (x1 - x0) / (own[2] - own[0]))
    middle = (x0 + x1) / 2 + aside * (x1 - x0)
    return moved(boxes, to=(middle, seat + _LEGS * tall * scale), scale=scale)


def _close(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Return boxes so close that each overlaps the next: who rides together sits back to front."""
    wide = max(x1 - x0 for x0, _, x1, _ in boxes)
    first = boxes[0][0]
    return tuple(
        (first + _CLOSE * wide * at, y0, first + _CLOSE * wide * at + x1 - x0, y1)
        for at, (x0, y0, x1, y1) in enumerate(boxes)
    )


def _by_thing(
    clause: Clause, boxes: tuple[Box, ...], link: Link, target: Clause, room: Box, frame: Frame
) -> tuple[Box, ...]:
    noun, look = NOUNS[clause.noun], NOUNS[target.noun].look
    x0, y0, x1, y1 = room
    width, height, middle = x1 - x0, y1 - y0, (x0 + x1) / 2
    own = bounds(boxes)
    own_height = own[3] - own[1]
    free = frame.height
    point, scale = (middle, y1), 1.0
    match link:
        case "on" | "in" if _sits(clause, look):
            return _seated(boxes, target, room)
        case "on" | "in":
            base = y0 + _SEATS.get(look, 0.5 if link == "in" else 0.06) * height
            several = len(boxes) > 1
            tallest = max(base - 0.01, 0.3 * free)
            if look == "table" and (several or (target.relation is not None and target.relation.link == "before")):
                # What is on a table doesn't hide who sits at it.
                tallest = 0.55 * height
            scale = _fit(boxes, (0.9 if several else 0.75) * width, tallest)
            scale = max(scale, _LEAST_LIVELY) if noun.look in LIVING_LOOKS and len(boxes) == 1 else scale
            point = (middle, base)
        case "holding" if noun.look == "umbrella":
            scale = _fit(boxes, 1.3 * width, 0.55 * height)
            point = (middle + 0.2 * width, y0 + 0.28 * height)
        case "holding":
            scale = _fit(boxes, 0.9 * width, 0.32 * height)
            point = (x1 - 0.08 * width, y0 + 0.58 * height + 0.5 * own_height * scale)
        case "under":
            scale = _fit(boxes, 0.8 * width, 0.75 * height)
            base = y1 if noun.kind in {"thing", "person"} else y1 + own_height
            point = (middle, min(base + 0.02, free))
        case "above":
            scale = _fit(boxes, 1.2 * width, free)
            point = (middle, max(y0 - 0.03, own_height * 0.7))
        case "before" if noun.look == "table":
            # A table reaches from the first who sits at it to the last.
            wide = 0.9 * min(width, frame.width) / (own[2] - own[0])
            scale = max(min(wide, _MOST_STRETCHED, 0.5 * height / own_height), 1.0)
            point = (middle, min(y1 + 0.06, 0.98 * free))
        case "before":
            point = (middle + 0.12 * width, min(y1 + 0.06, 0.98 * free))
        case _:
            scale = max(_fit(boxes, max(x0, frame.width - x1) - 0.04, free), _LEAST_BESIDE)
            own = bounds(moved(boxes, to=(0.0, 0.0), scale=scale))
            right = x1 + (own[2] - own[0]) / 2 + 0.02
            fits = right + (own[2] - own[0]) / 2 <= frame.width * 1.02
            left = x0 - (own[2] - own[0]) / 2 - 0.02
            point = (right if fits else max(left, 0.02), y1)
    return within(moved(boxes, to=point, scale=scale), frame)


def within(boxes: tuple[Box, ...], frame: Frame) -> tuple[Box, ...]:
    """Move boxes as a group into the picture, as far as they fit; what is taller loses its lower part."""
    x0, y0, x1, y1 = bounds(boxes)
    dx = max(0.0, -x0) - max(0.0, x1 - frame.width) if x1 - x0 <= frame.width else frame.width / 2 - (x0 + x1) / 2
    dy = max(0.0, -y0) - max(0.0, y1 - frame.height) if y1 - y0 <= frame.height else -y0
    return tuple((box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy) for box in boxes)


def in_a_row(
    groups: Sequence[tuple[Clause, tuple[Box, ...]]], link: Link, target: Clause, room: Box, frame: Frame
) -> list[tuple[Box, ...]]:
    """Put clauses' boxes side by side on, in or under the same thing, narrowed to the room that there is.

    Who sits stays on the seat, whatever else stands where it stood.
    """
    look = NOUNS[target.noun].look
    rides = link != "under" and _ride_together(look, target, len(groups))
    share, apart, aside = (_BACK, _CLOSE, _RIDDEN[look][1]) if rides else (_UNDER if link == "under" else 1.0, 1.0, 0.0)
    widths = [apart * (bounds(boxes)[2] - bounds(boxes)[0]) for _, boxes in groups]
    broad = sum(widths) + (1 / apart - 1) * widths[-1]
    scale = min(1.0, share * (room[2] - room[0]) / broad)
    left = (room[0] + room[2]) / 2 + aside * (room[2] - room[0]) - scale * sum(widths) / 2
    found = []
    for (clause, boxes), width in zip(groups, widths, strict=True):
        own = bounds(boxes)
        legs = _LEGS * (own[3] - own[1]) if link != "under" and _sits(clause, look) else 0.0
        to = left + scale * width / 2, own[3] - (1 - scale) * legs
        found.append(within(moved(boxes, to=to, scale=scale), frame))
        left += scale * width
    return found


def in_turn(groups: Sequence[tuple[Clause, tuple[Box, ...]]], room: Box, frame: Frame) -> list[tuple[Box, ...]]:
    """Put clauses' boxes by the sides of the same thing in turn, the first to its right where there is more room."""
    edges = [room[0], room[2]]
    turn = int(frame.width - room[2] >= room[0])
    found = []
    for _, boxes in groups:
        x0, _, x1, _ = bounds(boxes)
        reach = (x1 - x0) / 2 + 0.02
        to = edges[turn] + (reach if turn else -reach)
        own = within(moved(boxes, to=(to, bounds(boxes)[3])), frame)
        edges[turn] = bounds(own)[2 if turn else 0]
        found.append(own)
        turn = 1 - turn
    return found


def _sits(clause: Clause, look: str) -> bool:
    """Tell whether a clause is of people whose legs hang down from a look that they sit on."""
    noun = NOUNS[clause.noun]
    return noun.kind == "person" and clause.pose == "sitting" and has_pose(noun.look, "sitting") and look in _HUNG_FROM
