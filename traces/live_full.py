"""The full live display: a panel that changes while the run goes on, and a record of each finished round above it.

Knows nothing of how a run is played; on an output that can't move its cursor only the records are written.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from traces.events import Consulted, Decided, Event, Failed, Finished, Noted, Resumed, Started
from traces.folder import RunFolder
from traces.live_panel import PanelView
from traces.round_view import head_run, speak, view_round
from traces.scene import Limits, Scene
from traces.speech import say
from traces.summary_view import view_summary
from traces.terminal import look_at


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a run is kept and its result copied to."""

    folder: RunFolder
    out: Path | None = None


class FullDisplay:
    """Shows a run on a rich console; call it with each event."""

    def __init__(
        self,
        console: Console,
        *,
        place: Place,
        limits: Limits,
        past: Iterable[Event] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = console
        self._place = place
        self._clock = clock
        self._look = look_at(console)
        self._scene = Scene(limits=limits)
        for event in past:
            self._scene = self._scene.after(event)
        self._heard_s = clock()
        self._panel = PanelView(place.folder)
        self._live: Live | None = None
        self._gone = False

    def __enter__(self) -> Self:
        self.go_on()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.suspend()

    def __call__(self, event: Event) -> None:
        """Show an event."""
        before, self._scene = self._scene, self._scene.after(event)
        self._heard_s = self._clock()
        self._look = look_at(self._console)
        if isinstance(event, Finished | Failed):
            self.suspend()
        record = self._record(event, before)
        if record is not None:
            self._print(record)

    def suspend(self) -> None:
        """Take the panel away, so that someone else may use the terminal."""
        live, self._live = self._live, None
        if live is not None:
            self._try(live.stop)

    def go_on(self) -> None:
        """Bring the panel back, where the terminal can show one."""
        if self._live or self._gone or self._scene.ending:
            return
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            self._live = Live(
                get_renderable=self._render,
                console=self._console,
                refresh_per_second=5,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._try(self._live.start)

    def _render(self) -> RenderableType:
        scene = self._scene
        if scene.started is None:
            return Text("starting")
        look = look_at(self._console)
        waited_s = self._clock() - self._heard_s
        return self._panel.compose(scene, waited_s=waited_s, look=look, console=self._console)

    def _record(self, event: Event, before: Scene) -> RenderableType | None:
        """Compose what stays on the terminal after an event; None for what only the panel shows."""
        folder, look = self._place.folder, self._look
        match event:
            case Started():
                return head_run(event, folder=folder, look=look)
            case Resumed() | Noted() | Consulted():
                role, text = say(event, unit=before.unit)
                return speak(role, text, look=look)
            case Decided():
                return view_round(
                    event,
                    before=before.before,
                    score_before=before.best_score,
                    sayings=self._scene.sayings[event.round],
                    folder=folder,
                    look=look,
                    unit=self._scene.unit,
                )
            case Finished() | Failed():
                started = self._scene.started
                original = started.original if started else None
                return view_summary(event, folder=folder, original=original, look=look, out=self._place.out)
            case _:
                return None

    def _print(self, record: RenderableType) -> None:
        self._try(lambda: self._console.print(record))

    def _try(self, act: Callable[[], object]) -> None:
        """Do something on the terminal; one that has gone away silences the display, not the run."""
        if self._gone:
            return
        try:
            act()
        except OSError:
            self._gone = True
