"""The geometry of a report's charts: scores over rounds with thresholds, one small chart a policy; knows no HTML."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from traces import figures
from traces.cleaning import clean_line
from traces.story import Chapter, Story

Scale = Callable[[float], float]
"""From a value to a place in the drawing."""

WIDTH: Final = 720.0
HEIGHT: Final = 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 16.0, 14.0, 30.0
_SMALL_WIDTH, _SMALL_HEIGHT = 220.0, 64.0


@dataclass(frozen=True, kw_only=True)
class Point:
    """A score at its place in the chart."""

    x: float
    y: float
    number: int
    score: float
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class Series:
    """One run's scores."""

    name: str
    points: tuple[Point, ...]
    line: str
    """SVG path through all scores."""
    best: str
    """SVG path of the best score so far, in steps."""
    failed: tuple[float, ...]
    """Where along the axis rounds without a picture are."""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A stopping policy's limit that is a place in the chart."""

    label: str
    vertical: bool
    at: float


@dataclass(frozen=True, kw_only=True)
class ScoreChart:
    """Scores over rounds."""

    series: tuple[Series, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    thresholds: tuple[Threshold, ...]
    summary: str
    """The chart in words, for those who can't see it."""


@dataclass(frozen=True, kw_only=True)
class PolicyChart:
    """One policy's readings over the rounds, against its limit."""

    policy: str
    limit_label: str
    line: str
    dots: tuple[tuple[float, float, bool, str], ...]
    """x, y, whether it fired, and the reading in words."""
    limit_y: float
    last: str
    """The last reading in words."""
    fired: bool
    width: float = _SMALL_WIDTH
    height: float = _SMALL_HEIGHT


def chart_scores(stories: Sequence[Story]) -> ScoreChart | None:
    """Lay the scores of runs out in one chart; None: there are none yet."""
    scores = [chapter.score for story in stories for chapter in story.chapters if chapter.score is not None]
    if not scores:
        return None
    targets = [limit for name, limit in _limits(stories) if name == "score"]
    reach = [target for target in targets if target <= max(scores) + 0.25]
    low, high, step = _span([*scores, *reach])
    rounds = max(chapter.number for story in stories for chapter in story.chapters) + 1
    bounds = sorted({limit for name, limit in _limits(stories) if name == "rounds" and limit <= rounds + 3})
    last = max(rounds - 1, *(int(bound) - 1 for bound in bounds), 1) if bounds else max(rounds - 1, 1)

    def x_of(number: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * number / last, 1)

    def y_of(score: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (score - low) / (high - low), 1)

    thresholds = [
        Threshold(label=f"score={target:g}", vertical=False, at=y_of(target)) for target in sorted(set(reach))
    ]
    thresholds += [Threshold(label=f"rounds={bound:g}", vertical=True, at=x_of(bound - 1)) for bound in bounds]
    count = round((high - low) / step)
    every = max(1, (last + 12) // 12)
    return ScoreChart(
        series=tuple(_draw_series(story, x_of, y_of) for story in stories),
        rows=tuple(Tick(at=y_of(low + step * i), label=f"{low + step * i:.2f}") for i in range(count + 1)),
        columns=tuple(Tick(at=x_of(number), label=str(number)) for number in range(0, last + 1, every)),
        thresholds=tuple(thresholds),
        summary="; ".join(_say_series(story) for story in stories),
    )


def chart_policies(chapters: Sequence[Chapter]) -> tuple[PolicyChart, ...]:
    """Lay out every policy's readings."""
    policies = dict.fromkeys(reading.policy for chapter in chapters for reading in chapter.event.readings)
    return tuple(_draw_policy(policy, chapters) for policy in policies)


def _draw_series(story: Story, x_of: Scale, y_of: Scale) -> Series:
    points = tuple(
        Point(
            x=x_of(chapter.number),
            y=y_of(chapter.score),
            number=chapter.number,
            score=chapter.score,
            accepted=chapter.event.accepted,
        )
        for chapter in story.chapters
        if chapter.score is not None
    )
    best = [
        (x_of(chapter.number), y_of(chapter.event.best_score))
        for chapter in story.chapters
        if chapter.event.best_score is not None
    ]
    steps = [f"M{best[0][0]} {best[0][1]}"] if best else []
    steps += [f"H{after[0]}V{after[1]}" for _, after in pairwise(best)]
    return Series(
        name=story.trace.folder.id,
        points=points,
        line=_path((point.x, point.y) for point in points),
        best="".join(steps),
        failed=tuple(x_of(chapter.number) for chapter in story.chapters if chapter.score is None),
    )


def _draw_policy(policy: str, chapters: Sequence[Chapter]) -> PolicyChart:
    found = [(c.number, reading) for c in chapters for reading in c.event.readings if reading.policy == policy]
    limit = found[-1][1].limit
    values = [reading.reading for _, reading in found if reading.reading is not None]
    high = max([*values, limit], default=1.0)
    low = min([*values, limit, 0.0])
    span = (high - low) or 1.0
    last = max(found[-1][0], 1)

    def place(number: int, value: float) -> tuple[float, float]:
        x = 6 + (_SMALL_WIDTH - 12) * number / last
        return round(x, 1), round(_SMALL_HEIGHT - 8 - (_SMALL_HEIGHT - 16) * (value - low) / span, 1)

    dots = tuple(
        (*place(number, reading.reading), reading.fired, clean_line(f"round {number}: {reading.says}"))
        for number, reading in found
        if reading.reading is not None
    )
    return PolicyChart(
        policy=clean_line(policy),
        limit_label=f"{limit:g}",
        line=_path((x, y) for x, y, _, _ in dots),
        dots=dots,
        limit_y=place(0, limit)[1],
        last=clean_line(found[-1][1].says),
        fired=any(reading.fired for _, reading in found),
    )


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "".join(f"{'L' if index else 'M'}{x} {y}" for index, (x, y) in enumerate(points))


def _span(values: Sequence[float]) -> tuple[float, float, float]:
    """Choose round bounds around the values and the step of the grid between them."""
    low, high = min(values), max(values)
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if (high - low) / step <= 6 or step == 0.5)
    bottom, top = step * int(low / step), step * (int(high / step + 1e-9) + 1)
    return bottom, top, step


def _limits(stories: Sequence[Story]) -> list[tuple[str, float]]:
    stops = [stop for story in stories if story.trace.started for stop in story.trace.started.stops]
    matches = [re.fullmatch(r"(score|rounds)=([0-9.]+)", stop) for stop in stops]
    return [(match[1], float(match[2])) for match in matches if match]


def _say_series(story: Story) -> str:
    scores = ", ".join(f"round {chapter.number} {figures.score(chapter.score)}" for chapter in story.chapters)
    return f"{story.trace.folder.id}: {scores}"
