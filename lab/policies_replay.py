"""Stopping policies replayed over the rounds that runs have on record: what each would have saved, and lost.

Pure arithmetic on histories: no agent is asked, nothing is drawn. Knows nothing of where the histories come from.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from graph.policies import Policy
from graph.stopping import parse_policies, read_policies
from lab.statistics import Interval, PairedTest, bootstrap_interval, sign_flip_test
from traces.dialogue import Past

Unit = Literal["rounds", "calls", "usd", "s"]
"""What rounds cost."""


@dataclass(frozen=True, kw_only=True)
class History:
    """The rounds of one recorded run."""

    image: str
    """Names the picture; runs of one picture are averaged before anything is inferred."""
    past: tuple[Past, ...]
    """At least one round."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Where a policy would have ended one run."""

    image: str
    rounds: int
    fired: bool
    """False: the record ended first, so the policy may have gone on."""
    score: float
    """Best score by then; 0 without any picture."""
    recorded_score: float
    """Of the round that the record ended with."""
    best_score: float
    """Highest score on record; a critic that ranks may have ended with another round."""
    calls: int
    elapsed_s: float
    spend_usd: float | None
    recorded_rounds: int
    recorded_calls: int
    recorded_s: float
    recorded_usd: float | None

    @property
    def score_lost(self) -> float:
        """Score lost against what the record ended with."""
        return self.recorded_score - self.score

    @property
    def regret(self) -> float:
        """Score lost against the best round on record."""
        return self.best_score - self.score

    def cost(self, unit: Unit) -> float | None:
        """Say what the rounds took; None: unknown price."""
        costs = {"rounds": self.rounds, "calls": self.calls, "usd": self.spend_usd, "s": self.elapsed_s}
        return costs[unit]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one policy comes to over all runs."""

    stops: str
    endings: tuple[Ending, ...]
    rounds: Interval
    calls: Interval
    elapsed_s: Interval
    spend_usd: Interval | None
    """None: some price is unknown."""
    score: Interval
    score_lost: Interval
    regret: Interval
    rounds_saved: Interval
    calls_saved: Interval
    seconds_saved: Interval
    usd_saved: Interval | None
    unfired: int
    """Runs whose record ended before the policy did."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """Which policy to take when a point of score has a price."""

    stops: str
    value: float
    """Mean of score times price minus cost, in the unit of the price."""
    runner_up: str | None
    test: PairedTest | None
    """Of the difference between the two over pictures; None: one policy only."""


def replay_policies(stops: str, histories: Sequence[History], *, seed: int = 0) -> Outcome:
    """Replay policies, written as for `--stop`, over recorded rounds.

    Raises UsageError for policies that make no sense and without histories.
    """
    policies = parse_policies(stops)
    endings = tuple(_end(policies, history) for history in histories)

    def over_pictures(read: Callable[[Ending], float]) -> Interval:
        return bootstrap_interval(list(mean_by_picture(endings, read).values()), seed=seed)

    priced = all(ending.spend_usd is not None and ending.recorded_usd is not None for ending in endings)
    return Outcome(
        stops=",".join(map(str, policies)),
        endings=endings,
        rounds=over_pictures(lambda e: e.rounds),
        calls=over_pictures(lambda e: e.calls),
        elapsed_s=over_pictures(lambda e: e.elapsed_s),
        spend_usd=over_pictures(lambda e: e.spend_usd or 0.0) if priced else None,
        score=over_pictures(lambda e: e.score),
        score_lost=over_pictures(lambda e: e.score_lost),
        regret=over_pictures(lambda e: e.regret),
        rounds_saved=over_pictures(lambda e: e.recorded_rounds - e.rounds),
        calls_saved=over_pictures(lambda e: e.recorded_calls - e.calls),
        seconds_saved=over_pictures(lambda e: e.recorded_s - e.elapsed_s),
        usd_saved=over_pictures(lambda e: (e.recorded_usd or 0.0) - (e.spend_usd or 0.0)) if priced else None,
        unfired=sum(not ending.fired for ending in endings),
    )


def mean_by_picture(endings: Sequence[Ending], read: Callable[[Ending], float]) -> dict[str, float]:
    """Average a figure over the runs of each picture."""
    found: dict[str, list[float]] = defaultdict(list)
    for ending in endings:
        found[ending.image].append(read(ending))
    return {image: fmean(values) for image, values in found.items()}


def find_frontier(outcomes: Sequence[Outcome], *, unit: Unit) -> list[Outcome]:
    """Pick the policies that no other beats in both mean cost and mean score, cheapest first."""
    priced = [(_mean_cost(outcome, unit), outcome) for outcome in outcomes]
    known = sorted(((c, o) for c, o in priced if c is not None), key=lambda pair: (pair[0], -pair[1].score.mean))
    frontier: list[Outcome] = []
    for _, outcome in known:
        if not frontier or outcome.score.mean > frontier[-1].score.mean:
            frontier.append(outcome)
    return frontier


def advise(outcomes: Sequence[Outcome], *, worth: float, unit: Unit, seed: int = 0) -> Advice | None:
    """Suggest the policy of the highest net value when a point of score is worth so much; None: prices unknown."""
    values: list[tuple[float, str, dict[str, float]]] = []
    for outcome in outcomes:
        if all(ending.cost(unit) is not None for ending in outcome.endings):
            nets = mean_by_picture(outcome.endings, lambda e: worth * e.score - (e.cost(unit) or 0.0))
            values.append((fmean(nets.values()), outcome.stops, nets))
    if not values:
        return None
    ranked = sorted(values, key=lambda value: -value[0])
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    test = sign_flip_test([best[2][i] - second[2][i] for i in best[2]], seed=seed) if second else None
    return Advice(stops=best[1], value=best[0], runner_up=second[1] if second else None, test=test)


def _mean_cost(outcome: Outcome, unit: Unit) -> float | None:
    costs = {"rounds": outcome.rounds, "calls": outcome.calls, "usd": outcome.spend_usd, "s": outcome.elapsed_s}
    interval = costs[unit]
    return interval.mean if interval else None


def _end(policies: Sequence[Policy], history: History) -> Ending:
    """Read the policies after every round until one fires, as the graph would have."""
    past = history.past
    fired = (n for n in range(1, len(past) + 1) if read_policies(policies, past[:n])[1] is not None)
    rounds = next(fired, None)
    at, last = past[(rounds or len(past)) - 1], past[-1]
    return Ending(
        image=history.image,
        rounds=rounds or len(past),
        fired=rounds is not None,
        score=at.best_score or 0.0,
        recorded_score=last.best_score or 0.0,
        best_score=max(p.best_score or 0.0 for p in past),
        calls=at.calls,
        elapsed_s=at.elapsed_s,
        spend_usd=at.spend_usd,
        recorded_rounds=len(past),
        recorded_calls=last.calls,
        recorded_s=last.elapsed_s,
        recorded_usd=last.spend_usd,
    )
