"""Judges scenes roughly against one original: likeness, true colours, and what their nouns earn; searches nothing."""

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from codec.cielab import Floats
from codec.fidelity import Measure
from sketch.eye_canvas import variants
from sketch.eye_earnings import Earnings
from sketch.eye_nouns import Insight
from sketch.eye_sightings import Roll
from sketch.scene import Clause

MEANING = 0.9
"""What a picture whose nouns are all surely right gains over one whose nouns are all wrong, in fidelity."""
ACCURACY = 0.6
"""What a picture loses for each unit of its mean colour difference (ΔE 1976), in fidelity.

The measure's colour saturates and looks at what is salient; this keeps large quiet areas true.
"""
_MOST_SCORES = 40_000
"""Scores are kept, since round after round asks for most of them again: about two hundred bytes each."""

_AT_ONCE = 32
"""About so many scenes are judged together: more of them don't fit into a core's cache."""

_Key = tuple[int, ...]
Question = tuple[Sequence[Clause], Sequence[Clause | None], Sequence[Clause]]
"""Which of these options (None: nothing) is best between what is before and what is after it?"""


class Judge:
    """One original's measures, and the scores of the scenes that were judged."""

    def __init__(self, rough: Measure, insight: Insight, roll: Roll) -> None:
        self._rough, self._roll = rough, roll
        self._earnings = Earnings(insight, rough.weight)
        self._numbers: dict[Clause, int] = {}
        # Not the count of those above: two threads would give two clauses the same.
        self._next_number = count()
        self._scores: dict[_Key, float] = {}

    def answer(self, questions: Sequence[Question]) -> list[Floats]:
        """Score the options of each question; together, since small stacks take long for each picture."""
        keys = [self._keys(*question) for question in questions]
        # Several threads may share an eye: what another drops is still known here.
        kept = self._scores
        new: dict[_Key, None] = {}
        asked: list[Question] = []
        for (before, options, after), own in zip(questions, keys, strict=True):
            pairs = zip(own, options, strict=True)
            fresh = {key: option for key, option in pairs if key not in kept and key not in new}
            if fresh:
                new |= dict.fromkeys(fresh)
                asked.append((before, tuple(fresh.values()), after))
        if new:
            if len(kept) > _MOST_SCORES:
                kept = {key: kept[key] for own in keys for key in own if key in kept}
                self._scores = kept
            kept.update(zip(new, self._judged(asked).tolist(), strict=True))
        return [np.array([kept[key] for key in own], np.float32) for own in keys]

    def _keys(self, before: Sequence[Clause], options: Sequence[Clause | None], after: Sequence[Clause]) -> list[_Key]:
        """Return for each option the clauses of the whole scene by their numbers, which are quicker to look up."""
        head, tail = self._numbers_of(before), self._numbers_of(after)
        middles = [() if option is None else self._numbers_of((option,)) for option in options]
        return [(*head, *middle, *tail) for middle in middles]

    def _numbers_of(self, clauses: Sequence[Clause]) -> _Key:
        return tuple(self._numbers.setdefault(clause, next(self._next_number)) for clause in clauses)

    def _judged(self, questions: Sequence[Question]) -> Floats:
        """Score the options of all questions in their order."""
        return np.concatenate([self._judged_together(portion) for portion in _portions(questions)])

    def _judged_together(self, questions: Sequence[Question]) -> Floats:
        width, height = self._rough.width, self._rough.height
        labs = np.concatenate([variants(*question, width=width, height=height) for question in questions])
        totals, away = self._rough.totals(labs)
        named = np.concatenate([self._roll.call(*question) for question in questions])
        earned = np.float32(MEANING) * np.concatenate([self._earnings.call(*q) for q in questions]) + named
        # Rounded, so that it never matters which options were judged together.
        return np.asarray(np.round(totals - np.float32(ACCURACY) * away + earned, 4), np.float32)

    def named(self, clauses: Sequence[Clause]) -> float:
        """Return the share of what the recogniser is sure of that clauses name where it is, from 0 to 1."""
        before, last = clauses[:-1], clauses[-1:] or (None,)
        earned = MEANING * self._earnings.call(before, last, ()) + self._roll.call(before, last, ())
        return min(max(float(earned[0]) / (MEANING + self._roll.most), 0.0), 1.0)


def _portions(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Cut questions into portions of as many options each, `_AT_ONCE` or nearly; the last may have fewer."""
    every = sum(len(options) for _, options, _ in questions)
    size = -(-every // max(round(every / _AT_ONCE), 1))
    portion: list[Question] = []
    room = size
    for before, options, after in questions:
        first = 0
        while first < len(options):
            taken = options[first : first + room]
            portion.append((before, taken, after))
            first, room = first + len(taken), room - len(taken)
            if not room:
                yield portion
                portion, room = [], size
    if portion:
        yield portion
