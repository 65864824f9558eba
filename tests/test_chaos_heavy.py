"""Many runs in one process, one long run, and eight at a time over a server that breaks one request in five."""

import json
import sqlite3
from contextlib import closing

import pytest
from api_server import ApiServer
from faults import FAULTS, PATIENCE, FaultyServer
from heavy import play_long, play_many, quarter_ratio
from kills import essence, save_pictures, warmed
from wreck import find_broken_files

from graph.state import meter_for
from traces.__main__ import main as traces
from traces.folder import list_runs
from traces.reader import read_trace


@pytest.fixture
def quiet(capsys):
    yield
    capsys.readouterr()


def test_many_runs_in_one_process_take_no_more_as_they_go_on(tmp_path, quiet):
    growth = play_many(32, tmp_path, pictures=4)
    assert growth["time_ratio"] < 3, growth
    assert growth["memory_ratio"] < 1.3, growth
    assert growth["more_files"] <= 0, growth
    assert growth["more_threads"] <= 0, growth
    assert growth["more_objects"] < 32 * 100, growth
    assert meter_for.cache_info().currsize <= meter_for.cache_info().maxsize


def test_a_long_run_is_as_quick_at_its_end_and_its_memory_stays_thin(tmp_path, capsys):
    folder, finished, rounds_s = play_long(40, tmp_path)
    assert finished.rounds == 40
    assert quarter_ratio(rounds_s) < 4
    assert folder.checkpoint.stat().st_size < 400_000
    sizes = [len(line) for line in folder.events.read_bytes().splitlines() if b'"tag":"decided"' in line]
    assert quarter_ratio(sizes) < 1.2
    assert traces(["show", folder.id, "--runs", str(folder.path.parent)]) == 0
    assert "40 of 40 rounds played" in capsys.readouterr().out


def test_eight_runs_at_a_time_over_a_faulty_server_lose_nothing(tmp_path):
    check_faulty_runs(tmp_path, pictures=8, rounds=1, seed=3)


def check_faulty_runs(scratch, *, pictures, rounds, seed):
    """Play a batch eight at a time over a good server and a faulty one; return what was broken."""
    images = save_pictures(scratch / "pictures", count=pictures)
    words = ("--team", "openai", "--stop", f"rounds={rounds}", "--image-sizes", "any", "--quiet", "--json")
    found = {}
    with warmed(scratch) as warm:
        for name, share in (("good", 0.0), ("faulty", 0.2)):
            with FaultyServer(share=share, seed=seed) as server:
                where = ("--runs", scratch / name, "--base-url", server.url, *PATIENCE)
                command = ("graph.batch", *images, *words, *where, "--jobs", "8", "--engine", "threads")
                ended = warm.run(*command)
                for _ in range(4 if share else 0):  # two answers in a row that are no JSON end a run; it can go on
                    if ended.code == 1:
                        ended = warm.run(*command)
            assert "Traceback" not in ended.err, ended.err
            assert ended.code == 0, (name, seed, dict(server.broken), ended.out, ended.err)
            rows = [json.loads(line) for line in ended.out.splitlines()]
            assert [row["state"] for row in rows] == ["finished"] * pictures
            found[name] = sorted((essence(run, paid=True) for run in list_runs(scratch / name)), key=_by_picture)
            assert not find_broken_files(scratch / name)
            check_record(scratch / name, server)
    for good, faulty in zip(found["good"], found["faulty"], strict=True):
        assert (good["description"], good["file"]) == (faulty["description"], faulty["file"])
    return server.broken


def _by_picture(one):
    return one["image"]


def check_record(runs, server):
    """Hold the record of calls against what the server saw: every request is there, and no answered one twice."""
    rows = 0
    for run in list_runs(runs):
        with closing(sqlite3.connect(run.calls)) as connection:
            ask = connection.execute
            rows += ask("SELECT count(*) FROM calls WHERE source = 'network'").fetchone()[0]
            assert ask("SELECT count(*) FROM calls WHERE final IS NULL").fetchone()[0] == 0
            answered = "final = 1 AND http_status = 200 AND json_valid(CAST(response_body AS TEXT))"
            doubled = f"SELECT 1 FROM calls WHERE {answered} GROUP BY request_sha256, occasion HAVING count(*) > 1"
            assert ask(doubled).fetchall() == []
        assert read_trace(run).finished.calls <= len(server.seen)
    assert rows == len(server.seen)
    assert rows == sum(read_trace(run).finished.calls for run in list_runs(runs))


def test_every_kind_of_fault_is_met():
    assert {"429", "500", "timeout", "cut", "garbage", "empty", "slow"} <= set(FAULTS)
    assert issubclass(FaultyServer, ApiServer)
