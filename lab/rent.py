"""`python -m lab.rent RUN`: what each phrase of a run's description pays, shown as the sentence tinted by its rent.

Knows its options alone.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from agents.openai.flags import add_options
from codec.command import Parser, run_command
from traces.place import RUNS

_EXAMPLES = """\
green phrases pay, red ones cost likeness; grey ones can't be told from nothing

examples:
  python -m lab.rent latest
  python -m lab.rent latest --html rent.html --json
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    from lab.rent_play import play  # noqa: PLC0415

    return play(arguments)


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m lab.rent",
        description="Leave each phrase of a run's final description out: likeness lost, bits saved.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("run", metavar="RUN", help="folder, id, prefix, latest")
    parser.add_argument(
        "--renders", type=int, metavar="N", help="pictures a description (default 1 for sketch, else 3)"
    )
    parser.add_argument("--renderer", metavar="WHO", help="who draws (default: who drew in the run)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="the tinted sentence as a page of its own")
    parser.add_argument("--json", action="store_true", help="the figures as JSON on stdout")
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where runs are (default {RUNS})")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    parser.add_argument("--config", type=Path, metavar="TOML", help="a file with a table [openai] of model settings")
    add_options(parser)
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp rent")
