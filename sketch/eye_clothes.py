"""What people who were seen have on: which clothes belong to whom, and in which colour; judges nothing.

A hat that is said by itself is drawn by itself. Said of who wears it, it needs no place and sits on a head.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from codec.cielab import Floats
from sketch.eye_residual import Corners, name_colour
from sketch.lexicon import CLOTHES, NOUNS
from sketch.naming_faces import touch
from sketch.naming_things import Sighting, colour_in
from sketch.scene import Clause, Worn

ITEMS: Mapping[str, str] = {
    "hat": "hat",
    "helmet": "cap",
    "dress": "dress",
    "sunglasses": "glasses",
    "mask": "mask",
}
"""Noun of the recogniser to the key of `sketch.lexicon.CLOTHES`."""

_IN_DRESSES = frozenset({"woman", "bride"})
_ON_FACES: Mapping[str, Corners] = {
    "hat": (0.1, -0.4, 0.9, 0.1),
    "cap": (0.1, -0.4, 0.9, 0.1),
    "dress": (0.1, 1.15, 0.9, 1.6),
    "glasses": (0.1, 0.25, 0.9, 0.5),
    "mask": (0.2, 0.5, 0.8, 0.9),
}
"""Where an item lies, in fractions of the box around a face; what reaches out of the picture is cut off."""
_ON_PEOPLE: Mapping[str, Corners] = {
    "hat": (0.35, 0.0, 0.65, 0.1),
    "cap": (0.35, 0.0, 0.65, 0.1),
    "dress": (0.3, 0.3, 0.7, 0.8),
    "glasses": (0.4, 0.08, 0.6, 0.12),
    "mask": (0.4, 0.08, 0.6, 0.16),
}


def is_wearer(noun: str) -> bool:
    """Tell whether the painter dresses what a noun names."""
    return NOUNS[noun].kind in {"person", "face"}


def worn_by(wearer: Sighting, sightings: Iterable[Sighting], lab: Floats) -> tuple[Worn, ...]:
    """Return what one who was seen has on, each in its colour in the original's Lab, (height, width, 3).

    Of several it isn't known who has it on.
    """
    if not is_wearer(wearer.noun) or wearer.count > 1:
        return ()
    seen = (ITEMS[each.noun] for each in sightings if each.noun in ITEMS and touch(each.box, wearer.box))
    items = dict.fromkeys(item for item in seen if item != "dress" or wearer.noun in _IN_DRESSES)
    rooms = _ON_FACES if NOUNS[wearer.noun].kind == "face" else _ON_PEOPLE
    found = []
    for item in items:
        colour = name_colour(np.array(colour_in(_within(wearer.box, rooms[item]), lab), np.float32))
        found.append(Worn(item, None if colour == CLOTHES[item][1] else colour))
    return tuple(found)


def clothed(clauses: Iterable[Clause], worn: Sequence[Worn]) -> list[Clause]:
    """Return clauses of one who was seen with each of the things that are worn, and as they are."""
    return [each for clause in clauses for each in (clause, *(replace(clause, wears=(item,)) for item in worn))]


def is_worn(sighting: Sighting, sightings: Iterable[Sighting]) -> bool:
    """Tell whether something that was seen is on someone who was seen too."""
    return sighting.noun in ITEMS and any(
        is_wearer(each.noun) and touch(each.box, sighting.box) for each in sightings if each.noun not in ITEMS
    )


def wears(clause: Clause, noun: str) -> bool:
    """Tell whether a clause has on what the recogniser calls by that noun."""
    return any(ITEMS.get(noun) == worn.item for worn in clause.wears)


def _within(box: Corners, room: Corners) -> Corners:
    """Turn fractions of a box into fractions of the picture, kept inside it."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    left, top = x0 + room[0] * wide, y0 + room[1] * high
    right, bottom = x0 + room[2] * wide, y0 + room[3] * high
    return (
        min(max(left, 0.0), 0.98),
        min(max(top, 0.0), 0.98),
        min(max(right, 0.02), 1.0),
        min(max(bottom, 0.02), 1.0),
    )
