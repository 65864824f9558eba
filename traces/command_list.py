"""`python -m traces list`: the runs on record, newest first; imports nothing that a list doesn't need."""

import argparse
import sys
from datetime import UTC, datetime
from typing import get_args

from traces.arguments import add_runs, parse_span
from traces.list_view import view_list, view_tree
from traces.listing import Filter, Status, list_rows
from traces.print_view import print_json, print_view

_PIPE_COLUMNS = 220


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `list`."""
    parser.add_argument("--image", default="", metavar="TEXT", help="only runs whose picture's name contains this")
    parser.add_argument("--team", default="", metavar="TEXT", help="only runs with such a player")
    parser.add_argument("--stop", default="", metavar="POLICY", help="only runs stopped by this policy")
    statuses = get_args(Status)
    parser.add_argument("--status", default="", choices=statuses, metavar="STATUS", help=f"only {', '.join(statuses)}")
    parser.add_argument("--since", metavar="SPAN", help="only runs of the last 30min, 2h, 7d, 1w")
    parser.add_argument("--most", type=int, metavar="N", help="at most so many")
    parser.add_argument("--tree", action="store_true", help="show which run was forked from which")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    add_runs(parser)


def run(options: argparse.Namespace) -> int:
    """Print the runs on record."""
    now = datetime.now(UTC)
    wanted = Filter(
        image=options.image,
        team=options.team,
        stop=options.stop,
        status=options.status,
        since_s=parse_span(options.since) if options.since else None,
    )
    rows = list_rows(options.runs, wanted=wanted, now=now, most=options.most)
    if options.json:
        print_json([row.as_json() for row in rows])
    elif not rows:
        print(f"no runs under {options.runs}" + ("" if wanted == Filter() else " match"), file=sys.stderr)
    elif options.tree:
        print_view(lambda look: [view_tree(rows, look=look)], columns=_PIPE_COLUMNS)
    else:
        print_view(lambda look: [view_list(rows, now=now, look=look)], columns=_PIPE_COLUMNS)
    return 0
