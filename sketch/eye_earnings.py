"""What the nouns of a scene earn: the chance that they are right, over the picture; measures no likeness."""

from collections.abc import Sequence

import numpy as np

from codec.cielab import Floats
from sketch.eye_canvas import behind, layer
from sketch.eye_nouns import Insight
from sketch.scene import Clause

_TELLING = 5.0
"""How much more the noun of a thing counts than that of stuff, by area."""
_BARE = 0.2
"""What paper earns that nothing covers."""
_MOST_KEPT = 64
"""Planes of what clauses earn that are kept: a search asks about one scene after the other, option by option."""


class Earnings:
    """What the recogniser saw of one original, ready to be compared with what clauses say is there."""

    def __init__(self, insight: Insight, weight: Floats) -> None:
        """`weight` is the original's saliency, (height, width): the raster on which nouns are looked up."""
        self._height, self._width = weight.shape
        self._insight = insight
        self._chances: dict[str, Floats] = {}
        self._grounds: dict[tuple[Clause, ...], Floats] = {}
        meaning = weight * (1 + _TELLING * insight.telling(height=self._height, width=self._width))
        self.meaning: Floats = meaning / meaning.mean()
        """What each pixel counts, (height, width), mean 1."""

    def call(self, before: Sequence[Clause], options: Sequence[Clause | None], after: Sequence[Clause]) -> Floats:
        """Return the mean chance that the noun seen at each pixel is right, by saliency; shape (options,)."""
        ground, counted = self._earned(before), self.meaning
        over = 0.0
        for clause in reversed(after):
            keep = self._keep(clause)
            over += float(((1 - keep) * self._chance(clause.noun) * counted).sum())
            counted = counted * keep
        earned = np.full(len(options), float((ground * counted).sum()), np.float32)
        for noun, alike in _by_noun(options).items():
            chance = self._chance(noun)
            # In double precision: in single, the last digit depends on how many are multiplied together.
            spared = ((ground - chance) * counted).reshape(-1).astype(np.float64)
            keeps = np.stack([self._keep(clause).reshape(-1) for clause in alike.values()])
            earned[list(alike)] = float((chance * counted).sum()) + keeps @ spared
        return np.asarray((earned + np.float32(over)) / np.float32(self.meaning.size), np.float32)

    def by(self, noun: str) -> Floats:
        """Return what a noun earns at each pixel, (height, width)."""
        return np.asarray(self._chance(noun) * self.meaning)

    def drawn(self, clauses: Sequence[Clause]) -> Floats:
        """Return what the nouns that are seen earn at each pixel, (height, width)."""
        return np.asarray(self._earned(clauses) * self.meaning)

    def _earned(self, clauses: Sequence[Clause]) -> Floats:
        """Return what clauses earn at each pixel before that is counted, (height, width); not to be written to."""
        key = tuple(clauses)
        found = self._grounds.get(key)
        if found is None:
            if len(self._grounds) >= _MOST_KEPT:
                self._grounds.clear()
            found = self._grounds[key] = self._earn(key)
        return found

    def _earn(self, clauses: tuple[Clause, ...]) -> Floats:
        earned = np.full((self._height, self._width), _BARE, np.float32)
        for clause in behind(clauses):
            keep = self._keep(clause)
            earned = earned * keep + (1 - keep) * self._chance(clause.noun)
        return earned

    def _keep(self, clause: Clause) -> Floats:
        return np.asarray(layer(clause, width=self._width, height=self._height).keep[..., 0])

    def _chance(self, noun: str) -> Floats:
        if noun not in self._chances:
            self._chances[noun] = self._insight.chances(noun, height=self._height, width=self._width)
        return self._chances[noun]


def _by_noun(options: Sequence[Clause | None]) -> dict[str, dict[int, Clause]]:
    """Return the options of each noun by their places."""
    found: dict[str, dict[int, Clause]] = {}
    for index, option in enumerate(options):
        if option is not None:
            found.setdefault(option.noun, {})[index] = option
    return found
