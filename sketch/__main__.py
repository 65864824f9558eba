"""The command `python -m sketch draw TEXT -o FILE`: draws any English as PNG or SVG, and says what it could not use."""

import argparse
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from codec.command import Parser, exit_code_of, say_error
from codec.errors import StorageError, UsageError
from codec.files import write_whole
from sketch.paint import paint
from sketch.parse import parse
from sketch.svg import draw_svg

_LARGEST = 8192
_EXAMPLE = """\
example:
  python -m sketch draw "pale blue sky, dark green trees left, small white house center" -o house.png
"""


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.strip().isdecimal() and len(part) < 10 for part in parts):
        raise UsageError(f"--size {text[:40]!r}: write it as WIDTHxHEIGHT, such as 768x512")
    width, height = int(parts[0]), int(parts[1])
    if not (1 <= width <= _LARGEST and 1 <= height <= _LARGEST):
        raise UsageError(f"--size {text!r}: each side is 1 to {_LARGEST} pixels")
    return width, height


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


def _draw(arguments: argparse.Namespace) -> None:
    width, height = _size(arguments.size)
    if not 0 <= arguments.seed < 1 << 16:
        raise UsageError(f"--seed {arguments.seed}: a whole number from 0 to {(1 << 16) - 1}")
    reading = parse(arguments.text)
    out: Path = arguments.out
    form = arguments.format or ("svg" if out.suffix.lower() == ".svg" else "png")
    if not out.parent.is_dir():
        raise StorageError(f"{out} can't be written: there is no folder {out.parent}; make it first")
    if form == "svg":
        drawing = draw_svg(reading.scene, width, height, seed=arguments.seed, title=arguments.text).encode()
    else:
        stream = BytesIO()
        Image.fromarray(paint(reading.scene, width, height, seed=arguments.seed)).save(stream, "PNG")
        drawing = stream.getvalue()
    write_whole(out, drawing)
    if reading.ignored:
        say_error(f"not used: {', '.join(reading.ignored)}", program="sketch")
    print(out)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    return exit_code_of(_run, argv, program="sketch")


def _run(argv: Sequence[str] | None) -> int:
    _draw(make_parser().parse_args(argv))
    return 0


if __name__ == "__main__":
    sys.exit(main())
