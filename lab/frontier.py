"""`python -m lab.frontier IMAGES… --budgets 10,20,40tokens`: the rate–distortion frontier, with baselines really coded.

Every run is an ordinary run with its trace; the same command goes on where it was stopped. Knows its options alone.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from graph.batch import add_batch_options
from graph.options import add_play_options

BUDGETS = "5,10,20,40,80tokens"

_EXAMPLES = """\
--out is a folder: frontier.html, frontier.csv (means), points.csv (every picture), matched.csv (ours against the
others, paired by picture), frontier.svg and .png

--measure takes lpips, lpips:alex (or vgg, squeeze), lpips:alex:WEIGHTS, dists, dists:WEIGHTS, clip:FOLDER; they need
pip install 'mubpp[perceptual]' and weights that are on this machine already

examples:
  python -m lab.frontier examples --budgets 10,20,40tokens --out frontier
  python -m lab.frontier photos/ --budgets 96bits,192bits --jobs 2 --runs runs --out frontier
  python -m lab.frontier photos/ --measure lpips --measure clip:clip-vit-base-patch32 --plot two.svg --panels lpips,clip
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    from lab.frontier_play import play  # noqa: PLC0415

    return play(arguments)


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m lab.frontier",
        description="Rate and distortion of runs at several budgets, beside other codes at as many bits.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("images", nargs="+", metavar="IMAGES", help="files, folders, patterns, lists")
    parser.add_argument("--budgets", default=BUDGETS, metavar="LIST", help=f"such as {BUDGETS} (default)")
    add_batch_options(parser)
    parser.add_argument("--measure", action="append", default=[], metavar="NAME", help="another measure, see below")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write page, tables and plots into this folder")
    parser.add_argument("--sheet", type=int, default=24, metavar="N", help="pictures on the contact sheet (default 24)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="the plot alone, as .svg, .png or .pdf")
    parser.add_argument(
        "--panels", metavar="NAMES", help="the measures that plots show, such as fidelity,gmsd (default all)"
    )
    parser.add_argument("--most-ubpp", type=float, metavar="N", help="plots leave out points of more µbpp")
    parser.add_argument("--table", type=Path, metavar="FILE", help="the means alone, as .csv or .parquet")
    parser.add_argument(
        "--points", type=Path, metavar="FILE", help="every picture under every code, as .csv or .parquet"
    )
    parser.add_argument("--json", action="store_true", help="the means as JSON on stdout")
    add_play_options(parser)
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp frontier")
