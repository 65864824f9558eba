"""One picture of a batch: played, or gone on with where it was cut off, and its mark kept; what a worker does.

Every worker imports this once. Knows nothing of other pictures and of who hands them out.
"""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from codec.errors import FormatError, MubppError
from graph.batch_marks import FOLDER, Mark
from graph.batch_store import Store, open_store
from graph.casting import hiring
from graph.launch import prepare
from graph.options import Options
from graph.remote import fetch
from graph.session import play, task_of
from traces.folder import RunFolder, forget_half_made, write_whole
from traces.reader import read_trace

_PICTURES: Final = "pictures"
"""Beside the marks: copies of pictures behind URLs, while they are played."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One picture and what to do with it; travels between processes and machines."""

    key: str
    options: Options
    """Of a run of its own; its folder of runs is where marks are kept too."""
    picture_url: str = ""
    """Where the picture is, if not at `options.image`."""
    store_url: str = ""
    """Where runs and marks are kept, if not in `options.runs`, which is the scratch folder then."""

    @property
    def source(self) -> str:
        """The picture, as a person named it."""
        return self.picture_url or str(self.options.image)

    @property
    def store(self) -> Store:
        """Where results are kept."""
        return open_store(self.options.runs, url=self.store_url)

    def mark(self) -> Mark:
        """Make the mark of a job that has not begun."""
        return Mark(key=self.key, image=self.source, state="open")


def work(job: Job) -> Mark:
    """Play one picture to its end and return its mark; what a person can do something about becomes a failed mark."""
    store = job.store
    _sweep(job, store)
    begun = store.marks.read(job.key)
    mark = job.mark()
    try:
        folder = _find_begun(begun, job, store)
        if folder is not None:
            mark = mark.model_copy(update={"run": folder.id})
            ended = read_trace(folder).finished
            if ended is not None:  # killed between the run's last word and the mark
                return _keep(store, mark.finish(ended), folder)
            return _play(replace(job.options, image=None, resume=folder.id, changes={}), store, mark)
        with _picture_here(job) as options:
            return _play(options, store, mark)
    except MubppError as error:
        latest = store.marks.read(job.key)
        failed = (latest if latest and latest.run else mark).fail(error)
        begun_here = RunFolder(job.options.runs / failed.run)
        return _keep(store, failed, begun_here if failed.run and begun_here.settings.exists() else None)


def _play(options: Options, store: Store, mark: Mark) -> Mark:
    def announce(folder: RunFolder) -> None:
        store.marks.write(mark.model_copy(update={"run": folder.id}))

    try:
        folder, task, access = prepare(options, announce=announce)
    except MubppError:
        store.marks.write(mark)  # the run that was announced has not come to be
        raise
    mark = mark.model_copy(update={"run": folder.id})
    with contextlib.ExitStack() as stack:
        finished = play(folder, task, hiring(folder, task, access, stack))
    return _keep(store, mark.finish(finished), folder)


@contextlib.contextmanager
def _picture_here(job: Job) -> Iterator[Options]:
    """Bring a picture behind a URL to this machine for as long as it is played."""
    if not job.picture_url:
        yield job.options
        return
    name = PurePosixPath(urlsplit(job.picture_url).path).name or "picture"
    place = _place_of(job)
    write_whole(place / name, fetch(job.picture_url))
    try:
        yield replace(job.options, image=place / name, origin=job.picture_url)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _place_of(job: Job) -> Path:
    return job.options.runs / FOLDER / _PICTURES / job.key


def _sweep(job: Job, store: Store) -> None:
    """Remove what an attempt that was killed left behind, its run apart."""
    store.marks.sweep(job.key)
    if job.picture_url:
        shutil.rmtree(_place_of(job), ignore_errors=True)


def _find_begun(begun: Mark | None, job: Job, store: Store) -> RunFolder | None:
    """Find the run of an earlier attempt; one of which not even the picture is there is begun anew.

    A run's mark is written before its folder is made, so what a kill left half made is found, and removed.
    """
    if begun is None or not begun.run:
        return None
    store.fetch(begun.run)
    folder = RunFolder(job.options.runs / begun.run)
    if not folder.settings.exists():
        forget_half_made(folder)
        return None
    try:
        original = task_of(folder).original
        return folder if (folder.path / "blobs" / f"{original.sha256}.png").exists() else None
    except FormatError:
        return None


def _keep(store: Store, mark: Mark, folder: RunFolder | None) -> Mark:
    """Keep a run that has ended, and then its mark: where a finished mark is, the run is.

    A claim behind a URL may be lost while a machine sleeps; then somebody else's finished run stands.
    """
    theirs = store.marks.read(mark.key)
    if theirs is not None and theirs.state == "finished" and theirs.run != mark.run:
        return theirs
    if folder is not None:
        store.publish(folder)
    store.marks.write(mark)
    if folder is not None and mark.state == "finished":
        store.clear(folder)
    return mark
