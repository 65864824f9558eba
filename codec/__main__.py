"""The command `python -m codec`: text to .mub and back, and the ledger of a text; it draws nothing."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codec.command import Parser, exit_code_of, run_command

_EXAMPLES = """\
examples:
  python -m codec encode "a red barn, snow below" -o barn.mub --size 768x512
  python -m codec decode barn.mub
  python -m codec ledger "a red barn, snow below"
"""


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    return exit_code_of(_run, arguments, program="codec")


def _run(arguments: Sequence[str] | None) -> int:
    options = make_parser().parse_args(arguments)
    from codec import commands  # noqa: PLC0415

    does = {"encode": commands.encode, "decode": commands.decode, "ledger": commands.ledger}
    does[options.command](options)
    return 0


if __name__ == "__main__":
    run_command(main, program="codec")
