"""Many pictures side by side, for real: processes that are killed, Ctrl-C, the same picture under two names."""

import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from batches import start_batch, wait_for_a_round
from PIL import Image

from codec.command import exit_code_of
from codec.errors import StorageError, UsageError
from graph import batch_engines, batch_work
from graph.batch import main as batch
from graph.batch import make_parser, make_play_parser, play_names
from graph.batch_items import count_pictures, stream_pictures
from graph.batch_marks import LocalMarks
from graph.batch_play import Batch
from graph.batch_work import Job
from graph.options import check_one
from traces.events import Decided, Resumed
from traces.folder import RunFolder, forget_half_made, list_runs
from traces.listing import is_busy
from traces.reader import read_trace
from traces.recorder import Recorder

TOP = Path(__file__).parent.parent
QUICK = ("--budget", "6tokens", "--stop", "rounds=2")


def save_scene(path, *, hue=0):
    down, across = np.mgrid[0:32, 0:48]
    pixels = np.where((down < 16)[..., None], (120, 170, 230 - hue), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, hue, 40)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def call(*words):
    return exit_code_of(batch, [str(word) for word in words], program="mubpp batch")


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def make_job(image, runs, key):
    arguments = make_parser().parse_args([str(image), *QUICK])
    return Job(key=key, options=check_one(arguments, image=image, runs=runs))


def work_until_killed(job: Job):
    """Work, but the first worker to decide a round of this picture is killed as by `kill -9`."""
    fuse = job.options.runs / f"fuse-{job.key}"
    if fuse.exists():
        record = Recorder.record

        def record_and_die(self, event):
            stamped = record(self, event)
            if isinstance(event, Decided):
                fuse.unlink()
                os.kill(os.getpid(), signal.SIGKILL)
            return stamped

        Recorder.record = record_and_die
    return batch_work.work(job)


def die(job: Job):
    os.kill(os.getpid(), signal.SIGKILL)


def test_sources_are_files_folders_patterns_and_lists(tmp_path):
    a, b = (save_scene(tmp_path / name) for name in ("x/a.png", "x/deep/b.jpg"))
    (tmp_path / "x" / "notes.md").write_text("no picture")
    listing = tmp_path / "all.txt"
    listing.write_text(f"# two\n{b}\n\n{a}\nnot there.png\n")
    assert list(stream_pictures([str(tmp_path / "x")])) == [a, b]
    assert list(stream_pictures([str(tmp_path / "x" / "**" / "*.jpg")])) == [b]
    assert list(stream_pictures([str(listing), str(a)])) == [b, a, Path("not there.png"), a]
    assert count_pictures([str(listing)]) == 3
    assert count_pictures(["-"]) is None
    for nothing in ("nowhere", str(tmp_path / "*.gif")):
        with pytest.raises(UsageError):
            list(stream_pictures([nothing]))


def test_a_long_list_streams_in_constant_memory(tmp_path):
    listing = tmp_path / "long.txt"
    with listing.open("w") as file:
        file.writelines(f"/photographs/of/some/archive/{number:09}.jpg\n" for number in range(60_000))
    tracemalloc.start()
    try:
        assert count_pictures([str(listing)]) == 60_000
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 1_000_000  # the list itself is over 2 MB


def test_going_through_what_is_done_takes_no_more_memory_for_a_longer_list(tmp_path):
    image = save_scene(tmp_path / "a.png")
    words = (image, "--runs", tmp_path / "runs", "--engine", "threads", "--jobs", 1, "--quiet", *QUICK)
    assert call(*words) == 0

    def go_through(lines):
        listing = tmp_path / "list.txt"
        listing.write_text(f"{image}\n" * lines)
        arguments = make_parser().parse_args([str(word) for word in (listing, *words[1:])])
        met = Counter()
        tracemalloc.start()
        try:
            Batch(arguments, play_names(make_play_parser())).run(
                arguments.images, lambda mark, before: met.update([(mark.state, before)])
            )
            return met, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    go_through(10)
    (_, few_bytes), (met, many_bytes) = go_through(50), go_through(600)
    assert met == {("finished", True): 600}
    assert many_bytes - few_bytes < 40_000  # the names alone would be more


def test_every_picture_is_done_once_and_the_same_command_does_nothing_more(tmp_path, capsys):
    for name, hue in (("a.png", 0), ("b.png", 90), ("c.png", 0)):
        save_scene(tmp_path / "in" / name, hue=hue)
    (tmp_path / "in" / "broken.png").write_bytes(b"no picture at all")
    words = (tmp_path / "in", "--runs", tmp_path / "runs", "--jobs", 2, "--engine", "threads", "--json", *QUICK)
    assert call(*words) == 1
    first = rows(capsys.readouterr().out)
    done = {Path(row["image"]).name: row for row in first if row["state"] == "finished"}
    assert {"b.png"} < set(done) <= {"a.png", "b.png", "c.png"}
    runs = list_runs(tmp_path / "runs")
    assert len(runs) == 2  # a and c are the same bytes
    for row in done.values():
        finished = read_trace(next(run for run in runs if run.id == row["run"])).finished
        assert (row["description"], row["file_bytes"]) == (finished.description, finished.file_bytes)
    broken = next(row for row in first if row["state"] == "failed")
    assert (Path(broken["image"]).name, broken["error"]) == ("broken.png", "PictureError")

    assert call(*words) == 1
    said = capsys.readouterr()
    assert all(row["done_before"] for row in rows(said.out))
    assert len(rows(said.out)) == 4
    assert "3 done before" in said.err
    assert list_runs(tmp_path / "runs") == runs


def test_other_settings_are_other_work(tmp_path, capsys):
    image = save_scene(tmp_path / "a.png")
    common = (image, "--runs", tmp_path / "runs", "--jobs", 1, "--engine", "threads", "--quiet", "--stop", "rounds=1")
    assert call(*common, "--budget", "6tokens") == 0
    assert call(*common, "--budget", "4tokens", "--cache", "off") == 0
    assert call(*common, "--budget", "4tokens") == 0
    assert len(list_runs(tmp_path / "runs")) == 2
    assert capsys.readouterr().err == ""


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path):
    runs = tmp_path / "runs"
    runs.mkdir()
    jobs = [make_job(save_scene(tmp_path / f"{n}.png", hue=n * 40), runs, f"{n}" * 32) for n in range(2)]
    (runs / f"fuse-{jobs[0].key}").touch()
    ended = list(batch_engines.processes(2, do=work_until_killed)(iter(jobs)))
    assert sorted(mark.key for mark in ended) == [job.key for job in jobs]
    assert {mark.state for mark in ended} == {"finished"}
    assert len(list_runs(runs)) == 2
    killed = next(mark for mark in ended if mark.key == jobs[0].key)
    trace = read_trace(next(run for run in list_runs(runs) if run.id == killed.run))
    assert trace.of(Resumed)
    assert [event.round for event in trace.rounds] == list(range(killed.rounds))
    assert LocalMarks(runs).read(killed.key) == killed


def test_a_picture_that_kills_every_worker_is_given_up(tmp_path):
    job = make_job(save_scene(tmp_path / "a.png"), tmp_path, "a" * 32)
    (mark,) = batch_engines.processes(1, do=die)(iter([job]))
    assert (mark.state, mark.error) == ("failed", "RunStateError")
    assert not mark.for_good


def test_a_run_that_ended_before_its_mark_did_is_not_done_again(tmp_path):
    job = make_job(save_scene(tmp_path / "a.png"), tmp_path / "runs", "a" * 32)
    finished = batch_work.work(job)
    marks = LocalMarks(tmp_path / "runs")
    marks.write(job.mark().model_copy(update={"run": finished.run}))
    assert batch_work.work(job) == finished
    assert marks.read(job.key) == finished


@pytest.mark.parametrize("made", ["nothing", "folder", "picture"])
def test_a_run_that_a_kill_left_half_made_is_begun_anew_and_nothing_stays(tmp_path, made):
    """A run is announced in its picture's mark before its folder is made."""
    runs = tmp_path / "runs"
    job = make_job(save_scene(tmp_path / "a.png"), runs, "a" * 32)
    marks = LocalMarks(runs)
    announced = RunFolder(runs / "20260101T000000-a-0000")
    marks.write(job.mark().model_copy(update={"run": announced.id}))
    if made != "nothing":
        (announced.path / "blobs").mkdir(parents=True)
        (announced.path / ".run.json.1.00000000.part").write_bytes(b"{")
    if made == "picture":
        announced.keep_picture(Image.new("RGB", (8, 8)))
    folder = runs / ".batch" / "aaa"
    mine, other = (folder / f".{key}.json.1.00000000.part" for key in (job.key, "aaab" * 8))
    for part in (mine, other):
        part.write_bytes(b"torn")
    finished = batch_work.work(job)
    assert [run.id for run in list_runs(runs)] == [finished.run]
    assert {path.name for path in runs.iterdir()} == {finished.run, ".batch"}
    assert not mine.exists()
    assert other.exists()  # somebody else may be writing it


def test_only_what_a_kill_left_half_made_is_removed(tmp_path):
    whole = RunFolder(tmp_path / "20260101T000000-a-0000")
    whole.keep_picture(Image.new("RGB", (8, 8)))
    (whole.path / "notes.txt").write_text("mine")
    other = RunFolder(tmp_path / "photos")
    other.keep_picture(Image.new("RGB", (8, 8)))
    (tmp_path / "20260101T000000-a-0001").symlink_to(other.path)
    for folder in (whole, other, RunFolder(tmp_path / "20260101T000000-a-0001"), RunFolder(tmp_path / "none")):
        forget_half_made(folder)
    assert len(list(tmp_path.rglob("*.png"))) == 2


def test_a_run_that_could_not_begin_is_in_no_mark(tmp_path, monkeypatch):
    def refuse(*_):
        raise StorageError("the disk is full")

    job = make_job(save_scene(tmp_path / "a.png"), tmp_path / "runs", "b" * 32)
    monkeypatch.setattr("graph.session._furnish", refuse)
    mark = batch_work.work(job)
    assert (mark.state, mark.run) == ("failed", "")
    assert LocalMarks(tmp_path / "runs").read(job.key) == mark
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {".batch"}


@pytest.mark.parametrize("engine", ["processes", "threads"])
def test_ctrl_c_leaves_a_state_from_which_the_same_command_goes_on(tmp_path, capsys, engine):
    for number in range(3):
        save_scene(tmp_path / "in" / f"{number}.png", hue=number * 40)
    words = [tmp_path / "in", "--runs", tmp_path / "runs", "--jobs", 2, "--engine", engine, "--json", *QUICK]
    process = start_batch(*words)
    give_up_s = time.monotonic() + 60
    while not any(run.events.exists() for run in list_runs(tmp_path / "runs")) and time.monotonic() < give_up_s:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "the same command goes on" in said.splitlines()[-1]
    begun = {run.id for run in list_runs(tmp_path / "runs")}
    assert begun
    assert call(*words, "--engine", "threads") == 0
    ended = rows(capsys.readouterr().out)
    assert len(ended) == 3
    assert {row["run"] for row in ended} == {run.id for run in list_runs(tmp_path / "runs")} >= begun


def test_ctrl_c_before_any_worker_is_there_is_one_line(tmp_path):
    save_scene(tmp_path / "in" / "a.png")
    process = start_batch(tmp_path / "in", "--runs", tmp_path / "runs", "--engine", "processes", "--quiet", *QUICK)
    give_up_s = time.monotonic() + 60
    while not is_loading_for_workers(process.pid) and time.monotonic() < give_up_s:
        time.sleep(0.02)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "mubpp batch: interrupted (nothing done); the same command goes on\n"


def is_loading_for_workers(pid):
    """Tell whether a process has started the one of which its workers are copies."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return any(b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nowhere",), 2),
        (("examples", "--jobs", "0"), 2),
        (("examples", "--pause"), 2),
        (("examples", "--budget", "none"), 2),
        (("examples", "--team", "skecth"), 2),
    ],
)
def test_bad_words_are_one_line(words, code, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(TOP)
    assert call(*words, "--runs", tmp_path, "--quiet") == code
    assert capsys.readouterr().err.count("\n") == 1


def test_two_commands_in_one_folder_do_every_picture_once(tmp_path):
    for number in range(6):
        save_scene(tmp_path / "in" / f"{number}.png", hue=number * 30)
    runs = tmp_path / "runs"
    words = (tmp_path / "in", "--runs", runs, "--jobs", 1, "--engine", "threads", "--json", *QUICK)
    both = [start_batch(*words) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    answers = [rows(out) for out, _ in said]
    assert [len(answer) for answer in answers] == [6, 6]
    assert {row["state"] for answer in answers for row in answer} == {"finished"}
    own = [[row["run"] for row in answer if not row["done_before"]] for answer in answers]
    assert sorted(own[0] + own[1]) == sorted(run.id for run in list_runs(runs))
    assert len(list_runs(runs)) == 6
    assert not list((runs / ".batch").glob("*/*.lock"))


def test_what_a_killed_command_was_at_is_taken_over_by_the_other(tmp_path):
    for number in range(3):
        save_scene(tmp_path / "in" / f"{number}.png", hue=number * 40)
    runs = tmp_path / "runs"
    words = (tmp_path / "in", "--runs", runs, "--jobs", 1, "--json", "--budget", "8tokens", "--stop", "rounds=4")
    doomed = start_batch(*words, "--engine", "threads")
    begun = wait_for_a_round(runs)
    other = start_batch(*words, "--engine", "threads")
    time.sleep(1)
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.communicate(timeout=60)
    out, said = other.communicate(timeout=120)
    assert other.returncode == 0, said
    assert {row["state"] for row in rows(out)} == {"finished"}
    assert {row["run"] for row in rows(out)} == {run.id for run in list_runs(runs)}
    assert len(list_runs(runs)) == 3
    trace = read_trace(begun)
    assert trace.finished
    assert [event.round for event in trace.rounds] == list(range(4))


def test_a_damaged_mark_is_named(tmp_path, capsys):
    image = save_scene(tmp_path / "a.png")
    words = (image, "--runs", tmp_path / "runs", "--engine", "threads", "--jobs", 1, "--quiet", *QUICK)
    assert call(*words) == 0
    (mark,) = (tmp_path / "runs" / ".batch").glob("*/*.json")
    mark.write_bytes(mark.read_bytes()[:30])
    assert call(*words) == 4
    assert str(mark) in capsys.readouterr().err


def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    save_scene(tmp_path / "in" / "a.png")
    words = ("--budget", "30tokens", "--stop", "rounds=90", "--jobs", "1", "--engine", "processes", "--quiet")
    command = [sys.executable, "-m", "graph.batch", str(tmp_path / "in"), "--runs", str(tmp_path / "runs"), *words]
    parent = subprocess.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL)
    while not (found := [run for run in list_runs(tmp_path / "runs") if run.events.exists()]):
        assert parent.poll() is None
        time.sleep(0.02)
    worker = int((found[0].path / "lock").read_text())
    parent.kill()
    parent.wait()
    while is_busy(found[0]):  # a worker left alone would hold the run to its end, and itself for ever
        time.sleep(0.02)
    assert not read_trace(found[0]).finished
    assert worker != parent.pid
