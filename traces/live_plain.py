"""Displays for outputs that are no terminal: plain lines, JSON lines, silence; know nothing of how a run is played."""

from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from traces import figures
from traces.cleaning import clean_json, clean_line
from traces.events import Decided, Event, Failed, Finished
from traces.folder import RunFolder
from traces.scene import Limits, Scene
from traces.speech import say, say_doubt
from traces.summary import sum_up
from traces.worddiff import list_changes


class LineDisplay:
    """Writes lines for each event; an output that has gone away silences it."""

    def __init__(self, stream: TextIO, *, write: Callable[[Event], Iterable[str]]) -> None:
        self._stream = stream
        self._write = write
        self._gone = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.suspend()

    def __call__(self, event: Event) -> None:
        """Write an event's lines."""
        if self._gone:
            return
        try:
            for line in self._write(event):
                self._stream.write(line + "\n")
            self._stream.flush()
        except OSError:
            self._gone = True

    def suspend(self) -> None:
        """Do nothing: lines leave the terminal free."""

    def go_on(self) -> None:
        """Do nothing."""


def write_json(event: Event) -> tuple[str, ...]:
    """Write an event as one JSON object on one line."""
    return (clean_json(event.model_dump_json()),)


def write_nothing(_event: Event) -> tuple[str, ...]:
    """Write no line."""
    return ()


class PlainWriter:
    """Writes events as plain lines, without control codes."""

    def __init__(self, folder: RunFolder, *, limits: Limits, out: Path | None, past: Iterable[Event] = ()) -> None:
        self._folder = folder
        self._out = out
        self._scene = Scene(limits=limits)
        for event in past:
            self._scene = self._scene.after(event)

    def __call__(self, event: Event) -> list[str]:
        """Write one event."""
        before, self._scene = self._scene, self._scene.after(event)
        if isinstance(event, Finished | Failed):
            return [f"{fact.name}: {fact.value}" for fact in sum_up(event, folder=self._folder, out=self._out)]
        number = getattr(event, "round", None)
        role, text = say(event, unit=self._scene.unit)
        lines = [f"{role}: {text}" if number is None else f"round {number}, {role}: {text}"]
        if isinstance(event, Decided):
            lines += _sum_up_round(event, before)
        return lines


def _sum_up_round(event: Decided, before: Scene) -> list[str]:
    outcome = event.outcome
    head = f"round {event.round}"
    lines = [f"{head}, description: {clean_line(outcome.offer.description)}"]
    if before.before:
        added, cut = list_changes(before.before, outcome.offer.description)
        lines.append(clean_line(f"{head}, words added: {', '.join(added) or 'none'}; cut: {', '.join(cut) or 'none'}"))
    critique = outcome.critique
    change = ""
    if critique and before.best_score is not None:
        change = f" ({figures.gain(critique.score - before.best_score)} against the best before)"
    score = f"score {figures.score(critique.score)}{change}" if critique else "no picture"
    spend = "" if event.spend_usd == 0 else f", {figures.money(event.spend_usd)}"
    if outcome.doubt:
        lines.append(f"{head}, {say_doubt(outcome.doubt)}")
    lines.append(f"{head}, {score}, {figures.calls(event.calls)}{spend}, {figures.duration(event.elapsed_s)}")
    lines += [clean_line(f"{head}, policy {reading.policy}: {reading.says}") for reading in event.readings]
    return lines
