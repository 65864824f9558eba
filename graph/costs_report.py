"""Sums up what a run's calls used and cost; knows nothing of what was said in them."""

from pathlib import Path

from agents.wire.record import CallRecord
from agents.wire.report import format_calls, sum_calls
from traces.folder import find_run


def report_costs(run: str, *, runs: Path) -> str:
    """Sum up a run's calls as a table; a run that asked no model says so.

    Raises as `find_run` does.
    """
    folder = find_run(run, runs)
    if not folder.calls.exists():
        return f"{folder.id} asked no model: nothing was spent"
    record = CallRecord(folder.calls, read_only=True)
    try:
        return format_calls(sum_calls(record.rows()))
    finally:
        record.close()
