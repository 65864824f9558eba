"""What has become of each picture of a batch: one small file a picture, written whole, read when it is met again.

Nothing of it is held in memory, so a batch may be of any length. Knows nothing of how pictures are played.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, Protocol

from pydantic import Field, ValidationError

from codec.errors import FormatError
from codec.files import sweep_parts
from graph.remote import Remote
from traces.dialogue import Value
from traces.events import Finished
from traces.folder import PLAIN_NAME, write_whole

FOLDER: Final = ".batch"
"""Beside the runs, where the trace views don't look."""


class Mark(Value):
    """What has become of one picture."""

    key: str
    """The picture's bytes and the settings, as one name."""
    image: str
    """The path under which it was met first."""
    state: Literal["open", "finished", "failed"]
    """open: begun and not ended; the same command goes on with it."""
    run: Annotated[str, Field(pattern=PLAIN_NAME)] = ""
    """The run's id; a name that can lead nowhere but into the folder of runs."""
    error: str = ""
    """The error's class."""
    message: str = ""
    description: str = ""
    score: float | None = None
    file_bytes: int = 0
    ubpp: float = 0.0
    rounds: int = 0
    calls: int = 0
    spend_usd: float | None = None
    elapsed_s: float = 0.0
    """Of the run, by its own clock."""

    @property
    def for_good(self) -> bool:
        """Whether doing it again would come to the same: it is finished, or the picture itself can't be read."""
        return self.state == "finished" or (self.state == "failed" and self.error == "PictureError")

    def finish(self, finished: Finished) -> "Mark":
        """Say what the run came to."""
        return self.model_copy(
            update={
                "state": "finished",
                "error": "",
                "message": "",
                "description": finished.description,
                "score": finished.score,
                "file_bytes": finished.file_bytes,
                "ubpp": finished.ubpp,
                "rounds": finished.rounds,
                "calls": finished.calls,
                "spend_usd": finished.spend_usd,
                "elapsed_s": finished.elapsed_s,
            }
        )

    def fail(self, error: BaseException) -> "Mark":
        """Say what went wrong, in one line."""
        message = (str(error).splitlines() or [type(error).__name__])[0]
        return self.model_copy(update={"state": "failed", "error": type(error).__name__, "message": message})


class Marks(Protocol):
    """Keeps marks; written by whoever plays a picture, read by whoever hands pictures out."""

    def read(self, key: str) -> Mark | None:
        """Return a picture's mark; None: it was never begun."""
        ...

    def write(self, mark: Mark) -> None:
        """Keep a mark in the place of an older one."""
        ...

    def sweep(self, key: str) -> None:
        """Remove what a killed writer of this picture's mark left behind; nobody else may be at the picture."""
        ...


@dataclass(frozen=True)
class LocalMarks:
    """Marks in a folder of this machine, or of a disk that machines share."""

    runs: Path

    def read(self, key: str) -> Mark | None:
        """Read a mark; raises FormatError for a damaged one."""
        path = self._path(key)
        try:
            return read_mark(path.read_bytes(), where=str(path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FormatError(f"{path}: can't be read ({error.strerror or error})") from error

    def write(self, mark: Mark) -> None:
        """Write a mark whole; raises StorageError when the disk refuses."""
        write_whole(self._path(mark.key), mark.model_dump_json().encode() + b"\n")

    def sweep(self, key: str) -> None:
        """Remove the temporary files of this mark alone: the folder is shared with pictures that others are at."""
        path = self._path(key)
        sweep_parts(path.parent, of=path.name)

    def _path(self, key: str) -> Path:
        return self.runs / _name(key)


@dataclass(frozen=True)
class RemoteMarks:
    """Marks behind a URL, beside the runs that are published there."""

    remote: Remote

    def read(self, key: str) -> Mark | None:
        """Read a mark; raises FormatError for a damaged one, StorageError where the service refuses."""
        name = _name(key)
        data = self.remote.read(name)
        return None if data is None else read_mark(data, where=f"{self.remote.url}/{name}")

    def write(self, mark: Mark) -> None:
        """Write a mark; raises StorageError where the service refuses."""
        self.remote.write(_name(mark.key), mark.model_dump_json().encode() + b"\n")

    def sweep(self, key: str) -> None:
        """Do nothing: what was not sent whole is not there."""


def _name(key: str) -> str:
    return f"{FOLDER}/{key[:3]}/{key}.json"


def read_mark(data: bytes, *, where: str) -> Mark:
    """Read a mark's file; raises FormatError for a damaged one."""
    try:
        return Mark.model_validate_json(data)
    except ValidationError as error:
        raise FormatError(f"{where}: not a mark of this version; remove it to do the picture again") from error
