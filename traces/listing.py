"""One line for each run on record, read from its settings and the end of its events; knows nothing of terminals.

It parses no more than it shows: a thousand runs take well under a second, so that no index can grow stale.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codec.errors import FormatError
from codec.files import is_alive
from traces.cleaning import clean_line
from traces.folder import RunFolder, list_runs
from traces.names import Status
from traces.speech import say_team

_TAIL_BYTES = 1 << 16
_ENDS = {"finished", "failed"}


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """What a list says of one run; None where it is not known (yet)."""

    id: str
    path: str
    status: Status
    created: str | None = None
    """UTC, ISO 8601."""
    image: str = ""
    width: int | None = None
    height: int | None = None
    budget: str = ""
    team: str = ""
    rounds: int = 0
    best_round: int | None = None
    stop: str | None = None
    """The policy that stopped it."""
    score: float | None = None
    cost: float | None = None
    limit: float | None = None
    unit: str | None = None
    file_bits: int | None = None
    ubpp: float | None = None
    calls: int | None = None
    spend_usd: float | None = None
    elapsed_s: float | None = None
    parent: str | None = None
    """The run and round it was forked from."""
    problem: str = ""
    """Why it failed or can't be read, in one line."""

    def age_s(self, now: datetime) -> float | None:
        """Return the seconds since it was created."""
        if self.created is None:
            return None
        try:
            created = datetime.fromisoformat(self.created)
        except ValueError:
            return None
        return (now - (created if created.tzinfo else created.replace(tzinfo=UTC))).total_seconds()

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which runs are wanted; an empty filter takes all."""

    image: str = ""
    """A part of the image's name."""
    team: str = ""
    """A part of a player's name."""
    stop: str = ""
    """How the stopping policy begins, such as "plateau"."""
    status: str = ""
    since_s: float | None = None
    """At most this old, in seconds."""

    def takes(self, row: RunRow, now: datetime) -> bool:
        """Tell whether a run is wanted."""
        age_s = row.age_s(now)
        return (
            self.image.casefold() in row.image.casefold()
            and self.team.casefold() in row.team.casefold()
            and (not self.stop or (row.stop or "").startswith(self.stop))
            and (not self.status or row.status == self.status)
            and (self.since_s is None or (age_s is not None and age_s <= self.since_s))
        )


def list_rows(runs: Path, *, wanted: Filter, now: datetime, most: int | None = None) -> list[RunRow]:
    """Read the runs under a folder, newest first; a damaged run is a row that says so."""
    rows: list[RunRow] = []
    for folder in list_runs(runs):
        if most is not None and len(rows) >= most:
            break
        row = read_row(folder)
        if wanted.takes(row, now):
            rows.append(row)
    return rows


def read_row(folder: RunFolder) -> RunRow:
    """Read what a list says of one run."""
    try:
        settings = folder.read_settings()
        return _compose_row(folder, settings, *_last_words(folder))
    except FormatError as error:
        return RunRow(id=folder.id, path=str(folder.path), status="damaged", problem=clean_line(str(error)))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problem = clean_line(f"{folder.settings}: not the settings of a run ({type(error).__name__}: {error})")
        return RunRow(id=folder.id, path=str(folder.path), status="damaged", problem=problem)


def is_busy(folder: RunFolder) -> bool:
    """Tell whether a process is recording in a run's folder, without getting in its way."""
    path = folder.path / "lock"
    try:
        pid = int(path.read_text("utf-8").strip() or 0)
        if not pid or not is_alive(pid):
            return False
        with path.open("r") as lock:
            # The number may have passed on to another process, which then holds no lock.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _compose_row(
    folder: RunFolder, settings: dict[str, Any], end: dict[str, Any] | None, decided: dict[str, Any] | None
) -> RunRow:
    image, task = settings["image"], settings["task"]
    common: dict[str, Any] = {
        "id": folder.id,
        "path": str(folder.path),
        "created": settings.get("created"),
        "image": clean_line(str(image["name"])),
        "width": image.get("width"),
        "height": image.get("height"),
        "budget": clean_line(str(task["budget"])),
        "team": say_team(settings.get("team") or {}),
        "parent": settings.get("parent"),
    }
    if end is not None and end["tag"] == "finished":
        return RunRow(**common, **_result(end))
    if end is None:
        status: Status = "running" if is_busy(folder) else "killed"
        problem = ""
    else:
        status = "interrupted" if end["error"] == "interrupted" else "failed"
        problem = "" if status == "interrupted" else clean_line(f"{end['error']}: {end['message']}")
    return RunRow(**common, status=status, problem=problem, **_progress(decided))


def _result(end: dict[str, Any]) -> dict[str, Any]:
    same = ("rounds", "best_round", "score", "cost", "limit", "unit", "ubpp", "calls", "spend_usd", "elapsed_s")
    return {
        "status": "finished",
        "stop": clean_line(str(end["stop"]["policy"])),
        "file_bits": end["file_bytes"] * 8,
        **{name: end[name] for name in same},
    }


def _progress(decided: dict[str, Any] | None) -> dict[str, Any]:
    if decided is None:
        return {}
    past, offer = decided["past"], decided["outcome"]["offer"]
    return {
        "rounds": decided["round"] + 1,
        "best_round": decided["best_round"],
        "score": past["best_score"],
        "cost": offer["cost"],
        "limit": offer["limit"],
        "calls": past["calls"],
        "spend_usd": past["spend_usd"],
        "elapsed_s": decided["elapsed_s"],
    }


def _last_words(folder: RunFolder) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Find how the run ended (None: it has not) and, unless it finished, the last round that was decided."""
    end: dict[str, Any] | None = None
    for place, event in enumerate(_read_backwards(folder.events)):
        tag = event.get("tag")
        if place == 0 and tag in _ENDS:
            end = event
            if tag == "finished":
                return end, None
        if tag == "decided":
            return end, event
    return end, None


def _read_backwards(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the whole events of a file, last first, reading no more of it than is asked for."""
    try:
        with path.open("rb") as file:
            yield from _parse(_lines_backwards(file.fileno(), os.fstat(file.fileno()).st_size))
    except FileNotFoundError:
        return
    except OSError as error:
        raise FormatError(f"{path}: can't be read ({error.strerror or error})") from error


def _lines_backwards(descriptor: int, size: int) -> Iterator[bytes]:
    rest = b""
    while size > 0:
        start = max(size - _TAIL_BYTES, 0)
        lines = (os.pread(descriptor, size - start, start) + rest).split(b"\n")
        size, rest = start, lines[0]
        yield from reversed(lines[1:])
    yield rest


def _parse(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            event = json.loads(line) if line.strip() else None
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event
