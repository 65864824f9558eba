import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fake_run import interrupt, make_folder, play, record_run
from traces.events import Failed
from traces.listing import Filter, RunRow, is_busy, list_rows, read_row

NOW = datetime(2026, 11, 22, 12, 15, tzinfo=UTC)
FIRST = "20261122T101500-hills-1f3a"
SECOND = "20261122T111500-hills-2f3a"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    record_run(tmp_path / FIRST)
    record_run(tmp_path / SECOND, rounds=3, created="2026-11-22T11:15:00+00:00", parent=f"{FIRST}@2")
    return tmp_path


def listed(runs: Path, **wanted: object) -> list[str]:
    return [row.id for row in list_rows(runs, wanted=Filter(**wanted), now=NOW)]  # type: ignore[arg-type]


def test_a_finished_run_is_read_from_its_last_event(runs: Path) -> None:
    row = list_rows(runs, wanted=Filter(), now=NOW)[1]
    assert (row.id, row.status, row.stop, row.rounds, row.best_round) == (FIRST, "finished", "rounds=4", 4, 3)
    assert (row.score, row.cost, row.limit, row.unit, row.file_bits, row.ubpp) == (
        0.64,
        14.0,
        20.0,
        "tokens",
        112,
        182.3,
    )
    assert (row.image, row.team, row.budget, row.calls, row.spend_usd) == ("hills.png", "sketch", "20tokens", 24, 0.0)
    assert row.age_s(NOW) == 7200


def test_newest_come_first_and_filters_narrow(runs: Path) -> None:
    assert listed(runs) == [SECOND, FIRST]
    assert listed(runs, since_s=3700.0) == [SECOND]
    assert listed(runs, stop="rounds") == [SECOND, FIRST]
    assert listed(runs, stop="plateau") == []
    assert listed(runs, image="HILLS", team="sket", status="finished") == [SECOND, FIRST]
    assert listed(runs, status="failed") == []
    assert len(list_rows(runs, wanted=Filter(), now=NOW, most=1)) == 1
    assert list_rows(runs / "nowhere", wanted=Filter(), now=NOW) == []


def test_a_run_that_broke_off_shows_its_last_round(tmp_path: Path) -> None:
    events = [*list(play(make_folder(tmp_path / "pictures")))[:9], interrupt()]
    row = read_row(record_run(tmp_path / "run", events=iter(events)))
    assert (row.status, row.rounds, row.score, row.file_bits) == ("interrupted", 1, 0.412, None)


def test_a_failure_says_why(tmp_path: Path) -> None:
    failed = Failed(error="WireError", message="the endpoint\nis \x1b[31mdown")
    row = read_row(record_run(tmp_path / "run", events=iter([failed])))
    assert (row.status, row.problem, row.rounds) == ("failed", "WireError: the endpoint is down", 0)


def test_a_killed_run_with_a_torn_line_is_read(tmp_path: Path) -> None:
    folder = record_run(tmp_path / "run")
    lines = folder.events.read_bytes().split(b"\n")
    folder.events.write_bytes(b"\n".join(lines[:15]) + b"\n" + lines[15][:50])
    row = read_row(folder)
    assert (row.status, row.rounds) == ("killed", 2)


def test_a_run_in_progress_is_known_by_its_lock(tmp_path: Path) -> None:
    folder = record_run(tmp_path / "run", events=iter(list(play(make_folder(tmp_path / "pictures")))[:3]))
    assert not is_busy(folder)
    with (folder.path / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert (folder.path / "lock").read_text() == str(os.getpid())
        assert is_busy(folder)
        assert read_row(folder).status == "running"
    assert read_row(folder).status == "killed"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "can't be read"),
        ('{"format": 99}', "99"),
        ('{"format": 1}', "not the settings"),
        ('{"format": 1, "image": 3, "task": {}}', "not the settings"),
        ("[]", "not the settings"),
    ],
)
def test_a_damaged_run_is_a_row_that_says_so(tmp_path: Path, text: str, says: str) -> None:
    folder = record_run(tmp_path / "run")
    folder.settings.write_text(text)
    row = read_row(folder)
    assert row.status == "damaged"
    assert says in row.problem


def test_long_events_are_read_across_blocks(tmp_path: Path) -> None:
    folder = record_run(tmp_path / "run", events=iter(list(play(make_folder(tmp_path / "pictures")))[:9]))
    note = {"id": "", "at": "", "elapsed_s": 9.0, "tag": "noted", "round": 1, "who": "graph", "text": "x" * 200_000}
    with folder.events.open("a") as file:
        file.write(json.dumps(note) + "\n")
    assert read_row(folder).rounds == 1


def test_a_row_is_plain_json(runs: Path) -> None:
    row = list_rows(runs, wanted=Filter(), now=NOW)[0]
    assert json.loads(json.dumps(row.as_json()))["parent"] == f"{FIRST}@2"
    assert RunRow(id="x", path="x", status="damaged", created="soon").age_s(NOW) is None
