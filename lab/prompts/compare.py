"""Compares variants with their baseline, picture by picture, and says in a sentence what that shows.

A picture's repeats are averaged first: a picture counts once, however often it was played. Knows nothing of layout.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from lab.prompts.cells import Plan, PlannedVariant
from lab.prompts.measures import Result, per_image
from lab.prompts.metrics import HIGHER_IS_BETTER, METRICS, Metric
from lab.prompts.noise import NoiseFloor
from lab.statistics import LEVEL, Interval, PairedTest, bootstrap_interval, correct_holm, count_needed, sign_flip_test

Finding = Literal["better", "worse", "not distinguishable", "not compared"]

_TIE: Final = 1e-9
_SIDED: Final = 1.96


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One variant by itself."""

    variant: str
    is_baseline: bool
    done: int
    failed: int
    missing: int
    """Cells not begun, or cut off."""
    means: Mapping[Metric, Interval]
    """Over pictures; a metric without any figure is left out."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A variant against the baseline, on the pictures that both have."""

    variant: str
    baseline: str
    metric: Metric
    interval: Interval | None
    """Of the mean difference, variant minus baseline; None: they share no picture."""
    test: PairedTest | None
    p_corrected: float | None
    """After Holm, over all variants compared."""
    finding: Finding
    needed: int | None
    """About how many pictures it would take to tell them apart; None: told apart, or no difference was seen."""
    in_noise: bool
    """Whether the mean difference is one that drawing and judging again would make by itself."""

    @property
    def sentence(self) -> str:
        """Say it in words."""
        if self.interval is None or self.test is None or self.p_corrected is None:
            return f"{self.variant}: not compared, it shares no finished picture with {self.baseline}."
        count = self.test.count
        pictures = "picture" if count == 1 else "pictures"
        difference = f"{self.metric} {_signed(self.interval.mean)} on {count} {pictures}{_ends(self.interval)}"
        p = f"p = {self.p_corrected:.2g}"
        noise = "; the difference is inside the noise of drawing and judging again" if self.in_noise else ""
        if self.finding in {"better", "worse"}:
            return f"{self.variant} is {self.finding} than {self.baseline}: {difference}, {p}{noise}."
        if self.needed is None:
            more = "one picture says nothing of the spread" if count < 2 else "no difference was seen"
        else:
            more = f"about {self.needed} would be needed for a difference of this size"
        lead = f"{self.variant} is not distinguishable from {self.baseline} with this many images"
        return f"{lead} – {more} ({difference}, {p}{noise})."


def summarise(plan: Plan, results: Sequence[Result]) -> list[Summary]:
    """Average every variant over pictures, with 95% bootstrap intervals."""
    found = []
    for variant in plan.variants:
        mine = [result for result in results if result.cell.variant == variant.label]
        status = [result.state.status if result.state else "new" for result in mine]
        values = {metric: per_image(mine, variant=variant.label, metric=metric) for metric in METRICS}
        found.append(
            Summary(
                variant=variant.label,
                is_baseline=variant.is_baseline,
                done=status.count("done"),
                failed=status.count("failed"),
                missing=status.count("new") + status.count("open"),
                means={m: bootstrap_interval(list(v.values())) for m, v in values.items() if v},
            )
        )
    return found


def compare(
    plan: Plan, results: Sequence[Result], *, metric: Metric, noise: NoiseFloor | None = None
) -> list[Comparison]:
    """Compare every variant with the baseline of its block; p values are corrected over all of them (Holm)."""
    pairs = [
        (variant, base)
        for variant in plan.variants
        if not variant.is_baseline and (base := baseline_of(plan, variant)) is not None
    ]
    raw = [_compare_one(plan, results, variant, base, metric, noise) for variant, base in pairs]
    tested = [one for one in raw if one.test is not None]
    corrected = dict(
        zip((one.variant for one in tested), correct_holm([one.test.p for one in tested if one.test]), strict=True)
    )
    return [
        _conclude(one, p=corrected.get(one.variant), asked=len(tested), differences=_differences(results, one))
        for one in raw
    ]


def baseline_of(plan: Plan, variant: PlannedVariant) -> PlannedVariant | None:
    """Find what a variant is compared with."""
    return next((v for v in plan.variants if v.is_baseline and v.block == variant.block), None)


def choose_metric(plan: Plan) -> Metric:
    """Choose what to compare: the score, but where critics differ the measured likeness, one ruler for all."""
    return "fidelity" if plan.critics_differ else "score"


def noise_of_difference(spread: float, *, repeats: int, count: int = 1) -> float:
    """Say how far apart two means lie by chance alone at most, 19 times out of 20, given the spread of one drawing."""
    return _SIDED * spread * math.sqrt(2 / (repeats * count))


def _compare_one(
    plan: Plan,
    results: Sequence[Result],
    variant: PlannedVariant,
    base: PlannedVariant,
    metric: Metric,
    noise: NoiseFloor | None,
) -> Comparison:
    blank = Comparison(
        variant=variant.label,
        baseline=base.label,
        metric=metric,
        interval=None,
        test=None,
        p_corrected=None,
        finding="not compared",
        needed=None,
        in_noise=False,
    )
    differences = _differences(results, blank)
    if not differences:
        return blank
    test = sign_flip_test(differences, tolerance=_TIE)
    spread = noise.pooled(metric) if noise else None
    repeats = max((cell.repeat for cell in plan.cells), default=0) + 1
    floor = None if spread is None else noise_of_difference(spread, repeats=repeats, count=test.count)
    return replace(
        blank,
        interval=bootstrap_interval(differences),
        test=test,
        in_noise=floor is not None and abs(test.mean) <= floor,
    )


def _differences(results: Sequence[Result], pair: Comparison) -> list[float]:
    ours = per_image(results, variant=pair.variant, metric=pair.metric)
    theirs = per_image(results, variant=pair.baseline, metric=pair.metric)
    return [ours[image] - theirs[image] for image in ours if image in theirs]


def _conclude(one: Comparison, *, p: float | None, asked: int, differences: list[float]) -> Comparison:
    if one.test is None or p is None:
        return one
    if p <= 1 - LEVEL:
        good = (one.test.mean > 0) == (one.metric in HIGHER_IS_BETTER)
        return replace(one, p_corrected=p, finding="better" if good else "worse")
    needed = count_needed(differences, level=1 - (1 - LEVEL) / asked)
    if needed is not None:
        needed = max(needed, one.test.count + 1)
    return replace(one, p_corrected=p, finding="not distinguishable", needed=needed)


def _signed(value: float) -> str:
    return f"{value:+.4g}" if value else "0"


def _ends(interval: Interval) -> str:
    if interval.low is None or interval.high is None:
        return ""
    return f", 95% interval {_signed(interval.low)} to {_signed(interval.high)}"
