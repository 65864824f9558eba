"""Hands out pictures that nobody is done with or at work on, and waits for those that another command is at.

Knows nothing of how pictures are found and of who does the work.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

from graph.batch_claims import Claims
from graph.batch_engines import Engine
from graph.batch_marks import Mark, Marks
from graph.batch_store import Store
from graph.batch_work import Job

Report = Callable[[Mark, bool], None]
"""Is told each picture's mark, and whether there was nothing to do."""

POLL_S: Final = 0.5
"""How often pictures that another command is at are looked at once more."""
_WAITING: Final = 64
"""How many of them there may be before they are looked at in between."""


def share_out(jobs: Iterator[Job | Mark], *, store: Store, engine: Engine, report: Report) -> None:
    """Do the jobs that nobody has done; a mark among them is a picture that can't be done, and is passed on.

    Several commands may share one store: each picture is claimed while it is done, and one that another command has
    claimed is asked for again until it is finished or free. Memory does not grow with the number of pictures.
    """
    with store.claims() as claims:
        desk = _Desk(store.marks, claims, report)
        desk.do(desk.choose(jobs), engine)
        while desk.waiting:
            free = desk.look_again()
            if free:
                desk.do(iter(free), engine)
            elif desk.waiting:
                time.sleep(POLL_S)


class _Desk:
    """Keeps what is under way here and what others are at."""

    def __init__(self, marks: Marks, claims: Claims, report: Report) -> None:
        self.waiting: dict[str, Job] = {}
        self._marks = marks
        self._claims = claims
        self._report = report
        self._under_way: set[str] = set()

    def do(self, jobs: Iterator[Job], engine: Engine) -> None:
        """Have jobs done that are claimed."""
        # An engine ends its workers when it is closed, which Ctrl-C in the lines below must not leave to chance.
        with contextlib.closing(engine(jobs)) as marks:
            for mark in marks:
                self._under_way.discard(mark.key)
                self._claims.give_back(mark.key)
                self._report(mark, False)

    def choose(self, jobs: Iterator[Job | Mark]) -> Iterator[Job]:
        """Yield what is to be done and claimed."""
        look_again_at = _WAITING
        for job in jobs:
            if isinstance(job, Mark):
                self._report(job, True)
            elif job.key in self._under_way or job.key in self.waiting:
                self._report(job.mark(), True)
            elif self._claim(job):
                yield job
            if len(self.waiting) >= look_again_at:
                yield from self.look_again()
                look_again_at = _WAITING + 2 * len(self.waiting)

    def look_again(self) -> list[Job]:
        """Return those among the waiting that are free now, claimed; those that are finished are reported."""
        waiting, self.waiting = self.waiting, {}
        return [job for job in waiting.values() if self._claim(job)]

    def _claim(self, job: Job) -> bool:
        """Claim a job unless it is done; one that another command is at joins the waiting."""
        if self._is_done(job):
            return False
        if not self._claims.take(job.key):
            self.waiting[job.key] = job
            return False
        if self._is_done(job):  # by another command, between the two lines above
            self._claims.give_back(job.key)
            return False
        self._under_way.add(job.key)
        return True

    def _is_done(self, job: Job) -> bool:
        mark = self._marks.read(job.key)
        if mark is None or not mark.for_good:
            return False
        self._report(mark.model_copy(update={"image": job.source}), True)
        return True
