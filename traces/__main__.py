"""`python -m traces`: list runs, show one, compare, make a report, export; never imports LangGraph.

stdout is the result. Knows nothing of how a run is made.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from codec.command import Parser, run_command
from traces.commands import run_diff, run_export, run_html, run_list, run_schema, run_show
from traces.events import Role
from traces.export import SAYS
from traces.folder import RUNS
from traces.listing import Status

_EXAMPLES = """\
RUN is a folder, a run's id, a unique beginning of one, `latest`, or `latest~2` for the third newest.

examples:
  python -m traces list --since 7d --stop plateau
  python -m traces show latest --round 2 --agent critic
  python -m traces diff latest~1 latest
  python -m traces html latest --out report.html
"""


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of `python -m traces`."""
    parser = Parser(
        prog="python -m traces",
        description="Look at recorded runs.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    _add_list(commands)
    _add_show(commands)
    _add_diff(commands)
    _add_html(commands)
    _add_export(commands)
    _add_schema(commands)
    commands.add_parser("replay", help="play a run again from its record, at no cost")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["replay"]:
        # Packages import only to the left; the replay is the state machine's, found by name and only when asked for.
        return int(importlib.import_module("graph.replay").main(words[1:]) or 0)
    options, rest = make_parser().parse_known_args(words)
    if rest:
        options.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return int(options.run_it(options))


def _add_list(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = commands.add_parser("list", help="list runs, newest first")
    parser.add_argument("--image", default="", metavar="TEXT", help="only runs whose picture's name contains this")
    parser.add_argument("--team", default="", metavar="TEXT", help="only runs with such a player")
    parser.add_argument("--stop", default="", metavar="POLICY", help="only runs stopped by this policy")
    parser.add_argument("--status", default="", choices=["", *get_args(Status)], metavar="STATUS", help=_say_statuses())
    parser.add_argument("--since", metavar="SPAN", help="only runs of the last 30min, 2h, 7d, 1w")
    parser.add_argument("--most", type=int, metavar="N", help="at most so many")
    parser.add_argument("--tree", action="store_true", help="show which run was forked from which")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    _add_runs(parser)
    parser.set_defaults(run_it=run_list, parser=parser)


def _say_statuses() -> str:
    return f"only {', '.join(get_args(Status))}"


def _add_show(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = commands.add_parser("show", help="tell a run's whole story")
    parser.add_argument("run", nargs="?", default="latest", metavar="RUN", help="default: latest")
    parser.add_argument("--round", action="append", metavar="N", help="only this round, or rounds such as 1-3 or 0,2")
    parser.add_argument("--agent", choices=get_args(Role), help="only what this one said and did")
    parser.add_argument("--brief", action="store_true", help="only what the live display leaves on the screen")
    parser.add_argument("--raw", action="store_true", help="the model calls, request and response (with --json: exact)")
    parser.add_argument("--json", action="store_true", help="print settings, state and events as JSON")
    parser.add_argument("--follow", action="store_true", help="go on showing a run until it ends")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw it into an SVG file instead")
    parser.add_argument("--columns", type=int, metavar="N", help="width in a pipe or file (default 100)")
    _add_runs(parser)
    parser.set_defaults(run_it=run_show, parser=parser)


def _add_diff(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = commands.add_parser("diff", help="compare two runs, or two rounds (RUN@1 RUN@3)")
    parser.add_argument("a", metavar="RUN[@ROUND]")
    parser.add_argument("b", metavar="RUN[@ROUND]")
    parser.add_argument("--json", action="store_true", help="print the comparison as JSON")
    parser.add_argument("--columns", type=int, metavar="N", help="width in a pipe or file (default 100)")
    _add_runs(parser)
    parser.set_defaults(run_it=run_diff, parser=parser)


def _add_html(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = commands.add_parser("html", help="write one self-contained HTML file; several runs become a comparison")
    parser.add_argument("run", nargs="*", metavar="RUN", help="default: latest")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: RUN.html, or runs.html for several")
    _add_runs(parser)
    parser.set_defaults(run_it=run_html, parser=parser)


def _add_export(commands: "argparse._SubParsersAction[Parser]") -> None:
    forms = "; ".join(f"{name}: {words}" for name, words in SAYS.items())
    parser = commands.add_parser("export", help="write runs in a form that other programs read")
    parser.add_argument("run", nargs="*", metavar="RUN", help="default: latest")
    parser.add_argument("--format", choices=tuple(SAYS), default="jsonl", help=f"{forms} (default jsonl)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: stdout")
    _add_runs(parser)
    parser.set_defaults(run_it=run_export, parser=parser)


def _add_schema(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = commands.add_parser("schema", help="print the JSON Schema of an event")
    parser.add_argument("--write", action="store_true", help="write it to where it is committed")
    parser.set_defaults(run_it=run_schema, parser=parser)


def _add_runs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where runs are kept (default {RUNS})")


if __name__ == "__main__":
    run_command(main, program="mubpp traces")
