"""Holds scenes to what the recogniser is sure of: a thing that was seen should be named, and drawn where it is.

Whoever recognises a picture does it by its nouns, which measures of pixels hardly notice. Knows no search and words
nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codec.cielab import Floats
from sketch.eye_canvas import layer
from sketch.eye_clothes import is_worn, wears
from sketch.eye_moves import MOST_COUNTED
from sketch.eye_nouns import PLAIN
from sketch.lexicon import NOUNS
from sketch.naming_things import Sighting
from sketch.scene import Clause

WORTH = 1.5
"""What a large thing that is surely there gains by being named and drawn where it is, in fidelity."""
_NAMED = 0.8
"""The share of it that is gained by the name alone."""
_ASTRAY = 0.6
"""What is left of the gain by name where a thing is drawn wholly elsewhere."""
_THERE = 0.25
"""The share of a drawn thing, or of its box where that is smaller, that must lie in the box for all of that gain."""
_CLEAR = 0.9
"""The share of a drawn thing that must be seen for its name to count in full; what hides it costs by the square."""
_SPECK = 0.2
"""The share of a thing's box that must be drawn of it for its name to count in full: a face is no dot."""
_MISCOUNTED = 0.7
"""What is left of the gain by name of several where the clause that gains most is of another number."""
_LARGE = 0.25
"""The side of a thing, as a share of the picture, from which on it is worth all of that."""
_MANIFOLD = frozenset({"tree", "building", "flower", "fruit", "cloud"})
"""Nouns of which there are mostly several, one box though they have."""
_HEAPED = frozenset({"flower", "fruit"})
"""Those of which there may be dozens where their box is large, each of its own shape."""
_EXPANSE = 0.5
"""The sides of a box that holds dozens, as shares of the picture, are at least this."""


_MOST_KEPT = 64
"""Scenes of which it is kept what of them is seen: a search asks about one after the other, option by option."""

Doubles = NDArray[np.float64]
"""Sums of a thousand pixels must not depend on their order, where scores are rounded."""
_Clauses = tuple[Clause, ...]


class Roll:
    """The things that were seen in one original, called over scenes."""

    def __init__(self, sightings: Sequence[Sighting], *, width: int, height: int) -> None:
        self.sightings = tuple(each for each in sightings if not NOUNS[each.noun].is_stuff)
        self.apart = tuple(each for each in self.sightings if not is_worn(each, self.sightings))
        """Those that are things by themselves."""
        self._size = width, height
        self._windows = np.stack([np.ones(width * height), *(_box(each, width, height) for each in self.sightings)])
        self._sizes = self._windows[1:].sum(axis=1).tolist()
        self._worth = [_worth(each) for each in self.sightings]
        self._nouns = frozenset(each.noun for each in self.sightings)
        self._areas: dict[Clause, Doubles] = {}
        self._unveiled: dict[tuple[_Clauses, _Clauses], tuple[Doubles, list[tuple[Clause, Doubles]]]] = {}

    @property
    def most(self) -> float:
        """What a scene gains that names everything exactly where it is."""
        return float(sum(self._worth))

    def names(self, noun: str) -> bool:
        """Tell whether a noun is that of a thing that was seen."""
        return noun in self._nouns

    def may_be_many(self, noun: str) -> bool:
        """Tell whether there may be several of a noun: its box, or the lack of one, doesn't tell how many."""
        several = any(each.noun == noun and each.count > 1 for each in self.sightings)
        return several or noun in _MANIFOLD or not self.names(noun)

    def may_be_heaped(self, sighting: Sighting) -> bool:
        """Tell whether a box is so large that what was seen in it may lie there by the dozen."""
        x0, y0, x1, y1 = sighting.box
        return sighting.noun in _HEAPED and min(x1 - x0, y1 - y0) > _EXPANSE

    def is_met(self, noun: str, clauses: Sequence[Clause]) -> bool:
        """Tell whether a scene names what was seen once already, so that a second would be one too many."""
        return self.names(noun) and noun not in _MANIFOLD and any(clause.noun == noun for clause in clauses)

    def call(self, before: Sequence[Clause], options: Sequence[Clause | None], after: Sequence[Clause]) -> Floats:
        """Return what each scene of `before`, one of the options and `after` gains by naming things; (options,)."""
        if not self.sightings:
            return np.zeros(len(options), np.float32)
        veil, beyond = self._unveil(tuple(after))
        below = self._unveil(tuple(before), tuple(after))[1] if any(map(self._counts, before)) else []
        best = np.zeros((len(options), len(self.sightings)), np.float32)
        for clause, seen in beyond:
            best = np.maximum(best, self._values(clause, self._sums(seen[None]), self._drawn(clause)))
        if below:
            covers = self._covers(options)
            for clause, seen in below:
                shown = self._sums(seen[None]) - self._sums(covers, seen)
                best = np.maximum(best, self._values(clause, shown, self._drawn(clause)))
        for clause, alike in self._by_name(options):
            own = covers[alike] if below else self._covers([options[index] for index in alike])
            values = self._values(clause, self._sums(own, veil), own.sum(axis=1))
            best[alike] = np.maximum(best[alike], values)
        return np.asarray(best.sum(axis=1), np.float32)

    def _covers(self, options: Sequence[Clause | None]) -> Doubles:
        """Return what each option covers, (options, pixels)."""
        bare = np.ones(self._windows.shape[1], np.float32)
        keeps = [bare if option is None else self._keep(option) for option in options]
        return 1 - np.stack(keeps, dtype=np.float64)

    def _unveil(self, clauses: _Clauses, after: _Clauses = ()) -> tuple[Doubles, list[tuple[Clause, Doubles]]]:
        """Return what shows through clauses and those after them, and what is seen of those that were seen.

        Not to be written to.
        """
        found = self._unveiled.get((clauses, after))
        if found is not None:
            return found
        veil: Doubles = self._unveil(after)[0] if after else np.ones(self._windows.shape[1])
        seen: list[tuple[Clause, Doubles]] = []
        for clause in reversed(clauses):
            keep = self._keep(clause)
            if self._counts(clause):
                seen.append((clause, np.asarray((1 - keep) * veil)))
            veil = np.asarray(veil * keep)
        if len(self._unveiled) >= _MOST_KEPT:
            self._unveiled.clear()
        self._unveiled[clauses, after] = veil, seen
        return veil, seen

    def _counts(self, clause: Clause) -> bool:
        """Tell whether a clause names something that was seen, or wears it."""
        return self.names(clause.noun) or bool(clause.wears)

    def _by_name(self, options: Sequence[Clause | None]) -> list[tuple[Clause, list[int]]]:
        """Return the places of the options that count, those together that name, number and wear the same as one."""
        found: dict[object, tuple[Clause, list[int]]] = {}
        for index, option in enumerate(options):
            if option is not None and self._counts(option):
                found.setdefault((option.noun, option.count, option.wears), (option, []))[1].append(index)
        return list(found.values())

    def _keep(self, clause: Clause) -> Floats:
        """Return what shows through a clause, (pixels,)."""
        return layer(clause, width=self._size[0], height=self._size[1]).keep.reshape(-1)

    def _drawn(self, clause: Clause) -> Doubles:
        """Return how many pixels a clause covers, (1,)."""
        if clause not in self._areas:
            self._areas[clause] = self._covers([clause]).sum(axis=1)
        return self._areas[clause]

    def _sums(self, planes: Doubles, weight: Doubles | float = 1.0) -> Doubles:
        """Sum up planes (n, pixels) that are weighed, (pixels,): all of each and what lies in every thing's box.

        Shape (n, 1 + sightings).
        """
        return np.asarray(planes @ (self._windows * weight).T)

    def _values(self, clause: Clause, sums: Doubles, drawn: Doubles) -> Floats:
        """Return what a clause gains for each thing by what can be seen of it: nothing for others.

        `sums` are those of `_sums` for what can be seen, `drawn` (n,) or (1,) is how many pixels are covered. Shape
        (n, sightings).
        """
        found = np.zeros((len(sums), len(self.sightings)), np.float32)
        seen = sums[:, 0]
        clear = np.minimum(seen / np.maximum(_CLEAR * drawn, 1e-6), 1.0)
        for index, (each, size, worth) in enumerate(zip(self.sightings, self._sizes, self._worth, strict=True)):
            if each.noun == clause.noun:
                shared = sums[:, 1 + index]
                placed = np.minimum(1.6 * shared / (size + seen - shared), 1.0)
                there = np.minimum(shared / np.maximum(_THERE * np.minimum(drawn, size), 1e-6), 1.0)
                named = clear**2 * np.minimum(1.0, drawn / (_SPECK * size)) * (_ASTRAY + (1 - _ASTRAY) * there)
                if each.count > 1 and clause.count != min(each.count, MOST_COUNTED):
                    named = named * _MISCOUNTED
                found[:, index] = worth * (_NAMED * named + (1 - _NAMED) * placed)
            elif wears(clause, each.noun):
                found[:, index] = worth * clear**2
        return found


def _worth(sighting: Sighting) -> float:
    x0, y0, x1, y1 = sighting.box
    side = ((x1 - x0) * (y1 - y0)) ** 0.5
    surplus = max(sighting.confidence - PLAIN, 0.0) / (1 - PLAIN)
    return float(WORTH * surplus * min(side / _LARGE, 1.0))


def _box(sighting: Sighting, width: int, height: int) -> Doubles:
    """Return 1 where a thing's box is on a raster, at least a row and a column, and 0 elsewhere; (pixels,)."""
    x0, y0, x1, y1 = sighting.box
    top, left = min(int(y0 * height), height - 1), min(int(x0 * width), width - 1)
    bottom, right = max(round(y1 * height), top + 1), max(round(x1 * width), left + 1)
    inside = np.zeros((height, width))
    inside[top:bottom, left:right] = 1
    return inside.reshape(-1)
