"""The command as a user types it: the embedded team, real pictures, real processes where the process matters."""

import gc
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from codec.command import exit_code_of
from codec.errors import MubppError
from codec.mub import load_mub
from codec.tokens import count_code_tokens
from graph.decode import main as decode
from graph.options import make_parser
from graph.replay import main as replay
from graph.run import main as run
from traces.events import Decided
from traces.folder import find_run, list_runs
from traces.reader import read_trace
from traces.recorder import Recorder

TOP = Path(__file__).parent.parent
EXAMPLES = sorted((TOP / "examples").glob("*.jpg"))


@pytest.fixture
def scene(tmp_path):
    """A picture that is quickly seen: sky over grass with a red disc."""
    down, across = np.mgrid[0:48, 0:72]
    pixels = np.where((down < 24)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 24) ** 2 + (across - 36) ** 2 < 90] = (200, 40, 40)
    path = tmp_path / "scene.png"
    Image.fromarray(pixels).save(path)
    return path


def call(*words, command=run):
    return exit_code_of(command, [str(word) for word in words], program="mubpp")


@pytest.mark.parametrize("photo", EXAMPLES, ids=lambda path: path.stem)
def test_a_bundled_photograph_becomes_a_sentence_that_gets_better(photo, tmp_path, capsys):
    assert call(photo, "--budget", "30tokens", "--runs", tmp_path, "--quiet") == 0
    said = capsys.readouterr()
    trace = read_trace(find_run("latest", tmp_path))
    assert said.out.strip() == trace.finished.description
    assert said.err == ""
    assert 0 < count_code_tokens(trace.finished.description) <= 30
    assert len(trace.rounds) >= 2
    assert trace.finished.score > trace.rounds[0].past.score
    assert any(decided.past.accepted for decided in trace.rounds[1:])


@pytest.mark.parametrize(
    ("budget", "count", "limit"),
    [("12words", lambda text: len(text.split()), 12), ("40 chars", len, 40), ("1token", count_code_tokens, 1)],
)
def test_other_budgets_hold_too(scene, tmp_path, budget, count, limit):
    assert call(scene, "--budget", budget, "--runs", tmp_path, "--quiet", "--stop", "rounds=2") == 0
    for event in read_trace(find_run("latest", tmp_path)).of(Decided):
        assert 0 < count(event.outcome.offer.description) <= limit


@pytest.mark.parametrize("budget", ["96bits", "12bytes", "30000ubpp"])
def test_a_budget_for_the_file_holds_on_disk(scene, tmp_path, budget):
    assert call(scene, "--budget", budget, "--runs", tmp_path, "--quiet", "--stop", "rounds=2") == 0
    size = find_run("latest", tmp_path).result_file.stat().st_size
    assert 0 < size * 8 <= {"96bits": 96, "12bytes": 96, "30000ubpp": 0.03 * 48 * 72}[budget]


def test_the_result_is_decoded_elsewhere_to_the_same_picture(scene, tmp_path):
    out = tmp_path / "out.png"
    assert call(scene, "--runs", tmp_path / "runs", "--quiet", "--stop", "rounds=2", "--out", out) == 0
    done = subprocess.run(
        [sys.executable, "-c", DECODE_ALONE, str(out.with_suffix(".mub")), str(tmp_path / "again.png")],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "drawn by sketch" in done.stdout
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes()


DECODE_ALONE = """
import sys
import threading
from graph.decode import main
main([sys.argv[1], "-o", sys.argv[2]])
assert not any(name.startswith(("langgraph", "langchain", "openai")) for name in sys.modules)
"""


def test_decode_draws_at_any_size(scene, tmp_path):
    call(scene, "--runs", tmp_path / "runs", "--quiet", "--stop", "rounds=1", "--out", tmp_path / "a.png")
    assert call(tmp_path / "a.mub", "-o", tmp_path / "b.png", "--size", "300x200", command=decode) == 0
    with Image.open(tmp_path / "b.png") as again:
        assert again.size == (300, 200)


@pytest.mark.parametrize("collects", [True, False])
def test_decode_leaves_the_garbage_collector_as_it_was(tmp_path, collects):
    was_on = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        with pytest.raises(MubppError):
            decode([str(tmp_path / "absent.mub")])
        assert gc.isenabled() == collects
    finally:
        (gc.enable if was_on else gc.disable)()


def test_candidates_are_charged_and_the_choice_is_decoded(scene, tmp_path):
    out = tmp_path / "out.png"
    assert call(scene, "--candidates", 4, "--stop", "rounds=2", "--quiet", "--runs", tmp_path / "r", "--out", out) == 0
    mub = load_mub(out.with_suffix(".mub"))
    assert mub.seed_choice_bits == 2
    assert call(out.with_suffix(".mub"), "-o", tmp_path / "again.png", command=decode) == 0
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes()


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3, 2)])
def test_tiny_and_extreme_pictures_work(tmp_path, size):
    path = tmp_path / "a.png"
    Image.new("RGB", size, (30, 90, 160)).save(path)
    assert call(path, "--runs", tmp_path / "runs", "--quiet", "--stop", "rounds=2") == 0


def test_two_runs_are_the_same_but_for_times(scene, tmp_path):
    for name in ("a", "b"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": "1" if name == "a" else "2",
            "TZ": "UTC" if name == "a" else "Asia/Tokyo",
        }
        command = [sys.executable, "-m", "graph.run", str(scene), "--runs", str(tmp_path / name), "--quiet"]
        subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)
    one, other = (find_run("latest", tmp_path / name) for name in ("a", "b"))
    assert one.result_file.read_bytes() == other.result_file.read_bytes()
    times = {"at", "elapsed_s"}
    first, second = ([e.model_dump(exclude=times) for e in read_trace(folder).events] for folder in (one, other))
    for event in (*first, *second):
        event.get("past", {}).pop("elapsed_s", None)
    assert first == second


def test_a_recorded_run_replays_byte_for_byte(scene, tmp_path, capsys):
    call(scene, "--runs", tmp_path, "--quiet", "--stop", "rounds=3")
    capsys.readouterr()
    assert call("latest", "--runs", tmp_path, command=replay) == 0
    assert "same events, byte-identical .mub" in capsys.readouterr().out


def test_a_run_killed_outright_is_resumed_to_the_same_result(scene, tmp_path):
    command = [sys.executable, "-m", "graph.run", str(scene), "--quiet", "--stop", "rounds=4", "--runs"]
    subprocess.run([*command, str(tmp_path / "whole")], cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*command, str(tmp_path / "killed")], cwd=TOP, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        runs = list_runs(tmp_path / "killed")
        if runs and runs[0].events.exists() and runs[0].events.read_bytes().count(b'"decided"') >= 1:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert call("--resume", "latest", "--runs", tmp_path / "killed", "--quiet") == 0
    whole, killed = (find_run("latest", tmp_path / name) for name in ("whole", "killed"))
    assert killed.result_file.read_bytes() == whole.result_file.read_bytes()


def test_ctrl_c_leaves_a_run_that_goes_on(scene, tmp_path):
    command = [sys.executable, "-m", "graph.run", str(scene), "--display", "plain", "--runs", str(tmp_path)]
    process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("round 0"):
            process.send_signal(signal.SIGINT)
            break
    rest = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 130
    assert "Traceback" not in rest
    assert "--resume" in rest
    assert read_trace(find_run("latest", tmp_path)).status == "interrupted"
    assert call("--resume", "latest", "--runs", tmp_path, "--quiet") == 0


def test_json_display_is_one_object_a_line(scene, tmp_path, capsys):
    assert call(scene, "--runs", tmp_path, "--display", "json", "--stop", "rounds=1") == 0
    said = capsys.readouterr()
    tags = [json.loads(line)["tag"] for line in said.err.splitlines()]
    assert tags[0] == "started"
    assert tags[-1] == "finished"
    assert json.loads(said.out)["description"]


def test_plain_display_has_no_control_codes(scene, tmp_path, capsys):
    assert call(scene, "--runs", tmp_path, "--display", "plain", "--stop", "rounds=1") == 0
    assert "\x1b" not in capsys.readouterr().err


def bad_pictures(folder: Path) -> dict[str, Path]:
    (folder / "text.png").write_text("not a picture")
    (folder / "cut.jpg").write_bytes(EXAMPLES[0].read_bytes()[:4000])
    return {"missing": folder / "none.png", "folder": folder, "text": folder / "text.png", "cut": folder / "cut.jpg"}


@pytest.mark.parametrize(
    ("name", "says"),
    [("missing", "no such file"), ("folder", "a folder"), ("text", "not a picture"), ("cut", "cut off")],
)
def test_a_bad_picture_gets_one_line(tmp_path, capsys, name, says):
    assert call(bad_pictures(tmp_path)[name], "--runs", tmp_path / "runs") == 3
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--budget", "lots"], "30tokens"),
        (["--budget", "0tokens"], "out of range"),
        (["--stop", "ronds=3"], "did you mean rounds=6"),
        (["--team", "skech"], "did you mean sketch"),
        (["--candidates", "0"], "from 1 to 256"),
        (["--haggles", "-1"], "from 0 to 20"),
        (["--out", "a.jpg"], ".png"),
        (["--out", "/nowhere/at/all/a.png"], "no folder"),
        (["--set", "description=a"], "--fork"),
        (["--resume", "latest"], "one picture"),
    ],
)
def test_a_bad_option_gets_one_line_and_leaves_nothing_behind(scene, tmp_path, capsys, words, says):
    assert call(scene, "--runs", tmp_path / "runs", *words) in {2, 5}
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "runs").exists()


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/proc/self/status").exists(), reason="needs a place root can't write"
)
def test_runs_that_cannot_be_kept_get_one_line(scene, capsys):
    assert call(scene, "--runs", "/proc/nothing") == 5
    assert capsys.readouterr().err.count("\n") == 1


def test_a_resume_that_changes_something_is_refused(tmp_path, capsys):
    assert call("--resume", "latest", "--budget", "3tokens", "--runs", tmp_path) == 2
    assert "use --fork" in capsys.readouterr().err


def test_an_unknown_run_is_named(tmp_path, capsys):
    assert call("--resume", "latest", "--runs", tmp_path) == 8
    assert "no runs under" in capsys.readouterr().err


def test_help_does_not_wait_for_langgraph():
    code = "import sys, graph.run, graph.decode, graph.replay; print([m for m in sys.modules if m.startswith('lang')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_policy_and_the_default():
    text = " ".join(make_parser().format_help().split())
    for word in ("rounds=6", "plateau=2:0.01", "spend=0.50usd", "repeat,settled", "examples/chelsea.jpg"):
        assert word in text


def limit_files() -> None:
    """Let no file of the child grow beyond 30 kB, as if the disk were full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))


def test_a_full_disk_is_one_line_and_leaves_a_readable_trace(scene, tmp_path):
    command = [sys.executable, "-m", "graph.run", str(scene), "--quiet", "--stop", "rounds=3", "--runs", str(tmp_path)]
    done = subprocess.run(command, cwd=TOP, check=False, capture_output=True, text=True, preexec_fn=limit_files)
    assert done.returncode == 5
    assert done.stderr.count("\n") == 1
    assert "free some space" in done.stderr
    assert read_trace(find_run("latest", tmp_path)).status == "failed"
    assert call("--resume", "latest", "--runs", tmp_path, "--quiet") == 0


def test_two_processes_on_one_run_are_one_too_many(scene, tmp_path, capsys):
    call(scene, "--runs", tmp_path, "--quiet", "--stop", "rounds=1")
    folder = find_run("latest", tmp_path)
    folder.events.write_bytes(b"".join(folder.events.read_bytes().splitlines(keepends=True)[:-1]))
    with Recorder(folder):
        assert call("--resume", "latest", "--runs", tmp_path) == 8
    assert f"process {os.getpid()} is working" in capsys.readouterr().err


def test_nothing_is_uploaded_to_a_third_party(scene, tmp_path):
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.path)
            self.send_response(202)
            self.end_headers()

        def do_GET(self):
            self.do_POST()

        def do_PATCH(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as ear:
        threading.Thread(target=ear.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{ear.server_address[1]}"
        wanted = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "ls-canary"}
        environment = {**os.environ, **wanted, "LANGSMITH_ENDPOINT": url, "LANGCHAIN_ENDPOINT": url}
        command = [
            sys.executable,
            "-m",
            "graph.run",
            str(scene),
            "--quiet",
            "--stop",
            "rounds=1",
            "--runs",
            str(tmp_path),
        ]
        subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.DEVNULL)
        ear.shutdown()
    assert heard == []
