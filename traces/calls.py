"""Reads `calls.sqlite`, the model calls of a run as they went over the wire; knows nothing of who wrote it."""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pydantic import ConfigDict, ValidationError
from pydantic.dataclasses import dataclass

from codec.errors import FormatError
from traces.folder import RunFolder

FORMAT_VERSION: Final = 1
"""Of the record of calls; kept in SQLite's user_version."""

_COLUMNS: Final = (
    "id, role, step, round, haggle, candidate, repeat, attempt, asked_of, source, method, url, request_headers, "
    "request_body, sent_at, final, http_status, response_headers, response_body, problem, says, elapsed_s, usage, "
    "cost_usd"
)
_NAMES: Final = r"\([\w, ]+\)"
_PLAIN_SQL: Final = re.compile(
    rf"CREATE TABLE \w+ ?\((?:[^()']|''|PRIMARY KEY ?{_NAMES})*\)|CREATE INDEX \w+ ON \w+ ?{_NAMES}", re.IGNORECASE
)
_BASE64: Final = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{256,}={0,2}")


@dataclass(frozen=True, kw_only=True, config=ConfigDict(strict=True, allow_inf_nan=False))
class RecordedCall:
    """One request as it was sent, and what came of it."""

    id: int
    role: str
    step: str
    round: int
    haggle: int
    candidate: int
    repeat: int
    attempt: int
    asked_of: str
    source: str
    """`network` or `cache`."""
    method: str
    url: str
    request_headers: dict[str, str]
    request_body: str
    sent_at: str
    final: bool | None
    """False: tried again after this. None: the process died before the answer came."""
    http_status: int | None
    response_headers: dict[str, str]
    response_body: str
    problem: str | None
    says: str | None
    elapsed_s: float | None
    usage: dict[str, Any]
    cost_usd: float | None

    @property
    def occasion(self) -> str:
        """Say when in the run it was made, such as `round 2, critic.compare`."""
        more = "".join(
            f", {name} {value}"
            for name, value in (
                ("haggle", self.haggle),
                ("candidate", self.candidate),
                ("repeat", self.repeat),
                ("attempt", self.attempt),
            )
            if value
        )
        return f"round {self.round}, {self.role}.{self.step}{more}"


def read_calls(
    folder: RunFolder, *, rounds: frozenset[int] | None = None, role: str | None = None
) -> Iterator[RecordedCall]:
    """Yield the calls on record in the order they were made; none where the team makes none.

    Raises FormatError for a record that is damaged or of another version.
    """
    if not folder.calls.exists():
        return
    try:
        with closing(sqlite3.connect(read_only_uri(folder.calls), uri=True)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != FORMAT_VERSION:
                raise FormatError(
                    f"{folder.calls}: record of calls of format {version} is unknown here "
                    f"(this version reads {FORMAT_VERSION})"
                )
            refuse_programs(connection, path=folder.calls)
            connection.row_factory = sqlite3.Row
            last = None
            for row in connection.execute(f"SELECT {_COLUMNS} FROM calls ORDER BY id"):  # noqa: S608 - our own names
                call = _read_call(dict(row))
                if last is not None and call.id <= last:
                    raise FormatError(f"{folder.calls}: the record of calls leads in circles")
                last = call.id
                if (rounds is None or call.round in rounds) and role in {None, call.role}:
                    yield call
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise FormatError(f"{folder.calls}: the record of calls is damaged ({where}: {fault['msg']})") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise FormatError(f"{folder.calls}: the record of calls can't be read ({error})") from error


def read_only_uri(path: Path) -> str:
    """Name a database for reading only, such that one in a folder that can't be written is read too.

    SQLite wants to make a file beside a write-ahead database even to read it; where none may be made, nobody writes.
    """
    log = path.with_name(f"{path.name}-wal")
    frozen = not os.access(path.parent, os.W_OK) and not log.exists()
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if frozen else ''}"


def refuse_programs(connection: sqlite3.Connection, *, path: Path) -> None:
    """Refuse a database that could compute when it is read or written, from wherever it came.

    Only plain tables and indexes are let through: no views, triggers, virtual tables, generated columns or defaults
    that are expressions. Raises FormatError.
    """
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        words = " ".join(str(sql or "").split())
        automatic = kind == "index" and not words
        if not automatic and not (kind in {"table", "index"} and _PLAIN_SQL.fullmatch(words)):
            raise FormatError(f"{path}: not a record of this program's ({kind} {str(name)[:40]!r})")


def shorten_base64(text: str) -> str:
    """Replace long runs of base64, such as pictures, by their length.

    >>> shorten_base64("data:image/png;base64," + "iVBOR" * 100 + " end")
    'data:image/png;base64,(500 base64 characters) end'
    """
    return _BASE64.sub(lambda match: f"({len(match[0])} base64 characters)", text)


def indent_json(text: str) -> str:
    """Indent a JSON document; any other text is returned as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _read_call(row: dict[str, Any]) -> RecordedCall:
    for name in ("request_headers", "response_headers", "usage"):
        row[name] = _read_mapping(row[name])
    for name in ("request_body", "response_body"):
        body = row[name] or b""
        row[name] = body.decode("utf-8", errors="replace") if isinstance(body, bytes) else body
    row["final"] = None if row["final"] is None else bool(row["final"])
    return RecordedCall(**row)


def _read_mapping(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, TypeError, RecursionError):
        return {"unreadable": str(text)}
    return found if isinstance(found, dict) else {"unreadable": str(text)}
