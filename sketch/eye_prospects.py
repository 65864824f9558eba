"""Foresees what forms would earn by the name of what lies there, before any is painted; measures no likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codec.cielab import Floats
from sketch.eye_earnings import Earnings
from sketch.eye_forms import Form, forms
from sketch.eye_nouns import PLAIN, PLAIN_STUFF, Insight
from sketch.scene import Clause, Colour

_NAMES = 2
"""So many nouns are kept for a form."""


@dataclass(frozen=True)
class Promise:
    """Where something of one colour would help, and what it may be called."""

    form: Form
    colour: Colour
    nouns: tuple[str, ...]
    """What earns most there, best first; of a thing none where nothing is surer than a plain form."""


class Prospects:
    """The chances of all nouns under all forms, of one original."""

    def __init__(self, insight: Insight, weight: Floats, masks: Floats) -> None:
        """`weight` is the original's saliency on the forms' raster, (height, width)."""
        self._earnings = Earnings(insight, weight)
        self._masks = masks
        every = forms(weight.shape[1], weight.shape[0])[0]
        self._is_stuff = np.array([form.stuff for form in every])
        self._stuff = (*insight.stuff, PLAIN_STUFF[1])
        self._things = insight.apart
        self._stuff_earn = self._earned_by(self._stuff)
        self._thing_earn = self._earned_by(self._things)
        self._plain_earn = PLAIN * (masks @ self._earnings.meaning.reshape(-1))

    def rank(self, clauses: Sequence[Clause], chosen: NDArray[np.intp]) -> tuple[Floats, list[tuple[str, ...]]]:
        """Return for each chosen form the most that it earns more than what is drawn there, and its nouns."""
        now = (self._masks @ self._earnings.drawn(clauses).reshape(-1))[chosen]
        gain = np.empty(len(chosen), np.float32)
        nouns: list[tuple[str, ...]] = []
        for at, form in enumerate(chosen):
            if self._is_stuff[form]:
                earns, words, least = self._stuff_earn[form], self._stuff, -np.inf
            else:
                earns, words, least = self._thing_earn[form], self._things, float(self._plain_earn[form])
            order = np.argsort(-earns, kind="stable")[:_NAMES]
            kept = tuple(words[index] for index in order if earns[index] > least)
            gain[at] = max(float(earns[order[0]]) if kept else least, least) - now[at]
            nouns.append(kept)
        return gain, nouns

    def _earned_by(self, nouns: Sequence[str]) -> Floats:
        """Return what each noun earns under each form, (forms, nouns)."""
        maps = np.stack([self._earnings.by(noun).reshape(-1) for noun in nouns], axis=1)
        return np.asarray(self._masks @ maps, np.float32)
