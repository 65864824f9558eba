import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agents.wire.occasion import Occasion
from agents.wire.record import CallRecord
from agents.wire.rows import Answered, Asked
from codec.errors import FormatError
from tests.fake_run import make_folder
from traces.calls import RecordedCall, indent_json, read_calls, shorten_base64
from traces.folder import RunFolder
from traces.print_view import print_view
from traces.raw_view import view_calls

SCHEMA = """
CREATE TABLE calls (
    id INTEGER PRIMARY KEY, occasion TEXT, request_sha256 TEXT, role TEXT, step TEXT, round INTEGER, haggle INTEGER,
    candidate INTEGER, repeat INTEGER, attempt INTEGER, asked_of TEXT, source TEXT, method TEXT, url TEXT,
    request_headers TEXT, request_body BLOB, sent_at TEXT, final INTEGER, http_status INTEGER, response_headers TEXT,
    response_body BLOB, problem TEXT, says TEXT, elapsed_s REAL, usage TEXT, cost_usd REAL
)
"""
PICTURE = "data:image/png;base64," + "iVBOR" * 200


def add_call(connection: sqlite3.Connection, **changes: object) -> None:
    row = {
        "role": "critic",
        "step": "judge",
        "round": 2,
        "haggle": 0,
        "candidate": 0,
        "repeat": 0,
        "attempt": 0,
        "asked_of": "gpt-x",
        "source": "network",
        "method": "POST",
        "url": "https://api.example/v1/chat",
        "request_headers": '{"content-type": "application/json"}',
        "request_body": json.dumps({"picture": PICTURE, "text": "é \x1b[31m"}).encode(),
        "sent_at": "2026-11-22T10:15:00+00:00",
        "final": 1,
        "http_status": 200,
        "response_headers": "{}",
        "response_body": b'{"score": 0.5}',
        "elapsed_s": 1.25,
        "usage": '{"input_tokens": 900, "output_tokens": 40}',
        "cost_usd": 0.0021,
    } | changes
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO calls ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = make_folder(tmp_path / "run")
    with closing(sqlite3.connect(made.calls)) as connection:
        connection.execute(SCHEMA)
        connection.execute("PRAGMA user_version = 1")
        add_call(connection)
        add_call(
            connection, role="renderer", step="draw", round=3, attempt=1, problem="rate", says="slow down", final=0
        )
        add_call(connection, final=None, http_status=None, response_body=None, usage=None, cost_usd=None, round=4)
        connection.commit()
    return made


def view(folder: RunFolder, **wanted: object) -> str:
    stream = io.StringIO()
    calls = read_calls(folder, **wanted)  # type: ignore[arg-type]
    print_view(lambda look: view_calls(calls, look=look), stream=stream, columns=100)
    return stream.getvalue()


def test_calls_are_read_exactly(folder: RunFolder) -> None:
    call = next(read_calls(folder))
    assert isinstance(call, RecordedCall)
    assert json.loads(call.request_body)["picture"] == PICTURE
    assert call.occasion == "round 2, critic.judge"
    assert (call.final, call.usage["input_tokens"]) == (True, 900)


def test_calls_are_picked_by_round_and_role(folder: RunFolder) -> None:
    assert [call.round for call in read_calls(folder, rounds=frozenset({3, 4}))] == [3, 4]
    assert [call.role for call in read_calls(folder, role="renderer")] == ["renderer"]


def test_a_view_shortens_pictures_and_obeys_nothing(folder: RunFolder) -> None:
    shown = view(folder)
    assert "(1000 base64 characters)" in shown
    assert "iVBORiVBOR" not in shown
    assert "\x1b" not in shown
    assert "HTTP 200, 1.2 s, input_tokens 900, output_tokens 40, $0.0021" in shown
    assert "round 3, renderer.draw, attempt 1" in shown
    assert "rate: slow down, tried again after this" in shown
    assert "the process died while it waited; the call may have been billed" in shown


def test_what_the_wire_writes_is_read(tmp_path: Path) -> None:
    made = make_folder(tmp_path / "run")
    record = CallRecord(made.calls)
    occasion = Occasion(role="critic", step="judge", round=1, repeat=1)
    asked = Asked(
        occasion=occasion,
        request_sha256="0" * 64,
        asked_of="gpt-x",
        method="POST",
        url="https://api.example/v1",
        headers={"accept": "json"},
        body=b'{"n": 1}',
    )
    answered = Answered(http_status=200, body=b'{"score": 0.5}', elapsed_s=1.5, cost_usd=0.01)
    record.finish(record.begin(asked), answered, final=True)
    record.begin(asked)
    first, second = read_calls(made)
    record.close()
    assert (first.occasion, first.final, first.cost_usd) == ("round 1, critic.judge, repeat 1", True, 0.01)
    assert (first.request_body, first.response_body) == ('{"n": 1}', '{"score": 0.5}')
    assert (second.final, second.response_body) == (None, "")


def test_a_team_without_calls_says_so(tmp_path: Path) -> None:
    assert "the embedded team makes none" in view(make_folder(tmp_path / "run"))


def test_a_foreign_or_newer_record_is_refused(folder: RunFolder) -> None:
    with closing(sqlite3.connect(folder.calls)) as connection:
        connection.execute("PRAGMA user_version = 7")
        connection.commit()
    with pytest.raises(FormatError, match="format 7"):
        list(read_calls(folder))
    folder.calls.write_bytes(b"no database at all" * 100)
    with pytest.raises(FormatError, match="can't be read"):
        list(read_calls(folder))


def test_text_helpers() -> None:
    assert shorten_base64("short aGVsbG8=") == "short aGVsbG8="
    assert indent_json("not json") == "not json"
    assert indent_json('{"a":"é"}') == '{\n  "a": "é"\n}'
