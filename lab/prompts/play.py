"""Plays the cells of a matrix, some at a time: each an ordinary run, on record before it begins, resumed if cut off.

Knows nothing of what is shown and of figures.
"""

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Final

from agents.wire.record import CallRecord
from agents.wire.report import sum_all, sum_calls
from codec.errors import MubppError
from graph.casting import CACHE, hiring
from graph.launch import prepare
from graph.session import play
from lab.prompts.cells import CellState, Lab
from lab.prompts.layout import Cell
from traces.events import Event
from traces.folder import RunFolder, forget_half_made
from traces.reader import read_trace

_TICK_S: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a run used up on the wire."""

    calls: int = 0
    cached: int = 0
    """Answers that another run had paid for."""
    cost_usd: float | None = 0.0
    """None: unknown."""


Report = Callable[[Cell | None, CellState | None], None]
"""Is told of every cell that ended, and every moment in between (None, None)."""


def play_cells(cells: Sequence[Cell], lab: Lab, *, jobs: int, report: Report) -> list[CellState]:
    """Play cells, `jobs` at a time; return their states, in the order given.

    A cell that fails is kept as failed, and the others go on. On Ctrl-C the runs under way stop after the step that
    they are in; the same call later goes on with them.
    """
    halt = threading.Event()
    CallRecord(lab.runs / CACHE).close()  # made before several runs would make it at once
    with ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="cell") as pool:
        futures: dict[Future[CellState], Cell] = {pool.submit(play_cell, cell, lab, halt=halt): cell for cell in cells}
        try:
            _follow(futures, report)
        except BaseException:
            halt.set()
            for future in futures:
                future.cancel()
            raise
    return [future.result() for future in futures]


def _follow(futures: dict[Future[CellState], Cell], report: Report) -> None:
    open_ones = set(futures)
    while open_ones:
        done, open_ones = wait(open_ones, timeout=_TICK_S, return_when=FIRST_COMPLETED)
        for future in done:
            report(futures[future], future.result())
        report(None, None)


def play_cell(cell: Cell, lab: Lab, *, halt: threading.Event | None = None) -> CellState:
    """Play one cell, or go on with its run; a failure is a state, not an error."""
    stop = halt or threading.Event()
    if stop.is_set():
        raise KeyboardInterrupt
    known = lab.read_state(cell.key)
    if known is not None and known.status == "done":
        return known
    run = ""

    def announce(folder: RunFolder) -> None:
        lab.write_state(CellState(key=cell.key, run=folder.id, status="open"))

    try:
        options = cell.options
        if known is not None and known.run:
            if lab.folder_of(known).settings.exists():
                options = replace(options, image=None, resume=str(lab.folder_of(known).path))
            else:
                forget_half_made(lab.folder_of(known))
        folder, task, access = prepare(options, announce=announce)
        run = folder.id
        if read_trace(folder).finished is None:
            with contextlib.ExitStack() as stack:
                play(folder, task, hiring(folder, task, access, stack), watchers=(_halting(stop),))
        state = CellState(key=cell.key, run=run, status="done")
    except MubppError as error:
        state = CellState(key=cell.key, run=run or (known.run if known else ""), status="failed", error=_line(error))
    lab.write_state(state)
    return state


def _halting(halt: threading.Event) -> Callable[[Event], None]:
    """Make a watcher that ends a run as Ctrl-C would, between two steps."""

    def watch(event: Event) -> None:
        if halt.is_set() and event.tag not in {"failed", "finished"}:
            raise KeyboardInterrupt

    return watch


def spent_by(folder: RunFolder) -> Spent:
    """Sum up what a run used up on the wire; a run without models used nothing."""
    if not folder.calls.exists():
        return Spent()
    record = CallRecord(folder.calls, read_only=True)
    try:
        total = sum_all(sum_calls(record.rows()))
    finally:
        record.close()
    return Spent(calls=total.calls, cached=total.cached, cost_usd=total.cost_usd)


def _line(error: MubppError) -> str:
    text = str(error).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {text}"
