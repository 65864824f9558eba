"""Reads a run back from its folder: steps played twice are resolved, a torn last line is tolerated and counted.

Needs only the folder; knows nothing of how a run is made or shown.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from codec.errors import FormatError
from traces.events import Decided, Event, Failed, Finished, Started, parse_event
from traces.folder import LARGEST_EVENTS_BYTES, RunFolder, read_file

E = TypeVar("E")


@dataclass(frozen=True)
class Trace:
    """A run as it stands on disk."""

    folder: RunFolder
    settings: dict[str, Any]
    """`run.json`."""
    events: tuple[Event, ...]
    """Of a step played twice (a resumed run), only the later playing."""
    torn: int
    """Lines that are not whole: more than one only after several crashes."""

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """Pick the events of one class."""
        return tuple(event for event in self.events if isinstance(event, kind))

    @cached_property
    def started(self) -> Started | None:
        """How it began; None when it was killed before it could say."""
        return next(iter(self.of(Started)), None)

    @cached_property
    def rounds(self) -> tuple[Decided, ...]:
        """The rounds that were finished, in order."""
        return self.of(Decided)

    @cached_property
    def finished(self) -> Finished | None:
        """How it ended; None when it has not."""
        return next(reversed(self.of(Finished)), None)

    @cached_property
    def status(self) -> str:
        """`finished`, `failed`, `interrupted`, or `open` (still going, or killed)."""
        if self.finished:
            return "finished"
        last = self.events[-1] if self.events else None
        if isinstance(last, Failed):
            return "interrupted" if last.error == "interrupted" else "failed"
        return "open"


def read_trace(folder: RunFolder) -> Trace:
    """Read a run.

    Raises FormatError when `run.json` or a whole line in the middle is not of this format.
    """
    settings = folder.read_settings()
    try:
        lines = read_file(folder.events, most_bytes=LARGEST_EVENTS_BYTES).split(b"\n")
    except FileNotFoundError:
        lines = []
    except OSError as error:
        raise FormatError(f"{folder.events}: can't be read ({error})") from error
    events, torn = _parse_lines(folder, lines)
    return Trace(folder, settings, _keep_last_playing(events), torn)


def _parse_lines(folder: RunFolder, lines: list[bytes]) -> tuple[list[Event], int]:
    events: list[Event] = []
    torn = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            events.append(parse_event(line))
        except FormatError as error:
            if _is_json(line):
                raise FormatError(f"{folder.events}, line {number}: {error}") from error
            torn += 1
    return events, torn


def _is_json(line: bytes) -> bool:
    """Tell a foreign event from a torn one: no beginning of a JSON object is itself JSON."""
    try:
        json.loads(line)
    except ValueError:
        return False
    except RecursionError:
        return True  # what nests so deep was never an event
    return True


def _keep_last_playing(events: list[Event]) -> tuple[Event, ...]:
    last = {event.id: index for index, event in enumerate(events) if event.id}
    return tuple(event for index, event in enumerate(events) if not event.id or last[event.id] == index)
