"""`python -m graph.decode`: redraw a picture from its `.mub` file alone, on any machine, without LangGraph.

Knows nothing of how a picture is drawn.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from agents.openai.flags import add_options
from agents.wire.flags import add_wire_options
from codec.command import Parser, run_command
from codec.loading import loading
from traces.place import RUNS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    # To be read when numpy is loaded: for matrices as small as ours its threads take longer to start than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with loading():
        from graph.redraw import redraw  # noqa: PLC0415

    print(redraw(arguments, os.environ))
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m graph.decode",
        description="Redraw a picture from its .mub file alone.",
        epilog="example:\n  python -m graph.decode redrawn.mub -o again.png --size 1536x1024",
    )
    parser.add_argument("file", type=Path, help="a .mub file")
    parser.add_argument("-o", "--out", type=Path, metavar="PNG", help="the picture (default: beside the file)")
    parser.add_argument("--size", metavar="WxH", help="draw at this size instead of the one in the file's header")
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help="whose cache of paid pictures is used")
    parser.add_argument("--config", type=Path, metavar="TOML", help="a file with a table [openai] of model settings")
    parser.add_argument(
        "--renderer", "--team", metavar="WHO", help="who draws (default: the decoder that the file names)"
    )
    add_options(parser)
    add_wire_options(parser)
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp decode")
