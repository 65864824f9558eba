"""`python -m graph.costs`: what a run's calls used and cost, by role, from its record alone.

Knows its options alone.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from traces.cleaning import clean_block
from traces.place import RUNS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    from graph.costs_report import report_costs  # noqa: PLC0415

    print(clean_block(report_costs(arguments.run, runs=arguments.runs)))
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


if __name__ == "__main__":
    run_command(main, program="mubpp costs")
