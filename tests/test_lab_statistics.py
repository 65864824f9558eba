import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.errors import UsageError
from lab import statistics
from lab.statistics import (
    bootstrap_interval,
    correct_holm,
    count_needed,
    sign_flip_test,
    student_quantile,
)

FINITE = st.floats(-1, 1, allow_nan=False)


def test_its_examples_hold() -> None:
    assert doctest.testmod(statistics).failed == 0


@pytest.mark.parametrize(
    ("share", "freedom", "expected"),
    [  # printed tables of Student's t
        (0.975, 1, 12.706),
        (0.975, 2, 4.303),
        (0.975, 3, 3.182),
        (0.975, 10, 2.228),
        (0.95, 5, 2.015),
        (0.995, 30, 2.750),
        (0.975, 1000, 1.962),
    ],
)
def test_student_quantiles_are_those_of_the_tables(share: float, freedom: int, expected: float) -> None:
    assert student_quantile(share, freedom=freedom) == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize(("count", "least"), [(5, 0.86), (10, 0.92), (25, 0.92)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(count: int, least: float) -> None:
    rng = np.random.default_rng(7)
    held = [
        bootstrap_interval(list(rng.normal(0.3, 0.1, count)), seed=trial, resamples=400).holds(0.3)
        for trial in range(400)
    ]
    assert least <= sum(held) / len(held) <= 0.985


def test_one_value_has_a_mean_and_no_interval() -> None:
    interval = bootstrap_interval([0.4])
    assert (interval.mean, interval.low, interval.high, interval.count) == (0.4, None, None, 1)
    assert interval.holds(99)


@pytest.mark.parametrize("values", [[], [0.1, math.nan], [math.inf]])
def test_what_is_no_sample_is_refused(values: list[float]) -> None:
    for ask in (bootstrap_interval, sign_flip_test, count_needed):
        with pytest.raises(UsageError):
            ask(values)


@given(st.lists(FINITE, min_size=2, max_size=12))
def test_an_interval_lies_around_the_mean_and_within_the_data(values: list[float]) -> None:
    interval = bootstrap_interval(values, resamples=200)
    assert interval.low is not None
    assert interval.high is not None
    assert min(values) - 1e-9 <= interval.low <= interval.high <= max(values) + 1e-9
    assert interval == bootstrap_interval(values, resamples=200)


def test_few_pairs_are_tested_exactly() -> None:
    test = sign_flip_test([0.1, 0.2, 0.3, 0.4, -0.05])
    # Of the 32 sums, 1.05 and above: all plus; all but the 0.05. And their mirror images; 0.95 is the observed one.
    assert test.exact
    assert test.p == pytest.approx(4 / 32)
    assert (test.wins, test.ties, test.losses) == (4, 0, 1)


def test_many_pairs_agree_with_the_exact_test() -> None:
    rng = np.random.default_rng(3)
    differences = list(rng.normal(0.04, 0.1, 14))
    exact = sign_flip_test(differences)
    sampled = sign_flip_test([*differences, 0.0])  # a pair without a difference changes no sum
    assert exact.exact
    assert not sampled.exact
    assert sampled.p == pytest.approx(exact.p, abs=0.02)


def test_no_difference_at_all_is_never_found() -> None:
    assert sign_flip_test([0.0] * 5).p == 1.0
    assert sign_flip_test([0.0] * 30).p == 1.0
    assert count_needed([0.0] * 5) is None


@pytest.mark.parametrize("count", [8, 20])
def test_false_alarms_stay_near_the_stated_level(count: int) -> None:
    rng = np.random.default_rng(11)
    found = [sign_flip_test(list(rng.normal(0, 1, count)), seed=t, resamples=400).p <= 0.05 for t in range(600)]
    assert sum(found) / len(found) <= 0.075


def test_a_tolerance_makes_ties() -> None:
    test = sign_flip_test([0.02, -0.005, 0.004, -0.3], tolerance=0.01)
    assert (test.wins, test.ties, test.losses) == (1, 2, 1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_correction_never_lowers_a_p_and_keeps_their_order(ps: list[float]) -> None:
    corrected = correct_holm(ps)
    assert all(p <= c <= 1 for p, c in zip(ps, corrected, strict=True))
    for i, first in enumerate(ps):
        for j, second in enumerate(ps):
            assert first > second or corrected[i] <= corrected[j]


def test_as_many_pairs_as_it_asks_for_find_the_difference_as_often_as_promised() -> None:
    rng = np.random.default_rng(5)
    spread, effect = 0.1, 0.06
    pilot = [spread * x for x in (-1.0, 1.0, -1.0, 1.0)]
    pilot = [x * spread / float(np.std(pilot, ddof=1)) for x in pilot]
    needed = count_needed(pilot, effect=effect)
    assert needed == 24
    found = [
        sign_flip_test(list(rng.normal(effect, spread, needed)), seed=t, resamples=400).p <= 0.05 for t in range(300)
    ]
    assert 0.72 <= sum(found) / len(found) <= 0.88


def test_no_fewer_pairs_than_a_sign_flip_test_can_use() -> None:
    needed = count_needed([0.5, 0.5001, 0.4999])
    assert needed == 6
    assert sign_flip_test([0.5] * needed).p <= 0.05 < sign_flip_test([0.5] * (needed - 1)).p
