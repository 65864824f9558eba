"""The whole loop over the test server from the command line: killed, resumed, and replayed with the server off."""

import os
import subprocess
import sys
import time
from pathlib import Path

from api_server import ApiServer, Fault

from agents.wire.record import CallRecord
from agents.wire.report import sum_all, sum_calls

TOP = Path(__file__).parent.parent
PLAY = ("examples/chelsea.jpg", "--budget", "12tokens", "--stop", "rounds=2", "--candidates", "2")


def start(module: str, *arguments: str, url: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-secret-0123456789"}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(
        command, cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def play(runs: Path, *arguments: str, url: str) -> "subprocess.Popen[str]":
    return start("graph.run", *arguments, "--runs", str(runs), "--display", "none", "--cache", "off", url=url)


def finish(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out + err


def only(runs: Path) -> Path:
    (folder,) = (path.parent for path in runs.glob("*/result.mub"))
    return folder


def test_killed_resumed_and_replayed_it_is_the_same_run_and_nothing_is_paid_twice(tmp_path: Path) -> None:
    with ApiServer() as server:
        finish(play(tmp_path / "whole", *PLAY, url=server.url))
        asked = len(server.seen)
        url = server.url
    whole = only(tmp_path / "whole")
    said = finish(start("graph.replay", str(whole), url=url))
    assert "byte-identical .mub" in said

    with ApiServer() as server:
        # Describe, squeeze, answer, two pictures and a critique are answered; the second description hangs.
        server.misbehave("chat", *[Fault()] * 4, Fault(wait_s=60))
        process = play(tmp_path / "killed", *PLAY, url=server.url)
        with process:
            while len(server.seen) < 7:
                assert process.poll() is None
                time.sleep(0.02)
            process.kill()
        finish(play(tmp_path / "killed", "--resume", "latest", url=server.url))
        assert len(server.seen) == asked + 1
    killed = only(tmp_path / "killed")
    assert (killed / "result.mub").read_bytes() == (whole / "result.mub").read_bytes()
    record = CallRecord(killed / "calls.sqlite", read_only=True)
    total = sum_all(sum_calls(record.rows()))
    record.close()
    assert (total.calls, total.unanswered) == (asked + 1, 1)
    assert total.cost_usd is not None
    for path in (tmp_path / "killed").rglob("*"):
        assert not path.is_file() or b"sk-secret" not in path.read_bytes()
