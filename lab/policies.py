"""`python -m lab.policies RUNS… --stop A --stop B`: what other stopping policies would have saved and lost, at no cost.

Reads recorded runs and nothing else. Knows its options alone.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from traces.place import RUNS

_EXAMPLES = """\
--worth says what a whole point of score (from 0 to 1) is worth to you: 20rounds, 300calls, 2usd or 60s

examples:
  python -m lab.policies traces/runs --stop rounds=2 --stop plateau=1:0.01 --stop rounds=6,repeat
  python -m lab.policies traces/runs --worth 300calls --plot policies.svg --table policies.csv
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    from lab.policies_play import play  # noqa: PLC0415

    return play(arguments)


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m lab.policies",
        description="Replay stopping policies over recorded runs: rounds, calls and cost saved, score lost.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("names", nargs="+", metavar="RUNS", help="runs, or folders of runs")
    parser.add_argument("--stop", action="append", metavar="POLICIES", help="as in graph.run; may be repeated")
    parser.add_argument("--worth", metavar="PRICE", help="suggest a policy: what a point of score is worth")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="score against cost, as .svg, .png or .pdf")
    parser.add_argument("--table", type=Path, metavar="FILE", help="the figures as .csv or .parquet")
    parser.add_argument("--json", action="store_true", help="the figures as JSON on stdout")
    parser.add_argument("--seed", type=int, default=0, help="of the intervals (default 0)")
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where runs are (default {RUNS})")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp policies")
