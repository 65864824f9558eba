"""Ctrl-C and kill -9, as real signals to real commands of the lab: no file is half-written, the same command goes on.

After Ctrl-C there is one line and the exit code is 130.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from api_server import ApiServer, Fault
from chaos import Death, Warm
from PIL import Image
from wreck import find_leftovers

from traces.folder import list_runs
from traces.reader import read_trace

TOP = Path(__file__).parent.parent
RECORDED = TOP / "tests" / "runs" / "format1"
GIVE_UP_S = 90


def start(module, *words, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=TOP,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def interrupt(process):
    """Press Ctrl-C; return what was said last."""
    os.killpg(process.pid, signal.SIGINT)
    out, said = process.communicate(timeout=GIVE_UP_S)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert out == ""
    return said.splitlines()[-1]


def finish(process):
    out, said = process.communicate(timeout=2 * GIVE_UP_S)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    return json.loads(out)


def wait_until(holds):
    ends = time.monotonic() + GIVE_UP_S
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def save_scene(path):
    down, across = np.mgrid[0:32, 0:48]
    pixels = np.where((down < 16)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, 30, 40)
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize("engine", ["threads", "processes"])
def test_the_control_goes_on(tmp_path, engine):
    runs = tmp_path / "runs"
    words = (save_scene(tmp_path / "a.png"), "--pictures", 2, "--budget", "6tokens", "--runs", runs, "--jobs", 1)
    process = start("lab.control", *words, "--engine", engine, "--json")
    wait_until(lambda: any(run.events.exists() and run.events.read_bytes().count(b"\n") > 2 for run in list_runs(runs)))
    assert "of 3 runs done; the same command goes on" in interrupt(process)
    begun = {run.id for run in list_runs(runs)}
    found = finish(start("lab.control", *words, "--engine", "threads", "--json", "--quiet"))
    assert [len(pair["independent"]) for pair in found["pairs"]] == [2]
    traces = [read_trace(run) for run in list_runs(runs)]
    assert len(traces) == 3
    assert begun <= {trace.folder.id for trace in traces}
    assert all(trace.finished for trace in traces)


def test_rent_pays_for_no_picture_twice(tmp_path):
    run = next(RECORDED.glob("*rocket*"))
    words = (run, "--renderer", "openai", "--renders", 2, "--json", "--runs", tmp_path / "runs")
    with ApiServer() as server:
        known = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-secret-0123456789"}
        server.misbehave("image", Fault(), Fault(), Fault(), Fault(wait_s=60))
        process = start("lab.rent", *words, **known)
        wait_until(lambda: sum(seen.task == "image" for seen in server.seen) == 4)
        assert "paid for" in interrupt(process)
        before = len(server.seen)
        found = finish(start("lab.rent", *words, **known))
        asked = [seen.body["prompt"] for seen in server.seen[before:] if seen.task == "image"]
    assert len(asked) == 2 * (len(found["phrases"]) + 1) - 3
    assert all(part["rent"]["count"] == 2 for part in found["phrases"])


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    modules = ("lab.policies", "lab.policies_play", "matplotlib.figure", "matplotlib.backends.backend_svg")
    with Warm(tmp_path_factory.mktemp("warm"), *modules) as process:
        yield process


def replay_policies(warm, files, **more):
    words = ("--table", files[0], *(("--plot", files[1]) if len(files) > 1 else ()))
    return warm.run("lab.policies", RECORDED, "--stop", "rounds=1", "--stop", "rounds=2", "--quiet", *words, **more)


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize(("names", "step"), [(["a.csv"], 3), (["a.csv", "a.svg"], 7)])
def test_policies_leave_their_files_whole(warm, tmp_path, by, names, step):
    """At chosen touches of the disk: while runs are read, and while the last file is written."""
    files = [tmp_path / name for name in names]
    touches = replay_policies(warm, files, count=True).touches
    wanted = [path.read_bytes() for path in files]
    seen = set()
    for touch in (1, touches // 3, *range(touches - 24, touches, step)):
        for path in files:
            path.unlink(missing_ok=True)
        ended = replay_policies(warm, files, death=Death(0, "touch", touch=touch, by=by))
        assert ended.code == (-signal.SIGKILL if by == signal.SIGKILL else 130), f"touch {touch}: {ended}"
        assert "Traceback" not in ended.err, f"touch {touch}: {ended.err}"
        there = [path.read_bytes() for path in files if path.exists()]
        assert there == wanted[: len(there)], f"touch {touch}: half-written"
        assert by == signal.SIGKILL or not find_leftovers(tmp_path), f"touch {touch}"
        seen.add(len(there))
    assert {len(files) - 1, len(files)} <= seen  # before and after the last file, or the touches say nothing
    assert replay_policies(warm, files).code == 0
    assert [path.read_bytes() for path in files] == wanted
