"""The pictures of a batch, one by one: from files, folders, patterns and lists of any length, in constant memory.

Knows nothing of what is done with them.
"""

import argparse
import fnmatch
import glob
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from codec.errors import PictureError, UsageError

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp"})
LIST_SUFFIXES: Final = frozenset({".txt", ".lst", ".list"})

_NOT_OF_THE_RESULT: Final = re.compile(r"wire_.*|.*_api_key|.*_timeout_s|explain|config")
"""Options of a run that change what it costs or who pays, not what comes out; a config file is known by its bytes."""


def stream_pictures(sources: Iterable[str]) -> Iterator[Path]:
    """Yield the pictures that sources name: a file, a folder (all beneath it), a pattern, a list, or `-` for stdin.

    A list is a text file (.txt, .lst, .list) with one path a line; empty lines and lines that begin with # are passed
    over. Raises UsageError for a source that is nothing of these.
    """
    return map(Path, _stream_names(sources))


def _stream_names(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        path = Path(source)
        if source == "-":
            yield from _read_lines(sys.stdin)
        elif path.is_dir():
            yield from _walk(source)
        elif path.suffix.lower() in LIST_SUFFIXES and path.is_file():
            try:
                with path.open(encoding="utf-8", errors="surrogateescape") as lines:
                    yield from _read_lines(lines)
            except OSError as error:
                raise UsageError(f"{path}: can't be read ({error.strerror or error})") from error
        elif path.is_file():
            yield source
        elif glob.has_magic(source):
            yield from _match(source)
        else:
            raise UsageError(f"{source[:200]}: no such file, folder or list, and not a pattern")


def count_pictures(sources: Iterable[str]) -> int | None:
    """Count what `stream_pictures` will yield by going through it once; None: stdin can be read only once."""
    named = list(sources)
    return None if "-" in named else sum(1 for _ in _stream_names(named))


def digest_picture(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; raises PictureError when it can't be read."""
    digest = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except (OSError, ValueError) as error:
        raise PictureError(f"{path}: can't be read ({getattr(error, 'strerror', None) or error})") from error
    return digest.hexdigest()


def digest_settings(arguments: argparse.Namespace, names: Iterable[str]) -> str:
    """Return the SHA-256 of everything that was said of a run and may change its result.

    `names` are the options' names in the namespace.
    """
    said = {name: getattr(arguments, name) for name in names if not _NOT_OF_THE_RESULT.fullmatch(name)}
    said = {name: value for name, value in said.items() if value}  # options that come with a later version are unsaid
    config: Path | None = getattr(arguments, "config", None)
    said["config"] = digest_picture(config) if config else None
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def join_digests(*digests: str) -> str:
    """Return one name for a picture under some settings: 32 hexadecimal digits."""
    return sha256(" ".join(digests).encode()).hexdigest()[:32]


def _read_lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        text = line.strip("\r\n")
        if text.strip() and not text.startswith("#"):
            yield text


def _walk(folder: str) -> Iterator[str]:
    """Yield the pictures beneath a folder; only one folder's names are held at a time, so that the order is fixed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{folder}: can't be read ({error.strerror or error})") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif Path(entry.name).suffix.lower() in SUFFIXES:
            yield entry.path


def _match(pattern: str) -> Iterator[str]:
    """Yield what a pattern matches, in the file system's order: sorting would hold it all."""
    found = False
    for name in glob.iglob(pattern, recursive=True):  # noqa: PTH207  Path.glob takes no absolute pattern
        if fnmatch.fnmatch(name.lower(), "*.*") and Path(name).is_file():
            found = True
            yield name
    if not found:
        raise UsageError(f"{pattern[:200]}: matches no file")
