"""How far a command over many pictures has come: a bar on a terminal, a line now and then elsewhere; on stderr.

Knows nothing of pictures.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

EVERY_S: Final = 10.0
"""How often a line is written where there is no terminal."""

Advance = Callable[[str], None]
"""Says that one more is done, with a few words on how things stand."""


@contextlib.contextmanager
def show_progress(what: str, *, total: int | None, quiet: bool = False) -> Iterator[Advance]:
    """Show progress, with its rate and the time left, until the block ends; `total` None: unknown."""
    if quiet:
        yield lambda _words: None
    elif sys.stderr.isatty():
        yield from _show_bar(what, total)
    else:
        yield from _show_lines(what, total)


def _show_bar(what: str, total: int | None) -> Iterator[Advance]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[words]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total, rate="", words="")
        began_s = time.monotonic()

        def advance(words: str) -> None:
            progress.advance(task)
            done = progress.tasks[0].completed
            progress.update(task, words=words, rate=f"{_rate(int(done), time.monotonic() - began_s)}")

        yield advance


def _show_lines(what: str, total: int | None) -> Iterator[Advance]:
    began_s = said_s = time.monotonic()
    done = 0

    def say(words: str) -> None:
        passed_s = time.monotonic() - began_s
        of = f" of {total}" if total is not None else ""
        left = f", {(total - done) * passed_s / done:.0f} s left" if total is not None and done else ""
        print(f"{what}: {done}{of}, {_rate(done, passed_s)}{left}  {words}".rstrip(), file=sys.stderr, flush=True)

    def advance(words: str) -> None:
        nonlocal done, said_s
        done += 1
        if done == total or time.monotonic() - said_s >= EVERY_S:
            said_s = time.monotonic()
            say(words)

    yield advance


def _rate(done: int, passed_s: float) -> str:
    rate = done / max(passed_s, 1e-9)
    return f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min"
