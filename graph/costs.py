"""`python -m graph.costs`: what a run's calls used and cost, by role, from its record alone.

Knows nothing of what was said in them.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from agents.wire.record import CallRecord
from agents.wire.report import format_calls, sum_calls
from codec.command import Parser, run_command
from traces.cleaning import clean_block
from traces.folder import RunFolder, find_run
from traces.place import RUNS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    print(clean_block(report_costs(find_run(arguments.run, arguments.runs))))
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m graph.costs",
        description="Print what a run's calls used and cost: calls, llm_tokens, pictures, seconds, USD.",
        epilog="example:\n  python -m graph.costs latest",
    )
    parser.add_argument("run", nargs="?", default="latest", help="a folder, an id, a prefix, latest (default)")
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where runs are kept (default {RUNS})")
    return parser


def report_costs(folder: RunFolder) -> str:
    """Sum up a run's calls as a table; a run that asked no model says so."""
    if not folder.calls.exists():
        return f"{folder.id} asked no model: nothing was spent"
    record = CallRecord(folder.calls, read_only=True)
    try:
        return format_calls(sum_calls(record.rows()))
    finally:
        record.close()


if __name__ == "__main__":
    run_command(main, program="mubpp costs")
