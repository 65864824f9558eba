"""The record of calls, `calls.sqlite`: each request before it is sent, each answer before it is read; knows no network.

One row is one request as it went over the wire. A request that was tried again has several rows, of which at most one
is final: the answer or failure that the caller saw. `final` is NULL in a row whose answer never came because the
process died; such a call may have been billed.
"""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

from agents.wire.rows import (
    ANSWER_COLUMNS,
    ROW_COLUMNS,
    Answered,
    Asked,
    Row,
    answer_values,
    asked_columns,
    read_answer,
    read_row,
)
from codec.errors import FormatError, StorageError
from traces.calls import read_only_uri, refuse_programs

FORMAT_VERSION: Final = 1
"""Kept in SQLite's user_version."""

_SCHEMA: Final = """
CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    occasion TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    role TEXT NOT NULL,
    step TEXT NOT NULL,
    round INTEGER NOT NULL,
    haggle INTEGER NOT NULL,
    candidate INTEGER NOT NULL,
    repeat INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    asked_of TEXT NOT NULL,
    source TEXT NOT NULL,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    request_body BLOB NOT NULL,
    sent_at TEXT NOT NULL,
    final INTEGER,
    http_status INTEGER,
    response_headers TEXT,
    response_body BLOB,
    problem TEXT,
    says TEXT,
    elapsed_s REAL,
    usage TEXT,
    cost_usd REAL
);
CREATE INDEX calls_by_key ON calls (request_sha256, occasion);
"""


class CallRecord:
    """A record of calls in one SQLite file; safe to use from several threads, and by several processes.

    Every write is on the disk when the method returns (write-ahead log, full synchronisation).
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open or create the record.

        Raises FormatError if the file is not a record of ours, StorageError if it can't be opened or created.
        """
        self.path = path
        self._lock = threading.Lock()
        with self._mapped():
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    _make_aside(path)
            uri = read_only_uri(path) if read_only else f"{path.absolute().as_uri()}?mode=rwc"
            self._connection = sqlite3.connect(uri, uri=True, timeout=30, check_same_thread=False, isolation_level=None)
            try:
                self._prepare(read_only=read_only)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, *, read_only: bool) -> None:
        """Set the file up, or check that it is ours."""
        # In this order: where another process makes the file in between, it has made both.
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and tables == 0 and not read_only:
            _make_tables(self._connection)
        elif version != FORMAT_VERSION:
            raise FormatError(f"{self.path} is no record of calls of format {FORMAT_VERSION} (it says {version})")
        refuse_programs(self._connection, path=self.path)
        self._connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StorageError(f"can't use the record of calls {self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise FormatError(f"the record of calls {self.path} is damaged: {error}") from error
        except OSError as error:
            raise StorageError(f"can't use the record of calls {self.path}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise FormatError(f"the record of calls {self.path} is damaged: a value is not what it must be") from error

    def begin(self, asked: Asked) -> int:
        """Write a request down before it is sent; return its row."""
        return self._insert(asked, source="network", answered=None)

    def finish(self, row: int, answered: Answered, *, final: bool) -> None:
        """Write down what came of a request, before anyone reads it."""
        names = ", ".join(f"{name} = ?" for name in ANSWER_COLUMNS)
        values = (*answer_values(answered), row)
        with self._mapped(), self._lock:
            self._connection.execute(
                f"UPDATE calls SET final = {int(final)}, {names} WHERE id = ?",  # noqa: S608 - names of our own
                values,
            )

    def add_cached(self, asked: Asked, answered: Answered) -> None:
        """Write down an answer that another run paid for; here it costs nothing."""
        self._insert(asked, source="cache", answered=answered)

    def _insert(self, asked: Asked, *, source: str, answered: Answered | None) -> int:
        """Add a row, open or final."""
        sent_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        row: dict[str, Any] = {**asked_columns(asked), "source": source, "sent_at": sent_at}
        if answered is not None:
            row |= {"final": 1, **dict(zip(ANSWER_COLUMNS, answer_values(answered), strict=True))}
        sql = f"INSERT INTO calls ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608
        with self._mapped(), self._lock:
            return cast(int, self._connection.execute(sql, tuple(row.values())).lastrowid)

    def find(self, request_sha256: str, *, occasion: str, url: str | None = None) -> Answered | None:
        """Return the last final answer to a request on an occasion, from a given URL if one is given."""
        sql = (
            f"SELECT {', '.join(ANSWER_COLUMNS)}, id FROM calls "  # noqa: S608 - names of our own
            "WHERE request_sha256 = ? AND occasion = ? AND final = 1 AND (? IS NULL OR url = ?) "
            "ORDER BY id DESC LIMIT 1"
        )
        with self._mapped(), self._lock:
            found = self._connection.execute(sql, (request_sha256, occasion, url, url)).fetchone()
            if found is None:
                return None
            tries = self._connection.execute(
                "SELECT count(*) FROM calls WHERE request_sha256 = ? AND occasion = ? AND final IS NOT NULL"
                " AND source = 'network' AND id <= ?",
                (request_sha256, occasion, found[-1]),
            ).fetchone()[0]
            return read_answer(found[:-1], tries=tries, path=self.path)

    def rows(self) -> list[Row]:
        """List all rows in the order in which they were sent, without bodies."""
        with self._mapped(), self._lock:
            found = self._connection.execute(f"SELECT {', '.join(ROW_COLUMNS)} FROM calls ORDER BY id").fetchall()  # noqa: S608
            return [read_row(dict(zip(ROW_COLUMNS, row, strict=True))) for row in found]

    def close(self) -> None:
        """Close the file; the record must not be used after that."""
        with self._lock:
            self._connection.close()


def _make_aside(path: Path) -> None:
    """Make an empty record under another name and link it into place, so that nobody meets one half made.

    Many threads and processes may begin at once with no record, and SQLite may say "database is locked" to one that
    changes the journal mode while another reads. Where links can't be had, the record is made in place.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        with closing(sqlite3.connect(aside, isolation_level=None)) as connection:
            _make_tables(connection)
        with suppress(OSError):
            path.hardlink_to(aside)
    finally:
        aside.unlink(missing_ok=True)


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have been quicker; then there is nothing left to make.
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    connection.execute("COMMIT")
