"""The options of the subcommands of `python -m traces`; loads nothing that `--help` should not have to wait for."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, get_args

from traces.names import FORMAT_SAYS, Role, Status
from traces.place import RUNS


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--image", default="", metavar="TEXT", help="only runs whose picture's name contains this")
    parser.add_argument("--team", default="", metavar="TEXT", help="only runs with such a player")
    parser.add_argument("--stop", default="", metavar="POLICY", help="only runs stopped by this policy")
    statuses = get_args(Status)
    parser.add_argument("--status", default="", choices=statuses, metavar="STATUS", help=f"only {', '.join(statuses)}")
    parser.add_argument("--since", metavar="SPAN", help="only runs of the last 30min, 2h, 7d, 1w")
    parser.add_argument("--most", type=int, metavar="N", help="at most so many")
    parser.add_argument("--tree", action="store_true", help="show which run was forked from which")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    _add_runs(parser)


def _add_show(parser: argparse.ArgumentParser) -> None:
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


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("a", metavar="RUN[@ROUND]")
    parser.add_argument("b", metavar="RUN[@ROUND]")
    parser.add_argument("--json", action="store_true", help="print the comparison as JSON")
    parser.add_argument("--columns", type=int, metavar="N", help="width in a pipe or file (default 100)")
    _add_runs(parser)


def _add_html(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", nargs="*", metavar="RUN", help="default: latest")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: RUN.html, or runs.html for several")
    _add_runs(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    forms = "; ".join(f"{name}: {words}" for name, words in FORMAT_SAYS.items())
    parser.add_argument("run", nargs="*", metavar="RUN", help="default: latest")
    parser.add_argument("--format", choices=tuple(FORMAT_SAYS), default="jsonl", help=f"{forms} (default jsonl)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: stdout")
    _add_runs(parser)


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="write it to where it is committed")


def _add_runs(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where runs are kept."""
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where runs are kept (default {RUNS})")


ADD_OPTIONS: Final[Mapping[str, Callable[[argparse.ArgumentParser], None]]] = {
    "list": _add_list,
    "show": _add_show,
    "diff": _add_diff,
    "html": _add_html,
    "export": _add_export,
    "schema": _add_schema,
}
"""By subcommand, but for `replay`, which has a parser of its own."""
