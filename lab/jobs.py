"""Plays the runs of an experiment side by side and gives back what each came to; what is done stays done.

Knows nothing of what an experiment asks.
"""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from codec.errors import UsageError
from graph.batch import make_play_parser, play_names
from graph.batch_items import digest_picture, digest_settings, join_digests
from graph.batch_marks import Mark
from graph.batch_play import choose_engine
from graph.batch_progress import show_progress
from graph.batch_share import share_out
from graph.batch_store import open_store
from graph.batch_work import Job
from graph.options import check_one
from traces.cleaning import clean_line
from traces.folder import RunFolder
from traces.reader import Trace, read_trace


def make_job(arguments: argparse.Namespace, image: Path, *, repeat: int = 0, **said: object) -> Job:
    """Make the job of one run; `said` goes before what the command line said, `repeat` tells equal runs apart.

    Raises UsageError for what makes no sense and PictureError for a file that can't be read.
    """
    merged = argparse.Namespace(**{**vars(arguments), **said})
    options = check_one(merged, image=image, runs=arguments.runs)
    if options.changes.get("pause"):
        raise UsageError("--pause: an experiment has nobody to ask; leave it out")
    if repeat:
        options.changes["repeat"] = repeat
    settings = digest_settings(merged, play_names(make_play_parser()))
    return Job(key=join_digests(digest_picture(image), settings, f"repeat {repeat}"), options=options)


def play_jobs(arguments: argparse.Namespace, jobs: Sequence[Job], *, what: str) -> dict[str, Mark]:
    """Play what is not done yet and return every job's mark by its key.

    `arguments` are those of `graph.batch.add_batch_options`. Another command may be at work in the same folder of runs;
    what it does is waited for.
    """
    known: dict[str, Mark] = {}
    unique = {job.key: job for job in jobs}
    with show_progress(what, total=len(unique), quiet=arguments.quiet) as advance:

        def report(mark: Mark, before: bool) -> None:
            known[mark.key] = mark
            words = "done before" if before else mark.message or mark.description[:60]
            advance(clean_line(words), passed=before)

        try:
            with contextlib.redirect_stdout(sys.stderr):  # what Ray has to say is no result
                store = open_store(arguments.runs)
                share_out(iter(unique.values()), store=store, engine=choose_engine(arguments), report=report)
        except KeyboardInterrupt as stop:
            said = f"interrupted with {len(known)} of {len(unique)} {what} done; the same command goes on"
            raise KeyboardInterrupt(said) from stop
    return known


def trace_of(mark: Mark, runs: Path) -> Trace:
    """Read the run behind a finished mark."""
    return read_trace(RunFolder(runs / mark.run))
