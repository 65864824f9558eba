"""Does what `graph.batch` is asked for: makes jobs of pictures, shares them out, and says what each came to.

stdout has one line a picture, stderr the progress. Knows nothing of how a picture is played.
"""

import argparse
import contextlib
import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codec.errors import PictureError, UsageError
from graph.batch import make_play_parser, play_names
from graph.batch_items import count_pictures, digest_named, digest_settings, join_digests, stream_names
from graph.batch_marks import Mark
from graph.batch_progress import show_progress
from graph.options import check_one
from graph.remote import as_path
from traces.cleaning import clean_line

if TYPE_CHECKING:
    from graph.batch_engines import Engine
    from graph.batch_share import Report
    from graph.batch_work import Job


FAILED_EXIT = 1
"""Exit code when some picture could not be done."""


@dataclass(kw_only=True)
class Tally:
    """What a batch has come to so far; its size does not depend on the number of pictures."""

    counts: Counter[str] = field(default_factory=Counter)
    """finished, done before, the same picture again, failed."""
    elapsed_s: float = 0.0
    """Of all runs together."""
    spend_usd: float | None = 0.0

    def add(self, mark: Mark, *, before: bool) -> None:
        """Count a picture."""
        name = {"finished": "done before", "open": "the same picture again"}.get(mark.state) if before else None
        self.counts[name or mark.state] += 1
        if before:
            return
        self.elapsed_s += mark.elapsed_s
        self.spend_usd = None if self.spend_usd is None or mark.spend_usd is None else self.spend_usd + mark.spend_usd

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in self.counts.items() if count)


def play(arguments: argparse.Namespace) -> int:
    """Do what the options say; return the exit code: `FAILED_EXIT` where some picture could not be done.

    Raises UsageError for options that make no sense, and where there are no pictures.
    """
    if arguments.jobs < 1:
        raise UsageError(f"--jobs {arguments.jobs}: a whole number of at least 1 is wanted")
    batch = Batch(arguments, play_names(make_play_parser()))
    tally = Tally()
    total = count_pictures(arguments.images)
    out = sys.stdout
    with show_progress("pictures", total=total, quiet=arguments.quiet) as advance:

        def report(mark: Mark, before: bool) -> None:
            tally.add(mark, before=before)
            if mark.state != "open":
                print(_json(mark, before=before) if arguments.json else _line(mark), file=out, flush=True)
            advance(str(tally), passed=before)

        try:
            with contextlib.redirect_stdout(sys.stderr):  # what Ray has to say is no result
                batch.run(arguments.images, report)
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(f"interrupted ({str(tally) or 'nothing done'}); the same command goes on") from stop
    if not sum(tally.counts.values()):
        raise UsageError("no pictures there")
    return FAILED_EXIT if tally.counts["failed"] else 0


class Batch:
    """Makes jobs of pictures, and shares them out."""

    def __init__(self, arguments: argparse.Namespace, names: Sequence[str]) -> None:
        """Check everything that was said before the first picture is opened; `names`: the options of a run."""
        place = as_path(arguments.runs)
        self._url = "" if place is not None else str(arguments.runs)
        arguments.runs = place if place is not None else arguments.scratch
        if self._url.startswith("memory:") and arguments.engine in {"processes", "ray"}:
            raise UsageError(f"--runs {self._url}: what is in memory is in one process; use --engine threads")
        if self._url.startswith("memory:"):
            arguments.engine = "threads"
        self._arguments = arguments
        self._options = check_one(arguments, image=Path("any"), runs=arguments.runs)
        if self._options.changes.get("pause"):
            raise UsageError("--pause: many pictures at a time have nobody to ask; leave it out")
        self._settings = digest_settings(arguments, names)

    def run(self, sources: Sequence[str], report: "Report") -> None:
        """Do the pictures; `report` is told each one's mark, and whether it was done before."""
        # LangGraph takes most of a second to import: wrong options must not wait for it.
        share: Any = importlib.import_module("graph.batch_share")
        store = importlib.import_module("graph.batch_store").open_store(self._arguments.runs, url=self._url)
        job_of: Callable[..., Job] = importlib.import_module("graph.batch_work").Job
        jobs = (self._make_job(name, job_of) for name in stream_names(sources))
        share.share_out(jobs, store=store, engine=choose_engine(self._arguments), report=report)

    def _make_job(self, name: str, job_of: "Callable[..., Job]") -> "Job | Mark":
        """Make a picture's job, or the mark of one that can't be read."""
        try:
            key = join_digests(digest_named(name), self._settings)
        except PictureError as error:
            return Mark(key="", image=name, state="open").fail(error)
        path = as_path(name)
        options = replace(self._options, image=path or Path(name))
        return job_of(key=key, options=options, picture_url="" if path else name, store_url=self._url)


def choose_engine(arguments: argparse.Namespace) -> "Engine":
    """Choose what was asked for; else processes where the team computes, threads where it waits for an endpoint.

    Raises UsageError for a Ray cluster that can't be had.
    """
    name = arguments.engine
    if arguments.address is not None and name != "ray":
        raise UsageError("--address goes with --engine ray")
    if name == "ray":
        remote: Engine = importlib.import_module("graph.batch_ray").on_ray(arguments.jobs, address=arguments.address)
        return remote
    if name == "auto":
        any_picture = check_one(arguments, image=Path("any"), runs=arguments.runs)
        cast, _ = importlib.import_module("graph.launch").look_ahead(any_picture)
        name = "threads" if cast.models else "processes"
    local: Engine = getattr(importlib.import_module("graph.batch_engines"), name)(arguments.jobs)
    return local


def _line(mark: Mark) -> str:
    if mark.state == "failed":
        return clean_line(f"{mark.image}  failed  {mark.error}: {mark.message}")
    score = "" if mark.score is None else f"{mark.score:.4f}"
    return clean_line(f"{mark.image}  {mark.run}  {score}  {mark.file_bytes * 8} bits  {mark.description}")


def _json(mark: Mark, *, before: bool) -> str:
    return json.dumps({**mark.model_dump(mode="json"), "done_before": before}, ensure_ascii=False)
