"""What each finished cell came to, and each variant on each picture: figures read back from the traces.

Knows nothing of comparing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from agents.wire.prices import PriceTable, price_usage
from agents.wire.record import CallRecord
from lab.prompts.cells import CellState, Lab, Plan, PlannedCell
from lab.prompts.metrics import Metric
from traces.dialogue import Picture
from traces.events import Finished
from traces.folder import RunFolder
from traces.reader import read_trace


@dataclass(frozen=True, kw_only=True)
class Result:
    """One cell of the matrix, played or not."""

    cell: PlannedCell
    state: CellState | None
    """None: not begun."""
    values: Mapping[Metric, float]
    """Empty unless the run finished; a figure that is unknown is left out."""
    description: str = ""
    picture: Picture | None = None
    original: Picture | None = None
    stop: str = ""


def read_results(lab: Lab, plan: Plan, *, prices: PriceTable) -> list[Result]:
    """Read every cell of a matrix from its run's trace."""
    return [_read_result(lab, cell, prices) for cell in plan.cells]


def per_image(results: Iterable[Result], *, variant: str, metric: Metric) -> dict[str, float]:
    """Average a variant's repeats on each picture; pictures without a figure are left out."""
    found: dict[str, list[float]] = {}
    for result in results:
        if result.cell.variant == variant and metric in result.values:
            found.setdefault(result.cell.image, []).append(result.values[metric])
    return {image: fmean(values) for image, values in found.items()}


def _read_result(lab: Lab, cell: PlannedCell, prices: PriceTable) -> Result:
    state = lab.read_state(cell.key)
    if state is None or not state.run:
        return Result(cell=cell, state=state, values={})
    folder = lab.folder_of(state)
    trace = read_trace(folder)
    original = trace.started.original if trace.started else None
    finished = trace.finished
    if state.status != "done" or finished is None:
        return Result(cell=cell, state=state, values={}, original=original)
    return Result(
        cell=cell,
        state=state,
        values=_figures(finished, folder, prices),
        description=finished.description,
        picture=finished.picture,
        original=original,
        stop=finished.stop.policy,
    )


def _figures(finished: Finished, folder: RunFolder, prices: PriceTable) -> dict[Metric, float]:
    calls, cost_usd, waited_s = _reckon(folder, prices)
    found: dict[Metric, float | None] = {
        "score": finished.score,
        "fidelity": finished.fidelity,
        "file_bits": 8 * finished.file_bytes,
        "payload_bits": finished.payload_bits,
        "ubpp": finished.ubpp,
        "rounds": finished.rounds,
        "calls": calls if calls is not None else finished.calls,
        "cost_usd": cost_usd,
        "latency_s": finished.elapsed_s + waited_s,
    }
    return {metric: float(value) for metric, value in found.items() if value is not None}


def _reckon(folder: RunFolder, prices: PriceTable) -> tuple[int | None, float | None, float]:
    """Return a run's calls, their cost, and the seconds that cached answers took when they were first given.

    Cached answers are counted as if they had been asked for now: what a variant costs must not depend on which of two
    ran first.
    """
    if not folder.calls.exists():
        return None, 0.0, 0.0
    record = CallRecord(folder.calls, read_only=True)
    try:
        rows = record.rows()
    finally:
        record.close()
    good = [row for row in rows if row.final and row.http_status is not None and 200 <= row.http_status < 300]
    costs = [price_usage(row.usage, prices.find(row.asked_of)) for row in good]
    known = [cost for cost in costs if cost is not None]
    waited_s = sum(row.elapsed_s for row in good if row.source == "cache")
    return len(rows), sum(known) if len(known) == len(costs) else None, waited_s
