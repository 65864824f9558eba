"""A few kills of every kind of command; `soak/test_soak_kill.py` has hundreds."""

import pytest
from api_server import ApiServer
from kills import batch_of, openai_run_of, prompts_of, save_pictures, sketch_run_of, warmed


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    with warmed(tmp_path_factory.mktemp("warm")) as process:
        yield process


@pytest.fixture
def pictures(tmp_path):
    return save_pictures(tmp_path / "pictures")


def test_a_killed_run_comes_to_the_same(warm, tmp_path, pictures):
    series = sketch_run_of(warm, tmp_path, pictures)
    for seed in (2, 3):
        series.kill(seed)
    assert series.tried.kills >= 2


def test_a_killed_run_over_a_server_comes_to_the_same_and_repeats_no_answered_call(warm, tmp_path, pictures):
    with ApiServer() as server:
        series = openai_run_of(warm, tmp_path, pictures, server)
        for seed in (2, 4):
            series.kill(seed)
    assert series.tried.kills >= 2
    assert series.tried.asked >= 2 * series.asked


@pytest.mark.parametrize("make", [batch_of, prompts_of])
def test_a_killed_batch_or_experiment_comes_to_the_same(warm, tmp_path, pictures, make):
    series = make(warm, tmp_path, pictures)
    series.kill(2)
    assert series.tried.kills >= 1
