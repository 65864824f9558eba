"""The frontier's figures as tables for a terminal and as rows for files; draws and measures nothing."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from codec.distortion_pair import DistortionMeasure
from lab.frontier_points import OURS, Coded, Match, Mean
from lab.show import format_interval
from lab.tables import Cell


def tabulate(means: Sequence[Mean], measures: Sequence[DistortionMeasure]) -> Table:
    """Make the table of means, a section a budget."""
    table = Table(caption="means over pictures; fidelity with its 95% bootstrap interval")
    for name in ("code", "budget", "fit", "bits", "µbpp", *(_head(measure) for measure in measures)):
        table.add_column(name, justify="left" if name in {"code", "budget", "fit"} else "right")
    before = means[0].budget if means else ""
    for mean in means:
        if mean.budget != before:
            table.add_section()
        before = mean.budget
        figures = [mean.measures[measure.name] for measure in measures]
        table.add_row(
            ", ".join(filter(None, [mean.code, mean.setting])), mean.budget, mean.fit, f"{mean.bits:,.0f}",
            f"{mean.ubpp:,.0f}", *(format_interval(f) if n == 0 else f"{f.mean:.3f}" for n, f in enumerate(figures)),
            style="green" if mean.code == OURS else None,
        )  # fmt: skip
    return table


def _head(measure: DistortionMeasure) -> str:
    return f"{measure.name} {'↑' if measure.better == 'more' else '↓'}"


def tabulate_matches(matches: Sequence[Match], measures: Sequence[DistortionMeasure]) -> Table:
    """Make the table of differences between ours and the others."""
    table = Table(
        caption="ours against another code at the same budget: mean difference (p, pictures won); + is in our favour"
    )
    for name in ("against", "budget", *(measure.name for measure in measures)):
        table.add_column(name, justify="left" if name in {"against", "budget"} else "right")
    for against, budget in dict.fromkeys((match.against, match.budget) for match in matches):
        tests = {m.measure: m.test for m in matches if (m.against, m.budget) == (against, budget)}
        found = [tests[measure.name] for measure in measures]
        table.add_row(against, budget, *(f"{t.mean:+.3f} ({t.p:.2f}, {t.wins}/{t.count})" for t in found))
    return table


def row_of_mean(mean: Mean) -> dict[str, Cell]:
    """Name the figures of a mean, for a file."""
    names = ("code", "kind", "budget", "setting", "fit", "images", "bits", "wanted_bits", "ubpp")
    row: dict[str, Cell] = {name: getattr(mean, name) for name in names}
    for name, interval in mean.measures.items():
        row |= {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}
        row |= {f"{name}_sd": mean.spreads[name]}
    return row


def row_of_point(one: Coded) -> dict[str, Cell]:
    """Name the figures of one picture under one code, for a file."""
    names = ("image", "code", "kind", "budget", "setting", "fit", "bits", "wanted_bits", "ubpp", "words")
    return {**{name: getattr(one, name) for name in names}, **one.measures}


def row_of_match(match: Match) -> dict[str, Cell]:
    """Name the figures of a comparison, for a file."""
    names = ("mean", "p", "count", "wins", "ties", "losses", "exact")
    return {
        "against": match.against,
        "budget": match.budget,
        "fit": match.fit,
        "measure": match.measure,
        **{name: getattr(match.test, name) for name in names},
    }


def json_of(means: Sequence[Mean], matches: Sequence[Match], notes: Sequence[str]) -> dict[str, Any]:
    """Say everything but single pictures as one JSON object."""
    return {
        "means": [row_of_mean(mean) for mean in means],
        "matched": [row_of_match(match) for match in matches],
        "notes": list(notes),
    }
