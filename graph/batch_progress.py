"""How far a command over many pictures has come: a bar on a terminal, a line now and then elsewhere; on stderr.

Knows nothing of pictures.
"""

import contextlib
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

EVERY_S: Final = 10.0
"""How often a line is written where there is no terminal."""


class Advance(Protocol):
    """Says that one more is done."""

    def __call__(self, words: str, *, passed: bool = False) -> None:
        """Count one, with a few words on how things stand; `passed`: it was done before, and took no time now."""
        ...


@dataclass(kw_only=True)
class Pace:
    """How fast a command gets on, by what it has done itself: what it passes over is no speed.

    What lies ahead is taken to be all new, so that the time left errs on the long side, if at all.
    """

    total: int | None
    """None: unknown."""
    began_s: float
    """On the clock by which `count` is told; passing over what is done moves it, until something has been done."""
    own: int = 0
    passed: int = 0
    latest_s: float | None = None
    """When something was done last."""

    def count(self, now_s: float, *, passed: bool) -> None:
        """Count one more."""
        if passed:
            self.passed += 1
            if not self.own:
                self.began_s = now_s
        else:
            self.own += 1
            self.latest_s = now_s

    @property
    def done(self) -> int:
        """All that needn't be done any more."""
        return self.own + self.passed

    @property
    def each_s(self) -> float | None:
        """Seconds for each one, side by side; None: nothing has been done yet."""
        return max(self.latest_s - self.began_s, 1e-9) / self.own if self.latest_s is not None else None

    def left_s(self, now_s: float) -> float | None:
        """Estimate the seconds to the end; None: there is nothing to judge by."""
        if self.total is not None and self.done >= self.total:
            return 0.0
        if self.total is None or self.each_s is None or self.latest_s is None:
            return None
        return max(0.0, self.latest_s + (self.total - self.done) * self.each_s - now_s)

    def __str__(self) -> str:
        if self.each_s is None:
            return f"{self.passed} passed over" if self.passed else ""
        rate = 1 / self.each_s
        return f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min" if rate >= 1 / 60 else f"{rate * 3600:.1f}/h"


@contextlib.contextmanager
def show_progress(what: str, *, total: int | None, quiet: bool = False) -> Iterator[Advance]:
    """Show progress, with its rate and the time left, until the block ends; `total` None: unknown."""
    if quiet:
        yield _say_nothing
    elif sys.stderr.isatty():
        yield from _show_bar(what, total)
    else:
        yield from _show_lines(what, total)


def say_time(left_s: float) -> str:
    """Write a time in hours, minutes and seconds.

    >>> say_time(3725.2)
    '1:02:06'
    """
    seconds = math.ceil(left_s)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _say_nothing(words: str, *, passed: bool = False) -> None:
    """Take the place of what would say something."""


class _LeftColumn(ProgressColumn):
    """The time left, which goes down while nothing happens."""

    max_refresh = 0.5

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def render(self, _task: Task) -> Text:
        """Write it."""
        left_s = self._pace.left_s(time.monotonic())
        return Text("-:--:-- left" if left_s is None else f"{say_time(left_s)} left", style="progress.remaining")


def _show_bar(what: str, total: int | None) -> Iterator[Advance]:
    pace = Pace(total=total, began_s=time.monotonic())
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        _LeftColumn(pace),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total, rate="", words="")

        def advance(words: str, *, passed: bool = False) -> None:
            pace.count(time.monotonic(), passed=passed)
            progress.update(task, advance=1, words=words, rate=str(pace))

        yield advance


def _show_lines(what: str, total: int | None) -> Iterator[Advance]:
    said_s = time.monotonic()
    pace = Pace(total=total, began_s=said_s)

    def advance(words: str, *, passed: bool = False) -> None:
        nonlocal said_s
        now_s = time.monotonic()
        pace.count(now_s, passed=passed)
        if pace.done == total or now_s - said_s >= EVERY_S:
            said_s = now_s
            of = f" of {total}" if total is not None else ""
            left_s = pace.left_s(now_s)
            parts = [f"{pace.done}{of}", str(pace), f"{say_time(left_s)} left" if left_s is not None else ""]
            print(f"{what}: {', '.join(filter(None, parts))}  {words}".rstrip(), file=sys.stderr, flush=True)

    yield advance
