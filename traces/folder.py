"""A run's folder: where its files are, how it is made, found and written without ever being half-written.

Knows the names of the files, and nothing of their meaning beyond `run.json`.
"""

import errno
import os
import re
import secrets
import shutil
import stat
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from codec import files
from codec.damage import DAMAGE
from codec.errors import FormatError, PictureError, RunStateError, StorageError, UsageError
from codec.png import png_of
from traces.dialogue import Picture
from traces.place import RUNS
from traces.settings import parse_settings

LARGEST_SETTINGS_BYTES: Final = 16 << 20
LARGEST_EVENTS_BYTES: Final = 1 << 30
LARGEST_PICTURE_BYTES: Final = 256 << 20
LARGEST_SIDE: Final = 1 << 14
"""Bounds of what is read from a run's folder, which may come from anybody; a side is in pixels."""

_DAMAGE: Final = (*DAMAGE, Image.DecompressionBombError, MemoryError)
write_whole = files.write_whole
"""Writes a file so that it is either all there or not there (see `codec.files`)."""

PLAIN_NAME: Final = r"^([^./\\\x00-\x1f][^/\\\x00-\x1f]{0,254})?$"
"""What the name of a run is held to where a file names one: it can't lead out of the folder of runs; empty: none."""
_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[a-z0-9-]{1,24}-[0-9a-f]{4}")
"""How `make_run` names a folder."""
_LATEST = re.compile(r"latest(?:~(\d{1,6}))?")


@dataclass(frozen=True)
class RunFolder:
    """Paths inside one run's folder."""

    path: Path

    @property
    def id(self) -> str:
        """The run's id: the folder's name."""
        return self.path.name

    @property
    def settings(self) -> Path:
        """`run.json`: all that is needed to run it again."""
        return self.path / "run.json"

    @property
    def events(self) -> Path:
        """`events.jsonl`: one typed event a line."""
        return self.path / "events.jsonl"

    @property
    def calls(self) -> Path:
        """`calls.sqlite`: every model call as it went over the wire."""
        return self.path / "calls.sqlite"

    @property
    def checkpoint(self) -> Path:
        """`checkpoint.sqlite`: the state machine's memory."""
        return self.path / "checkpoint.sqlite"

    @property
    def result_file(self) -> Path:
        """`result.mub`: the compressed picture."""
        return self.path / "result.mub"

    @property
    def result_picture(self) -> Path:
        """`result.png`: the redrawn picture."""
        return self.path / "result.png"

    def keep_picture(self, image: Image.Image) -> Picture:
        """Store a picture under the SHA-256 of its PNG, once."""
        data = png_of(image)
        digest = sha256(data).hexdigest()
        target = self.path / "blobs" / f"{digest}.png"
        if not target.exists():
            write_whole(target, data)
        return Picture(sha256=digest, width=image.width, height=image.height)

    def load_picture(self, picture: Picture) -> Image.Image:
        """Read a stored picture as RGB.

        Raises PictureError when it is missing, damaged, or not of the size on record.
        """
        source = self.path / "blobs" / f"{picture.sha256}.png"
        try:
            data = read_file(source, most_bytes=LARGEST_PICTURE_BYTES)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow warns of size and odd metadata; the size is checked here
                with Image.open(BytesIO(data), formats=["PNG"]) as image:
                    if image.size != (picture.width, picture.height) or max(image.size) > LARGEST_SIDE:
                        raise PictureError(f"{source}: not the stored picture, but one of {image.width}x{image.height}")
                    return image.convert("RGB")
        except FormatError as error:
            raise PictureError(str(error)) from error
        except _DAMAGE as error:
            raise PictureError(f"{source}: the stored picture can't be read ({error})") from error

    def read_settings(self) -> dict[str, Any]:
        """Read `run.json`; `traces.settings` says what is in it.

        Raises FormatError when it is missing, damaged, or of an unknown format, and when the folder is not one that a
        run makes: a link in it could lead anybody's reading and writing out of it.
        """
        try:
            odd = _find_odd(self.path) or _find_odd(self.path / "blobs")
            if odd:
                raise FormatError(f"{self.path}: {odd!r} is a link or a device, which no run keeps; take it away first")
            content = read_file(self.settings, most_bytes=LARGEST_SETTINGS_BYTES)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FormatError(f"{self.path}: not a run (no run.json in it)") from error
        except OSError as error:
            raise FormatError(f"{self.settings}: can't be read ({error.strerror or error})") from error
        return parse_settings(content, origin=str(self.settings))


def _find_odd(folder: Path) -> str:
    """Name an entry that is neither a file nor a folder; empty: all are."""
    if not folder.is_dir():
        return ""
    with os.scandir(folder) as entries:
        plain = (
            (entry.name, entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False))
            for entry in entries
        )
        return next((name for name, is_plain in plain if not is_plain), "")


def read_file(path: Path, *, most_bytes: int) -> bytes:
    """Read a whole regular file; never through a link, and never from something that has no end.

    Raises FormatError for what is no file or larger than `most_bytes`, OSError where it can't be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise FormatError(f"{path}: a link, which no run keeps") from error
        raise
    with open(descriptor, "rb") as file:  # noqa: PTH123 - opened by its descriptor
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise FormatError(f"{path}: not a file")
        if found.st_size > most_bytes:
            raise FormatError(f"{path}: {found.st_size:,} bytes, more than the {most_bytes:,} that any run keeps there")
        return file.read(most_bytes + 1)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it; raises StorageError when it can't be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"can't be made ({error.strerror or error}); choose another place"
        raise StorageError(f"{path}: {why}") from error


def make_run(
    runs: Path, image_name: str, *, now: datetime | None = None, announce: Callable[[RunFolder], None] | None = None
) -> RunFolder:
    """Make a fresh folder `<utc>-<image>-<4 hex>` under `runs`.

    `announce` is told of the folder just before it is made, so that whoever keeps account of runs knows even of one
    that a kill left half made (see `forget_half_made`). Raises StorageError when it can't be made.
    """
    moment = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S")
    stem = re.sub(r"[^a-z0-9]+", "-", Path(image_name).stem.lower()).strip("-")[:24].strip("-") or "picture"
    try:
        runs.mkdir(parents=True, exist_ok=True)
        while True:
            path = runs / f"{moment}-{stem}-{secrets.token_hex(2)}"
            if path.exists():
                continue
            if announce is not None:
                announce(RunFolder(path))
            try:
                path.mkdir()
            except FileExistsError:
                continue
            (path / "blobs").mkdir()
            return RunFolder(path)
    except OSError as error:
        raise StorageError(
            f"{runs}: no run can be kept here ({error.strerror or error}); choose another folder with --runs"
        ) from error


def forget_half_made(folder: RunFolder) -> None:
    """Remove a folder that `make_run` made and that was left before `run.json` was in it; nobody may be making it.

    Anything else is left alone: what is no run's folder by its name, and what holds more than a picture.
    """
    if not _ID.fullmatch(folder.id) or folder.path.is_symlink() or not folder.path.is_dir():
        return
    known = {"blobs"} | {path.name for path in folder.path.glob(f".*{files.PART}")}
    if {path.name for path in folder.path.iterdir()} <= known:
        shutil.rmtree(folder.path, ignore_errors=True)


def find_run(name: str, runs: Path = RUNS) -> RunFolder:
    """Find a run by folder, id, unique prefix of an id, `latest` or `latest~N`.

    Raises RunStateError when there is none or more than one, UsageError for a name that leaves the folder of runs.
    """
    place = Path(name)
    if (place / "run.json").is_file():
        # Of `.` and `..` the name is no id: what is made under a run's id would be made one folder further up.
        return RunFolder(place if place.name not in {"", ".."} else place.resolve())
    if "/" in name or "\\" in name or name in {"", ".", ".."}:
        raise RunStateError(f"{name!r}: no run in this folder (there is no run.json in it)")
    if match := _LATEST.fullmatch(name):
        return _pick_latest(int(match[1] or 0), runs)
    found = [folder for folder in list_runs(runs) if folder.id.startswith(name)]
    exact = [folder for folder in found if folder.id == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise RunStateError(f"{name!r}: no such run under {runs} (see `python -m traces list`)")
    raise UsageError(
        f"{name!r}: {len(found)} runs begin so, such as {found[0].id} and {found[1].id}; give more of the id"
    )


def _pick_latest(back: int, runs: Path) -> RunFolder:
    folders = list_runs(runs)
    if back >= len(folders):
        raise RunStateError(
            f"there are only {len(folders)} runs under {runs}" if folders else f"no runs under {runs} yet"
        )
    return folders[back]


def list_runs(runs: Path = RUNS) -> list[RunFolder]:
    """List the runs under a folder, newest first."""
    return sorted(_scan(runs), key=_began, reverse=True)


def _began(folder: RunFolder) -> tuple[str, int, str]:
    """Order runs by the second in their id, and within one by when `run.json` was written."""
    try:
        written_ns = folder.settings.stat().st_mtime_ns
    except OSError:
        written_ns = 0
    return folder.id[:15], written_ns, folder.id


def _scan(runs: Path) -> Iterator[RunFolder]:
    try:
        with os.scandir(runs) as entries:
            for entry in entries:
                if entry.is_dir() and not entry.name.startswith("."):
                    folder = RunFolder(Path(entry.path))
                    if folder.settings.is_file():
                        yield folder
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(f"{runs}: can't be read ({error.strerror or error})") from error
