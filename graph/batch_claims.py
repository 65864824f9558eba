"""Who is at work on which picture, so that several commands, on one machine or many, never do one at the same time.

A claim ends with whoever made it: at once on a disk, after a while behind a URL. Knows nothing of pictures.
"""

import fcntl
import json
import os
import platform
import secrets
import threading
import time
from pathlib import Path
from typing import IO, Final, Protocol

from codec.errors import MubppError, StorageError
from graph.batch_marks import FOLDER
from graph.remote import Remote
from traces.folder import make_folder

BEAT_S: Final = 20.0
"""How often a claim behind a URL is renewed."""
STALE_S: Final = 90.0
"""After how long without renewal it is given to somebody else."""
SETTLE_S: Final = 2.0
"""How long whoever takes a stale claim waits to see whether somebody else did so too."""


class Claims(Protocol):
    """Claims on pictures by their keys; safe to use from several threads."""

    def take(self, key: str) -> bool:
        """Claim a picture; False: somebody else is at it."""
        ...

    def give_back(self, key: str) -> None:
        """End a claim."""
        ...

    def close(self) -> None:
        """End all claims."""
        ...


class LocalClaims:
    """Locked files in a folder of runs; the kernel lets go when a process ends, however it ends."""

    def __init__(self, runs: Path) -> None:
        self._folder = runs / FOLDER
        self._held: dict[str, IO[str]] = {}

    def take(self, key: str) -> bool:
        """Claim a picture; raises StorageError where the disk refuses."""
        path = self._path(key)
        make_folder(path.parent)
        try:
            while True:
                lock = path.open("a+")
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if _is_still(lock, path):
                        self._held[key] = lock
                        return True
                except BlockingIOError:
                    return False
                finally:
                    if self._held.get(key) is not lock:
                        lock.close()
                # Whoever held it has ended the claim meanwhile, and the file is gone.
        except OSError as error:
            raise StorageError(f"{path}: can't be locked ({error.strerror or error})") from error

    def give_back(self, key: str) -> None:
        """End a claim; the file goes before the lock does."""
        lock = self._held.pop(key, None)
        if lock is not None:
            self._path(key).unlink(missing_ok=True)
            lock.close()

    def close(self) -> None:
        """End all claims."""
        for key in list(self._held):
            self.give_back(key)

    def _path(self, key: str) -> Path:
        return self._folder / key[:3] / f"{key}.lock"


def _is_still(lock: IO[str], path: Path) -> bool:
    try:
        return os.fstat(lock.fileno()).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False


class RemoteClaims:
    """Small files behind a URL, renewed as long as their owner lives.

    No clocks are compared: a claim is stale when the one who wants it has seen it unchanged for `stale_s`, or at once
    when its owner was a process of this machine that is gone.
    """

    def __init__(self, remote: Remote, *, beat_s: float = BEAT_S, stale_s: float = STALE_S) -> None:
        self._remote = remote
        self._stale_s = stale_s
        self._owner = secrets.token_hex(8)
        self._held: set[str] = set()
        self._seen: dict[str, tuple[bytes, float]] = {}
        self._beats = 0
        self._mutex = threading.Lock()
        self._closing = threading.Event()
        self._heart = threading.Thread(target=self._beat, args=(beat_s,), name="claims", daemon=True)
        self._heart.start()

    def take(self, key: str) -> bool:
        """Claim a picture; raises StorageError where the service refuses."""
        if self._remote.create(_name(key), self._ticket()) or self._take_over(key):
            with self._mutex:
                self._held.add(key)
            self._seen.pop(key, None)
            return True
        return False

    def give_back(self, key: str) -> None:
        """End a claim, unless somebody else took it over."""
        with self._mutex:
            self._held.discard(key)
            if self._is_ours(self._remote.read(_name(key))):
                self._remote.delete(_name(key))

    def close(self) -> None:
        """End all claims; those that can't be ended now grow stale."""
        self._closing.set()
        self._heart.join()
        for key in list(self._held):
            try:
                self.give_back(key)
            except MubppError:
                return

    def _take_over(self, key: str) -> bool:
        """Take a claim whose owner is gone; of two who try, the later one has it."""
        found = self._remote.read(_name(key))
        now = time.monotonic()
        if found is None:
            return False  # ended this moment; it is asked for again
        before, since = self._seen.setdefault(key, (found, now))
        if before != found:
            self._seen[key] = (found, now)
            return False
        if now - since < self._stale_s and not _is_gone(found):
            return False
        self._remote.write(_name(key), self._ticket())
        time.sleep(min(SETTLE_S, self._stale_s))
        return self._is_ours(self._remote.read(_name(key)))

    def _beat(self, beat_s: float) -> None:
        """Renew what is held; a claim that was taken over while this machine slept is left alone."""
        while not self._closing.wait(beat_s):
            for key in list(self._held):
                with self._mutex:
                    try:
                        if key in self._held and self._is_ours(self._remote.read(_name(key))):
                            self._beats += 1
                            self._remote.write(_name(key), self._ticket())
                    except MubppError:
                        continue  # the next beat may get through

    def _ticket(self) -> bytes:
        said = {"owner": self._owner, "machine": platform.node(), "pid": os.getpid(), "beat": self._beats}
        return json.dumps(said).encode()

    def _is_ours(self, ticket: bytes | None) -> bool:
        return ticket is not None and _read(ticket).get("owner") == self._owner


def _name(key: str) -> str:
    return f"{FOLDER}/{key[:3]}/{key}.claim"


def _read(ticket: bytes) -> dict[str, object]:
    """Read a claim; one that is damaged belongs to nobody and grows stale."""
    try:
        found = json.loads(ticket)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_gone(ticket: bytes) -> bool:
    """Tell whether the owner was a process of this machine that has ended."""
    said = _read(ticket)
    pid = said.get("pid")
    if said.get("machine") != platform.node() or not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
