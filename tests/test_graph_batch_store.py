"""A batch whose results go behind a URL: in memory, and on a real S3 server where moto and s3fs are installed."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from codec.command import exit_code_of
from graph.batch import main as batch
from graph.batch import make_parser
from graph.batch_marks import Mark
from graph.batch_work import Job, work
from graph.options import check_one
from graph.remote import open_remote
from traces.folder import RunFolder
from traces.reader import read_trace

pytest.importorskip("fsspec")

TOP = Path(__file__).parent.parent
QUICK = ("--budget", "6tokens", "--stop", "rounds=2")


def draw_scene(path, *, hue=0):
    down, across = np.mgrid[0:32, 0:48]
    pixels = np.where((down < 16)[..., None], (120, 170, 230 - hue), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, hue, 40)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def url():
    return f"memory://{uuid.uuid4().hex}"


def call(*words):
    return exit_code_of(batch, [str(word) for word in words], program="mubpp batch")


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def make_job(image, scratch, url):
    arguments = make_parser().parse_args([str(image), *QUICK])
    return Job(key="a" * 32, options=check_one(arguments, image=image, runs=scratch), store_url=url)


def test_results_go_behind_the_url_and_are_found_again(tmp_path, url, capsys):
    place = open_remote(url)
    for number in range(2):
        place.write(f"in/{number}.png", draw_scene(tmp_path / "x.png", hue=number * 90).read_bytes())
    place.write("list.txt", f"{url}/in/0.png\n{url}/in/1.png\n{url}/in/0.png\n{url}/in/none.png\n".encode())
    words = (f"{url}/list.txt", "--runs", f"{url}/out", "--jobs", 1, "--json", *QUICK)
    assert call(*words, "--scratch", tmp_path / "scratch") == 1
    said = rows(capsys.readouterr().out)
    assert [row["state"] for row in said].count("finished") in {2, 3}
    assert [row["error"] for row in said if row["state"] == "failed"] == ["PictureError"]
    assert not [path for path in (tmp_path / "scratch").rglob("*") if path.suffix in {".png", ".jsonl"}]
    for row in said:
        if row["state"] == "finished":
            assert place.download(f"out/{row['run']}", tmp_path / "back" / row["run"], last="run.json")
            trace = read_trace(RunFolder(tmp_path / "back" / row["run"]))
            assert trace.finished.description == row["description"]
            assert trace.settings["image"]["path"] == row["image"]
    # Another machine: another scratch folder, and the same pictures under other names.
    draw_scene(tmp_path / "same.png", hue=90)
    assert call(tmp_path / "same.png", *words[1:], "--scratch", tmp_path / "elsewhere") == 0
    (again,) = rows(capsys.readouterr().out)
    assert again["done_before"]
    assert again["run"] in {row["run"] for row in said}


def test_a_run_that_failed_elsewhere_is_gone_on_with_here(tmp_path, url):
    image = draw_scene(tmp_path / "a.png")
    whole = work(make_job(image, tmp_path / "whole", f"{url}/whole"))
    # Published without an end, as after an endpoint that failed: a run that was cut off behind its first round.
    scratch = tmp_path / "cut"
    job = make_job(image, scratch, f"{url}/cut")
    finished = work(make_job(image, scratch / "runs", ""))
    folder = RunFolder(scratch / "runs" / finished.run)
    lines = folder.events.read_bytes().splitlines(keepends=True)
    cut = next(at for at, line in enumerate(lines) if b'"decided"' in line)
    folder.events.write_bytes(b"".join(lines[: cut + 1]))
    for path in (folder.checkpoint, folder.result_file, folder.result_picture):
        path.unlink()
    job.store.publish(folder)
    job.store.marks.write(Mark(key=job.key, image=str(image), state="failed", error="WireError", run=folder.id))
    mark = work(make_job(image, tmp_path / "other", f"{url}/cut"))
    assert (mark.state, mark.run, mark.description) == ("finished", folder.id, whole.description)
    assert open_remote(f"{url}/cut").read(f"{folder.id}/result.mub")


def test_a_finished_run_whose_mark_was_never_written_is_published_and_not_done_again(tmp_path, url):
    image = draw_scene(tmp_path / "a.png")
    job = make_job(image, tmp_path / "scratch", url)
    finished = work(make_job(image, tmp_path / "scratch", ""))
    job.store.marks.write(job.mark().model_copy(update={"run": finished.run}))
    assert work(job) == finished
    assert open_remote(url).read(f"{finished.run}/run.json")
    assert not (tmp_path / "scratch" / finished.run).exists()


def test_whoever_finishes_second_keeps_the_first_ones_run(tmp_path, url, monkeypatch):
    image = draw_scene(tmp_path / "a.png")
    job = make_job(image, tmp_path / "scratch", url)
    theirs = Mark(key=job.key, image="theirs.png", state="finished", run="20260101T000000-theirs-0000")
    marks = type(job.store.marks)
    write = marks.write

    def lose_the_claim(self, mark):
        write(self, mark)
        monkeypatch.setattr(marks, "write", write)
        write(self, theirs)

    monkeypatch.setattr(marks, "write", lose_the_claim)
    assert work(job) == theirs
    assert job.store.marks.read(job.key) == theirs


def test_a_file_url_is_a_folder(tmp_path, capsys):
    image = draw_scene(tmp_path / "a b.png")
    where = f"file://{tmp_path}/runs"
    words = ("--runs", where, "--jobs", 1, "--engine", "threads", "--json", *QUICK)
    assert call(f"file://{tmp_path}/a%20b.png", *words) == 0
    (row,) = rows(capsys.readouterr().out)
    assert row["image"] == str(image)
    assert (tmp_path / "runs" / row["run"] / "result.mub").exists()


@pytest.mark.parametrize(
    "words",
    [("--runs", "memory://x", "--engine", "processes"), ("--runs", "bogus://x"), ("memory://none", "--runs", "x")],
)
def test_bad_words_are_one_line(words, tmp_path, capsys, monkeypatch):
    draw_scene(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    assert call("a.png", *words, "--quiet") == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture
def bucket(monkeypatch):
    """A real S3 server on this machine, known to child processes too."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    import s3fs  # noqa: PLC0415

    name = f"s3://{uuid.uuid4().hex}"
    s3fs.S3FileSystem(use_listings_cache=False).mkdir(name)
    yield name
    server.stop()


def test_two_commands_of_processes_share_an_s3_bucket_and_one_is_killed(bucket, tmp_path):
    place = open_remote(bucket)
    for number in range(4):
        place.write(f"in/{number}.png", draw_scene(tmp_path / "x.png", hue=number * 40).read_bytes())
    words = [f"{bucket}/in/*.png", "--runs", f"{bucket}/out", "--jobs", "1", "--engine", "processes", "--json"]

    def start(scratch):
        command = [sys.executable, "-m", "graph.batch", *words, "--scratch", str(tmp_path / scratch), *QUICK]
        return subprocess.Popen(
            command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    doomed = start("one")
    ends = time.monotonic() + 120
    while not list((tmp_path / "one").glob("*/events.jsonl")) and time.monotonic() < ends:
        time.sleep(0.05)
    other = start("two")
    os.killpg(doomed.pid, signal.SIGKILL)
    doomed.communicate(timeout=60)
    out, said = other.communicate(timeout=240)
    assert other.returncode == 0, said
    done = rows(out)
    assert [row["state"] for row in done] == ["finished"] * 4
    assert len({row["run"] for row in done}) == 4
    for row in done:
        assert place.read(f"out/{row['run']}/run.json")
    assert call(*words, "--scratch", tmp_path / "three", *QUICK, "--quiet") == 0
