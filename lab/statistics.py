"""The statistics of experiments over pictures: intervals, paired tests, and how many pictures would be needed.

A value here is one picture's figure: average repeats of a picture before they come here, or the intervals claim to know
more than they do. Every random draw comes from an integer seed. Knows nothing of runs and of what is measured.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from codec.errors import UsageError

Values = NDArray[np.float64]

LEVEL: Final = 0.95
"""How often an interval is meant to hold the truth."""
POWER: Final = 0.8
"""How often a difference that is there is meant to be found."""
RESAMPLES: Final = 10_000

_EXACT_COUNT: Final = 14
"""Up to so many pairs, every one of the 2**n sign flips is tried."""
_BATCH_VALUES: Final = 1 << 20
"""Values drawn at once: memory stays flat however many pictures there are."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A mean over pictures, and where the true mean lies at a stated level."""

    mean: float
    low: float | None
    """None: one picture says nothing of the spread."""
    high: float | None
    count: int
    """Pictures."""
    level: float = LEVEL

    def holds(self, value: float) -> bool:
        """Tell whether a value is inside the interval; one without ends holds every value."""
        return self.low is None or self.high is None or self.low <= value <= self.high


@dataclass(frozen=True, kw_only=True)
class PairedTest:
    """What a sign-flip test says of differences between pairs."""

    mean: float
    """Mean difference."""
    p: float
    """Two-sided: how often chance alone gives a mean difference at least as far from 0."""
    count: int
    """Pairs."""
    wins: int
    """Pairs whose difference is above the tolerance."""
    ties: int
    losses: int
    exact: bool
    """Whether all sign flips were tried, or a random sample of them."""


def bootstrap_interval(
    values: Sequence[float], *, level: float = LEVEL, seed: int = 0, resamples: int = RESAMPLES
) -> Interval:
    """Put an interval around the mean by resampling with replacement.

    The percentiles are widened as for Student's t (Hesterberg 2015, The American Statistician 69:4): plain percentile
    intervals are too narrow for the few pictures of an experiment. From about 10 pictures on, a 95% interval holds the
    truth 95% of the time; at 5 it still is only about 89%. Raises UsageError without values, and for one that is not a
    finite number.

    >>> interval = bootstrap_interval([0.1, 0.2, 0.3, 0.4])
    >>> round(interval.mean, 3), interval.holds(0.25)
    (0.25, True)
    """
    sample = _read(values)
    mean, count = float(sample.mean()), len(sample)
    if count < 2:
        return Interval(mean=mean, low=None, high=None, count=count, level=level)
    tail = NormalDist().cdf(-math.sqrt(count / (count - 1)) * student_quantile((1 + level) / 2, freedom=count - 1))
    low, high = np.quantile(_means(sample, seed=seed, resamples=resamples), [tail, 1 - tail])
    return Interval(mean=mean, low=float(low), high=float(high), count=count, level=level)


def sign_flip_test(
    differences: Sequence[float], *, tolerance: float = 0.0, seed: int = 0, resamples: int = RESAMPLES
) -> PairedTest:
    """Test whether differences between pairs are centred on 0 (Fisher's permutation test of paired data).

    Exact for up to 14 pairs, a random sample of sign flips beyond; the sample's p is (k + 1) / (n + 1), never 0
    (Phipson and Smyth 2010). Differences no larger than the tolerance count as ties, and as they are in the test.
    Raises UsageError as `bootstrap_interval` does.

    >>> sign_flip_test([0.1] * 6).p
    0.03125
    """
    sample = _read(differences)
    count = len(sample)
    exact = count <= _EXACT_COUNT
    observed = abs(float(sample.sum()))
    # Sums that are equal on paper differ in their last bits.
    least = observed - 1e-9 * max(float(np.abs(sample).sum()), 1e-300)
    flips = _all_signs(count) if exact else None
    if flips is not None:
        p = float((np.abs(flips @ sample) >= least).mean())
    else:
        reached = sum(int((np.abs(sums) >= least).sum()) for sums in _flipped_sums(sample, seed, resamples))
        p = (reached + 1) / (resamples + 1)
    wins, losses = int((sample > tolerance).sum()), int((sample < -tolerance).sum())
    return PairedTest(
        mean=float(sample.mean()),
        p=p,
        count=count,
        wins=wins,
        ties=count - wins - losses,
        losses=losses,
        exact=exact,
    )


def correct_holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Correct p values for having asked several questions at once (Holm 1979), in the order given.

    >>> [round(p, 3) for p in correct_holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(ps)), key=lambda index: ps[index])
    corrected, worst = [0.0] * len(ps), 0.0
    for rank, index in enumerate(order):
        worst = max(worst, min(1.0, ps[index] * (len(ps) - rank)))
        corrected[index] = worst
    return tuple(corrected)


def count_needed(
    differences: Sequence[float], *, effect: float | None = None, level: float = LEVEL, power: float = POWER
) -> int | None:
    """Estimate how many pairs it would take to find a mean difference, from the spread of those at hand.

    `effect` is the difference to be found; None takes the one observed. The normal formula with Guenther's correction
    for Student's t (1981, The American Statistician 35:4); never fewer than a sign-flip test needs to reach the level
    at all. None: nothing to find (an effect of 0), or the spread is unknown (one pair). Raises UsageError as
    `bootstrap_interval` does.

    >>> count_needed([0.1, -0.1, 0.2, 0.0], effect=0.05)
    55
    """
    sample = _read(differences)
    wanted = abs(float(sample.mean()) if effect is None else effect)
    if len(sample) < 2 or wanted < 1e-12:
        return None
    normal = NormalDist()
    sided = normal.inv_cdf((1 + level) / 2)
    needed = ((sided + normal.inv_cdf(power)) * float(sample.std(ddof=1)) / wanted) ** 2 + sided**2 / 2
    least = 1 + math.ceil(-math.log2(1 - level) - 1e-9)
    return max(math.ceil(needed), least)


def student_quantile(share: float, *, freedom: int) -> float:
    """Return Student's t at a cumulative share of at least 0.5, for a whole number of degrees of freedom.

    >>> round(student_quantile(0.975, freedom=9), 3)
    2.262
    """
    assert 0.5 <= share < 1
    low, high = 0.0, 1.0
    while _student_share(high, freedom) < share:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if _student_share(middle, freedom) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _student_share(t: float, freedom: int) -> float:
    """Return the cumulative share below t, t >= 0 (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    odd = freedom % 2
    term, total = (math.cos(angle) if odd else 1.0), 0.0
    for step in range(1, freedom // 2 + 1):
        total += term
        term *= square * (2 * step / (2 * step + 1) if odd else (2 * step - 1) / (2 * step))
    inside = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return 0.5 + inside / 2


def _read(values: Sequence[float]) -> Values:
    sample = np.asarray(values, np.float64)
    if not sample.size:
        raise UsageError("no values to make statistics of")
    if not np.isfinite(sample).all():
        raise UsageError("a value that is not a finite number can't enter statistics")
    return sample


def _means(sample: Values, *, seed: int, resamples: int) -> Values:
    """Return the means of resamples, in batches of bounded memory."""
    rng, count = np.random.default_rng(seed), len(sample)
    batch = max(1, _BATCH_VALUES // count)
    sizes = [min(batch, resamples - start) for start in range(0, resamples, batch)]
    return np.concatenate([sample[rng.integers(count, size=(size, count))].mean(axis=1) for size in sizes])


def _all_signs(count: int) -> Values:
    """Return every choice of signs, of shape (2**count, count)."""
    bits = np.arange(1 << count)[:, None] >> np.arange(count) & 1
    return np.asarray(1 - 2 * bits, np.float64)


def _flipped_sums(sample: Values, seed: int, resamples: int) -> list[Values]:
    rng, count = np.random.default_rng(seed), len(sample)
    batch = max(1, _BATCH_VALUES // count)
    sizes = [min(batch, resamples - start) for start in range(0, resamples, batch)]
    return [(1.0 - 2.0 * rng.integers(2, size=(size, count))) @ sample for size in sizes]
