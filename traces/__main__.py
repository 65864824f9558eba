"""`python -m traces`: look at recorded runs; each subcommand is imported only when it is asked for.

stdout is the result. Knows nothing of how a run is made, and never imports LangGraph but for `replay`.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from codec.command import Parser, run_command

COMMANDS = {
    "list": ("traces.command_list", "list runs, newest first"),
    "show": ("traces.command_show", "tell a run's whole story"),
    "diff": ("traces.command_diff", "compare two runs, or two rounds (RUN@1 RUN@3)"),
    "html": ("traces.command_html", "write one self-contained HTML file; several runs become a comparison"),
    "export": ("traces.command_export", "write runs in a form that other programs read"),
    "schema": ("traces.command_schema", "print the JSON Schema of an event"),
    "replay": ("graph.replay", "play a run again from its record, at no cost"),
}
"""Name to module and what it does; each module has `add_options(parser)` and `run(options)`, but `replay` a `main`."""

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
    parser = Parser(
        prog="python -m traces",
        description="Look at recorded runs.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    parsers = {each: commands.add_parser(each, help=says, description=says) for each, (_, says) in COMMANDS.items()}
    if name is None:
        parser.parse_args(words)
        raise AssertionError("a line without a command is an error of its own")
    module = importlib.import_module(COMMANDS[name][0])
    module.add_options(parsers[name])
    options, rest = parser.parse_known_args(words)
    if rest:
        parsers[name].error(f"unrecognized arguments: {' '.join(rest)}")
    return int(module.run(options))


if __name__ == "__main__":
    run_command(main, program="mubpp traces")
