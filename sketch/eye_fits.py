"""What was seen as clauses: in and about its box, in the colours that suit it, in what it wears; judges nothing."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from codec.cielab import Floats
from sketch.eye_canvas import layer, prepare
from sketch.eye_clothes import clothed, worn_by
from sketch.eye_moves import MOST_COUNTED, boxed, crowded, thrifty
from sketch.eye_residual import Corners, name_colour, share_within
from sketch.eye_sightings import Roll
from sketch.eye_target import Target
from sketch.naming_things import Sighting
from sketch.scene import Clause

_SHARE = 0.3
"""The share of a thing that must lie in a box to be looked for there."""


class Fits:
    """The things that were seen in one original, each in the clauses that may fit it."""

    def __init__(self, roll: Roll, things: Sequence[Sighting], target: Target, lab: Floats) -> None:
        """`lab` is the original, (height, width, 3), in whose colours clothes are."""
        self._roll, self._target = roll, target
        self._worn = {each: worn_by(each, things, lab) for each in things}
        self._kept: dict[Sighting, list[Clause]] = {}

    def within(self, box: Corners | None) -> list[Clause]:
        """Return clauses for the things in a box (None: anywhere) that the recogniser is sure of."""
        found = []
        for thing in self._roll.apart:
            if box is None or share_within(thing.box, box) > _SHARE:
                if thing not in self._kept:
                    self._kept[thing] = self._fitted(thing)
                found += self._kept[thing]
        return found

    def clothed(self, clause: Clause) -> list[Clause]:
        """Return a clause of one who was seen with and without what is worn."""
        worn = next((self._worn[each] for each in self._worn if each.noun == clause.noun), ())
        return clothed([replace(clause, wears=())], worn) if worn else []

    def _fitted(self, thing: Sighting) -> list[Clause]:
        """Place what was seen in its box in several sizes, in its usual colours, its own, and what suits the place."""
        plain = [replace(each, count=min(thing.count, MOST_COUNTED)) for each in boxed(thing.noun, thing.box)]
        if self._roll.may_be_heaped(thing):
            plain += crowded(thing.noun)
        width, height = self._target.width, self._target.height
        prepare(plain, width=width, height=height)
        masks = [1 - layer(clause, width=width, height=height).keep[..., 0] for clause in plain]
        coloured = [
            replace(clause, colours=(colour,))
            for clause, mask in zip(plain, masks, strict=True)
            for colour in self._target.colours_under(mask, most=2)
        ]
        own = name_colour(np.array(thing.colour, np.float32))
        coloured += [replace(clause, colours=(own,)) for clause in plain]
        return clothed(dict.fromkeys(thrifty(clause) for clause in (*plain, *coloured)), self._worn[thing])
