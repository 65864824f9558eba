"""Looks at what a killed process left on disk: files that are there and not whole, temporary files, rows of calls."""

import contextlib
import io
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PIL import Image

from codec.mub import load_mub


def find_broken_files(runs: Path) -> list[str]:
    """List the files under a folder of runs that are there and not whole, temporary names apart."""
    return [f"{path.relative_to(runs)}: {why}" for path in sorted(runs.rglob("*")) if (why := _broken(path))]


def find_leftovers(runs: Path) -> list[Path]:
    """List the temporary files under a folder of runs."""
    return sorted(path for path in runs.rglob("*") if path.name.endswith(".part"))


def find_half_made(runs: Path) -> list[Path]:
    """List the folders in a folder of runs that are no runs: those that a kill left before `run.json` was in them."""
    return sorted(path for path in runs.glob("[!.]*/") if not (path / "run.json").exists())


def _broken(path: Path) -> str:
    if not path.is_file() or path.name.endswith((".part", "-wal", "-shm", "-journal")):
        return ""
    check = _CHECKS.get(path.suffix)
    try:
        return check(path) if check else ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _check_picture(path: Path) -> str:
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    named = path.parent.name == "blobs"
    return "its bytes are not those of its name" if named and sha256(data).hexdigest() != path.stem else ""


def _check_events(path: Path) -> str:
    lines = path.read_bytes().split(b"\n")
    whole = [line for line in lines[:-1] if line]
    torn = sum(1 for line in whole if not _is_json(line))
    resumed = sum(b'"tag":"resumed"' in line for line in whole)
    return f"{torn} torn lines after {resumed} resumptions" if torn > resumed else ""


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _check_database(path: Path) -> str:
    # Looked at in a copy: whoever opens a database after a crash repairs it, and on a full disk can't.
    with tempfile.TemporaryDirectory(prefix="mubpp-wreck-") as scratch:
        for part in path.parent.glob(f"{path.name}*"):
            shutil.copy(part, scratch)
        with contextlib.closing(sqlite3.connect(Path(scratch) / path.name)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return "" if said == "ok" else str(said)


def _check_file(path: Path) -> str:
    load_mub(path)
    return ""


def _check_json(path: Path) -> str:
    json.loads(path.read_bytes())
    return ""


_CHECKS: dict[str, Callable[[Path], str]] = {
    ".png": _check_picture,
    ".jsonl": _check_events,
    ".json": _check_json,
    ".sqlite": _check_database,
    ".mub": _check_file,
}
