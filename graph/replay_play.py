"""Plays the run again that `graph.replay` is asked for, and says how faithful that was; knows nothing of nodes."""

import argparse

from codec.loading import loading
from traces.cleaning import clean_line
from traces.folder import find_run
from traces.reader import read_trace


def play(arguments: argparse.Namespace, stops: str | None) -> int:
    """Do what the options say, under other policies if there are `stops`; return the exit code.

    It is 1 where the run came out otherwise than recorded or, under other policies, at no end. Raises as
    `find_run` and `read_trace` do.
    """
    recorded = read_trace(find_run(arguments.run, arguments.runs))
    # LangGraph takes most of a second to import: the name of a run that isn't there must not wait for it.
    with loading():
        from graph.again import describe_replay, replay  # noqa: PLC0415
        from graph.casting import KEYLESS  # noqa: PLC0415

    report = replay(recorded, KEYLESS, stops=stops, keep=arguments.runs if arguments.keep else None)
    print("\n".join(map(clean_line, describe_replay(report, recorded))))
    return 0 if report.faithful or (stops is not None and report.finished is not None) else 1
