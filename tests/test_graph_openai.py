"""The whole loop over a real socket: the openai team from the command line, killed, resumed, replayed, limited."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from api_server import ApiServer, Fault
from PIL import Image

from codec.command import exit_code_of
from codec.mub import Decoder, load_mub
from codec.tokens import count_code_tokens
from graph.costs import main as costs
from graph.decode import main as decode
from graph.replay import main as replay
from graph.run import main as run
from traces.folder import find_run, list_runs
from traces.reader import read_trace

TOP = Path(__file__).parent.parent
KEY = "sk-canary-0123456789abcdef"
NODES = ["proposed", "offered", "answered", "rendered", "critiqued", "decided"]


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "scene.png"
    image = Image.new("RGB", (96, 64), (40, 80, 200))
    image.paste((30, 140, 60), (0, 32, 96, 64))
    image.save(path)
    return path


def words(server, picture, runs, *more):
    return [
        str(w)
        for w in (picture, "--runs", runs, "--team", "openai", "--base-url", server.url, "--image-sizes", "any", *more)
    ]


def call(server, picture, runs, *more):
    return exit_code_of(run, words(server, picture, runs, *more), program="mubpp")


def test_the_loop_over_a_server_and_its_replay_with_the_server_off(picture, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    runs = tmp_path / "runs"
    with ApiServer() as server:
        assert call(server, picture, runs, "--budget", "20tokens", "--stop", "rounds=3", "--quiet") == 0
    folder = find_run("latest", runs)
    trace = read_trace(folder)
    assert count_code_tokens(trace.finished.description) <= 20
    assert load_mub(folder.result_file).decoder is Decoder.OPENAI
    assert trace.finished.calls == len(server.seen)
    before = folder.result_file.read_bytes()
    asked = len(server.seen)
    capsys.readouterr()
    assert exit_code_of(replay, ["latest", "--runs", str(runs)], program="mubpp") == 0
    assert "same events, byte-identical .mub" in capsys.readouterr().out
    assert folder.result_file.read_bytes() == before
    assert len(server.seen) == asked


def test_a_replay_under_a_longer_policy_says_where_the_record_ends(picture, tmp_path, capsys):
    runs = tmp_path / "runs"
    with ApiServer() as server:
        call(server, picture, runs, "--stop", "rounds=2", "--quiet")
    capsys.readouterr()
    assert exit_code_of(replay, ["latest", "--stop", "rounds=3", "--runs", str(runs)], program="mubpp") == 1
    said = capsys.readouterr().out
    assert "replayed 2 rounds" in said
    assert "record" in said


def test_no_key_is_anywhere_on_disk(server, picture, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    call(server, picture, tmp_path / "runs", "--stop", "rounds=1", "--quiet")
    assert any(KEY in str(seen.headers) for seen in server.seen)
    for path in (tmp_path / "runs").rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("node", NODES)
def test_a_run_killed_at_any_node_is_resumed_without_paying_twice(server, picture, tmp_path, node):
    whole = tmp_path / "whole"
    assert call(server, picture, whole, "--stop", "rounds=2", "--quiet", "--cache", "off") == 0
    expected = len(server.seen)
    server.seen.clear()
    killed = tmp_path / "killed"
    more = ("--stop", "rounds=2", "--quiet", "--cache", "off")
    process = subprocess.Popen(
        [sys.executable, "-m", "graph.run", *words(server, picture, killed, *more)], cwd=TOP, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        runs = list_runs(killed)
        if (
            runs
            and runs[0].events.exists()
            and f'"tag":"{node}","round":1'.encode() in _ordered(runs[0].events.read_bytes())
        ):
            break
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    base = ["--resume", "latest", "--runs", str(killed), "--quiet", "--base-url", server.url, "--cache", "off"]
    assert exit_code_of(run, base, program="mubpp") in {0, 8}  # 8: it had finished before the signal came
    one, other = (find_run("latest", folder) for folder in (whole, killed))
    assert one.result_file.read_bytes() == other.result_file.read_bytes()
    open_calls = 1  # the call that was on the wire when the process died may have to be asked again
    assert expected <= len(server.seen) <= expected + open_calls


def _ordered(data: bytes) -> bytes:
    return re.sub(rb'"id":"[^"]*","at":"[^"]*","elapsed_s":[0-9.e-]+,', b"", data)


@pytest.mark.parametrize(("policy", "name"), [("calls=4", "calls"), ("spend=0.0001usd", "spend")])
def test_a_limit_stops_before_the_call_that_would_pass_it(server, picture, tmp_path, policy, name):
    prices = tmp_path / "prices.toml"
    prices.write_text('as_of = 2026-11-01\n[prices."gpt-6.1-terra"]\ninput = 1.0\noutput = 1.0\n')
    code = call(server, picture, tmp_path / "runs", "--stop", f"rounds=9,{policy}", "--quiet", "--prices", prices)
    folder = find_run("latest", tmp_path / "runs")
    if name == "calls":
        assert code == 0
        assert len(server.seen) <= 4
        assert read_trace(folder).finished.stop.policy.startswith("calls")
    else:
        assert code == 8
        assert len(server.seen) == 0
        assert read_trace(folder).status == "failed"


def test_a_refused_picture_is_a_failed_round_and_the_loop_goes_on(server, picture, tmp_path):
    refusal = {"code": "moderation_blocked", "message": "Your request was rejected by the safety system.", "type": "x"}
    server.faults["image"].append(Fault(status=400, error=refusal))
    assert call(server, picture, tmp_path / "runs", "--stop", "rounds=2", "--quiet") == 0
    rounds = read_trace(find_run("latest", tmp_path / "runs")).rounds
    assert rounds[0].outcome.candidates[0].picture is None
    assert rounds[0].outcome.candidates[0].problem
    assert rounds[1].outcome.candidates[0].picture is not None


def test_a_wrong_key_is_one_line_and_the_run_can_go_on(server, picture, tmp_path, capsys):
    server.always["chat"] = Fault(status=401, error={"code": "invalid_api_key", "message": "no", "type": "x"})
    assert call(server, picture, tmp_path / "runs", "--quiet") == 7
    assert capsys.readouterr().err.count("\n") == 1
    server.always.clear()
    again = ["--resume", "latest", "--runs", str(tmp_path / "runs"), "--quiet", "--base-url", server.url]
    assert exit_code_of(run, again, program="mubpp") == 0


def test_candidates_are_drawn_in_parallel(server, picture, tmp_path):
    assert call(server, picture, tmp_path / "runs", "--candidates", "3", "--stop", "rounds=1", "--quiet") == 0
    assert sum(seen.task == "image" for seen in server.seen) == 3


@pytest.mark.parametrize("role", ["describer", "renderer", "critic", "compressor"])
def test_any_role_can_be_the_sketch_team_s(server, picture, tmp_path, role):
    assert call(server, picture, tmp_path / "runs", f"--{role}", "sketch", "--stop", "rounds=2", "--quiet") == 0
    trace = read_trace(find_run("latest", tmp_path / "runs"))
    assert trace.settings["team"][role] == "sketch"
    assert set(trace.settings["models"]) == {"describer", "compressor", "renderer", "critic"} - {role}


def test_the_published_method_neither_negotiates_nor_cuts_phrases(server, picture, tmp_path):
    assert call(server, picture, tmp_path / "runs", "--preset", "paper", "--quiet") == 0
    trace = read_trace(find_run("latest", tmp_path / "runs"))
    assert len(trace.rounds) == 4
    assert not [event for event in trace.events if event.tag == "answered"]
    assert trace.settings["prompts"]["describer"]["variant"] == "paper"
    assert trace.settings["prompts"]["critic"]["variant"] == "paper"


def test_a_second_run_is_answered_from_the_cache(server, picture, tmp_path):
    for _ in range(2):
        assert call(server, picture, tmp_path / "runs", "--stop", "rounds=1", "--quiet") == 0
    first, second = (read_trace(folder).finished for folder in reversed(list_runs(tmp_path / "runs")))
    assert first.calls == len(server.seen)
    assert (second.calls, second.description) == (0, first.description)


def test_a_strange_run_folder_does_not_get_your_key(server, picture, tmp_path, monkeypatch, capsys):
    call(server, picture, tmp_path / "runs", "--stop", "calls=1,rounds=1", "--quiet")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.seen.clear()
    assert exit_code_of(run, ["--resume", "latest", "--runs", str(tmp_path / "runs"), "--quiet"], program="mubpp") in {
        2,
        8,
    }
    assert not server.seen
    assert KEY not in capsys.readouterr().err


def test_a_key_in_the_environment_makes_auto_take_the_openai_team(server, picture, tmp_path):
    environment = {**os.environ, "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY}
    done = subprocess.run(
        [sys.executable, "-m", "graph.run", "--explain", str(picture)],
        cwd=TOP, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.startswith("openai, because OPENAI_API_KEY is set")
    assert KEY not in done.stdout


def test_decode_redraws_by_the_image_model_once_and_then_from_the_cache(server, picture, tmp_path):
    out = tmp_path / "out.png"
    assert call(server, picture, tmp_path / "runs", "--stop", "rounds=1", "--quiet", "--out", out) == 0
    server.seen.clear()
    wanted = [str(out.with_suffix(".mub")), "-o", str(tmp_path / "again.png"), "--base-url", server.url]
    wanted += ["--image-sizes", "any", "--runs", str(tmp_path / "elsewhere")]
    for _ in range(2):
        assert exit_code_of(decode, wanted, program="mubpp") == 0
        with Image.open(out) as one, Image.open(tmp_path / "again.png") as other:
            assert one.tobytes() == other.tobytes()
    assert len(server.seen) == 1


def test_the_costs_of_a_run_are_reported_by_role(server, picture, tmp_path, capsys):
    call(server, picture, tmp_path, "--stop", "rounds=1", "--quiet")
    capsys.readouterr()
    assert exit_code_of(costs, ["latest", "--runs", str(tmp_path)], program="mubpp") == 0
    said = capsys.readouterr().out
    for word in ("describer", "renderer", "critic", "gpt-6.1-terra"):
        assert word in said


def test_a_fork_may_take_another_prompt_and_keeps_its_players(server, picture, tmp_path):
    runs = tmp_path / "runs"
    call(server, picture, runs, "--renderer", "sketch", "--stop", "rounds=1", "--quiet")
    again = ["--fork", "latest@1", "--stop", "rounds=2", "--prompt", "critic=terse", "--base-url", server.url]
    assert exit_code_of(run, [*again, "--runs", str(runs), "--quiet"], program="mubpp") == 0
    child, parent = (read_trace(folder) for folder in list_runs(runs)[:2])
    if child.settings["parent"] is None:
        child, parent = parent, child
    assert child.settings["team"] == parent.settings["team"]
    assert child.settings["prompts"]["critic"]["variant"] == "terse"
    assert len(child.rounds) == 2
