import json
import sqlite3
from contextlib import closing

import pytest
from PIL import Image
from scripted_team import Script, phrase, scripted_team

from codec.errors import RunStateError
from codec.mub import load_mub
from codec.photo import load_photo
from codec.tokens import count_code_tokens
from graph.casting import Cast
from graph.session import Order, open_run, play, task_of
from graph.state import Task
from traces.events import Answered, Decided, Failed, Finished, Noted, Offered, Proposed, Rendered, Resumed, Started
from traces.folder import RunFolder, list_runs
from traces.reader import read_trace

NOBODY = Cast(references={}, why="test", models={}, prompts={})


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "picture.png"
    Image.new("RGB", (60, 40), (10, 120, 200)).save(path)
    return path


def start(picture, tmp_path, **settings) -> RunFolder:
    photo = load_photo(picture)
    values = {"budget": "12tokens", "stops": "rounds=4", "width": photo.width, "height": photo.height, **settings}
    order = Order(photo=photo, path=picture, runs=tmp_path / "runs", cast=NOBODY)
    folder, _ = open_run(order, lambda original: Task(original=original, **values))
    return folder


def play_script(folder, script, **options) -> Finished:
    return play(folder, task_of(folder), lambda notify: scripted_team(script), **options)


def without_times(event):
    return event.model_dump(exclude={"at", "elapsed_s", "pid"}) | {"past": None}


def test_the_loop_plays_every_role_in_order_and_keeps_the_best(picture, tmp_path):
    folder = start(picture, tmp_path)
    finished = play_script(folder, Script(scores=[0.2, 0.5, 0.4, 0.3]))
    trace = read_trace(folder)
    assert [event.tag for event in trace.events[:7]] == [
        "started", "proposed", "offered", "answered", "rendered", "critiqued", "decided",
    ]  # fmt: skip
    assert trace.events[-1] == finished
    assert (finished.rounds, finished.best_round, finished.score) == (4, 1, 0.5)
    assert [decided.past.accepted for decided in trace.rounds] == [True, True, False, False]
    assert finished.stop.policy == "rounds=4"
    assert count_code_tokens(finished.description) <= 12


def test_the_file_on_disk_says_what_was_reported(picture, tmp_path):
    folder = start(picture, tmp_path)
    finished = play_script(folder, Script())
    data = folder.result_file.read_bytes()
    assert load_mub(folder.result_file).text == finished.description
    assert finished.file_bytes == len(data)
    assert finished.payload_bits + finished.header_bits == 8 * len(data)
    assert finished.ubpp == pytest.approx(8 * len(data) / (60 * 40) * 1e6)


def test_every_reading_of_every_policy_is_on_record(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=3,score=0.9,plateau=2:0.01,calls=500")
    play_script(folder, Script())
    for decided in read_trace(folder).rounds:
        assert [r.policy for r in decided.readings] == ["rounds=3", "score=0.9", "plateau=2:0.01", "calls=500"]


def test_a_contest_goes_back_to_the_compressor_and_is_heard(picture, tmp_path):
    folder = start(picture, tmp_path, haggles=1, stops="rounds=1")
    play_script(folder, Script(contest=["a small white dog"]))
    trace = read_trace(folder)
    first, second = trace.of(Offered)
    assert "dog" not in first.offer.description
    assert "dog" in second.offer.description
    assert [answered.haggle for answered in trace.of(Answered)] == [0]


@pytest.mark.parametrize(("haggles", "offers", "answers"), [(0, 1, 0), (1, 2, 1), (2, 3, 2), (5, 4, 4)])
def test_haggling_is_bounded_and_then_the_compressor_has_the_last_word(picture, tmp_path, haggles, offers, answers):
    folder = start(picture, tmp_path, haggles=haggles, stops="rounds=1")
    play_script(folder, Script(contest=["a small white dog", "blue sky", "a small white dog"]))
    trace = read_trace(folder)
    assert (len(trace.of(Offered)), len(trace.of(Answered))) == (offers, answers)


@pytest.mark.parametrize("text", ["word " * 50, "x" * 400, "日本語" * 30, "a, " * 40])
def test_no_compressor_gets_past_the_budget(picture, tmp_path, text):
    folder = start(picture, tmp_path, stops="rounds=1")
    finished = play_script(folder, Script(offers=[text]))
    trace = read_trace(folder)
    assert count_code_tokens(finished.description) <= 12
    assert finished.cost == count_code_tokens(finished.description)
    assert all(count_code_tokens(offered.offer.description) <= 12 for offered in trace.of(Offered))
    assert "above the budget" in trace.of(Noted)[0].text


def test_candidates_are_drawn_by_fan_out_and_the_nearest_is_chosen(picture, tmp_path):
    folder = start(picture, tmp_path, candidates=5, stops="rounds=2")
    finished = play_script(folder, Script())
    trace = read_trace(folder)
    assert [r.candidate.seed_choice for r in trace.of(Rendered)] == [0, 1, 2, 3, 4] * 2
    for decided in trace.rounds:
        chosen, drawn = decided.outcome.chosen, decided.outcome.candidates
        assert chosen is not None
        assert chosen.fidelity == max(candidate.fidelity for candidate in drawn)
    assert load_mub(folder.result_file).seed_choice == finished.seed_choice
    assert load_mub(folder.result_file).seed_choice_bits == 3


def test_a_refused_picture_is_a_failed_round_and_the_loop_goes_on(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=3")
    finished = play_script(folder, Script(refuse={0, 2}))
    rounds = read_trace(folder).rounds
    assert [decided.past.score for decided in rounds] == [None, 0.4, None]
    assert rounds[0].outcome.candidates[0].problem == "refused by the moderators"
    assert finished.best_round == 1


def test_a_run_that_never_saw_a_picture_still_delivers_its_words(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=2")
    finished = play_script(folder, Script(refuse={0, 1}))
    assert finished.picture is None
    assert finished.score is None
    assert load_mub(folder.result_file).text == finished.description
    assert not folder.result_picture.exists()


@pytest.mark.parametrize("role", ["propose", "offer", "answer", "render", "critique", "compare"])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_run_cut_off_anywhere_goes_on_to_the_same_result(picture, tmp_path, role, call):
    whole = start(picture, tmp_path)
    script = Script()
    play_script(whole, script)
    cut = start(picture, tmp_path)
    broken = Script(crash={role: call})
    with pytest.raises(RuntimeError, match="crashed"):
        play_script(cut, broken)
    assert read_trace(cut).status == "failed"
    rest = Script()
    play_script(cut, rest)
    assert broken.asked[:-1] + rest.asked == script.asked
    seams = (Failed, Resumed)
    expected = [without_times(event) for event in read_trace(whole).events]
    assert [without_times(e) for e in read_trace(cut).events if not isinstance(e, seams)] == expected
    assert cut.result_file.read_bytes() == whole.result_file.read_bytes()


def test_the_seam_of_a_resumed_run_is_in_its_trace(picture, tmp_path):
    folder = start(picture, tmp_path)
    with pytest.raises(RuntimeError):
        play_script(folder, Script(crash={"critique": 2}))
    play_script(folder, Script())
    tags = [event.tag for event in read_trace(folder).events]
    assert tags.index("resumed") == tags.index("failed") + 1


def test_a_finished_run_says_so(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=1")
    play_script(folder, Script())
    before = folder.events.read_bytes()
    with pytest.raises(RunStateError, match="is finished"):
        play_script(folder, Script())
    assert folder.events.read_bytes() == before


def test_an_interrupted_run_is_on_record_and_readable(picture, tmp_path):
    folder = start(picture, tmp_path)

    def interrupt(event):
        if event.tag == "critiqued":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="--resume"):
        play_script(folder, Script(), watchers=(interrupt,))
    trace = read_trace(folder)
    assert trace.status == "interrupted"
    assert isinstance(trace.events[0], Started)
    play_script(folder, Script())
    assert read_trace(folder).status == "finished"


def test_an_oscillating_pair_of_agents_is_stopped(picture, tmp_path):
    one, other = [phrase("blue sky")], [phrase("red barn")]
    folder = start(picture, tmp_path, stops="rounds=50,repeat")
    finished = play_script(folder, Script(proposals=[one, other, one]))
    assert (finished.rounds, finished.stop.policy) == (3, "repeat")


def test_new_phrases_are_counted_against_everything_ever_proposed(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=9,settled")
    finished = play_script(
        folder, Script(proposals=[[phrase("sky")], [phrase("sky"), phrase("barn")], [phrase("barn")]])
    )
    rounds = read_trace(folder).rounds
    assert [decided.past.new_phrases for decided in rounds] == [1, 1, 0]
    assert finished.stop.policy == "settled"


def test_checkpoints_stay_thin_and_hold_no_picture(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=30")
    play_script(folder, Script())
    assert folder.checkpoint.stat().st_size < 400_000
    with sqlite3.connect(folder.checkpoint) as connection:
        assert connection.execute("SELECT count(*) FROM checkpoints").fetchone()[0] <= 3
        assert all(b"PNG" not in row[0] for row in connection.execute("SELECT checkpoint FROM checkpoints"))
    connection.close()


def test_a_round_is_flushed_to_the_disk_before_the_next_begins(picture, tmp_path, monkeypatch):
    said = []
    connect = sqlite3.connect

    def listening(*words, **named):
        connection = connect(*words, **named)
        connection.set_trace_callback(said.append)
        return connection

    folder = start(picture, tmp_path, stops="rounds=3", candidates=2)
    monkeypatch.setattr(sqlite3, "connect", listening)
    play_script(folder, Script())
    flushed, at = [], None
    for statement in said:
        if statement.startswith("PRAGMA synchronous"):
            at = statement.rsplit(" ", 1)[1]
        if "INTO checkpoints" in statement:
            flushed.append(at)
    # The beginning of the first round and the end of each; the other steps reach the disk with these.
    assert flushed.count("FULL") == 1 + 3
    assert flushed.count("NORMAL") > flushed.count("FULL")


def test_only_renders_side_by_side_are_saved_before_their_step_ends(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=2", candidates=3)
    with pytest.raises(RuntimeError, match="crashed"):
        play_script(folder, Script(crash={"critique": 1}))
    with closing(sqlite3.connect(folder.checkpoint)) as connection:
        paths = [path for (path,) in connection.execute("SELECT DISTINCT task_path FROM writes")]
    assert sum(path.startswith("~__pregel_push") for path in paths) == 3


def test_run_json_has_all_that_is_needed_to_run_it_again(picture, tmp_path):
    folder = start(picture, tmp_path)
    settings = json.loads(folder.settings.read_text())
    assert settings["format"] == 1
    assert settings["image"]["sha256"]
    assert Task.model_validate(settings["task"]) == task_of(folder)
    assert {"python", "langgraph", "pillow", "numpy"} <= set(settings["versions"])


def test_proposals_are_never_silently_changed(picture, tmp_path):
    folder = start(picture, tmp_path, stops="rounds=1", budget="6tokens")
    play_script(folder, Script())
    trace = read_trace(folder)
    proposed = {p.text for p in trace.of(Proposed)[0].proposal.phrases}
    offer = trace.of(Offered)[-1].offer
    assert {k.phrase.text for k in offer.kept} | {c.phrase.text for c in offer.cut} == proposed
    assert all(cut.reason for cut in offer.cut)


def test_decided_says_who_is_the_incumbent(picture, tmp_path):
    folder = start(picture, tmp_path)
    play_script(folder, Script(scores=[0.5, 0.2, 0.6, 0.1]))
    assert [event.best_round for event in read_trace(folder).of(Decided)] == [0, 0, 2, 2]


def test_runs_of_one_second_are_listed_in_the_order_they_began(picture, tmp_path):
    made = [start(picture, tmp_path).id for _ in range(8)]
    assert [folder.id for folder in reversed(list_runs(tmp_path / "runs"))] == made
