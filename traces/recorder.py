"""Writes a run's events as they happen and tells whoever is watching.

One recorder a run at a time, held by a lock on the folder; knows nothing of how an event is shown.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from codec.errors import StorageError
from codec.files import hold_lock, settle_folder, sweep_parts
from traces.events import Event
from traces.folder import RunFolder

Watcher = Callable[[Event], None]
"""Is told every event after it is on disk."""


class Recorder:
    """Appends events to `events.jsonl`, each flushed to the disk before anyone is told of it.

    Raises RunStateError when another process records in the folder, StorageError when the disk is full.
    """

    def __init__(self, folder: RunFolder, *, watchers: tuple[Watcher, ...] = (), elapsed_before_s: float = 0.0) -> None:
        self.folder = folder
        self.latest: Event | None = None
        """What was recorded last; None: nothing yet."""
        self._watchers = watchers
        self._mutex = threading.Lock()
        self._began_s = time.monotonic() - elapsed_before_s
        self._lock = hold_lock(
            folder.path / "lock",
            busy=lambda pid: f"{folder.id}: process {pid} is working on this run; wait for it or stop it",
        )
        try:
            self._file = folder.events.open("ab")
            self._end_torn_line()
            for place in (folder.path, folder.path / "blobs"):
                sweep_parts(place)
            settle_folder(folder.path)
        except OSError as error:
            self._lock.close()
            raise StorageError(f"{folder.events}: can't be written ({error.strerror or error})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the run began; pauses between sessions are not counted."""
        return round(time.monotonic() - self._began_s, 3)

    @property
    def pid(self) -> int:
        """The process that records."""
        return os.getpid()

    def record(self, event: Event) -> Event:
        """Stamp, write, flush, tell; return the stamped event."""
        with self._mutex:
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            stamped = event.model_copy(update={"at": now, "elapsed_s": self.elapsed_s})
            try:
                self._file.write(stamped.model_dump_json().encode() + b"\n")
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                why = f"can't be written ({error.strerror or error}); free some space, then --resume"
                raise StorageError(f"{self.folder.events}: {why}") from error
            self.latest = stamped
            for watcher in self._watchers:
                watcher(stamped)
            return stamped

    def close(self) -> None:
        """Let the folder go."""
        for file in (self._file, self._lock):
            with contextlib.suppress(OSError):
                file.close()

    def _end_torn_line(self) -> None:
        """Close a line that a crash left open, so that the next event begins on its own."""
        if self._file.tell() == 0:
            return
        with self.folder.events.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            torn = file.read(1) != b"\n"
        if torn:
            self._file.write(b"\n")
