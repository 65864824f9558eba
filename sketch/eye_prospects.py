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
    gain: float
    """What is foreseen of its gain, as scenes are judged: by colour, accuracy and names alone."""


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
        self.nouns: list[tuple[str, ...]] = [()] * len(every)
        """What earns most under each form, best first."""
        is_stuff = np.array([form.stuff for form in every])
        self._choose(np.flatnonzero(is_stuff), by_stuff, stuff, np.full(len(every), -np.inf, np.float32))
        # A thing may always be called by its form.
        self._choose(np.flatnonzero(~is_stuff), by_thing, things, plain)

    def _choose(self, at: NDArray[np.intp], earns: Floats, words: Sequence[str], least: Floats) -> None:
        """Choose the nouns of the forms at those places by what each earns there, (forms, nouns), above the least."""
        earned = earns[at]
        order = np.argsort(-earned, axis=1, kind="stable")[:, :_NAMES]
        allowed = np.take_along_axis(earned, order, axis=1) > least[at][:, None]
        for form, indices, may_be in zip(at.tolist(), order.tolist(), allowed.tolist(), strict=True):
            self.nouns[form] = tuple(words[index] for index, may in zip(indices, may_be, strict=True) if may)
        self._most[at] = np.maximum(earned.max(axis=1), least[at])

    def gains(self, clauses: Sequence[Clause]) -> Floats:
        """Return for each form the most that it earns more than what is drawn there, (forms,)."""
        return np.asarray(self._most - self._masks @ self._earnings.drawn(clauses).reshape(-1), np.float32)

    def _earned_by(self, nouns: Sequence[str]) -> Floats:
        """Return what each noun earns under each form, (forms, nouns)."""
        maps = np.stack([self._earnings.by(noun).reshape(-1) for noun in nouns], axis=1)
        return np.asarray(self._masks @ maps, np.float32)
