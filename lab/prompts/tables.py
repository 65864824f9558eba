"""An experiment's figures as tables: in the terminal, as CSV that no spreadsheet executes, and as Parquet.

Knows nothing of how the figures came about.
"""

import csv
import importlib
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from codec.errors import UsageError
from lab.prompts.cells import Plan
from lab.prompts.compare import Comparison, Summary
from lab.prompts.measures import Result
from lab.prompts.metrics import METRICS, Metric
from lab.prompts.noise import NoiseFloor
from lab.statistics import Interval
from traces.cleaning import clean_cell
from traces.folder import write_whole

_DIGITS: dict[Metric, int] = {"score": 3, "fidelity": 3, "cost_usd": 4}
_QUALITY: tuple[Metric, ...] = ("score", "fidelity", "file_bits", "payload_bits")
_EFFORT: tuple[Metric, ...] = ("rounds", "calls", "cost_usd", "latency_s")


def draw_tables(
    plan: Plan, summaries: Sequence[Summary], comparisons: Sequence[Comparison], noise: NoiseFloor | None
) -> Group:
    """Draw the report for a terminal."""
    parts: list[Any] = [_draw_means(plan, summaries, metrics) for metrics in (_QUALITY, _EFFORT)]
    if comparisons:
        parts.append(_draw_comparisons(comparisons))
        parts += [Text(one.sentence) for one in comparisons]
    if plan.critics_differ:
        says = "The variants are scored by different critics: each score is that critic's own; fidelity is one ruler."
        parts.append(Text(f"note: {says}"))
    parts += [Text(line) for line in say_noise(noise)]
    return Group(*parts)


def say_noise(noise: NoiseFloor | None) -> list[str]:
    """State the noise floor in words."""
    if noise is None:
        return ["noise floor: not measured (run with --measure-noise 5)"]
    lines = []
    for metric in ("score", "fidelity"):
        spread = noise.pooled(metric)
        known = "unknown" if spread is None else f"{spread:.4f}"
        lines.append(
            f"noise floor: the {metric} of one description spreads by {known} (standard deviation) over {noise.count} "
            f"drawings of each of {len(noise.images)} pictures"
        )
    refused = sum(spread.refused for spread in noise.images.values())
    return [*lines, f"noise floor: {refused} drawings were refused"] if refused else lines


def rows_of(plan: Plan, results: Sequence[Result]) -> list[dict[str, Any]]:
    """Lay every cell out as one row: where it stands, what became of it, its figures."""
    axes = list(plan.variants[0].values) if plan.variants else []
    values = {variant.label: variant.values for variant in plan.variants}
    return [
        {
            "experiment": plan.name,
            "variant": one.cell.variant,
            **{axis: values[one.cell.variant][axis] for axis in axes},
            "image": one.cell.image,
            "repeat": one.cell.repeat,
            "key": one.cell.key,
            "run": one.state.run if one.state else "",
            "status": one.state.status if one.state else "new",
            "error": one.state.error if one.state else "",
            "stop": one.stop,
            **{metric: one.values.get(metric) for metric in METRICS},
            "description": one.description,
        }
        for one in results
    ]


def write_csv(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write rows as CSV; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    buffer = StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: clean_cell(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows
    )
    write_whole(path, buffer.getvalue().encode())


def write_parquet(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write rows as Parquet; raises UsageError where pyarrow is not installed."""
    try:
        pyarrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install pyarrow, or write --csv") from error
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_pylist(list(rows)), sink)
    write_whole(path, sink.getvalue().to_pybytes())


def show_interval(interval: Interval | None, metric: Metric) -> str:
    """Write a mean and its interval."""
    if interval is None:
        return "–"
    digits = _DIGITS.get(metric, 1)
    if interval.low is None or interval.high is None:
        return f"{interval.mean:.{digits}f}"
    return f"{interval.mean:.{digits}f} [{interval.low:.{digits}f}, {interval.high:.{digits}f}]"


def _draw_means(plan: Plan, summaries: Sequence[Summary], metrics: tuple[Metric, ...]) -> Table:
    title = f"{plan.name}: means over {len(plan.images)} pictures, 95% intervals"
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("variant", overflow="fold", min_width=12)
    for metric in metrics:
        table.add_column(metric, justify="right", no_wrap=True)
    for one in summaries:
        missing = [f"{count} {what}" for count, what in ((one.failed, "failed"), (one.missing, "to go")) if count]
        name = "\n".join([one.variant, f"{one.done} done", *missing])
        figures = (show_interval(one.means.get(metric), metric).replace(" [", "\n[") for metric in metrics)
        table.add_row(Text(name), *map(Text, figures))
    return table


def _draw_comparisons(comparisons: Sequence[Comparison]) -> Table:
    metric = comparisons[0].metric
    table = Table(title=f"{metric} against the baseline, picture by picture", title_justify="left")
    for head in ("variant", "difference", "p", "p (Holm)", "wins/ties/losses", "finding"):
        table.add_column(head, justify="left" if head in {"variant", "finding"} else "right", overflow="fold")
    for one in comparisons:
        if one.test is None or one.p_corrected is None:
            table.add_row(Text(one.variant), "–", "–", "–", "–", one.finding)
            continue
        wins = f"{one.test.wins}/{one.test.ties}/{one.test.losses}"
        noise = " ≈ noise" if one.in_noise else ""
        difference = show_interval(one.interval, metric).replace(" [", "\n[") + noise
        row = (Text(difference), f"{one.test.p:.2g}", f"{one.p_corrected:.2g}", wins, one.finding)
        table.add_row(Text(one.variant), *row)
    return table
