"""Reads the events of a run that is still going on, as they are written; knows nothing of how they are shown."""

import time
from collections.abc import Callable, Iterator

from codec.errors import FormatError
from traces.events import Event, Failed, Finished, parse_event
from traces.folder import RunFolder
from traces.listing import is_busy

POLL_S = 0.25
"""How long to wait before looking again."""


def follow_events(folder: RunFolder, *, sleep: Callable[[float], None] = time.sleep) -> Iterator[Event]:
    """Yield every event on record and then each new one, until the run has ended or nobody works on it any more.

    A last line that is not whole yet is waited for. Raises FormatError for a line that is no event of this format.
    """
    position = 0
    ending: Event | None = None
    while True:
        busy = is_busy(folder)
        lines, position = _read_whole_lines(folder, position)
        for line in lines:
            event = parse_event(line)
            ending = event if isinstance(event, Finished | Failed) else None
            yield event
        if isinstance(ending, Finished) or (not lines and not busy):
            return
        if not lines:
            sleep(POLL_S)


def _read_whole_lines(folder: RunFolder, position: int) -> tuple[list[bytes], int]:
    if folder.events.exists() and not folder.events.is_file():
        raise FormatError(f"{folder.events}: not a plain file")
    try:
        with folder.events.open("rb") as file:
            file.seek(position)
            data = file.read()
    except FileNotFoundError:
        return [], position
    whole = data.rfind(b"\n") + 1
    return [line for line in data[:whole].split(b"\n") if line.strip()], position + whole
