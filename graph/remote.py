"""Files behind a URL (s3://, gs://, memory:// and whatever else fsspec knows); the one file that knows fsspec.

Extra [remote]. Knows nothing of what is in the files.
"""

import contextlib
import functools
import importlib
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from codec.errors import PictureError, StorageError, UsageError

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(::[A-Za-z][A-Za-z0-9+.-]*)*://")
_LOCAL: Final = ("file", "local")


def is_url(text: str) -> bool:
    """Tell a URL from a path; what `as_path` turns into a path is none."""
    return _URL.match(text) is not None


def as_path(text: str) -> Path | None:
    """Return the path that a text is, or that a file:// URL stands for; None: another URL.

    >>> as_path("file:///photos/a%20b.png"), as_path("s3://bucket/a.png")
    (PosixPath('/photos/a b.png'), None)
    """
    if not is_url(text):
        return Path(text)
    parts = urlsplit(text)
    return Path(unquote(parts.path)) if parts.scheme in _LOCAL and not parts.netloc else None


@dataclass(frozen=True)
class Remote:
    """A folder behind a URL; names in it are relative, with slashes.

    A file is written in one request, and is there whole or not at all as far as the service sees to it. Raises
    StorageError for whatever the service refuses.
    """

    url: str
    _files: Any
    """fsspec's file system."""
    _root: str

    def read(self, name: str) -> bytes | None:
        """Read a file; None: there is none."""
        with _mapped(f"{self.url}/{name}"):
            try:
                return bytes(self._files.cat_file(self._at(name)))
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file in the place of an older one."""
        with _mapped(f"{self.url}/{name}"):
            self._into_folder(name, lambda path: self._files.pipe_file(path, data))

    def create(self, name: str, data: bytes) -> bool:
        """Write a file unless there is one, in one step where the service can; say whether it was written."""
        with _mapped(f"{self.url}/{name}"):
            try:
                self._into_folder(name, lambda path: self._files.pipe_file(path, data, mode="create"))
            except FileExistsError:
                return False
            return True

    def delete(self, name: str) -> None:
        """Delete a file if it is there."""
        with _mapped(f"{self.url}/{name}"), contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._at(name))

    def upload(self, folder: Path, *, to: str, last: str, without: frozenset[str]) -> None:
        """Copy a folder of this machine's to `to`; the file `last` comes last, so that where it is, all is."""
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        for name in sorted(names, key=lambda name: name == last):
            if posixpath.basename(name) not in without:
                source = str(folder / name)
                with _mapped(f"{self.url}/{to}/{name}"):
                    self._into_folder(f"{to}/{name}", functools.partial(self._files.put_file, source))

    def download(self, name: str, folder: Path, *, last: str) -> bool:
        """Copy the folder `name` to this machine; False: it was never uploaded whole."""
        with _mapped(f"{self.url}/{name}"):
            if not self._files.exists(self._at(f"{name}/{last}")):
                return False
            for path in self._files.find(self._at(name)):
                inside = posixpath.relpath(path, self._at(name))
                if inside.startswith(".."):
                    raise StorageError(f"{self.url}/{name}: the service lists {path} in it")
                target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                self._files.get_file(path, str(target))
        return True

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _into_folder(self, name: str, write: Callable[[str], object]) -> None:
        """Write a file; its folder is made only where one is missed, since most services have none."""
        try:
            write(self._at(name))
        except FileNotFoundError:
            self._files.makedirs(posixpath.dirname(self._at(name)), exist_ok=True)
            write(self._at(name))


@functools.cache
def open_remote(url: str) -> Remote:
    """Open a folder behind a URL; raises UsageError where fsspec, or what it needs for this kind of URL, is missing."""
    files, root = _find(url)
    return Remote(url.rstrip("/"), files, root.rstrip("/"))


def fetch(url: str) -> bytes:
    """Read one file; raises PictureError when it can't be read."""
    files, path = _find(url)
    try:
        return bytes(files.cat_file(path))
    except Exception as error:  # every service has exceptions of its own, and some share no base with OSError
        raise PictureError(f"{url}: can't be read ({_say(error)})") from error


def stream_lines(url: str) -> Iterator[str]:
    """Yield the lines of a text file; raises UsageError when it can't be read."""
    files, path = _find(url)
    with _mapped(url, as_=UsageError), files.open(path, "rt", encoding="utf-8", errors="surrogateescape") as lines:
        yield from lines


def is_file(url: str) -> bool:
    """Tell a file from a folder and from nothing."""
    files, path = _find(url)
    with _mapped(url, as_=UsageError):
        return bool(files.isfile(path))


def walk(url: str) -> Iterator[str]:
    """Yield the URLs of all files beneath a folder; one folder's names are held at a time, and sorted.

    Raises UsageError for what is no folder.
    """
    files, path = _find(url)
    found = False
    with _mapped(url, as_=UsageError):
        for folder, inner, names in files.walk(path):
            inner.sort()
            for name in sorted(names):
                found = True
                yield str(files.unstrip_protocol(f"{folder.rstrip('/')}/{name}"))
    if not found:
        raise UsageError(f"{url[:200]}: no such file or folder, or nothing in it")


def match(pattern: str) -> Iterator[str]:
    """Yield the URLs that a pattern matches (`**` for any folders); a folder's names are held at a time.

    Raises UsageError when it matches nothing.
    """
    translate = _import("fsspec.utils").glob_translate
    files, path = _find(pattern)
    fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0].rpartition("/")[0]
    wanted = re.compile(translate(path))
    found = False
    for url in walk(fixed):
        if wanted.match(files._strip_protocol(url)):
            found = True
            yield url
    if not found:
        raise UsageError(f"{pattern[:200]}: matches no file")


def _find(url: str) -> tuple[Any, str]:
    """Split a URL into fsspec's file system and the path in it."""
    try:
        files, path = _import("fsspec.core").url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise UsageError(f"{url[:200]}: {_say(error)}") from error
    except (ValueError, OSError, TypeError) as error:
        raise UsageError(f"{url[:200]}: {_say(error)}") from error
    return files, str(path)


def _import(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError("URLs need fsspec: pip install 'mubpp[remote]'") from error


@contextlib.contextmanager
def _mapped(what: str, *, as_: type[StorageError] | type[UsageError] = StorageError) -> Iterator[None]:
    """Turn a service's exceptions into ours."""
    try:
        yield
    except (StorageError, UsageError, GeneratorExit):
        raise
    except Exception as error:  # every service has exceptions of its own, and some share no base with OSError
        raise as_(f"{what}: {_say(error)}") from error


def _say(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0] or type(error).__name__
