"""`sketch.naming_gates`: floors, nested precision and recall, reliability, logistic regression."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketch.naming_gates import (
    LEAST_CONFIDENCE,
    LEAST_SAID,
    NEVER,
    Measured,
    calibration_error,
    choose_floor,
    drawn_to,
    fit_logistic,
    measure,
    reliability,
)


def scores_and_truth(count: int, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    scores = rng.random(count).astype(np.float32)
    return scores, rng.random(count) < scores


@given(st.integers(10, 200), st.integers(0, 50))
def test_what_a_floor_lets_through_is_right_often_enough(count, seed):
    scores, right = scores_and_truth(count, seed=seed)
    floor = choose_floor(scores, right)
    if floor < NEVER:
        said = scores >= floor
        assert said.sum() >= LEAST_SAID
        assert right[said].mean() >= 0.6


def test_no_floor_where_nothing_is_right():
    assert choose_floor(np.linspace(0, 1, 50).astype(np.float32), np.zeros(50, bool)) == NEVER


def test_floor_is_the_lowest_that_does():
    scores = np.linspace(1, 0, 100).astype(np.float32)
    right = np.arange(100) < 39
    assert choose_floor(scores, right) == pytest.approx(scores[51])


def test_no_floor_lies_where_a_saying_is_likelier_wrong():
    scores = np.linspace(1, 0, 100).astype(np.float32)
    assert choose_floor(scores, np.ones(100, bool)) >= LEAST_CONFIDENCE


def test_a_rare_word_is_drawn_to_all_rare_words():
    together = Measured(floor=0.5, precision=0.8, recall=0.5, said=100, shown=100)
    unseen = drawn_to(together, np.zeros(50, np.float32), np.zeros(50, bool))
    assert unseen.speakable
    assert (unseen.floor, unseen.precision, unseen.said) == (0.5, pytest.approx(0.8), 0)


def test_a_rare_word_that_is_often_wrong_must_be_surer():
    together = Measured(floor=0.5, precision=0.8, recall=0.5, said=100, shown=100)
    scores = np.array([0.55] * 10 + [0.97] * 2, np.float32)
    right = scores > 0.9
    record = drawn_to(together, scores, right)
    assert record.floor == 0.6
    assert record.said == 2
    assert record.recall == 1
    assert record.speakable
    assert not drawn_to(together, np.full(40, 0.99, np.float32), np.zeros(40, bool)).speakable


def test_measure_uses_no_floor_of_its_own_fold():
    # Fold 0 is right whenever it is sure, fold 1 never: 0's own floor would let itself speak, 1's would not.
    scores = np.tile(np.linspace(0, 1, 40), 2).astype(np.float32)
    folds = np.repeat([0, 1], 40)
    right = (folds == 0) & (scores > 0.5)
    record = measure(scores, right, right, folds)
    assert record.precision == 0
    assert not record.speakable


def test_measure_counts_by_hand():
    scores = np.tile([0.9] * 10 + [0.1] * 10, 2).astype(np.float32)
    right = np.tile([True] * 8 + [False] * 2 + [False] * 10, 2)
    shown = right | (np.arange(40) % 20 == 19)
    record = measure(scores, right, shown, np.repeat([0, 1], 20))
    assert (record.said, record.shown) == (20, 18)
    assert record.precision == pytest.approx(16 / 20)
    assert record.recall == pytest.approx(16 / 18)
    assert record.speakable


def test_only_candidates_speak():
    scores = np.full(40, 0.9, np.float32)
    candidates = np.arange(40) % 2 == 0
    record = measure(scores, candidates, np.ones(40, bool), np.repeat([0, 1], 20), candidates=candidates)
    assert record.said == 20
    assert record.precision == 1
    assert record.recall == 0.5


def test_reliability_of_a_calibrated_guesser_lies_on_the_diagonal():
    scores, right = scores_and_truth(20_000, seed=1)
    points = reliability(scores, right)
    assert sum(count for _, _, count in points) == 20_000
    assert calibration_error(points) < 0.02
    assert calibration_error(reliability(scores, ~right)) > 0.3


def test_logistic_regression_finds_the_line():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(4000, 2)).astype(np.float32)
    truth = rng.random(4000) < 1 / (1 + np.exp(-(2 * x[:, 0] - x[:, 1] + 0.5)))
    np.testing.assert_allclose(fit_logistic(x, truth, ridge=0.1), [2, -1, 0.5], atol=0.2)


def test_ridge_pulls_weights_to_nothing():
    x = np.random.default_rng(4).normal(size=(50, 3)).astype(np.float32)
    truth = x[:, 0] > 0
    assert np.abs(fit_logistic(x, truth, ridge=1e4)[:-1]).max() < 0.01
