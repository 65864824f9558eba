"""Writes files that are either all there or not there at all, and holds locks; knows nothing of what is in them."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from codec.errors import RunStateError, StorageError

PART = ".part"
"""How the temporary name of a file ends while it is being written."""


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that it is either all there or not there: temporary name, fsync, rename, fsync of the folder.

    Folders above it are made. What is no regular file, such as `/dev/stdout`, is written to as it is, and a link keeps
    leading to the file. Raises StorageError when the disk is full or the place can't be written.
    """
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        whole = target.resolve() if target.is_symlink() else target
        whole.parent.mkdir(parents=True, exist_ok=True)
        temporary = whole.with_name(f".{whole.name[:200]}.{os.getpid()}.{os.urandom(4).hex()}{PART}")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(whole)
        finally:
            temporary.unlink(missing_ok=True)
        settle_folder(whole.parent)
    except OSError as error:
        raise StorageError(
            f"{target}: can't be written ({error.strerror or error}); free some space or choose another place"
        ) from error


def settle_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, so that a power cut doesn't undo a rename; not all file systems can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep_parts(folder: Path, *, of: str = "*") -> None:
    """Remove the temporary files that killed processes left in a folder; nobody may be writing there.

    `of` is one file's name: then only what was to become that file goes, and others may be written.
    """
    for left in folder.glob(f".{of}.*{PART}"):
        with contextlib.suppress(OSError):
            left.unlink()


def hold_lock(path: Path, *, busy: Callable[[str], str]) -> IO[bytes]:
    """Hold a file until what is returned is closed; the kernel lets go even of a killed process.

    The file holds the number of the process. Raises RunStateError, in the words of `busy(number)`, when another process
    holds it, StorageError when it can't be written.
    """
    try:
        lock = path.open("a+b", buffering=0)
    except OSError as error:
        raise StorageError(f"{path}: can't be written ({error.strerror or error})") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        lock.truncate(0)
        lock.write(str(os.getpid()).encode())
    except BlockingIOError as error:
        pid = _read_holder(lock)
        lock.close()
        raise RunStateError(busy(pid)) from error
    except OSError as error:
        lock.close()
        raise StorageError(f"{path}: can't be written ({error.strerror or error})") from error
    return lock


def _read_holder(lock: IO[bytes]) -> str:
    """Read who holds a lock; who has just taken it may not have written the number yet."""
    pid = ""
    for _ in range(50):
        lock.seek(0)
        pid = lock.read().decode("ascii", "replace").strip()
        if pid.isdecimal() and is_alive(int(pid)):
            break
        time.sleep(0.02)
    return pid or "unknown"


def is_alive(pid: int) -> bool:
    """Tell whether there is a process of that number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
