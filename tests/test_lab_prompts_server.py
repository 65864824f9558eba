"""Experiments over a real local server whose answers depend on the prompt in a known way."""

import json
import re
import sqlite3

import pytest
from api_server import _REPLIES, Fault, _all_text
from PIL import Image

from codec.command import exit_code_of
from lab.prompts.__main__ import main
from lab.prompts.cells import Lab
from lab.prompts.noise import read_noise
from lab.prompts.progress import Progress
from prompts.__main__ import main as prompts_main
from traces.folder import list_runs
from traces.reader import read_trace

COLOURS = [(200, 30, 30), (30, 140, 60), (40, 80, 200), (235, 210, 40), (120, 75, 40), (240, 140, 30), (245, 245, 245)]
BAD = "Speak of colours that are not there."


def lie_if_told(task, body):
    """Be a describer whose words are worth nothing under one prompt, and as good as ever under any other."""
    if task != "ProposalReply" or BAD not in _all_text(body):
        return None
    good = _REPLIES[task](body)
    return {**good, "phrases": [{"text": "grey band", "worth": 50, "kind": "object"}]}


@pytest.fixture
def images(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(7):
        image = Image.new("RGB", (48, 32), COLOURS[number])
        image.paste(COLOURS[number - 1], (24 + number, 0, 48, 32))
        image.save(folder / f"p{number}.png")
    return folder


@pytest.fixture
def prompts(tmp_path):
    folder = tmp_path / "mine"
    for variant in ("bad", "same"):
        assert prompts_main(["--folder", str(folder), "new", f"describer.{variant}"]) == 0
    for variant, words in (("bad", BAD), ("same", "Mind the light.")):
        path = folder / f"describer.{variant}.md"
        path.write_text(path.read_text().replace("# System\n", f"# System\n{words}\n"))
    return folder


def write(tmp_path, server, **changes):
    values = {
        "images": ["images"],
        "prompt_folder": "mine",
        "prompts": {"describer": ["default", "bad", "same"]},
        "team": "openai",
        "stop": "rounds=1",
        "options": ["--base-url", server.url, "--image-sizes", "any", "--compressor", "sketch"],
        **changes,
    }
    tables = {name: value for name, value in values.items() if isinstance(value, dict)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items() if name not in tables]
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    path = tmp_path / "try.toml"
    path.write_text("\n".join(lines))
    return path


def call(*words):
    return exit_code_of(main, [str(word) for word in words], program="mubpp")


def play(path, tmp_path, *more):
    return call("run", path, "--folder", tmp_path / "lab", "--yes", "--quiet", *more)


def report(tmp_path, *more):
    return call("report", tmp_path / "lab", *more)


def test_a_worse_prompt_is_found_and_an_equal_one_is_not(server, images, prompts, tmp_path, capsys):
    server.reply = lie_if_told
    assert play(write(tmp_path, server, haggles=[0]), tmp_path, "--jobs", "3") == 0
    asked = len(server.seen)
    capsys.readouterr()
    page, table = tmp_path / "matrix.html", tmp_path / "cells.csv"
    claim = "describer.same.score >= baseline - 0.0"
    assert report(tmp_path, "--html", page, "--csv", table, "--assert", claim) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "describer.bad is worse than baseline" in said
    assert "describer.same is not distinguishable from baseline with this many images – no difference was seen" in said
    assert report(tmp_path, "--assert", "describer.bad.score >= baseline - 0.02") == 1
    html = page.read_text()
    assert html.count('src="data:image/webp') == 7 + 21
    assert "http://" not in html
    links = re.findall(r'href="([^"#]+/)"', html)
    assert len(links) == 21
    assert all((tmp_path / link / "run.json").is_file() for link in links)
    assert "<script" not in html
    assert all(f'href="#{key}"' in html and f'id="{key}"' in html for key in re.findall(r'id="([0-9a-f]{16})"', html))
    assert len(table.read_text().splitlines()) == 22
    assert play(tmp_path / "try.toml", tmp_path) == 0
    assert len(server.seen) == asked


def test_the_price_is_said_first_and_nobody_is_asked_without_a_terminal(server, images, prompts, tmp_path, capsys):
    path = write(tmp_path, server, repeats=2, images=["images/p0.png"])
    assert call("run", path, "--folder", tmp_path / "lab") == 2
    said = capsys.readouterr().err
    assert "6 runs (variants: 3, pictures: 1, repeats: 2;" in said
    assert "at most 24 model calls" in said
    assert re.search(r"estimated cost: about [0-9.]+ USD \(from the prompts", said)
    assert "--yes" in said
    assert not server.seen


def test_repeats_are_distinct_and_paid_apart(server, images, prompts, tmp_path):
    options = ["--image", images / "p0.png", "--budget", "20tokens", "--team", "openai", "--stop", "rounds=1"]
    options += [f"--option={word}" for word in ("--base-url", server.url, "--image-sizes", "any")]
    words = ["--repeats", "2", "--folder", tmp_path / "lab", "--yes", "--quiet"]
    assert call("run", *words, *options) == 0
    runs = [read_trace(folder) for folder in list_runs(tmp_path / "lab" / "runs")]
    assert sorted(run.settings["task"]["repeat"] for run in runs) == [0, 1]
    assert [run.finished.calls for run in runs] == [len(server.seen) / 2] * 2
    with sqlite3.connect(runs[0].folder.calls) as one, sqlite3.connect(runs[1].folder.calls) as other:
        occasions = [{row[0] for row in side.execute("SELECT occasion FROM calls")} for side in (one, other)]
    assert not occasions[0] & occasions[1]


def test_a_failed_cell_is_kept_shown_and_retried_alone(server, images, prompts, tmp_path, capsys):
    path = write(
        tmp_path, server, images=["images/p0.png", "images/p1.png"], prompts={"describer": ["default", "same"]}
    )
    refusal = Fault(401, {"code": "invalid_api_key", "message": "no"})
    server.misbehave("chat", refusal)
    assert play(path, tmp_path, "--jobs", "1") == 1
    said = capsys.readouterr().out
    key = re.search(r"failed: ([0-9a-f]{16}) ", said)[1]
    assert "3 of 4 cells done, 1 failed" in said
    asked = len(server.seen)
    assert play(path, tmp_path) == 1
    assert len(server.seen) == asked
    assert report(tmp_path) == 0
    assert "1 failed" in capsys.readouterr().out
    assert play(path, tmp_path, "--retry", "0123456789abcdef") == 2
    assert play(path, tmp_path, "--retry", key) == 0
    assert Lab(tmp_path / "lab").read_state(key).status == "done"
    assert len(list_runs(tmp_path / "lab" / "runs")) == 4


def test_an_experiment_that_is_cut_off_goes_on_without_paying_twice(server, images, prompts, tmp_path, monkeypatch):
    path = write(
        tmp_path, server, prompts={"describer": ["default", "same"]}, images=["images/p0.png", "images/p1.png"]
    )
    count = Progress.__call__

    def interrupt(self, cell, state):
        count(self, cell, state)
        if state is not None:
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "__call__", interrupt)
    assert call("run", path, "--folder", tmp_path / "lab", "--yes", "--quiet", "--jobs", "1") == 130
    monkeypatch.undo()
    assert [state.status for state in states(tmp_path)].count("done") == 1
    assert len(states(tmp_path)) == 2
    assert play(path, tmp_path) == 0
    assert {state.status for state in states(tmp_path)} == {"done"}
    finished = [read_trace(folder).finished for folder in list_runs(tmp_path / "lab" / "runs")]
    assert len(finished) == 4
    assert sum(one.calls for one in finished) == len(server.seen)


def states(tmp_path):
    lab = Lab(tmp_path / "lab")
    return [lab.read_state(path.stem) for path in (lab.path / "cells").glob("*.json")]


def test_the_noise_floor_is_measured_and_the_policy_reads_it(server, images, prompts, tmp_path, capsys):
    scores = iter(range(40, 100, 5))

    def waver(task, body):
        if task != "CritiqueReply":
            return None
        score = next(scores)
        return {
            **_REPLIES[task](body),
            "aspects": {**dict.fromkeys(("objects", "layout", "colour", "style"), score), "text": None},
        }

    path = write(tmp_path, server, images=["images/p0.png"], prompts={"describer": ["default"]}, stop="rounds=2,noise")
    assert play(path, tmp_path) == 2
    assert "--measure-noise" in capsys.readouterr().err
    server.reply = waver
    assert play(path, tmp_path, "--measure-noise", "3") == 0
    floor = read_noise(tmp_path / "lab")
    assert floor.images["p0.png"].scores == pytest.approx([0.45, 0.5, 0.55])
    assert floor.pooled("score") == pytest.approx(0.05)
    task = [read_trace(folder).settings["task"] for folder in list_runs(tmp_path / "lab" / "runs")]
    assert sorted(one["noise"] or 0 for one in task) == [0, pytest.approx(0.05)]
    main_run = next(f for f in list_runs(tmp_path / "lab" / "runs") if read_trace(f).settings["task"]["noise"])
    readings = [r for event in read_trace(main_run).rounds for r in event.readings if r.policy == "noise"]
    assert all(reading.says != "noise not measured" for reading in readings)
    assert readings[-1].limit == pytest.approx(0.05)
    asked = len(server.seen)
    assert play(path, tmp_path, "--measure-noise", "3") == 0
    assert len(server.seen) == asked
    assert report(tmp_path) == 0
    assert "spreads by 0.0500" in " ".join(capsys.readouterr().out.split())


def test_a_prompt_that_nobody_reads_is_refused(images, tmp_path, capsys):
    code = call(
        "run", "--image", images, "--prompt", "critic=default,terse", "--team", "sketch", "--folder", tmp_path / "lab"
    )
    assert code == 2
    assert "the critic is played by sketch, which reads no prompt" in capsys.readouterr().err
