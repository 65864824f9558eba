"""`python -m graph.replay`: play a recorded run once more from its record, at no cost and with the network off.

Knows nothing of nodes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from graph.stopping import parse_policies
from traces.cleaning import clean_line
from traces.folder import find_run
from traces.place import RUNS
from traces.reader import read_trace


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; exit code 1 when the replay is not the run again."""
    arguments = make_parser().parse_args(argv)
    stops = None if arguments.stop is None else ",".join(map(str, parse_policies(arguments.stop)))
    recorded = read_trace(find_run(arguments.run, arguments.runs))
    # As in graph.run: help and wrong options must not wait for LangGraph.
    from graph.again import describe_replay, replay  # noqa: PLC0415
    from graph.casting import KEYLESS  # noqa: PLC0415

    report = replay(recorded, KEYLESS, stops=stops, keep=arguments.runs if arguments.keep else None)
    print("\n".join(map(clean_line, describe_replay(report, recorded))))
    return 0 if report.faithful or (stops is not None and report.finished is not None) else 1


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m graph.replay",
        description="Play a recorded run again from its record: no network, no cost, the same result.",
        epilog="example:\n  python -m graph.replay latest --stop rounds=2",
    )
    parser.add_argument(
        "run", nargs="?", default="latest", help="a folder, an id, a prefix, latest (default), latest~1"
    )
    parser.add_argument("--stop", metavar="POLICIES", help="replay under other policies, as far as the record goes")
    parser.add_argument("--keep", action="store_true", help="keep the replay as a run beside the others")
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where runs are kept (default {RUNS})")
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp replay")
