"""Replays the policies that `lab.policies` is asked about over recorded runs, and sets out what they save and lose.

Knows nothing of how a policy decides.
"""

import argparse
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from rich.table import Table

from codec.errors import RunStateError, UsageError
from graph.batch_progress import show_progress
from graph.stopping import DEFAULT, parse_policies
from lab.plot import Panel, Point, Series, check_plot_path, save_plot
from lab.policies_replay import Advice, History, Outcome, Unit, advise, find_frontier, replay_policies
from lab.recorded import find_runs, image_key
from lab.show import format_interval, show_table
from lab.statistics import Interval
from lab.tables import Cell, check_table_path, write_table
from traces.reader import read_trace

CANDIDATES = ("rounds=1", "rounds=2", "rounds=3", "plateau=1:0.002", "plateau=1:0.01", "plateau=2:0.002", DEFAULT)
"""What is compared when nothing is named."""

_UNITS: dict[str, Unit] = {"rounds": "rounds", "calls": "calls", "usd": "usd", "s": "s"}


def play(arguments: argparse.Namespace) -> int:
    """Do what the options say; return the exit code.

    Raises UsageError for options that make no sense, RunStateError where no run has a finished round.
    """
    stops = arguments.stop or list(CANDIDATES)
    for stop in stops:
        parse_policies(stop)
    worth = _read_worth(arguments.worth) if arguments.worth else None
    unit: Unit = worth[1] if worth else "calls"
    if arguments.plot:
        check_plot_path(arguments.plot)
    if arguments.table:
        check_table_path(arguments.table)
    histories = _read_histories(arguments)
    outcomes = [replay_policies(stop, histories, seed=arguments.seed) for stop in dict.fromkeys(stops)]
    frontier = find_frontier(outcomes, unit=unit)
    advice = advise(outcomes, worth=worth[0], unit=unit, seed=arguments.seed) if worth else None
    if arguments.table:
        write_table([_row(outcome, on_frontier=outcome in frontier) for outcome in outcomes], arguments.table)
    if arguments.plot:
        save_plot(_panels(outcomes, frontier, unit), arguments.plot, title=_title(histories))
    if arguments.json:
        print(json.dumps(_json(outcomes, frontier, advice, histories), indent=2))
    else:
        show_table(_tabulate(outcomes, frontier, unit))
        print(*_conclude(outcomes, frontier, advice, histories, unit), sep="\n")
    return 0


def _read_worth(text: str) -> tuple[float, Unit]:
    match = re.fullmatch(r"\s*\$?\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*([a-z]*)\s*", text.lower())
    unit = _UNITS.get((match[2] or "usd") if match else "")
    if match is None or unit is None:
        raise UsageError(f"--worth {text[:40]!r}: write it like 300calls, 20rounds, 2usd or 60s")
    return float(match[1]), unit


def _read_histories(arguments: argparse.Namespace) -> list[History]:
    histories, empty = [], 0
    folders = find_runs(arguments.names, runs=arguments.runs)
    with show_progress("runs read", total=len(folders), quiet=arguments.quiet) as advance:
        for trace in map(read_trace, folders):
            past = tuple(event.past for event in trace.rounds)
            if past:
                histories.append(History(image=image_key(trace), past=past))
            empty += not past
            advance(f"{empty} without a round" if empty else "")
    if not histories:
        raise RunStateError("none of these runs has a finished round")
    return histories


def _tabulate(outcomes: Sequence[Outcome], frontier: Sequence[Outcome], unit: Unit) -> Table:
    caption = (
        f"means over pictures, 95% bootstrap intervals beneath; * on the frontier of {unit} and score; score lost: "
        "against what the record ended with; regret: against its best round"
    )
    table = Table(caption=caption, show_lines=True)
    table.add_column("policies", overflow="fold", min_width=16)
    table.add_column("rounds", justify="right")
    table.add_column("calls", justify="right")
    for name in ("rounds saved", "calls saved", "usd saved", "s saved", "score", "score lost", "regret"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("record ended first", justify="right")
    for outcome in outcomes:
        table.add_row(
            ", ".join(outcome.stops.split(",")) + (" *" if outcome in frontier else ""),
            f"{outcome.rounds.mean:.2f}",
            f"{outcome.calls.mean:.1f}",
            _stack(outcome.rounds_saved, digits=2),
            _stack(outcome.calls_saved, digits=1),
            "unknown" if outcome.usd_saved is None else _stack(outcome.usd_saved, digits=4),
            _stack(outcome.seconds_saved, digits=1),
            _stack(outcome.score, digits=3),
            _stack(outcome.score_lost, digits=4),
            _stack(outcome.regret, digits=4),
            f"{outcome.unfired} of {len(outcome.endings)}",
        )
    return table


def _title(histories: Sequence[History]) -> str:
    pictures = len({history.image for history in histories})
    runs = f"{len(histories)} recorded run{'s' * (len(histories) > 1)}"
    return f"Stopping policies replayed on {runs} of {pictures} picture{'s' * (pictures > 1)}: means, 95% intervals"


def _stack(interval: Interval, *, digits: int) -> str:
    """Write a mean with its interval beneath."""
    if interval.low == interval.high == interval.mean == 0:
        return "0"
    return format_interval(interval, digits=digits).replace(" [", "\n[")


def _conclude(
    outcomes: Sequence[Outcome],
    frontier: Sequence[Outcome],
    advice: Advice | None,
    histories: Sequence[History],
    unit: Unit,
) -> list[str]:
    pictures = len({history.image for history in histories})
    lines = [f"{len(histories)} runs of {pictures} pictures; on the frontier: {'; '.join(o.stops for o in frontier)}"]
    if any(outcome.unfired for outcome in outcomes):
        lines.append("where the record ended first, a policy may have gone on: its score and its cost are lower bounds")
    if advice is not None:
        lines.append(f"at this price take --stop {advice.stops} (worth {advice.value:.4g} {unit} a picture)")
        if advice.test is not None:
            sure = "better than" if advice.test.p <= 0.05 else "not distinguishable from"
            lines.append(
                f"that is {sure} {advice.runner_up} on these pictures (mean difference {advice.test.mean:.4g} {unit}, "
                f"p {advice.test.p:.3f})"
            )
    return lines


def _panels(outcomes: Sequence[Outcome], frontier: Sequence[Outcome], unit: Unit) -> list[Panel]:
    """Show score and regret over cost; regret is paired, so that its intervals tell more of small differences.

    Every policy has a mark of its own, named in the legend: labels beside points so close would overlap.
    """
    return [
        _panel(outcomes, frontier, unit, read=lambda outcome: outcome.score, title="best score ↑"),
        _panel(outcomes, frontier, unit, read=lambda outcome: outcome.regret, title="regret against the best round ↓"),
    ]


def _panel(
    outcomes: Sequence[Outcome],
    frontier: Sequence[Outcome],
    unit: Unit,
    *,
    read: Callable[[Outcome], Interval],
    title: str,
) -> Panel:
    def point(outcome: Outcome) -> Point | None:
        costs = {"rounds": outcome.rounds, "calls": outcome.calls, "usd": outcome.spend_usd, "s": outcome.elapsed_s}
        cost, found = costs[unit], read(outcome)
        return None if cost is None else Point(x=cost.mean, y=found.mean, low=found.low, high=found.high)

    def series(outcome: Outcome) -> Series:
        found = point(outcome)
        return Series(label=outcome.stops, points=(found,) if found else (), joined=False)

    best = tuple(Point(x=p.x, y=p.y) for p in map(point, frontier) if p is not None)
    line = Series(label="frontier: no other costs less and scores more", points=best, colour="#999999", marked=False)
    return Panel(title=title, x_label=f"{unit} a run", y_label="score", series=(*map(series, outcomes), line))


def _row(outcome: Outcome, *, on_frontier: bool) -> dict[str, Cell]:
    row: dict[str, Cell] = {"stops": outcome.stops, "runs": len(outcome.endings), "unfired_runs": outcome.unfired}
    for name, value in vars(outcome).items():
        if isinstance(value, Interval) or name in {"spend_usd", "usd_saved"}:
            interval = cast("Interval | None", value)
            row[name] = interval.mean if interval else None
            row[f"{name}_low"] = interval.low if interval else None
            row[f"{name}_high"] = interval.high if interval else None
    row["on_frontier"] = on_frontier
    return row


def _json(
    outcomes: Sequence[Outcome], frontier: Sequence[Outcome], advice: Advice | None, histories: Sequence[History]
) -> dict[str, Any]:
    return {
        "runs": len(histories),
        "pictures": len({history.image for history in histories}),
        "policies": [_row(outcome, on_frontier=outcome in frontier) for outcome in outcomes],
        "advice": None
        if advice is None
        else {
            "stops": advice.stops,
            "value": advice.value,
            "runner_up": advice.runner_up,
            "p": advice.test.p if advice.test else None,
        },
    }
