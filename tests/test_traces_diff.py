import contextlib
import io
import json
from pathlib import Path

import pytest

from codec.errors import UsageError
from tests.fake_run import blank_picture, make_folder, play, record_run, settings_of, start
from traces.__main__ import main
from traces.arguments import split_round
from traces.command_diff import find_chapter
from traces.diff import diff_runs, pair_phrases
from traces.events import Decided, Event
from traces.reader import read_trace
from traces.story import Story, tell


def told(path: Path, *, events: list[Event] | None = None, **changes: object) -> Story:
    return tell(read_trace(record_run(path, events=None if events is None else iter(events), **changes)))  # type: ignore[arg-type]


def played(path: Path) -> list[Event]:
    return list(play(make_folder(path)))


def alter_round(events: list[Event], number: int) -> list[Event]:
    """Let a run take another turn at the end of a round."""

    def alter(event: Event) -> Event:
        if not isinstance(event, Decided) or event.round < number:
            return event
        offer = event.outcome.offer.model_copy(update={"description": "a grey sea"})
        return event.model_copy(update={"outcome": event.outcome.model_copy(update={"offer": offer})})

    return [alter(event) for event in events]


@pytest.fixture
def left(tmp_path: Path) -> Story:
    return told(tmp_path / "a")


def test_a_run_and_its_repetition_never_part(left: Story, tmp_path: Path) -> None:
    diff = diff_runs(left, told(tmp_path / "b"))
    assert diff.settings == ()
    assert diff.parting == ""
    assert all(pair.same for pair in diff.rounds)
    assert diff.same_original


def test_settings_that_differ_come_by_name(left: Story, tmp_path: Path) -> None:
    task = settings_of(start(make_folder(tmp_path / "pictures")))["task"] | {"seed": 7, "stops": ["rounds=9"]}
    diff = diff_runs(left, told(tmp_path / "b", task=task, versions={}, created="2030-01-01T00:00:00+00:00"))
    assert [(d.name, d.left, d.right) for d in diff.settings] == [
        ("task.stops", "rounds=4, plateau=2:0.01", "rounds=9"),
        ("task.seed", "0", "7"),
        ("versions.mubpp", "0.1.0", None),
    ]


def test_the_step_where_two_runs_part_is_named(left: Story, tmp_path: Path) -> None:
    diff = diff_runs(left, told(tmp_path / "b", events=alter_round(played(tmp_path / "pictures"), 2)))
    assert diff.parting == "in round 2, in what is decided"
    assert [pair.same for pair in diff.rounds] == [True, True, False, False]


def test_a_shorter_run_parts_where_it_ends(left: Story, tmp_path: Path) -> None:
    shorter = told(tmp_path / "b", events=played(tmp_path / "pictures")[:7])
    assert diff_runs(left, shorter).parting == "where the second ends, before round 1"
    assert diff_runs(shorter, left).parting == "where the first ends, before round 1"
    results = {difference.name: (difference.left, difference.right) for difference in diff_runs(left, shorter).results}
    assert results["status"] == ("finished", "killed")
    assert results["file_bits"] == ("112", None)


def test_runs_of_different_pictures_are_flagged(left: Story, tmp_path: Path) -> None:
    events = played(tmp_path / "pictures")
    events[0] = events[0].model_copy(update={"original": blank_picture()})
    assert not diff_runs(left, told(tmp_path / "b", events=events)).same_original


def test_two_rounds_are_paired_phrase_by_phrase(left: Story) -> None:
    pairs = {pair.text: pair for pair in pair_phrases(left.chapters[1], left.chapters[2])}
    hills = pairs["dark green hills"]
    assert hills.left is not None
    assert hills.right is not None
    assert (hills.left.kept, hills.right.kept) == (True, False)
    assert len(pairs) == 5


def command(*argv: object) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([str(word) for word in argv]) == 0
    return out.getvalue()


def test_the_command_compares_runs(left: Story, tmp_path: Path) -> None:
    told(tmp_path / "b", events=alter_round(played(tmp_path / "pictures"), 2))
    out = command("diff", tmp_path / "a", tmp_path / "b")
    assert "They part in round 2, in what is decided." in out
    assert "round 1  the same in both, score 0.532, 11 of 20 tokens, best so far" in out
    assert "A to B  [-pale blue sky, red barn left, yellow sun-] {+a grey sea+}" in out
    assert "\x1b" not in out
    rounds = json.loads(command("diff", tmp_path / "a", tmp_path / "b", "--json"))["rounds"]
    assert rounds[2]["words_only_right"] == ["a grey sea"]


def test_the_command_compares_rounds(left: Story, tmp_path: Path) -> None:
    out = command("diff", f"{tmp_path / 'a'}@1", f"{tmp_path / 'a'}@2")
    assert "A to B  pale blue sky, [-dark green hills,-] red barn left{+, yellow sun+}" in out
    assert "dark green hills" in out
    compared = json.loads(command("diff", f"{tmp_path / 'a'}@1", f"{tmp_path / 'a'}@2", "--json"))
    assert compared["words_only_left"] == ["dark green hills"]


def test_mistakes_are_told(left: Story, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="on both sides"):
        main(["diff", f"{tmp_path / 'a'}@1", str(tmp_path / "a")])
    with pytest.raises(UsageError, match="no round 9; it has rounds 0 to 3"):
        find_chapter(left, 9)
    assert split_round("a@b") == ("a@b", None)
    assert split_round("run@r2") == ("run", 2)
