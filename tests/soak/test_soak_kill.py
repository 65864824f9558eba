"""Kills by the hundred: whatever is killed wherever comes to the same result in the end."""

import pytest
from api_server import ApiServer
from chaos import Death
from kills import (
    batch_of,
    control_of,
    frontier_of,
    openai_run_of,
    prompts_of,
    save_pictures,
    sketch_run_of,
    warmed,
)


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    with warmed(tmp_path_factory.mktemp("warm")) as process:
        yield process


@pytest.fixture
def pictures(tmp_path):
    return save_pictures(tmp_path / "pictures")


def kill_often(series, *, kills, seed, tally):
    drawn = seed * 100_000
    while series.tried.kills < kills:
        series.kill(drawn)
        drawn += 1
        tally(**series.tried.figures())


def test_sketch_runs(warm, tmp_path, pictures, soak_seed, tally):
    kill_often(sketch_run_of(warm, tmp_path, pictures), kills=80, seed=soak_seed, tally=tally)


def test_openai_runs(warm, tmp_path, pictures, soak_seed, tally):
    with ApiServer() as server:
        kill_often(openai_run_of(warm, tmp_path, pictures, server), kills=60, seed=soak_seed, tally=tally)


def test_openai_runs_that_draw_three_candidates_at_once(warm, tmp_path, pictures, soak_seed, tally):
    with ApiServer() as server:
        series = openai_run_of(warm, tmp_path, pictures, server, "--candidates", "3", at_once=3)
        kill_often(series, kills=20, seed=soak_seed, tally=tally)


def test_batches(warm, tmp_path, pictures, soak_seed, tally):
    kill_often(batch_of(warm, tmp_path, pictures), kills=20, seed=soak_seed, tally=tally)


def test_batches_over_a_server(warm, tmp_path, pictures, soak_seed, tally):
    with ApiServer() as server:
        series = batch_of(warm, tmp_path, pictures, server)
        kill_often(series, kills=20, seed=soak_seed, tally=tally)


@pytest.mark.parametrize(("make", "early", "late"), [(batch_of, 0.17, 0.26), (prompts_of, 0.37, 0.46)])
def test_batches_and_experiments_that_make_the_folders_of_their_runs(
    warm, tmp_path, pictures, tally, make, early, late
):
    """At every sixth touch of the disk between two shares of them all: there the first folders are made."""
    series = make(warm, tmp_path, pictures)
    for touch in range(round(early * series.touches), round(late * series.touches), 6):
        series.kill_by([Death(touch, "touch", touch=touch)], touch)
        tally(**series.tried.figures())
    assert series.tried.half_made > 3


@pytest.mark.parametrize(("experiment", "kills"), [(control_of, 12), (prompts_of, 12), (frontier_of, 6)])
def test_experiments(warm, tmp_path, pictures, soak_seed, tally, experiment, kills):
    kill_often(experiment(warm, tmp_path, pictures), kills=kills, seed=soak_seed, tally=tally)
