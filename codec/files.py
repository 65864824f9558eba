"""Writes files that are either all there or not there at all; knows nothing of what is in them."""

import contextlib
import os
import secrets
from pathlib import Path

from codec.errors import StorageError

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
        temporary = whole.with_name(f".{whole.name[:200]}.{os.getpid()}.{secrets.token_hex(4)}{PART}")
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


def sweep_parts(folder: Path) -> None:
    """Remove the temporary files that killed processes left in a folder; nobody may be writing there."""
    for left in folder.glob(f".*{PART}"):
        with contextlib.suppress(OSError):
            left.unlink()
