"""The pictures of a batch, one by one: from files, folders, patterns, lists and URLs, any number, in constant memory.

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
from graph import remote

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp"})
LIST_SUFFIXES: Final = frozenset({".txt", ".lst", ".list"})

_NOT_OF_THE_RESULT: Final = re.compile(r"wire_.*|.*_api_key|.*_timeout_s|explain|config")
"""Options of a run that change what it costs or who pays, not what comes out; a config file is known by its bytes."""


def stream_pictures(sources: Iterable[str]) -> Iterator[Path]:
    """Yield the pictures of this machine that sources name, as `stream_names` does; raises UsageError for a URL."""
    for name in stream_names(sources):
        path = remote.as_path(name)
        if path is None:
            raise UsageError(f"{name[:200]}: pictures behind a URL are for `python -m graph.batch` alone")
        yield path


def stream_names(sources: Iterable[str]) -> Iterator[str]:
    """Yield the paths and URLs of pictures: a file, a folder (all beneath it), a pattern, a list, or `-` for stdin.

    A list is a text file (.txt, .lst, .list) with one path or URL a line; empty lines and lines that begin with # are
    passed over. Raises UsageError for a source that is nothing of these.
    """
    for source in sources:
        path = remote.as_path(source)
        if source == "-":
            yield from _read_lines(sys.stdin)
        elif path is None:
            yield from _stream_behind(source)
        else:
            yield from _stream_here(str(path), path)


def _stream_here(source: str, path: Path) -> Iterator[str]:
    if path.is_dir():
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


def _stream_behind(url: str) -> Iterator[str]:
    suffix = Path(url).suffix.lower()
    if glob.has_magic(url):
        yield from remote.match(url)
    elif suffix in LIST_SUFFIXES and remote.is_file(url):
        yield from _read_lines(remote.stream_lines(url))
    elif suffix in SUFFIXES and remote.is_file(url):
        yield url
    else:
        yield from (name for name in remote.walk(url) if Path(name).suffix.lower() in SUFFIXES)


def count_pictures(sources: Iterable[str]) -> int | None:
    """Count what `stream_names` will yield by going through it once; None: stdin can be read only once."""
    named = list(sources)
    return None if "-" in named else sum(1 for _ in stream_names(named))


def digest_named(name: str) -> str:
    """Return the SHA-256 of the bytes behind a path or URL; raises PictureError when they can't be read."""
    path = remote.as_path(name)
    return digest_picture(path) if path is not None else sha256(remote.fetch(name)).hexdigest()


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
