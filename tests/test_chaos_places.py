"""Places that refuse: full disks, folders that can't be written, a clock that jumps, others at the same run."""

import datetime
import os
import random
import shutil
import tempfile
from pathlib import Path

import pytest
from api_server import ApiServer
from chaos import Death
from kills import essence, save_pictures, warmed
from places import (
    assert_one_line,
    begin,
    check_full_disk,
    check_many_at_once,
    check_quota,
    check_second_process,
    play_whole,
)

from traces import folder, recorder
from traces.folder import list_runs, make_run
from traces.reader import read_trace

NOBODY = 65534
THREADS = ("--engine", "threads", "--quiet")


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    with warmed(tmp_path_factory.mktemp("warm")) as process:
        yield process


@pytest.fixture
def picture(tmp_path):
    return save_pictures(tmp_path / "pictures")[0]


@pytest.fixture
def open_place():
    """A folder that others may enter; pytest's own are closed to them."""
    place = Path(tempfile.mkdtemp(prefix="mubpp-open-"))
    place.chmod(0o755)
    yield place
    for path in place.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def whole(warm, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("whole")
    return play_whole(warm, save_pictures(scratch)[0], scratch / "runs")


@pytest.mark.parametrize("kib", [8, 48])
def test_a_full_disk_is_one_line_and_with_room_the_run_goes_on(warm, picture, tmp_path, whole, kib):
    assert check_full_disk(warm, picture, tmp_path, kib=kib, whole=whole)


@pytest.mark.parametrize("most_bytes", [700, 9000])
def test_a_quota_is_one_line_and_without_it_the_run_goes_on(warm, picture, tmp_path, whole, most_bytes):
    assert check_quota(warm, picture, tmp_path / "runs", most_bytes=most_bytes, whole=whole)


def test_a_folder_that_cannot_be_written_is_one_line_and_can_be_read(warm, picture, open_place):
    user = NOBODY if os.getuid() == 0 else 0
    here = Path(__file__).resolve()
    if user and not all(folder.stat().st_mode & 0o005 == 0o005 for folder in here.parents):
        pytest.skip("nobody else can read the program where it lies")
    shutil.copy(picture, open_place / "a.png")
    runs = open_place / "runs"
    assert begin(warm, open_place / "a.png", runs).code == 0
    (run,) = list_runs(runs)
    cut = begin(warm, open_place / "a.png", runs, death=Death(0, "touch", touch=400))
    assert cut.killed
    for path in (*open_place.rglob("*"), open_place):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if not user and os.access(runs, os.W_OK):
        pytest.skip("every folder can be written here")
    assert_one_line(begin(warm, open_place / "a.png", runs, user=user), 5)
    assert_one_line(warm.run("graph.run", "--resume", "latest", "--runs", runs, "--quiet", user=user), 5)
    assert_one_line(warm.run("graph.batch", open_place / "a.png", "--runs", runs, *THREADS, user=user), 5)
    for words in (("list",), ("show", run.id), ("show", "latest"), ("show", run.id, "--raw")):
        looked = warm.run("traces.__main__", *words, "--runs", runs, user=user)
        assert (looked.code, looked.err) == (0, ""), looked


def test_the_calls_of_a_run_are_read_where_nothing_can_be_written(warm, picture, open_place):
    user = NOBODY if os.getuid() == 0 else 0
    shutil.copy(picture, open_place / "a.png")
    with ApiServer() as server:
        words = ("--runs", open_place / "runs", "--base-url", server.url, "--image-sizes", "any", "--quiet")
        team = ("--team", "openai", "--stop", "rounds=1")
        assert warm.run("graph.run", open_place / "a.png", *words, *team).code == 0
    (run,) = list_runs(open_place / "runs")
    for path in (*open_place.rglob("*"), open_place):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for words in (("traces.__main__", "show", "--raw"), ("graph.costs",)):
        looked = warm.run(*words, run.id, "--runs", open_place / "runs", user=user)
        assert (looked.code, looked.err) == (0, ""), looked
        assert "gpt" in looked.out


def test_a_second_process_at_a_run_is_refused_with_the_first_one_s_number(warm, picture, tmp_path):
    check_second_process(warm, picture, tmp_path / "runs")


def test_processes_record_into_one_folder_at_once(warm, picture, tmp_path):
    check_many_at_once(warm, picture, tmp_path / "runs", count=20)


class JumpingClock(datetime.datetime):
    """A wall clock that is set back by up to a year whenever someone looks."""

    chance = random.Random(5)

    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2026, 11, 22, 12, tzinfo=tz) - datetime.timedelta(seconds=cls.chance.uniform(0, 3e7))


def jump():
    """Set the clock of this process back, again and again; called in a process of its own."""
    recorder.datetime = folder.datetime = JumpingClock


def test_a_clock_that_jumps_back_changes_nothing_but_the_times(warm, picture, tmp_path, whole):
    ended = begin(
        warm, picture, tmp_path / "runs", prelude="test_chaos_places:jump", death=Death(0, "touch", touch=300)
    )
    assert ended.killed
    again = ("graph.run", "--resume", "latest", "--runs", tmp_path / "runs", "--quiet")
    assert warm.run(*again, prelude="test_chaos_places:jump").code == 0
    (run,) = list_runs(tmp_path / "runs")
    assert essence(run, paid=False) == whole
    events = read_trace(run).events
    stamps = [event.at for event in events]
    assert stamps != sorted(stamps)
    elapsed = [event.elapsed_s for event in events]
    assert min(elapsed) >= 0
    assert elapsed == sorted(elapsed)
    for words in (("list", "--since", "1d"), ("list", "--json"), ("show", "latest")):
        looked = warm.run("traces.__main__", *words, "--runs", tmp_path / "runs")
        assert (looked.code, looked.err) == (0, ""), looked


def test_a_time_limit_is_read_from_a_clock_that_nobody_sets(warm, picture, tmp_path):
    words = ("graph.run", picture, "--runs", tmp_path, "--team", "sketch", "--quiet", "--stop", "time=0.4s,rounds=90")
    ended = warm.run(*words, "--budget", "3words", prelude="test_chaos_places:jump")
    assert ended.code == 0
    finished = read_trace(list_runs(tmp_path)[0]).finished
    assert finished.stop.policy.startswith("time")
    assert finished.stop.reading >= 0.4


def test_run_ids_stay_unique_where_the_clock_stands_still(tmp_path):
    still = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    made = [make_run(tmp_path, "a.png", now=still).id for _ in range(300)]
    assert len(set(made)) == 300
