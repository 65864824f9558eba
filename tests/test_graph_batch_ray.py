"""A batch on a real Ray cluster of two nodes on this machine: a worker killed in the middle, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from batches import start_batch, wait_for_a_round
from PIL import Image

from codec.command import exit_code_of
from graph.batch import main as batch
from traces.events import Resumed
from traces.folder import list_runs
from traces.listing import is_busy
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


@pytest.fixture(scope="module")
def address():
    """Start a cluster of two nodes with a processor each; yields its address."""
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


def test_a_worker_killed_on_a_cluster_loses_nothing_and_nothing_is_done_twice(tmp_path, capsys, address):
    save_scenes(tmp_path / "in", 3)
    runs = tmp_path / "runs"
    words = [tmp_path / "in", "--runs", runs, "--budget", "8tokens", "--stop", "rounds=4", "--json", "--jobs", 2]
    process = start_batch(*words, "--engine", "ray", "--address", address)
    killed = wait_for_a_round(runs)
    os.kill(int((killed.path / "lock").read_text()), signal.SIGKILL)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["state"] for row in rows} == {"finished"}
    assert {row["run"] for row in rows} == {run.id for run in list_runs(runs)}
    assert len(rows) == 3
    trace = read_trace(killed)
    assert trace.of(Resumed)
    assert len(trace.rounds) == 4

    assert exit_code_of(batch, [*map(str, words), "--engine", "threads"], program="mubpp batch") == 0
    assert all(json.loads(line)["done_before"] for line in capsys.readouterr().out.splitlines())


def test_ctrl_c_on_a_cluster_leaves_a_state_from_which_the_same_command_goes_on(tmp_path, address):
    save_scenes(tmp_path / "in", 2)
    runs = tmp_path / "runs"
    words = [tmp_path / "in", "--runs", runs, "--budget", "8tokens", "--stop", "rounds=12", "--json", "--jobs", 1]
    process = start_batch(*words, "--engine", "ray", "--address", address)
    cut = wait_for_a_round(runs)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "the same command goes on" in said.splitlines()[-1]
    assert not is_busy(cut)  # its worker is gone, so that nothing keeps the next command from the run
    assert not read_trace(cut).finished

    out, said = start_batch(*words, "--engine", "ray", "--address", address).communicate(timeout=120)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["state"] for row in rows] == ["finished", "finished"], said
    assert {row["run"] for row in rows} == {run.id for run in list_runs(runs)} > {cut.id}
    trace = read_trace(cut)
    assert trace.of(Resumed)
    assert [event.round for event in trace.rounds] == list(range(12))


def test_an_address_without_the_engine_is_one_line(tmp_path, capsys):
    save_scenes(tmp_path / "in", 1)
    words = [str(tmp_path / "in"), "--runs", str(tmp_path / "runs"), "--address", "127.0.0.1:1", "--quiet"]
    assert exit_code_of(batch, words, program="mubpp batch") == 2
    assert capsys.readouterr().err.count("\n") == 1
