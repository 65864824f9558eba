"""Hundreds of runs with one file changed, under every command that reads them; nothing outside changes."""

from pathlib import Path

import pytest

from tests.test_hostile_files import check_played_on, check_views, played

__all__ = ["played"]

VIEWED, PLAYED = 60, 30
"""Mutations of each file: looked at, and played on."""


@pytest.mark.parametrize("name", ["events.jsonl", "run.json"])
def test_mutated_runs_are_looked_at(tmp_path: Path, soak_seed: int, tally, name: str) -> None:
    for number in range(VIEWED):
        place = tmp_path / str(number)
        place.mkdir()
        check_views(place, name, soak_seed * VIEWED + number)
        tally(runs=number + 1)


@pytest.mark.parametrize("name", ["events.jsonl", "run.json", "checkpoint.sqlite"])
def test_mutated_runs_are_played_on(played: Path, tmp_path: Path, soak_seed: int, tally, name: str) -> None:
    for number in range(PLAYED):
        place = tmp_path / str(number)
        place.mkdir()
        check_played_on(played, place, name, soak_seed * PLAYED + number)
        tally(runs=number + 1)
