"""Tens of thousands of budgets, policies, knobs and TOML files that almost make sense."""

import random
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given, settings, strategies

from graph.run import main as run
from tests.hostile_files import check
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

TEXTS, FILES, COMMANDS = 10_000, 5_000, 500


@pytest.mark.parametrize(
    ("texts", "check_text"),
    [
        (budgets, check_budget),
        (policies, check_policies),
        (knobs, check_knobs),
        (strategies.tuples(spans, rounds), lambda both: check_spans(*both)),
    ],
    ids=["budgets", "policies", "knobs", "spans"],
)
def test_texts(soak_seed: int, often, tally, texts, check_text) -> None:
    tried = 0

    @hypothesis.seed(soak_seed)
    @settings(max_examples=often(TEXTS), derandomize=False, database=None)
    @given(texts)
    def try_one(text):
        nonlocal tried
        check_text(text)
        tried += 1

    try_one()
    tally(texts=tried)


def test_files(tmp_path: Path, soak_seed: int, often, tally) -> None:
    path = tmp_path / "a.toml"
    for number in range(often(FILES)):
        chance = random.Random(f"{soak_seed} {number}")
        path.write_bytes(mutate_toml(EXPERIMENT, chance))
        check_experiment(path)
        check_prices(path, chance)
        tally(experiments=number + 1, prices=number + 1)


def test_team_files(tmp_path: Path, soak_seed: int, often, tally) -> None:
    path = tmp_path / "team.toml"
    explained = 0
    for number in range(often(COMMANDS)):
        path.write_bytes(mutate_toml(TEAM, random.Random(f"{soak_seed} {number}")))
        team = ("--team", "openai") if number % 4 else ()
        explained += check(run, "a.png", "--explain", "--config", path, *team).code == 0
        tally(files=number + 1, explained=explained)
