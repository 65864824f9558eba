"""Where the results of a batch are kept: a folder of runs, or a URL to which every run is published once it has ended.

Knows nothing of how pictures are played and handed out.
"""

import contextlib
import functools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from graph.batch_claims import Claims, LocalClaims, RemoteClaims
from graph.batch_marks import LocalMarks, Marks, RemoteMarks
from graph.remote import Remote, open_remote
from traces.folder import RunFolder

_LAST: Final = "run.json"
"""Uploaded last: a folder with it in it is a whole run."""
_OF_THIS_MACHINE: Final = frozenset({"lock"})


class Store(Protocol):
    """Marks, claims and runs."""

    @property
    def marks(self) -> Marks:
        """What has become of each picture."""
        ...

    def claims(self) -> contextlib.AbstractContextManager[Claims]:
        """Claim pictures until the block ends."""
        ...

    def fetch(self, run: str) -> None:
        """Bring a run that was begun elsewhere to this machine, if it was published."""
        ...

    def publish(self, folder: RunFolder) -> None:
        """Keep a run that has ended."""
        ...

    def clear(self, folder: RunFolder) -> None:
        """Forget what this machine need not keep of a run whose mark says that it is finished."""
        ...


@dataclass(frozen=True)
class LocalStore:
    """A folder of runs on this machine, or on a disk that machines share: runs are where they belong from the start."""

    runs: Path

    @property
    def marks(self) -> Marks:
        """Small files beside the runs."""
        return LocalMarks(self.runs)

    def claims(self) -> contextlib.AbstractContextManager[Claims]:
        """Lock files beside the runs."""
        return contextlib.closing(LocalClaims(self.runs))

    def fetch(self, run: str) -> None:
        """Do nothing."""

    def publish(self, folder: RunFolder) -> None:
        """Do nothing."""

    def clear(self, folder: RunFolder) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class RemoteStore:
    """A URL; runs are played in a scratch folder of this machine."""

    remote: Remote
    scratch: Path

    @property
    def marks(self) -> Marks:
        """Small files beside the published runs."""
        return RemoteMarks(self.remote)

    @contextlib.contextmanager
    def claims(self) -> Iterator[Claims]:
        """Small files beside the marks, renewed while the block lasts."""
        with contextlib.closing(RemoteClaims(self.remote)) as claims:
            yield claims

    def fetch(self, run: str) -> None:
        """Download a run that was published before it was finished; one that is here already is newer."""
        folder = self.scratch / run
        if not (folder / _LAST).exists():
            self.remote.download(run, folder, last=_LAST)

    def publish(self, folder: RunFolder) -> None:
        """Upload the run, `run.json` last."""
        self.remote.upload(folder.path, to=folder.id, last=_LAST, without=_OF_THIS_MACHINE)

    def clear(self, folder: RunFolder) -> None:
        """Delete the run from the scratch folder."""
        shutil.rmtree(folder.path, ignore_errors=True)


@functools.cache
def open_store(runs: Path, *, url: str = "") -> Store:
    """Open the folder `runs`, or a URL with `runs` as the scratch folder; raises UsageError where fsspec is missing."""
    return RemoteStore(open_remote(url), runs) if url else LocalStore(runs)
