"""A batch on a real Ray cluster of two nodes on this machine, with a worker killed in the middle."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from codec.command import exit_code_of
from graph.batch import main as batch
from traces.events import Resumed
from traces.folder import list_runs
from traces.reader import read_trace

pytest.importorskip("ray")

TOP = Path(__file__).parent.parent
CLUSTER = """
import sys
from ray.cluster_utils import Cluster
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
cluster.add_node(num_cpus=1)
print(cluster.address, flush=True)
sys.stdin.read()
cluster.shutdown()
"""


@contextlib.contextmanager
def two_nodes():
    process = subprocess.Popen(
        [sys.executable, "-c", CLUSTER],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOP)},
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate(timeout=60)


def save_scenes(folder, count):
    folder.mkdir()
    down, across = np.mgrid[0:32, 0:48]
    for number in range(count):
        pixels = np.where((down < 16)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
        pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, 60 * number, 40)
        Image.fromarray(pixels).save(folder / f"{number}.png")


def kill_a_worker(runs, give_up_s):
    """Kill the process that holds the lock of a run that has begun and not ended; return the run's id."""
    while time.monotonic() < give_up_s:
        for run in list_runs(runs):
            begun = run.events.exists() and b'"decided"' in run.events.read_bytes()
            if begun and not run.result_file.exists():
                os.kill(int((run.path / "lock").read_text()), signal.SIGKILL)
                return run.id
        time.sleep(0.02)
    raise AssertionError("no run was ever under way")


def test_a_worker_killed_on_a_cluster_loses_nothing_and_nothing_is_done_twice(tmp_path, capsys):
    save_scenes(tmp_path / "in", 3)
    runs = tmp_path / "runs"
    words = [tmp_path / "in", "--runs", runs, "--budget", "8tokens", "--stop", "rounds=4", "--json"]
    with two_nodes() as address:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "graph.batch",
                *map(str, words),
                "--jobs",
                "2",
                "--engine",
                "ray",
                "--address",
                address,
            ],
            cwd=TOP,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        killed = kill_a_worker(runs, time.monotonic() + 90)
        out, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["state"] for row in rows} == {"finished"}
    assert {row["run"] for row in rows} == {run.id for run in list_runs(runs)}
    assert len(rows) == 3
    trace = read_trace(next(run for run in list_runs(runs) if run.id == killed))
    assert trace.of(Resumed)
    assert len(trace.rounds) == 4

    assert exit_code_of(batch, [*map(str, words), "--engine", "threads"], program="mubpp batch") == 0
    assert all(json.loads(line)["done_before"] for line in capsys.readouterr().out.splitlines())


def test_an_address_without_the_engine_is_one_line(tmp_path, capsys):
    save_scenes(tmp_path / "in", 1)
    words = [str(tmp_path / "in"), "--runs", str(tmp_path / "runs"), "--address", "127.0.0.1:1", "--quiet"]
    assert exit_code_of(batch, words, program="mubpp batch") == 2
    assert capsys.readouterr().err.count("\n") == 1
