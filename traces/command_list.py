"""`python -m traces list`: the runs on record, newest first; imports nothing that a list doesn't need."""

import argparse
import sys
from datetime import UTC, datetime

from traces.arguments import parse_span
from traces.list_view import view_list, view_tree
from traces.listing import Filter, list_rows
from traces.print_view import print_json, print_view

_PIPE_COLUMNS = 220


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
