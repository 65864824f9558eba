"""Decides from held-out answers what may be said: floors, precision and recall; numpy only, trains no network.

Whatever is reported is nested by source: a floor is chosen on the other folds and measured on the one left out. Only
the floor that ships is chosen on all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketch.naming_backbone import Array

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

TARGET_PRECISION = 0.6
"""A noun that is right less often than this is not said."""
MARGIN = 0.15
"""Floors aim this much above the target: the best floor of few samples is a lucky one, and a wrong noun costs more than
a missing one."""
LEAST_CONFIDENCE = 0.4
"""No floor is lower: however right the surest sayings are, they are no ground for a saying that is likelier wrong."""
LEAST_SAID = 8
"""Fewer held-out sayings than this show nothing."""
NEVER = 1.01
"""A floor that no confidence reaches."""
PRIOR_SAYINGS = 6.0
"""As many sayings as what is true of all rare nouns together counts for in the record of one."""


@dataclass(frozen=True)
class Measured:
    """One word's record over held-out photographs."""

    floor: float
    precision: float
    recall: float
    said: int
    shown: int
    weight: float = 0.0
    """Sayings of other words that are counted in `precision`."""

    @property
    def speakable(self) -> bool:
        """Whether the word was right often enough, often enough."""
        enough = self.said >= LEAST_SAID or self.weight > 0
        return enough and self.precision >= TARGET_PRECISION and self.floor < NEVER


def choose_floor(scores: Array, right: Bools) -> float:
    """Return the lowest score from which all that is said is right `TARGET_PRECISION + MARGIN` of the time.

    `NEVER` where no floor does so with at least `LEAST_SAID` samples.
    """
    order = np.argsort(-scores, kind="stable")
    said = np.arange(1, len(order) + 1)
    precision = np.cumsum(right[order]) / said
    ends_tie = np.append(scores[order][1:] != scores[order][:-1], True)[: len(order)]
    fit = np.nonzero(
        (precision >= TARGET_PRECISION + MARGIN) & (said >= LEAST_SAID) & ends_tie & (scores[order] >= LEAST_CONFIDENCE)
    )[0]
    return float(scores[order[fit[-1]]]) if len(fit) else NEVER


def measure(scores: Array, right: Bools, shown: Bools, folds: Ints, *, candidates: Bools | None = None) -> Measured:
    """Choose floors without each fold in turn and measure there; the floor that ships comes from all folds.

    `right` says whether saying the word at a sample would be right, `shown` whether the sample has it at all,
    `candidates` which samples could say it (for cells: those where it is the likeliest class).
    """
    could = np.ones(len(scores), bool) if candidates is None else candidates
    said = np.zeros(len(scores), bool)
    for fold in np.unique(folds):
        others = could & (folds != fold)
        said |= could & (folds == fold) & (scores >= choose_floor(scores[others], right[others]))
    hits = int((said & right).sum())
    return Measured(
        floor=choose_floor(scores[could], right[could]),
        precision=hits / max(int(said.sum()), 1),
        recall=hits / max(int(shown.sum()), 1),
        said=int(said.sum()),
        shown=int(shown.sum()),
    )


def drawn_to(together: Measured, scores: Array, right: Bools) -> Measured:
    """Choose the floor of a rare word, and say what is to be expected of it there.

    The floor of all rare words `together`, or the least above it from which the word's own record, with
    `PRIOR_SAYINGS` of all of them added to it, reaches the target. Confidence is a chance: higher floors promise no
    less.
    """
    for floor in sorted({together.floor, *(f for f in (0.6, 0.7, 0.8, 0.9, 0.95) if f > together.floor)}):
        said = scores >= floor
        hits = int((said & right).sum())
        precision = (hits + PRIOR_SAYINGS * together.precision) / (int(said.sum()) + PRIOR_SAYINGS)
        if precision >= TARGET_PRECISION:
            break
    return Measured(
        floor=floor,
        precision=precision,
        recall=hits / max(int(right.sum()), 1),
        said=int(said.sum()),
        shown=int(right.sum()),
        weight=PRIOR_SAYINGS,
    )


def reliability(confidence: Array, right: Bools, *, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, count) per non-empty bin: the reliability diagram's points."""
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        (float(confidence[index == b].mean()), float(right[index == b].mean()), int((index == b).sum()))
        for b in range(bins)
        if (index == b).any()
    ]


def calibration_error(points: Sequence[tuple[float, float, int]]) -> float:
    """Return the expected calibration error (Naeini, Cooper and Hauskrecht 2015) of a reliability diagram."""
    total = sum(count for _, _, count in points)
    return sum(abs(confidence - share) * count for confidence, share, count in points) / max(total, 1)


def fit_logistic(features: Array, truth: Bools, *, ridge: float) -> Array:
    """Return weights (features + 1, last the offset) of a ridge logistic regression, by Newton's method."""
    x = np.concatenate([features, np.ones((len(features), 1), np.float32)], axis=1).astype(np.float64)
    y = truth.astype(np.float64)
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 1e-3
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + penalty * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights.astype(np.float32)
