import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from codec.command import exit_code_of
from codec.errors import UsageError
from tests.fake_run import interrupt, make_folder, play, record_run
from traces.__main__ import main
from traces.arguments import parse_rounds, parse_span
from traces.follow import follow_events

FIRST = "20261122T101500-hills-1f3a"
SECOND = "20261122T111500-hills-2f3a"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs")
    record_run(path / FIRST)
    record_run(path / SECOND, rounds=3, created="2026-11-22T11:15:00+00:00", parent=f"{FIRST}@2")
    return path


def command(*argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = exit_code_of(main, [str(word) for word in argv], program="mubpp traces")
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return code, out.getvalue(), err.getvalue()


def test_list_prints_newest_first(runs: Path) -> None:
    code, out, _ = command("list", "--runs", runs)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["run", "image", "team", "cost", "rounds", "stopped", "by", "score", "bits", "age"]
    assert [line.split()[0] for line in lines[1:]] == [SECOND, FIRST]
    assert "14/20 tokens" in lines[2]
    assert not any(line.endswith(" ") for line in lines)


def test_list_as_json_and_as_tree(runs: Path) -> None:
    rows = json.loads(command("list", "--runs", runs, "--json")[1])
    assert [row["id"] for row in rows] == [SECOND, FIRST]
    tree = command("list", "--runs", runs, "--tree")[1].splitlines()
    assert tree[0].startswith(FIRST)
    assert tree[1].startswith(f"└── {SECOND}")
    assert "from round 2 of its parent" in tree[1]


def test_list_without_runs_says_so_on_stderr(tmp_path: Path) -> None:
    assert command("list", "--runs", tmp_path) == (0, "", f"no runs under {tmp_path}\n")
    assert command("list", "--runs", tmp_path, "--json")[1] == "[]\n"


def test_show_takes_latest_prefixes_and_rounds(runs: Path) -> None:
    assert f"run {SECOND}" in command("show", "--runs", runs)[1]
    assert f"run {FIRST}" in command("show", "latest~1", "--runs", runs)[1]
    assert f"run {FIRST}" in command("show", "20261122T10", "--runs", runs)[1]
    assert f"run {FIRST}" in command("show", runs / FIRST)[1]
    out = command("show", "--runs", runs, "--round", "1-2")[1]
    assert "round 1 " in out
    assert "round 0 " not in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("show", "nothing"), 8, "no such run"),
        (("show", "2026"), 2, "2 runs begin so"),
        (("show", "latest~7"), 8, "only 2 runs"),
        (("show", "--round", "9"), 2, "no round 9; it has rounds 0 to 2"),
        (("show", "--round", "three"), 2, "write 3, or 1-4"),
        (("list", "--since", "tuesday"), 2, "write 30min"),
        (("list", "--statsu", "x"), 2, "did you mean --status?"),
        (("shwo",), 2, "did you mean show?"),
    ],
)
def test_mistakes_are_one_line(runs: Path, words: tuple[str, ...], code: int, says: str) -> None:
    found, out, err = command(*words, "--runs", runs)
    assert (found, out) == (code, "")
    assert says in err
    assert len(err.splitlines()) == 1


def test_json_and_raw_and_svg(runs: Path, tmp_path: Path) -> None:
    shown = json.loads(command("show", "--runs", runs, "--json", "--round", "0")[1])
    assert {event["round"] for event in shown["events"]} == {0}
    assert "no model calls on record" in command("show", "--runs", runs, "--raw")[1]
    assert json.loads(command("show", "--runs", runs, "--raw", "--json")[1]) == []
    target = tmp_path / "run.svg"
    assert command("show", "--runs", runs, "--brief", "--svg", target)[1] == f"{target}\n"
    assert target.read_text().startswith("<svg")


def test_follow_shows_a_finished_run_and_stops(runs: Path) -> None:
    code, out, _ = command("show", FIRST, "--runs", runs, "--follow")
    assert code == 0
    assert out.startswith("graph: hills.png")
    assert out.splitlines()[-1] == f"trace: {runs / FIRST}"


def test_following_waits_for_whole_lines(tmp_path: Path) -> None:
    events = list(play(make_folder(tmp_path / "pictures")))
    folder = record_run(tmp_path / "run", events=iter(events[:3]))
    whole = record_run(tmp_path / "whole").events.read_bytes().split(b"\n")
    folder.events.write_bytes(b"\n".join(whole[:3]) + b"\n" + whole[3][:20])
    followed: Iterator[object] = follow_events(folder, sleep=lambda _: None)
    assert [next(followed) for _ in range(3)]
    with folder.events.open("ab") as file:
        file.write(whole[3][20:] + b"\n")
    assert next(followed).id == "r0.answered.h0"  # type: ignore[attr-defined]
    assert list(followed) == []


def test_following_an_interrupted_run_ends(tmp_path: Path) -> None:
    folder = record_run(tmp_path / "run", events=iter([interrupt()]))
    assert len(list(follow_events(folder, sleep=lambda _: None))) == 1


def test_no_trace_command_imports_langgraph_or_openai(runs: Path) -> None:
    script = (
        "import sys; from traces.__main__ import main; main(sys.argv[1:]);"
        "heavy = {'langgraph', 'langchain_core', 'openai', 'numpy'};"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & heavy), file=sys.stderr)"
    )
    for words in (("list",), ("show", "latest")):
        done = subprocess.run(
            [sys.executable, "-c", script, *words, "--runs", str(runs)], capture_output=True, text=True, check=True
        )
        assert done.stderr == "[]\n"


def test_a_closed_pipe_ends_quietly(runs: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "traces", "show", "--runs", str(runs)],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_ascii_pipe_gets_ascii(runs: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "traces", "show", "--runs", str(runs)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.isascii()
    assert b'contests: wants "red barn left"' in done.stdout


def test_rounds_and_spans_are_read() -> None:
    assert parse_rounds(None) is None
    assert parse_rounds(["r1-r2", "5,0"]) == {0, 1, 2, 5}
    assert parse_span("90 min") == 5400.0
    for wrong in ("3-1", "-1", "x"):
        with pytest.raises(UsageError):
            parse_rounds([wrong])
    with pytest.raises(UsageError):
        parse_span("2 fortnights")
