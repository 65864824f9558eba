"""Who does the work of a batch on one machine: processes that may die, or threads that mostly wait.

An engine takes jobs from a stream no faster than it does them and yields marks as they come. Knows nothing of pictures.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Final, Protocol, TypeVar

from codec.command import INTERRUPTED, say_error
from codec.errors import RunStateError
from graph.batch_marks import Mark
from graph.batch_work import Job, work

Work = Callable[[Job], Mark]
Ticket = TypeVar("Ticket")
"""What stands for a job that was begun."""

_WARM: Final = "graph.batch_warm"
"""The module that loads what every picture needs."""


class Engine(Protocol):
    """Does jobs side by side."""

    def __call__(self, jobs: Iterator[Job]) -> Generator[Mark, None, None]:
        """Yield a mark for every job, in the order in which they end; close it to leave the rest where they are."""
        ...


def processes(count: int, *, do: Work = work) -> Engine:
    """Make an engine of so many processes.

    A worker that dies (killed, out of memory) takes nobody's work with it: those under way are gone on with, one at a
    time, and a picture that kills its worker even alone is marked as failed.
    """

    def run(jobs: Iterator[Job]) -> Generator[Mark, None, None]:
        suspects: deque[Job] = deque()
        more = True
        while more or suspects:
            while suspects:
                yield _do_alone(suspects.popleft(), do)
            more = yield from _do_together(jobs, count, do, suspects)

    return run


def threads(count: int, *, do: Work = work) -> Engine:
    """Make an engine of so many threads; after Ctrl-C what is under way is finished first, after another it is left."""

    def run(jobs: Iterator[Job]) -> Generator[Mark, None, None]:
        pool = ThreadPoolExecutor(count, thread_name_prefix="batch")
        under_way: dict[Future[Mark], Job] = {}
        try:
            yield from _stream(pool, jobs, count, do, under_way)
        except KeyboardInterrupt:
            busy = sum(not future.done() for future in under_way)
            say_error(f"finishing {busy} pictures; Ctrl-C again leaves them where they are", program="mubpp batch")
            try:
                pool.shutdown(wait=True, cancel_futures=True)
            except KeyboardInterrupt:
                # Threads can't be stopped from outside; every step of a run is on disk, so the process may just go.
                sys.stderr.flush()
                os._exit(INTERRUPTED)
            raise
        else:
            pool.shutdown()

    return run


def top_up(under_way: dict[Ticket, Job], jobs: Iterator[Job], *, count: int, begin: Callable[[Job], Ticket]) -> bool:
    """Begin jobs of the stream until `count` are under way or it has ended; say whether any is under way."""
    while len(under_way) < count and (job := next(jobs, None)) is not None:
        under_way[begin(job)] = job
    return bool(under_way)


def _do_together(jobs: Iterator[Job], count: int, do: Work, suspects: deque[Job]) -> Generator[Mark, None, bool]:
    """Do jobs until there are no more (False) or a worker dies (True: those under way are suspects)."""
    under_way: dict[Future[Mark], Job] = {}
    with _pool(count) as pool:
        try:
            yield from _stream(pool, jobs, count, do, under_way)
        except BrokenProcessPool:
            for future, job in under_way.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    yield future.result()
                else:
                    suspects.append(job)
            return True
    return False


def _do_alone(job: Job, do: Work) -> Mark:
    with _pool(1) as pool:
        try:
            return pool.submit(do, job).result()
        except BrokenProcessPool:
            return job.mark().fail(RunStateError("its worker process died, even alone; memory may be short"))


def _stream(
    pool: ProcessPoolExecutor | ThreadPoolExecutor,
    jobs: Iterator[Job],
    count: int,
    do: Work,
    under_way: dict[Future[Mark], Job],
) -> Iterator[Mark]:
    """Keep `count` jobs under way; a job that is taken from the stream is in `under_way` until its mark is yielded."""
    while top_up(under_way, jobs, count=count, begin=lambda job: _submit(pool, do, job)):
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            mark = future.result()
            del under_way[future]
            yield mark


def _submit(pool: ProcessPoolExecutor | ThreadPoolExecutor, do: Work, job: Job) -> Future[Mark]:
    """Hand a job to the pool; one that has broken meanwhile answers like a job that broke it."""
    try:
        return pool.submit(do, job)
    except BrokenProcessPool as error:
        refused: Future[Mark] = Future()
        refused.set_exception(error)
        return refused


@contextlib.contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool whose workers leave Ctrl-C to the parent, and end with it: every step of a run is on disk."""
    context = _begin_server()
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin_worker, initargs=(dict(os.environ),))
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)


def _begin_server() -> ForkServerContext:
    """Have the process ready of which all workers are copies: imports and models are loaded once, by it.

    Copying it is safe: it runs no second thread of Python's, and OpenBLAS ends its threads before a copy is made.
    Ctrl-C is held back meanwhile, which what is started inherits: neither it nor a worker just born answers for the
    parent.
    """
    multiprocessing.set_forkserver_preload([_WARM])
    resource_tracker.ensure_running()  # which the server would start, and which lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    context = multiprocessing.get_context("forkserver")
    # Ctrl-C while a pool's first worker waits for the server would leave it born without its pool.
    first = context.Process(target=_do_nothing)
    first.start()
    first.join()
    return context


def _do_nothing() -> None:
    """Be there: whoever started this knows then that the server has loaded."""


def _begin_worker(environ: dict[str, str]) -> None:
    """Take on the environment of the parent as it is now; that of the server may be older."""
    os.environ.clear()
    os.environ.update(environ)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave when the parent is gone: it may have been killed, and a worker alone would hold its run for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(INTERRUPTED)
