"""`mubpp`: every command under one name; each is imported only when it is asked for.

Knows nothing of what a command does.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Final

from codec.command import Parser, called_as, run_command

COMMANDS: Final = {
    "run": ("graph.run", "compress one picture by negotiation, or go on with a run that was cut off"),
    "batch": ("graph.batch", "compress many pictures side by side; the same command goes on later"),
    "decode": ("graph.decode", "redraw a picture from its .mub file alone"),
    "replay": ("graph.replay", "play a recorded run again from its record, at no cost"),
    "costs": ("graph.costs", "what a run's calls used and cost"),
    "traces": ("traces.__main__", "list, show, compare and export recorded runs"),
    "prompts": ("prompts.__main__", "list, show and check prompt files"),
    "codec": ("codec.__main__", "text to .mub and back, and the ledger"),
    "draw": ("sketch.__main__", "draw a description with the embedded painter"),
    "experiment": ("lab.prompts.__main__", "compare prompts, models and knobs over many runs; let a prompt evolve"),
    "frontier": ("lab.frontier", "rate and distortion at several budgets, beside other codes at as many bits"),
    "control": ("lab.control", "rounds of reflection against the best of as many independent descriptions"),
    "rent": ("lab.rent", "what each phrase of a run's description pays"),
    "policies": ("lab.policies", "what other stopping policies would have saved and lost on recorded runs"),
    "doctor": ("lab.doctor", "what is installed, who would play and why, and whether the endpoint answers"),
    "completion": ("lab.completion", "print a script that completes commands and options in your shell"),
}
"""Name to module and what it does; each module has `main(argv) -> int` and `make_parser()`."""

_EXAMPLES = """\
examples:
  mubpp run photo.jpg --budget 30tokens
  mubpp decode photo.mub -o again.png
  mubpp doctor

mubpp COMMAND --help says more of each
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named first."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    named = _make_index().parse_args(arguments[:1] or ["--help"])
    with called_as(_spoken_names()):
        return int(importlib.import_module(COMMANDS[named.command][0]).main(arguments[1:]) or 0)


def make_parser() -> argparse.ArgumentParser:
    """Make one parser of everything, for completion scripts; imports every command."""
    parser = _make_index(commands=False)
    places = parser.add_subparsers(metavar="COMMAND")
    for name, (module, says) in COMMANDS.items():
        whole = parser if module == __name__ else importlib.import_module(module).make_parser()
        places.add_parser(name, help=says, parents=[whole], add_help=False)
    return parser


def command() -> None:
    """Be the console script."""
    run_command(main, program="mubpp")


def _make_index(*, commands: bool = True) -> Parser:
    """Make a parser that knows the names of commands and not what may follow."""
    parser = Parser(prog="mubpp", description="mubpp stores a picture as a sentence.", epilog=_EXAMPLES)
    if commands:
        places = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", required=True)
        for name, (_, says) in COMMANDS.items():
            places.add_parser(name, help=says, add_help=False)
    return parser


def _spoken_names() -> dict[str, str]:
    return {f"python -m {module.removesuffix('.__main__')}": f"mubpp {name}" for name, (module, _) in COMMANDS.items()}
