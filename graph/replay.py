"""`python -m graph.replay`: play a recorded run once more from its record, at no cost and with the network off.

Knows its options alone.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from graph.stopping import parse_policies
from traces.place import RUNS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; exit code 1 when the replay is not the run again."""
    arguments = make_parser().parse_args(argv)
    stops = None if arguments.stop is None else ",".join(map(str, parse_policies(arguments.stop)))
    from graph.replay_play import play  # noqa: PLC0415

    return play(arguments, stops)


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
