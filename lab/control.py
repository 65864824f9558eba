"""`python -m lab.control IMAGES…`: N rounds of reflection against the best of N independent descriptions.

Same team, same budget, same number of pictures. Knows its options alone.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from graph.batch import add_batch_options
from graph.options import add_play_options

_EXAMPLES = """\
--stop is set by --pictures here: reflection gets that many rounds, the other arm that many runs of one round

examples:
  python -m lab.control photos/ --pictures 4 --budget 20tokens --runs control
  python -m lab.control photos/ --pictures 6 --plot control.svg --table control.csv
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    from lab.control_play import play  # noqa: PLC0415

    return play(arguments)


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m lab.control",
        description="The equal-image-budget control: N rounds of reflection against the best of N independent runs.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("images", nargs="+", metavar="IMAGES", help="files, folders, patterns, lists")
    parser.add_argument("--pictures", type=int, default=4, metavar="N", help="drawn by each arm (default 4)")
    parser.add_argument(
        "--jitter",
        choices=["auto", "on", "off"],
        default="auto",
        help="show each independent describer a copy with faint noise (auto: where the team leaves nothing to chance)",
    )
    add_batch_options(parser)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="likeness against pictures, as .svg, .png or .pdf")
    parser.add_argument("--table", type=Path, metavar="FILE", help="the figures as .csv or .parquet")
    parser.add_argument("--json", action="store_true", help="the figures as JSON on stdout")
    add_play_options(parser)
    parser.set_defaults(jobs=os.cpu_count() or 1)
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp control")
