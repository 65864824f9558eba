"""`mubpp completion SHELL`: a script that completes commands, options and their values in a shell.

The script is written once and asks no Python when a key is pressed. Knows nothing of what a command does.
"""

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import shtab

from codec.command import Parser, run_command, speak

_EXAMPLES = """\
examples:
  mubpp completion bash > ~/.local/share/bash-completion/completions/mubpp
  mubpp completion zsh > ~/.zfunc/_mubpp
"""

_FOLDERS: Final = frozenset({"runs", "folder", "prompt_folder"})
"""Options that take a folder; every other path is a file's."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    shell = make_parser().parse_args(argv).shell
    # The console knows all commands, this one too, so it can't be imported above.
    whole: argparse.ArgumentParser = importlib.import_module("lab.console").make_parser()
    _complete_paths(whole)
    print(speak(shtab.complete(whole, shell=shell)), end="")
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="mubpp completion",
        description="Print a completion script for your shell; write it where the shell looks for such scripts.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("shell", choices=shtab.SUPPORTED_SHELLS, help="%(choices)s")
    return parser


def _complete_paths(parser: argparse.ArgumentParser) -> None:
    """Let every argument that takes a path complete files or folders."""
    for action in parser._actions:
        marked: Any = action
        if action.type is Path or action.dest in {"images", "photos"}:
            marked.complete = shtab.DIRECTORY if action.dest in _FOLDERS else shtab.FILE
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                _complete_paths(inner)


if __name__ == "__main__":
    run_command(main, program="mubpp completion")
