"""Policies replayed on made-up histories with known answers, and on real recorded runs whose end is known."""

import json
from pathlib import Path

import pytest

from codec.command import exit_code_of
from codec.errors import UsageError
from lab.policies import main as policies
from lab.policies_replay import History, advise, find_frontier, replay_policies
from traces.dialogue import Past
from traces.folder import list_runs
from traces.reader import read_trace

RECORDED = Path(__file__).parent / "runs" / "format1"


def make_history(image, *scores, usd=0.01):
    best, past = 0.0, []
    for number, score in enumerate(scores):
        accepted = score > best
        best = max(best, score)
        past.append(
            Past(
                number=number,
                description=f"words {number}",
                phrases=(f"words {number}",),
                cost=5.0,
                score=score,
                best_score=best,
                accepted=accepted,
                new_phrases=1,
                remarks=1,
                elapsed_s=2.0 * (number + 1),
                calls=5 * (number + 1),
                spend_usd=None if usd is None else usd * (number + 1),
            )
        )
    return History(image=image, past=tuple(past))


HISTORIES = [make_history("a", 0.4, 0.5, 0.5, 0.7), make_history("b", 0.6, 0.6, 0.6, 0.6)]


def call(*words):
    return exit_code_of(policies, [str(word) for word in words], program="mubpp policies")


def test_rounds_saved_and_score_lost_are_those_of_the_histories():
    found = replay_policies("rounds=2", HISTORIES)
    assert [ending.rounds for ending in found.endings] == [2, 2]
    assert [ending.regret for ending in found.endings] == pytest.approx([0.2, 0.0])
    assert found.regret.mean == pytest.approx(0.1)
    assert (found.rounds_saved.mean, found.calls_saved.mean, found.seconds_saved.mean) == (2, 10, 4)
    assert found.usd_saved.mean == pytest.approx(0.02)
    assert found.unfired == 0


def test_a_policy_is_read_as_the_graph_reads_it():
    plateau = replay_policies("plateau=1:0.01", HISTORIES)
    assert [ending.rounds for ending in plateau.endings] == [3, 2]
    assert [ending.score for ending in plateau.endings] == [0.5, 0.6]


def test_a_record_that_ends_first_is_said_to():
    found = replay_policies("score=0.65", HISTORIES)
    assert [(ending.rounds, ending.fired) for ending in found.endings] == [(4, True), (4, False)]
    assert found.unfired == 1


def test_runs_of_one_picture_count_as_one_picture():
    twice = [*HISTORIES, make_history("b", 0.6, 0.6)]
    assert replay_policies("rounds=1", twice).score.count == 2
    assert replay_policies("rounds=1", twice).score.mean == pytest.approx(0.5)


def test_score_lost_is_against_where_the_record_ended_and_regret_against_its_best_round():
    record = make_history("a", 0.4, 0.7, 0.5)
    last = record.past[-1].model_copy(update={"best_score": 0.5, "accepted": True})  # a critic that ranked it higher
    (ending,) = replay_policies("rounds=1", [History(image="a", past=(*record.past[:-1], last))]).endings
    assert (ending.score_lost, ending.regret) == pytest.approx((0.1, 0.3))


def test_an_unknown_price_is_not_taken_for_zero():
    found = replay_policies("rounds=1", [HISTORIES[0], make_history("c", 0.5, usd=None)])
    assert found.spend_usd is None
    assert found.usd_saved is None
    assert advise([found], worth=1.0, unit="usd") is None
    assert find_frontier([found], unit="usd") == []


def test_the_frontier_leaves_out_what_is_beaten():
    one, two, four = (replay_policies(f"rounds={n}", HISTORIES) for n in (1, 2, 4))
    three = replay_policies("rounds=3", HISTORIES)  # costs more than two and scores the same
    assert find_frontier([four, three, two, one], unit="calls") == [one, two, four]


def test_advice_follows_the_price():
    outcomes = [replay_policies(f"rounds={n}", HISTORIES) for n in (1, 2, 4)]
    assert advise(outcomes, worth=1.0, unit="calls").stops == "rounds=1"
    assert advise(outcomes, worth=1000.0, unit="calls").stops == "rounds=4"
    dear = advise(outcomes, worth=1000.0, unit="calls")
    # Score 0.65 at 20 calls against 0.55 at 10: 100 points of worth against 10 of cost.
    assert (dear.value, dear.runner_up, dear.test.mean) == (pytest.approx(630.0), "rounds=2", pytest.approx(90.0))


def test_recorded_runs_end_where_their_own_policies_ended_them():
    finished = [trace for trace in map(read_trace, list_runs(RECORDED)) if trace.finished and trace.rounds]
    assert finished
    checked = 0
    for trace in finished:
        if trace.finished.stop != trace.rounds[-1].stop:
            continue  # ended by a person or by a limit in the middle of a round
        past = tuple(event.past for event in trace.rounds)
        found = replay_policies(",".join(trace.started.stops), [History(image="one", past=past)])
        assert found.endings[0].fired
        assert found.endings[0].rounds == trace.finished.rounds
        checked += 1
    assert checked


def test_policies_that_make_no_sense_are_refused():
    with pytest.raises(UsageError):
        replay_policies("round=2", HISTORIES)


def test_the_command_prints_a_table_and_writes_files(tmp_path, capsys):
    table = tmp_path / "out.csv"
    assert call(RECORDED, "--stop", "rounds=1", "--stop", "rounds=2", "--worth", "300calls", "--table", table) == 0
    said = capsys.readouterr()
    assert "rounds=1" in said.out
    assert "at this price take --stop rounds=" in said.out
    for column in ("rounds saved", "calls saved", "usd saved", "score lost", "regret"):
        assert column in said.out
    lines = table.read_text().splitlines()
    assert lines[0].startswith("stops,runs,unfired_runs,rounds,rounds_low")
    assert len(lines) == 3


def test_the_command_gives_json(capsys):
    assert call(RECORDED, "--stop", "rounds=1", "--json", "--quiet") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["policies"][0]["stops"] == "rounds=1"
    assert found["policies"][0]["rounds"] == 1
    assert found["advice"] is None


def test_the_plot_is_the_same_file_twice(tmp_path):
    pytest.importorskip("matplotlib")
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for path in (first, second):
        assert call(RECORDED, "--stop", "rounds=1", "--stop", "rounds=2", "--plot", path, "--quiet") == 0
    assert first.read_bytes() == second.read_bytes()
    for named in ("rounds=1", "rounds=2", "frontier: no other costs less and scores more"):
        assert f"<!-- {named} -->" in first.read_text()


@pytest.mark.parametrize(
    "words",
    [
        ("--worth", "much"),
        ("--worth", "3apples"),
        ("--stop", "round=2"),
        ("--plot", "x.bmp"),
        ("--table", "x.txt"),
    ],
)
def test_bad_words_are_one_line(words, capsys):
    assert call(RECORDED, *words) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_no_runs_are_one_line(tmp_path, capsys):
    assert call(tmp_path) == 8
    assert call("nothing-like-it", "--runs", tmp_path) == 8
    assert capsys.readouterr().err.count("\n") == 2
