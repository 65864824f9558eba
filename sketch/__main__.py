"""The command `python -m sketch draw TEXT -o FILE`: draws any English as PNG or SVG, and says what it could not use."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, exit_code_of, run_command

_EXAMPLE = """\
example:
  python -m sketch draw "pale blue sky, dark green trees left, small white house center" -o house.png
"""


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(prog="python -m sketch", description="Draw plain English, deterministically.", epilog=_EXAMPLE)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    says = "draw a description"
    draw = commands.add_parser("draw", help=says, description=f"{says.capitalize()}.", epilog=_EXAMPLE)
    draw.add_argument("text", help='such as "pale blue sky, dark green trees left, small white house center"')
    draw.add_argument("-o", "--out", type=Path, default=Path("sketch.png"), help="file to write (default: sketch.png)")
    draw.add_argument("--size", default="768x512", help="WIDTHxHEIGHT in pixels (default: 768x512)")
    draw.add_argument("--format", choices=("png", "svg"), help="default: by the file's name, else png")
    draw.add_argument("--seed", type=int, default=0, help="varies textures and arrangement a little (default: 0)")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    return exit_code_of(_run, argv, program="sketch")


def _run(argv: Sequence[str] | None) -> int:
    arguments = make_parser().parse_args(argv)
    from sketch.draw_file import draw_file  # noqa: PLC0415

    draw_file(arguments)
    return 0


if __name__ == "__main__":
    run_command(main, program="sketch")
