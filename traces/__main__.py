"""`python -m traces`: look at recorded runs; each subcommand is imported only when it is asked for.

stdout is the result. Knows nothing of how a run is made, and never imports LangGraph but for `replay`.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from codec.command import Parser, run_command
from traces.options import ADD_OPTIONS

COMMANDS = {
    "list": ("traces.command_list", "list runs, newest first", "list --since 7d --stop plateau"),
    "show": ("traces.command_show", "tell a run's whole story", "show latest --round 2 --agent critic"),
    "diff": ("traces.command_diff", "compare two runs, or two rounds (RUN@1 RUN@3)", "diff latest~1 latest"),
    "html": (
        "traces.command_html",
        "write one HTML file; several runs are compared",
        "html latest --out run.html",
    ),
    "export": (
        "traces.command_export",
        "write runs in a form that other programs read",
        "export latest --format jsonl",
    ),
    "schema": ("traces.command_schema", "print the JSON Schema of an event", "schema"),
    "replay": ("graph.replay", "play a run again from its record, at no cost", "replay latest"),
}
"""Name to module, what it does and an example.

Each module has `run(options)`, but `replay` a `main` and a `make_parser`.
"""

_EXAMPLES = """\
RUN is a folder, a run's id, a unique beginning of one, `latest`, or `latest~2` for the third newest.

examples:
  python -m traces list --since 7d --stop plateau
  python -m traces show latest --round 2 --agent critic
  python -m traces diff latest~1 latest
  python -m traces html latest --out report.html
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words and words[0] in COMMANDS else None
    if name == "replay":
        # Packages import only to the left; the replay is the state machine's, found by name and only when asked for.
        return int(importlib.import_module(COMMANDS[name][0]).main(words[1:]) or 0)
    parser, parsers = _make_parsers()
    if name is None:
        parser.parse_args(words)
        raise AssertionError("a line without a command is an error of its own")
    ADD_OPTIONS[name](parsers[name])
    options, rest = parser.parse_known_args(words)
    if rest:
        parsers[name].error(f"unrecognized arguments: {' '.join(rest)}")
    return int(importlib.import_module(COMMANDS[name][0]).run(options))


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of all subcommands, each with its options, for whoever wants to see the whole."""
    parser, parsers = _make_parsers()
    for name, add_options in ADD_OPTIONS.items():
        add_options(parsers[name])
    return parser


def _make_parsers() -> tuple[Parser, dict[str, Parser]]:
    parser = Parser(prog="python -m traces", description="Look at recorded runs.", epilog=_EXAMPLES)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    parsers = {
        name: commands.add_parser(
            name, help=says, description=f"{says.capitalize()}.", epilog=f"example:\n  python -m traces {example}"
        )
        for name, (_, says, example) in COMMANDS.items()
    }
    return parser, parsers


if __name__ == "__main__":
    run_command(main, program="mubpp traces")
