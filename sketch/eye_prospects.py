"""Foresees what forms would earn by the name of what lies there, before any is painted; measures no likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
        stuff, things = (*insight.stuff, PLAIN_STUFF[1]), insight.apart
        by_stuff, by_thing = self._earned_by(stuff), self._earned_by(things)
        plain = PLAIN * (masks @ self._earnings.meaning.reshape(-1))
        self._most = np.empty(len(every), np.float32)
        self.nouns: list[tuple[str, ...]] = []
        """What earns most under each form, best first."""
        for at, form in enumerate(every):
            # A thing may always be called by its form.
            earns, words, least = (by_stuff, stuff, -np.inf) if form.stuff else (by_thing, things, float(plain[at]))
            order = np.argsort(-earns[at], kind="stable")[:_NAMES]
            self.nouns.append(tuple(words[index] for index in order if earns[at, index] > least))
            self._most[at] = max(float(earns[at].max()), least)

    def gains(self, clauses: Sequence[Clause]) -> Floats:
        """Return for each form the most that it earns more than what is drawn there, (forms,)."""
        return np.asarray(self._most - self._masks @ self._earnings.drawn(clauses).reshape(-1), np.float32)

    def _earned_by(self, nouns: Sequence[str]) -> Floats:
        """Return what each noun earns under each form, (forms, nouns)."""
        maps = np.stack([self._earnings.by(noun).reshape(-1) for noun in nouns], axis=1)
        return np.asarray(self._masks @ maps, np.float32)
