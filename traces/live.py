"""Chooses how a run is shown while it goes on: full panel, plain lines, JSON lines, or nothing.

Knows nothing of how a run is played: a display is told events and tells nobody anything.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self, TextIO

from traces.events import Event
from traces.folder import RunFolder
from traces.live_plain import LineDisplay, PlainWriter, write_json, write_nothing
from traces.scene import UNKNOWN_LIMITS, Limits

if TYPE_CHECKING:  # what is shown in plain lines must not wait for rich
    from rich.console import Console

__all__ = ["Display", "DisplayKind", "Limits", "choose_kind", "make_display"]

DisplayKind = Literal["full", "plain", "json", "none"]
"""What the user may ask for by `--display`."""


class Display(Protocol):
    """A context in which a run is shown; it is also the watcher that a recorder tells its events."""

    def __enter__(self) -> Self:
        """Begin to show."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the terminal as it was found."""
        ...

    def __call__(self, event: Event) -> None:
        """Show an event; safe to call from any thread."""
        ...

    def suspend(self) -> None:
        """Free the terminal, such as to ask a person something."""
        ...

    def go_on(self) -> None:
        """Take the terminal again."""
        ...


def choose_kind(stream: TextIO | None = None) -> DisplayKind:
    """Pick what suits an output (stderr unless given): full on a terminal, plain lines in a pipe or file."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(file=stream or sys.stderr)
    return "full" if console.is_terminal and not console.is_dumb_terminal else "plain"


def make_display(
    kind: DisplayKind,
    *,
    folder: RunFolder,
    stream: TextIO | None = None,
    console: "Console | None" = None,
    limits: Limits = UNKNOWN_LIMITS,
    past: Iterable[Event] = (),
    out: Path | None = None,
) -> Display:
    """Make a display of one run, which writes to `stream` (stderr unless given).

    `past` are the events of a resumed run that are on record already; they are taken in, not shown. `out` is where the
    caller will put a copy of the result, named in the summary. `console` replaces the one made for `full`.

    A display never fails a run: when its output goes away, it falls silent.
    """
    target = stream or sys.stderr
    if kind == "full":
        from traces.live_full import FullDisplay, Place  # noqa: PLC0415
        from traces.terminal import Screen  # noqa: PLC0415

        screen = console or Screen(file=target, highlight=False)
        return FullDisplay(screen, place=Place(folder=folder, out=out), limits=limits, past=past)
    if kind == "plain":
        return LineDisplay(target, write=PlainWriter(folder, limits=limits, out=out, past=past))
    return LineDisplay(target, write=write_json if kind == "json" else write_nothing)
