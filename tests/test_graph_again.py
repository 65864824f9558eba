import contextlib
import json

import pytest
from PIL import Image

from agents.registry import PLAYERS
from agents.roles import ROLES
from codec.errors import RunStateError, UsageError
from codec.mub import load_mub
from codec.photo import load_photo
from graph.again import describe_replay, replay
from graph.casting import KEYLESS, Cast, hiring
from graph.fork import fork_run, read_place
from graph.session import Order, open_run, play, task_of
from graph.state import Task
from traces.events import Consulted, Proposed
from traces.reader import read_trace


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    monkeypatch.setitem(PLAYERS, "scripted", "scripted_team")


@pytest.fixture
def runs(tmp_path):
    return tmp_path / "runs"


def play_folder(folder, **options):
    task = task_of(folder)
    with contextlib.ExitStack() as stack:
        return play(folder, task, hiring(folder, task, KEYLESS, stack), **options)


def record(tmp_path, runs, *, scores="2543", **settings):
    path = tmp_path / "picture.png"
    Image.new("RGB", (60, 40), (10, 120, 200)).save(path)
    photo = load_photo(path)
    values = {"budget": "12tokens", "stops": "rounds=4", "width": 60, "height": 40, **settings}
    team = dict.fromkeys(ROLES, f"scripted:{scores}")
    order = Order(photo=photo, path=path, runs=runs, cast=Cast(references=team, why="test", models={}, prompts={}))
    folder, _ = open_run(order, lambda original: Task(original=original, **values))
    return folder


def played(tmp_path, runs, **settings):
    folder = record(tmp_path, runs, **settings)
    play_folder(folder)
    return read_trace(folder)


def test_a_replay_is_the_run_again(tmp_path, runs):
    recorded = played(tmp_path, runs, candidates=3, haggles=2)
    report = replay(recorded, KEYLESS)
    assert report.faithful
    assert "same events, byte-identical .mub" in describe_replay(report, recorded)[0]


def test_a_replay_leaves_nothing_behind_unless_it_is_to_be_kept(tmp_path, runs):
    recorded = played(tmp_path, runs)
    before = sorted(runs.iterdir())
    replay(recorded, KEYLESS)
    assert sorted(runs.iterdir()) == before
    replay(recorded, KEYLESS, keep=runs)
    (kept,) = set(runs.iterdir()) - set(before)
    assert kept.name == f"{recorded.folder.id}-replay"


def test_a_replay_under_another_policy_stops_where_that_says(tmp_path, runs):
    recorded = played(tmp_path, runs)
    report = replay(recorded, KEYLESS, stops="rounds=2")
    assert report.finished is not None
    assert report.finished.rounds == 2
    assert not report.faithful


def test_a_replay_that_differs_says_where(tmp_path, runs):
    recorded = played(tmp_path, runs)
    settings = json.loads(recorded.folder.settings.read_text())
    settings["team"]["critic"] = "scripted:2643"
    recorded.folder.settings.write_text(json.dumps(settings))
    report = replay(read_trace(recorded.folder), KEYLESS)
    assert report.first_difference.startswith("started: team") or report.first_difference.startswith("r1.critiqued")


def test_an_unfinished_run_is_not_replayed(tmp_path, runs):
    with pytest.raises(RunStateError, match="has not ended"):
        replay(read_trace(record(tmp_path, runs)), KEYLESS)


def test_a_fork_shares_the_first_rounds_and_says_whose_child_it_is(tmp_path, runs):
    parent = played(tmp_path, runs)
    before = {path: path.read_bytes() for path in parent.folder.path.rglob("*") if path.is_file()}
    folder, _ = fork_run(parent, 2, runs=runs, changes={"stops": "rounds=5"})
    play_folder(folder)
    child = read_trace(folder)
    assert child.started is not None
    assert child.started.parent == f"{parent.folder.id}@2"
    assert child.rounds[0] == parent.rounds[0]
    assert child.rounds[1].past == parent.rounds[1].past
    assert child.finished is not None
    assert child.finished.rounds == 5
    assert {path: path.read_bytes() for path in parent.folder.path.rglob("*") if path.is_file()} == before


def test_a_fork_with_nothing_changed_is_the_parent_again(tmp_path, runs):
    parent = played(tmp_path, runs)
    folder, _ = fork_run(parent, 2, runs=runs, changes={})
    play_folder(folder)
    assert folder.result_file.read_bytes() == parent.folder.result_file.read_bytes()
    assert [d.past.score for d in read_trace(folder).rounds] == [d.past.score for d in parent.rounds]


def test_a_fork_goes_on_from_the_sentence_it_was_given(tmp_path, runs):
    parent = played(tmp_path, runs)
    folder, _ = fork_run(parent, 1, runs=runs, changes={}, edited="two boats, calm sea")
    play_folder(folder)
    proposed = read_trace(folder).of(Proposed)[1].proposal
    assert [phrase.text for phrase in proposed.phrases] == ["two boats", "calm sea"]


def test_a_fork_of_round_zero_begins_anew(tmp_path, runs):
    parent = played(tmp_path, runs)
    folder, _ = fork_run(parent, 0, runs=runs, changes={"budget": "5tokens"})
    assert play_folder(folder).cost <= 5


def test_an_incumbent_that_a_smaller_budget_cannot_carry_is_dropped(tmp_path, runs):
    parent = played(tmp_path, runs, scores="9123")
    folder, _ = fork_run(parent, 2, runs=runs, changes={"budget": "4tokens"})
    finished = play_folder(folder)
    assert finished.cost <= 4
    assert len(load_mub(folder.result_file).text) < len(parent.rounds[0].outcome.offer.description)


def test_a_killed_fork_resumes_as_a_fork(tmp_path, runs):
    parent = played(tmp_path, runs)
    folder, _ = fork_run(parent, 2, runs=runs, changes={})

    def interrupt(event):
        if event.tag == "proposed":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play_folder(folder, watchers=(interrupt,))
    play_folder(folder)
    assert folder.result_file.read_bytes() == parent.folder.result_file.read_bytes()


def test_a_fork_can_be_replayed(tmp_path, runs):
    parent = played(tmp_path, runs)
    folder, _ = fork_run(parent, 2, runs=runs, changes={"stops": "rounds=6"})
    play_folder(folder)
    assert replay(read_trace(folder), KEYLESS).faithful


def test_a_sentence_over_budget_is_refused(tmp_path, runs):
    parent = played(tmp_path, runs)
    with pytest.raises(UsageError, match="above the budget"):
        fork_run(parent, 1, runs=runs, changes={}, edited="word " * 40)


@pytest.mark.parametrize(
    ("text", "says"), [("latest", "latest@3"), ("latest@9", "4 whole rounds"), ("latest@x", "latest@3")]
)
def test_a_place_that_is_not_there_is_refused(tmp_path, runs, text, says):
    played(tmp_path, runs)
    with pytest.raises(UsageError, match=says):
        read_place(text, runs)


def test_a_person_edits_remarks_and_stops(tmp_path, runs):
    folder = record(tmp_path, runs, pause=True, stops="rounds=9")
    wishes = [{"wish": "edit", "text": "a yellow boat"}, {"wish": "remark", "text": "more light"}, {"wish": "stop"}]
    asked = []

    def ask(question):
        asked.append(question)
        return wishes[len(asked) - 1]

    finished = play_folder(folder, ask=ask)
    trace = read_trace(folder)
    assert [event.wish for event in trace.of(Consulted)] == ["edit", "remark", "stop"]
    assert trace.of(Proposed)[1].proposal.phrases[0].text == "a yellow boat"
    assert (finished.rounds, finished.stop.policy) == (3, "person")
    assert asked[0]["round"] == 0
    assert replay(trace, KEYLESS).faithful


def test_a_run_waiting_for_a_person_resumes_where_it_waits(tmp_path, runs):
    folder = record(tmp_path, runs, pause=True, stops="rounds=2")

    def leave(_question):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play_folder(folder, ask=leave)
    finished = play_folder(folder, ask=lambda _question: {"wish": "go on"})
    assert finished.rounds == 2
