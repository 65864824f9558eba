"""One picture of a batch: played, or gone on with where it was cut off, and its mark kept; what a worker does.

Every worker imports this once. Knows nothing of other pictures and of who hands them out.
"""

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from codec.errors import FormatError, MubppError
from graph.batch_marks import LocalMarks, Mark
from graph.casting import hiring
from graph.launch import prepare
from graph.options import Options
from graph.session import play
from traces.folder import RunFolder
from traces.reader import read_trace


@dataclass(frozen=True, kw_only=True)
class Job:
    """One picture and what to do with it; travels between processes and machines."""

    key: str
    options: Options
    """Of a run of its own; its folder of runs is where marks are kept too."""

    @property
    def image(self) -> Path:
        """The picture."""
        assert self.options.image is not None
        return self.options.image

    def mark(self) -> Mark:
        """Make the mark of a job that has not begun."""
        return Mark(key=self.key, image=str(self.image), state="open")


def work(job: Job) -> Mark:
    """Play one picture to its end and return its mark; what a person can do something about becomes a failed mark."""
    marks = LocalMarks(job.options.runs)
    begun = marks.read(job.key)
    mark = job.mark()
    try:
        folder = _find_begun(begun, job)
        if folder is not None:
            mark = mark.model_copy(update={"run": folder.id})
            ended = read_trace(folder).finished
            if ended is not None:  # killed between the run's last word and the mark
                return _keep(marks, mark.finish(ended))
            options = replace(job.options, image=None, resume=folder.id, changes={})
        else:
            options = job.options
        return _play(options, marks, mark)
    except MubppError as error:
        latest = marks.read(job.key)
        return _keep(marks, (latest if latest and latest.run else mark).fail(error))


def _play(options: Options, marks: LocalMarks, mark: Mark) -> Mark:
    folder, task, access = prepare(options)
    mark = mark.model_copy(update={"run": folder.id})
    marks.write(mark)
    with contextlib.ExitStack() as stack:
        finished = play(folder, task, hiring(folder, task, access, stack))
    return _keep(marks, mark.finish(finished))


def _find_begun(begun: Mark | None, job: Job) -> RunFolder | None:
    """Find the run of an earlier attempt; one that never got to its first event is begun anew."""
    if begun is None or not begun.run:
        return None
    folder = RunFolder(job.options.runs / begun.run)
    try:
        return folder if read_trace(folder).started else None
    except FormatError:
        return None


def _keep(marks: LocalMarks, mark: Mark) -> Mark:
    marks.write(mark)
    return mark
