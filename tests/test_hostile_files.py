"""Hostile files: whatever a run's folder, a .mub, a prompt or a TOML file holds, a command ends in order.

Run folders, prompts and files may come from strangers: no traceback, no hang, no code run, nothing written outside.
"""

import contextlib
import importlib
import json
import os
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from agents.wire.record import CallRecord
from codec.__main__ import main as codec
from codec.errors import FormatError, MubppError
from codec.mub import MAX_FILE_BYTES, unpack
from codec.toml import parse_toml
from graph.batch import main as batch
from graph.costs import main as costs
from graph.decode import main as decode
from graph.replay import main as replay
from graph.run import main as run
from lab.prompts.cells import CellState
from lab.prompts.experiment import load_experiment
from prompts.__main__ import main as prompts
from tests.hostile_files import (
    NASTY_TEXTS,
    Main,
    check,
    listing,
    mutate_bytes,
    mutate_json,
    mutate_lines,
    say,
    time_limit,
)
from traces.folder import find_run

TOP = Path(__file__).parent.parent
EXAMPLES = sorted((TOP / "tests" / "runs" / "format1").iterdir())
traces: Main = importlib.import_module("traces.__main__").main
policies: Main = importlib.import_module("lab.policies").main
rent: Main = importlib.import_module("lab.rent").main


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one round that was cut off before its end, with its checkpoint."""
    place = tmp_path_factory.mktemp("played")
    Image.effect_noise((48, 32), 60).convert("RGB").save(place / "scene.png")
    said = say(run, place / "scene.png", "--team", "sketch", "--budget", "6words", "--stop", "rounds=1", "--quiet",
               "--runs", place / "runs")  # fmt: skip
    assert said.code == 0, said.err
    folder = find_run("latest", place / "runs").path
    lines = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "events.jsonl").write_bytes(b"".join(lines[:-1]))
    return folder


def views(folder: Path, out: Path) -> Iterator[tuple[Any, ...]]:
    """Every command that looks at a run, over and over."""
    yield traces, "show", folder
    yield traces, "show", folder, "--json"
    yield traces, "show", folder, "--follow"
    yield traces, "show", folder, "--raw"
    yield traces, "show", folder, "--svg", out / "a.svg"
    yield traces, "diff", folder, EXAMPLES[0]
    yield traces, "html", folder, EXAMPLES[0], "--out", out / "a.html"
    for form in ("jsonl", "csv", "chat", "openai-evals"):
        yield traces, "export", folder, "--format", form
    yield traces, "list", "--tree", "--runs", folder.parent
    yield traces, "list", "--json", "--runs", folder.parent
    yield costs, folder
    yield policies, folder, "--stop", "rounds=1"


def copy_run(source: Path, place: Path) -> Path:
    target = place / "runs" / source.name
    shutil.copytree(source, target)
    return target


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["events.jsonl", "run.json"])
def test_every_view_survives_a_mutated_run(tmp_path, name, seed):
    check_views(tmp_path, name, seed)


def check_views(tmp_path: Path, name: str, seed: int) -> None:
    """Look in every way at a run of which one file was changed."""
    chance = random.Random(f"{name} {seed}")
    folder = copy_run(EXAMPLES[seed % len(EXAMPLES)], tmp_path)
    path = folder / name
    good = path.read_bytes()
    path.write_bytes(mutate_lines(good, chance) if name == "events.jsonl" else mutate_json(good.decode(), chance))
    before = listing(folder)
    for main, *words in views(folder, tmp_path):
        check(main, *words)
    assert listing(folder) == before


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", ["events.jsonl", "run.json", "checkpoint.sqlite"])
def test_a_mutated_run_is_played_on_or_refused(played, tmp_path, name, seed):
    check_played_on(played, tmp_path, name, seed)


def check_played_on(played: Path, tmp_path: Path, name: str, seed: int) -> None:
    """Resume, fork and replay a run of which one file was changed; nothing else may change."""
    chance = random.Random(f"{name} {seed}")
    folder = copy_run(played, tmp_path)
    path = folder / name
    good = path.read_bytes()
    mutate = {"events.jsonl": mutate_lines, "run.json": lambda data, c: mutate_json(data.decode(), c)}
    path.write_bytes(mutate.get(name, mutate_bytes)(good, chance))
    (tmp_path / "outside").write_text("untouched")
    check(run, "--resume", folder, "--quiet")
    check(run, "--fork", f"{folder}@1", "--quiet", "--stop", "rounds=1", "--runs", folder.parent)
    check(replay, folder)
    assert (tmp_path / "outside").read_text() == "untouched"
    assert {path.name for path in tmp_path.iterdir()} == {"runs", "outside"}


def test_a_resumed_run_of_nobody_s_changes_ends_well(played, tmp_path):
    assert check(run, "--resume", copy_run(played, tmp_path), "--quiet").code == 0


@pytest.mark.parametrize("name", ["lock", "events.jsonl", "checkpoint.sqlite", "calls.sqlite", "blobs", "run.json"])
def test_a_link_in_a_run_s_folder_leads_nowhere(played, tmp_path, name):
    folder = copy_run(played, tmp_path)
    treasure = tmp_path / "treasure"
    if name == "blobs":
        shutil.move(folder / name, treasure)
    else:
        treasure.write_bytes((folder / name).read_bytes() if (folder / name).exists() else b"treasure")
        (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(treasure)
    before = listing(tmp_path)
    for words in (["--resume", folder], ["--fork", f"{folder}@1"]):
        said = check(run, *words, "--quiet")
        assert said.code == FormatError.exit_code
        assert "link" in said.err
    for main, *words in [(traces, "show", folder), (replay, folder)]:
        assert check(main, *words).code == FormatError.exit_code
    assert listing(tmp_path) == before


def test_what_has_no_end_is_not_read(tmp_path):
    folder = copy_run(EXAMPLES[1], tmp_path)
    (folder / "events.jsonl").unlink()
    os.mkfifo(folder / "events.jsonl")
    for main, *words in views(folder, tmp_path):
        check(main, *words, seconds=20)


def namings(name: str, good: Path, out: Path) -> Iterator[tuple[Any, ...]]:
    """Every command that takes a run's name."""
    yield traces, "show", name
    yield traces, "show", name, "--raw"
    yield traces, "show", name, "--follow"
    yield traces, "diff", name, good
    yield traces, "diff", good, f"{name}@0"
    yield traces, "html", good, name, "--out", out
    yield traces, "export", name, "--out", out
    yield replay, name, "--keep"
    yield costs, name
    yield rent, name, "--html", out
    yield policies, name, "--table", out.with_suffix(".csv")
    yield run, "--resume", name, "--quiet"
    yield run, "--fork", f"{name}@0", "--quiet"


@pytest.mark.parametrize(
    "name",
    [
        "../treasure", "../../etc/passwd", "/etc", "..", ".", "", "a/../../b", "x\x1b[31m", "no such", "*", "~root",
        "-", "\udcff", "a" * 5000, "latest~999999", "latest~٣", "@", "x@1", "\u202egnp.exe", ".batch", "..\\treasure",
    ],
)  # fmt: skip
def test_a_run_s_name_can_not_leave_its_folder(tmp_path, monkeypatch, name):
    (tmp_path / "runs" / ".batch").mkdir(parents=True)
    (tmp_path / "treasure").mkdir()
    here = tmp_path / "work" / "here"  # some take a path as well, and nobody knows what lies where the tests are run
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    good = copy_run(EXAMPLES[1], tmp_path / "good")
    before = listing(tmp_path)
    for main, *words in namings(name, good, tmp_path / "out"):
        said = check(main, *words, "--runs", tmp_path / "runs")
        assert said.code in {2, 8}, (words, said)
    assert listing(tmp_path) == before
    with pytest.raises(MubppError):
        find_run("a\0b", tmp_path / "runs")


@pytest.mark.parametrize(("place", "name"), [(".", "."), ("blobs", "..")])
def test_a_run_is_found_from_within_and_keeps_its_id(tmp_path, monkeypatch, place, name):
    folder = copy_run(EXAMPLES[1], tmp_path)
    monkeypatch.chdir(folder / place)
    assert find_run(name).id == folder.name
    said = check(replay, name, "--keep", "--runs", tmp_path / "runs")
    assert said.code in {0, 1}, said.err  # 1: today's team plays it otherwise than the one that recorded it
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {folder.name, f"{folder.name}-replay"}
    assert {path.name for path in tmp_path.iterdir()} == {"runs"}


@pytest.mark.parametrize("name", ["../treasure", "/etc", "..", ".batch", "a/b", "a\\b", "x\n", "a" * 300])
def test_a_batch_s_mark_can_not_lead_out_of_the_runs(tmp_path, name):
    """Marks lie beside runs, so they may be anybody's; what is begun and not finished is gone on with, or removed."""
    image = tmp_path / "a.png"
    Image.new("RGB", (24, 16), "teal").save(image)
    (tmp_path / "treasure" / "blobs").mkdir(parents=True)
    words = (image, "--runs", tmp_path / "runs", "--jobs", 1, "--engine", "threads", "--budget", "3words", "--quiet")
    assert check(batch, *words, "--stop", "rounds=1").code == 0
    (mark,) = (tmp_path / "runs" / ".batch").rglob("*.json")
    said = json.loads(mark.read_text())
    mark.write_text(json.dumps({**said, "state": "open", "run": name}))
    before = listing(tmp_path)
    refused = check(batch, *words, "--stop", "rounds=1")
    assert refused.code == FormatError.exit_code
    assert "not a mark" in refused.err
    assert listing(tmp_path) == before
    with pytest.raises(ValidationError):
        CellState(key="a", run=name, status="open")


def test_a_database_that_computes_is_refused(tmp_path):
    folder = copy_run(EXAMPLES[1], tmp_path)
    CallRecord(folder / "calls.sqlite").close()
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    for statement in (
        f"CREATE VIEW other AS {endless}",
        "CREATE TRIGGER evil AFTER INSERT ON calls BEGIN DELETE FROM calls; END",
        "CREATE TABLE t (a, b GENERATED ALWAYS AS (zeroblob(900000000)))",
        "CREATE INDEX evil ON calls (hex(zeroblob(900000000)))",
        "CREATE TABLE t (a DEFAULT (zeroblob(900000000)))",
    ):
        path = folder / "calls.sqlite"
        good = path.read_bytes()
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()
        for main, *words in [
            (traces, "show", folder, "--raw"),
            (costs, folder),
            (traces, "html", folder, "--out", "x"),
        ]:
            said = check(main, *words, seconds=20)
            assert said.code == FormatError.exit_code, statement
            assert "not a record" in said.err
        path.write_bytes(good)


@pytest.mark.parametrize("kind", ["pickle", "json", "msgpack"])
def test_a_checkpoint_runs_no_code(played, tmp_path, kind):
    """What LangGraph's format could name to be called is refused, in the three ways it knows."""
    folder = copy_run(played, tmp_path)
    proof = tmp_path / "proof"
    payloads = {
        "pickle": b"cos\nsystem\n(S'touch " + str(proof).encode() + b"'\ntR.",
        "json": b'{"lc": 2, "type": "constructor", "id": ["os", "system"], "args": ["touch %s"]}' % str(proof).encode(),
        "msgpack": b"\xc7\x20\x00\x93\xa2os\xa6system\xb9touch " + str(proof).encode()[:18],
    }
    connection = sqlite3.connect(folder / "checkpoint.sqlite")
    with connection:
        connection.execute("UPDATE checkpoints SET type = ?, checkpoint = ?", (kind, payloads[kind]))
    connection.close()
    assert check(run, "--resume", folder, "--quiet").code == FormatError.exit_code
    assert not proof.exists()


def test_no_bytes_make_a_mub_file_crash(tmp_path):
    chance = random.Random(0)
    good = (EXAMPLES[1] / "result.mub").read_bytes()
    decoded, problems = 0, set[str]()
    for number in range(80):
        data = mutate_bytes(good, chance) if number % 2 else chance.randbytes(chance.choice((1, 2, 9, 30)))
        try:
            with time_limit(20):
                unpack(data)
            decoded += 1
        except FormatError as error:
            problems.add(str(error))
    assert decoded > 10
    assert not [problem for problem in problems if "\n" in problem]
    with pytest.raises(FormatError):
        unpack(bytes(MAX_FILE_BYTES + 1))


@pytest.mark.parametrize("seed", range(5))
def test_a_mutated_mub_is_drawn_or_refused(tmp_path, seed):
    path = tmp_path / "a.mub"
    path.write_bytes(mutate_bytes((EXAMPLES[1] / "result.mub").read_bytes(), random.Random(seed)))
    check(decode, path, "--renderer", "sketch", "--size", "64x48")
    assert say(codec, "decode", path).code in {0, 4}  # its stdout is the text as it is, unless that is a terminal
    assert {one.name for one in tmp_path.iterdir()} <= {"a.mub", "a.png"}


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ description.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os.system('id') }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
        "{{ 'a' * 9999999999 }}",
        "{{ '%9999999999d' | format(1) }}",
        "{% set a = 'x' * 99 %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
        "{% for a in description %}" * 25 + "{% endfor %}" * 25,
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ description | center(9999999999) }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ description",
        "{% endfor %}",
    ],
)
def test_a_prompt_file_computes_nothing(tmp_path, body):
    front = (
        '+++\nrole = "renderer"\nvariant = "evil"\nversion = 1\ndescription = "x"\nvariables = ["description"]\n+++\n'
    )
    (tmp_path / "renderer.evil.md").write_text(f"+++\n{front}+++\n# Draw\n{{{{ description }}}} {body}\n", "utf-8")
    for words in (["lint", "renderer.evil"], ["show", "renderer.evil"], ["list"]):
        said = check(prompts, "--folder", tmp_path, *words, seconds=20)
        assert len(said.out) < 100_000
        assert words == ["list"] or said.code in {2, 4}


def test_mutated_prompt_files_end_in_order(tmp_path):
    for seed in range(60):
        chance = random.Random(seed)
        name = chance.choice(("critic", "describer", "compressor", "renderer"))
        good = (TOP / "prompts" / f"{name}.md").read_bytes()
        (tmp_path / f"{name}.md").write_bytes(mutate_bytes(good, chance))
        check(prompts, "--folder", tmp_path, "lint", name, seconds=20)
        check(prompts, "--folder", tmp_path, "show", name, seconds=20)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 50_000, "a = " + "9" * 5000, "a = nan\n" * 2, "\0", "[openai]\nchat = 3"]
)
def test_toml_of_any_kind_is_one_line(tmp_path, text):
    path = tmp_path / "a.toml"
    path.write_text(text)
    assert check(run, "--explain", "a.png", "--team", "openai", "--config", path).code == 2
    with pytest.raises(MubppError):
        load_experiment(path)


def test_mutated_experiments_end_in_order(tmp_path):
    good = b'name = "a"\nimages = ["x.png"]\nbudgets = ["9words"]\nseeds = [1, 2]\n[prompts]\ncritic = ["default"]\n'
    for seed in range(200):
        path = tmp_path / "a.toml"
        path.write_bytes(mutate_bytes(good, random.Random(seed)))
        with contextlib.suppress(MubppError):
            load_experiment(path)
    assert parse_toml("a = 1") == {"a": 1}


def test_no_pickle_is_read_anywhere(tmp_path):
    """Arrays are loaded without pickles, and no module asks for them."""
    evil = tmp_path / "weights.npz"
    np.savez(evil, a=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        np.load(evil, allow_pickle=False)["a"]
    for package in ("codec", "sketch", "prompts", "traces", "agents", "graph", "lab"):
        for path in (TOP / package).rglob("*.py"):
            text = path.read_text("utf-8")
            for word in (
                "import pickle",
                "allow_pickle=True",
                "marshal",
                "import shelve",
                "joblib",
                "yaml.load(",
                "eval(",
            ):
                assert word not in re.sub(r"literal_eval\(|[\w)]\.eval\(", "", text), f"{path}: {word}"
            assert text.count("np.load(") == len(re.findall(r"np\.load\(.*allow_pickle=False\)", text)), path
            assert "torch.load(" not in text or "weights_only=True" in text, path


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_an_image_s_name_is_only_a_name(tmp_path, text):
    name = text.replace("/", "_").replace("\0", "")[:60].strip() or "x"
    path = tmp_path / f"{name}.png"
    path.write_bytes(b"no picture")
    assert check(run, path, "--runs", tmp_path / "runs").code == 3
