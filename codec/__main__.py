"""The command `python -m codec`: text to .mub and back, and the ledger of a text; it draws nothing."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codec.command import Parser, exit_code_of, make_printable
from codec.errors import UsageError
from codec.geometry import Geometry
from codec.ledger import format_ledger, price_text
from codec.mub import MubFile, load_mub, save_mub
from codec.rate import measure_rate

_EXAMPLES = """\
examples:
  python -m codec encode "a red barn, snow below" -o barn.mub --size 768x512
  python -m codec decode barn.mub
  python -m codec ledger "a red barn, snow below"
"""
_EXAMPLE_PIXELS = {"1024x1024": 1024 * 1024, "768x512": 768 * 512}


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(prog="python -m codec", description="Turn text into .mub files and back.", epilog=_EXAMPLES)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    encode = _add(commands, "encode", 'encode "a red barn, snow below" -o barn.mub', "write a text to a .mub file")
    encode.add_argument("text", help="the text, or - for standard input")
    encode.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    encode.add_argument("--size", metavar="WxH", help="size of the picture that the text describes (1024x1024)")
    encode.add_argument("--exact-size", action="store_true", help="store that size exactly; it costs bits")
    decode = _add(commands, "decode", "decode barn.mub", "print the text of a .mub file")
    decode.add_argument("file", type=Path)
    ledger = _add(commands, "ledger", 'ledger "a red barn, snow below"', "price a text under several codings")
    ledger.add_argument("text", help="the text, or - for standard input")
    ledger.add_argument("--size", metavar="WxH", help="size of the picture that the text describes (1024x1024)")
    return parser


def _add(commands: Any, name: str, example: str, says: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=says, description=f"{says.capitalize()}.", epilog=f"example:\n  python -m codec {example}"
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    return exit_code_of(_run, arguments, program="codec")


def _run(arguments: Sequence[str] | None) -> int:
    options = make_parser().parse_args(arguments)
    commands = {"encode": _encode, "decode": _decode, "ledger": _ledger}
    commands[options.command](options)
    return 0


def parse_size(text: str) -> tuple[int, int]:
    """Read a size such as 768x512; raise UsageError when it is none."""
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.strip().isdecimal() and height.strip().isdecimal()) or len(text) > 24:
        raise UsageError(f"can't read the size {text[:24]!r}: write 768x512")
    return int(width), int(height)


def _read_text(argument: str) -> str:
    if argument != "-":
        return argument
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8 text") from error


def _mub_of(options: argparse.Namespace, *, exact: bool) -> tuple[MubFile, int]:
    """Return the file to be written, and the pixels of the picture."""
    width, height = parse_size(options.size) if options.size else (1024, 1024)
    return MubFile(_read_text(options.text), geometry=Geometry.of(width, height, exact=exact)), width * height


def _encode(options: argparse.Namespace) -> None:
    mub, pixels = _mub_of(options, exact=options.exact_size)
    rate = measure_rate(save_mub(mub, path=options.out), pixels=pixels)
    print(
        f"{options.out}: {rate.file_bytes} bytes = {rate.header_bits} header bits + {rate.payload_bits} payload bits,"
        f" {rate.ubpp:.1f} µbpp at {options.size or '1024x1024'}"
    )


def _decode(options: argparse.Namespace) -> None:
    text = load_mub(options.file).text
    # A file may come from anybody: to a program it is handed as it is, to a terminal without what that would obey.
    shown = make_printable(text) if sys.stdout.isatty() else text
    sys.stdout.buffer.write(shown.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.flush()


def _ledger(options: argparse.Namespace) -> None:
    mub, pixels = _mub_of(options, exact=False)
    entries = price_text(mub)
    print(format_ledger(entries))
    file_bits = next(entry.coded_bytes for entry in entries if entry.ours) * 8
    shown = {options.size: pixels} if options.size else _EXAMPLE_PIXELS
    for size, count in shown.items():
        print(f"{file_bits * 1e6 / count:.1f} µbpp at {size}")


if __name__ == "__main__":
    sys.exit(main())
