"""Holds scenes to what the recogniser is sure of: a thing that was seen should be named, and drawn where it is.

Whoever recognises a picture does it by its nouns, which measures of pixels hardly notice. Knows no search and words
nothing.
"""

from collections.abc import Sequence

import numpy as np

from codec.cielab import Floats
from sketch.eye_canvas import layer
from sketch.eye_clothes import is_worn, wears
from sketch.eye_nouns import PLAIN
from sketch.lexicon import NOUNS
from sketch.naming_things import Sighting
from sketch.scene import Clause

WORTH = 0.76
"""What a large thing that is surely there gains by being named and drawn where it is, in fidelity."""
_NAMED = 0.8
"""The share of it that is gained by the name alone."""
_CLEAR = 0.9
"""The share of a drawn thing that must be seen for its name to count in full; what hides it costs by the square."""
_SPECK = 0.2
"""The share of a thing's box that must be drawn of it for its name to count in full: a face is no dot."""
_LARGE = 0.25
"""The side of a thing, as a share of the picture, from which on it is worth all of that."""
_MANIFOLD = frozenset({"tree", "building", "flower", "fruit", "cloud"})
"""Nouns of which there are mostly several, one box though they have."""
_HEAPED = frozenset({"flower", "fruit"})
"""Those of which there may be dozens where their box is large, each of its own shape."""
_EXPANSE = 0.5
"""The sides of a box that holds dozens, as shares of the picture, are at least this."""


class Roll:
    """The things that were seen in one original, called over scenes."""

    def __init__(self, sightings: Sequence[Sighting], *, width: int, height: int) -> None:
        self.sightings = tuple(each for each in sightings if not NOUNS[each.noun].is_stuff)
        self.apart = tuple(each for each in self.sightings if not is_worn(each, self.sightings))
        """Those that are things by themselves."""
        self._size = width, height
        self._boxes = [_cut(each, width, height) for each in self.sightings]
        self._worth = [_worth(each) for each in self.sightings]
        self._nouns = frozenset(each.noun for each in self.sightings)
        self._areas: dict[Clause, float] = {}

    @property
    def most(self) -> float:
        """What a scene gains that names everything exactly where it is."""
        return float(sum(self._worth))

    def names(self, noun: str) -> bool:
        """Tell whether a noun is that of a thing that was seen."""
        return noun in self._nouns

    def may_be_many(self, noun: str) -> bool:
        """Tell whether there may be several of a noun: its box, or the lack of one, doesn't tell how many."""
        return noun in _MANIFOLD or not self.names(noun)

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
        bare = np.ones((self._size[1], self._size[0]), np.float32)
        veil, beyond = self._unveil(after, bare)
        below = self._unveil(before, veil)[1]
        keeps = np.stack([bare if option is None else self._keep(option) for option in options])
        best = np.zeros((len(options), len(self.sightings)), np.float32)
        for clause, seen in beyond:
            best = np.maximum(best, self._values(clause, seen[None]))
        for clause, seen in below:
            best = np.maximum(best, self._values(clause, seen * keeps))
        for index, option in enumerate(options):
            if option is not None and self._counts(option):
                own = self._values(option, ((1 - keeps[index]) * veil)[None])[0]
                best[index] = np.maximum(best[index], own)
        return np.asarray(best.sum(axis=1), np.float32)

    def _unveil(self, clauses: Sequence[Clause], veil: Floats) -> tuple[Floats, list[tuple[Clause, Floats]]]:
        """Return what shows through the clauses and the veil before them, and what is seen of those that were seen."""
        seen = []
        for clause in reversed(clauses):
            keep = self._keep(clause)
            if self._counts(clause):
                seen.append((clause, (1 - keep) * veil))
            veil = veil * keep
        return veil, seen

    def _counts(self, clause: Clause) -> bool:
        """Tell whether a clause names something that was seen, or wears it."""
        return self.names(clause.noun) or bool(clause.wears)

    def _keep(self, clause: Clause) -> Floats:
        return layer(clause, width=self._size[0], height=self._size[1]).keep[..., 0]

    def _drawn(self, clause: Clause) -> float:
        """Return how many pixels a clause covers."""
        if clause not in self._areas:
            self._areas[clause] = float((1 - self._keep(clause)).sum())
        return self._areas[clause]

    def _values(self, clause: Clause, visible: Floats) -> Floats:
        """Return what a clause gains for each thing by what can be seen of it, (n, height, width): nothing for others.

        Shape (n, sightings).
        """
        found = np.zeros((len(visible), len(self.sightings)), np.float32)
        drawn = self._drawn(clause)
        whole = max(_CLEAR * drawn, 1e-6)
        seen = visible.sum(axis=(1, 2)).astype(np.float64)
        clear = np.minimum(seen / whole, 1.0)
        for index, (each, box, worth) in enumerate(zip(self.sightings, self._boxes, self._worth, strict=True)):
            if each.noun == clause.noun:
                rows, columns = box
                size = (rows.stop - rows.start) * (columns.stop - columns.start)
                shared = visible[:, rows, columns].sum(axis=(1, 2)).astype(np.float64)
                placed = np.minimum(1.6 * shared / (size + seen - shared), 1.0)
                named = clear**2 * min(1.0, drawn / (_SPECK * size))
                found[:, index] = worth * (_NAMED * named + (1 - _NAMED) * placed)
            elif wears(clause, each.noun):
                found[:, index] = worth * clear**2
        return found


def _worth(sighting: Sighting) -> float:
    x0, y0, x1, y1 = sighting.box
    side = ((x1 - x0) * (y1 - y0)) ** 0.5
    surplus = max(sighting.confidence - PLAIN, 0.0) / (1 - PLAIN)
    return float(WORTH * surplus * min(side / _LARGE, 1.0))


def _cut(sighting: Sighting, width: int, height: int) -> tuple[slice, slice]:
    """Return the rows and columns of a thing's box on a raster, at least one of each."""
    x0, y0, x1, y1 = sighting.box
    top, left = min(int(y0 * height), height - 1), min(int(x0 * width), width - 1)
    bottom, right = max(round(y1 * height), top + 1), max(round(x1 * width), left + 1)
    return slice(top, min(bottom, height)), slice(left, min(right, width))
