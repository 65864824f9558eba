"""`mubpp`: every command under one name; each is imported only when it is asked for.

Knows nothing of what a command does.
"""

import importlib
import sys
from collections.abc import Sequence

from codec.command import run_command, say_error

COMMANDS = {
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
}
"""Name to module and what it does; each module has a `main(argv) -> int`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named first."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments.pop(0) if arguments else "--help"
    if name in {"-h", "--help"}:
        print(_help())
        return 0
    if name not in COMMANDS:
        say_error(f"there is no command {name[:40]!r}; there are {', '.join(COMMANDS)}", program="mubpp")
        return 2
    module = importlib.import_module(COMMANDS[name][0])
    return int(module.main(arguments) or 0)


def command() -> None:
    """Be the console script."""
    run_command(main, program="mubpp")


def _help() -> str:
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {says}" for name, (_, says) in COMMANDS.items())
    example = "example:\n  mubpp run photo.jpg --budget 30tokens"
    return f"mubpp stores a picture as a sentence.\n\ncommands:\n{rows}\n\n{example}"
