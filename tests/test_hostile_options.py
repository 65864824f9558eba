"""Hostile words on the command line and in TOML: read, or refused in one line.

At length in `soak/test_fuzz_options.py`.
"""

import random

import pytest
from hypothesis import given

from graph.batch import main as batch
from graph.run import main as run
from tests.hostile_files import NASTY_TEXTS, check
from tests.hostile_options import (
    EXPERIMENT,
    TEAM,
    budgets,
    check_budget,
    check_experiment,
    check_knobs,
    check_policies,
    check_prices,
    check_spans,
    knobs,
    mutate_toml,
    policies,
    rounds,
    spans,
)


@given(budgets)
def test_any_text_is_a_budget_or_one_line(text):
    check_budget(text)


@given(policies)
def test_any_text_is_policies_or_one_line(text):
    check_policies(text)


@given(knobs)
def test_any_text_is_knobs_or_one_line(text):
    check_knobs(text)


@given(spans, rounds)
def test_any_text_is_a_time_span_and_rounds_or_one_line(span, numbers):
    check_spans(span, numbers)


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_team_file_is_explained_or_refused(tmp_path, seed):
    path = tmp_path / "team.toml"
    path.write_bytes(mutate_toml(TEAM, random.Random(seed)))
    team = ("--team", "openai") if seed % 4 else ()
    check(run, "a.png", "--explain", "--config", path, *team)


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_price_file_is_read_or_refused(tmp_path, seed):
    check_prices(tmp_path / "prices.toml", random.Random(seed))


@pytest.mark.parametrize("seed", range(100))
def test_a_mutated_experiment_is_read_or_refused(tmp_path, seed):
    path = tmp_path / "a.toml"
    path.write_bytes(mutate_toml(EXPERIMENT, random.Random(seed)))
    check_experiment(path)


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_a_command_says_one_line_of_any_word(tmp_path, text):
    for words in (["--budget", text], ["--stop", text], ["--critic", text], ["--preset", text], [f"--{text}"]):
        said = check(run, "a.png", "--explain", *words)
        assert said.code == 0 or said.err.count("\n") == 1, said.err
        assert check(batch, tmp_path / "none", "--quiet", "--runs", tmp_path / "runs", *words).code == 2
    assert not list(tmp_path.iterdir())


def test_a_name_longer_than_any_file_s_is_one_line(tmp_path):
    name = "a" * 5000
    for words in ([name], ["a.png", "--out", f"{name}.png"], ["a.png", "--explain", "--config", name]):
        said = check(run, *words, "--runs", tmp_path)
        assert said.code in {2, 3}
        assert said.err.count("\n") == 1
