"""Every trace that was ever published must load, and what is not understood must be refused by name."""

import json
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from codec.command import exit_code_of
from codec.errors import FormatError
from tests.fake_run import record_run
from traces.__main__ import main
from traces.events import FORMAT, Event
from traces.export import export_runs
from traces.folder import RunFolder
from traces.listing import read_row
from traces.names import FORMAT_SAYS
from traces.reader import read_trace
from traces.report import compose_report
from traces.schema import SCHEMA_FILE, make_schema, spell_schema
from traces.story import tell

RUNS = Path(__file__).parent / "runs"
EXAMPLES = sorted(path.parent for path in RUNS.glob("format*/*/run.json"))


def test_there_is_an_example_of_every_format() -> None:
    formats = {path.parent.name for path in EXAMPLES}
    assert formats == {f"format{number}" for number in range(1, FORMAT + 1)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_recorded_run_loads_in_every_view(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = read_trace(RunFolder(path))
    story = tell(trace)
    assert trace.torn == 0
    assert trace.finished is not None
    assert len(story.chapters) == trace.finished.rounds
    assert read_row(trace.folder).status == "finished"
    assert main(["show", str(path)]) == 0
    assert trace.finished.description.split(",")[0] in capsys.readouterr().out
    assert trace.finished.description.split(",")[0] in compose_report([story])
    for form in FORMAT_SAYS:
        assert list(export_runs([story], form))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_pictures_of_a_recorded_run_are_what_they_are_called(path: Path) -> None:
    blobs = list((path / "blobs").iterdir())
    assert blobs
    for blob in blobs:
        assert sha256(blob.read_bytes()).hexdigest() == blob.stem


def test_the_examples_hold_every_kind_of_event() -> None:
    tags = {event.tag for path in EXAMPLES for event in read_trace(RunFolder(path)).events}
    tags |= {json.loads(line)["tag"] for path in EXAMPLES for line in (path / "events.jsonl").read_text().splitlines()}
    assert tags == {kind.model_fields["tag"].default for kind in get_args(get_args(Event)[0])}


def test_the_committed_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == spell_schema(), "run: python -m traces schema --write"


def test_the_schema_accepts_what_is_recorded_and_nothing_else() -> None:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in EXAMPLES:
        for line in (path / "events.jsonl").read_text("utf-8").splitlines():
            event = json.loads(line)
            validator.validate(event)
            assert not validator.is_valid(event | {"tag": "unheard of"})
            assert not validator.is_valid(event | {"unknown": 1})


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == make_schema()


def test_a_newer_format_is_refused_with_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = record_run(tmp_path / "run", format=FORMAT + 41)
    for words in (["show"], ["diff", str(folder.path)], ["html"], ["export"]):
        assert exit_code_of(main, [*words, str(folder.path)], program="mubpp traces") == FormatError.exit_code
        said = capsys.readouterr()
        assert str(FORMAT + 41) in said.err
        assert len(said.err.splitlines()) == 1
        assert said.out == ""
    assert main(["list", "--runs", str(tmp_path)]) == 0
    assert "damaged" in capsys.readouterr().out


def test_an_unknown_event_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = record_run(tmp_path / "run")
    with folder.events.open("a") as file:
        file.write('{"tag": "dreamt", "id": "", "at": "", "elapsed_s": 1}\n')
    with pytest.raises(FormatError, match=r"line \d+: .*format 1.*dreamt"):
        read_trace(folder)
