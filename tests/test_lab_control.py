"""The control on made-up scores with known answers, and for real on two small pictures."""

import doctest
import itertools
import json
from statistics import fmean

import numpy as np
import pytest
from PIL import Image

from codec.command import exit_code_of
from lab import control_arms
from lab.control import main as control
from lab.control_arms import Pair, compare_arms, conclude, expect_best, jitter
from traces.folder import list_runs


def make_pair(name, reflected, independent):
    return Pair(
        image=name,
        reflected=tuple(reflected),
        independent=tuple(independent),
        descriptions=tuple(f"words {n}" for n in range(len(independent))),
    )


def call(*words):
    return exit_code_of(control, [str(word) for word in words], program="mubpp control")


def test_its_examples_hold():
    assert doctest.testmod(control_arms).failed == 0


def test_the_expected_best_is_the_mean_over_all_choices():
    scores = [0.3, 0.1, 0.7, 0.5, 0.5]
    for count in range(1, 6):
        choices = [max(chosen) for chosen in itertools.combinations(scores, count)]
        assert expect_best(scores, count) == pytest.approx(fmean(choices))


def test_reflection_that_helps_is_found():
    pairs = [make_pair(f"{n}", (0.4, 0.5 + n / 100, 0.6), (0.4, 0.41, 0.42)) for n in range(8)]
    found = compare_arms(pairs, pictures=3)
    assert found.difference.mean == pytest.approx(0.18)
    assert found.test.p == pytest.approx(2 / 256)
    assert conclude(found).startswith("reflection buys likeness")


def test_reflection_that_harms_is_said_to():
    pairs = [make_pair(f"{n}", (0.4, 0.3, 0.2), (0.4, 0.5, 0.6)) for n in range(8)]
    assert "independent descriptions do better" in conclude(compare_arms(pairs, pictures=3))


def test_nothing_is_found_where_there_is_nothing():
    pairs = [make_pair(f"{n}", (0.4, 0.5), (0.5, 0.4)) for n in range(8)]
    assert conclude(compare_arms(pairs, pictures=2)).startswith("reflection buys nothing that could be seen")
    rng = np.random.default_rng(4)
    noisy = [make_pair(f"{n}", rng.uniform(0.3, 0.6, 2), rng.uniform(0.3, 0.6, 2)) for n in range(10)]
    assert "not distinguishable with 10 images" in conclude(compare_arms(noisy, pictures=2))


def test_what_is_too_small_to_be_seen_is_nothing_and_no_call_for_more_images():
    gains = (0.0004, -0.0002, 0.0007, 0.0001, -0.0005, 0.0003, 0.0002, -0.0001)
    pairs = [make_pair(f"{n}", (0.4, 0.5 + gain), (0.5, 0.4)) for n, gain in enumerate(gains)]
    found = compare_arms(pairs, pictures=2)
    said = conclude(found)
    assert found.test.p > 0.05
    assert said.startswith("reflection buys nothing that could be seen")
    assert f"[{found.difference.low:+.4f}, {found.difference.high:+.4f}]" in said
    assert "would be needed" not in said


def test_one_image_settles_nothing():
    said = conclude(compare_arms([make_pair("a", (0.4, 0.6), (0.4, 0.5))], pictures=2))
    assert "not distinguishable with 1 image (" in said


def test_a_mottled_copy_is_faint_and_the_same_every_time():
    plain = Image.new("RGB", (70, 50), (120, 130, 140))
    first, again, other = (jitter(plain, number=n, seed=1) for n in (1, 1, 2))
    assert first.tobytes() == again.tobytes() != other.tobytes()
    assert jitter(plain, number=0, seed=1) is plain
    difference = np.asarray(first, float) - np.asarray(plain, float)
    assert 6 < difference.std() < 18
    assert abs(difference.mean()) < 3


def test_both_arms_draw_as_many_pictures_and_the_same_command_only_reads(tmp_path, capsys):
    down, across = np.mgrid[0:32, 0:48]
    pixels = np.where((down < 16)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, 30, 40)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    words = ("--pictures", 2, "--budget", "6tokens", "--runs", tmp_path / "runs", "--engine", "threads", "--jobs", 1)
    assert call(tmp_path / "a.png", *words, "--json", "--quiet") == 0
    found = json.loads(capsys.readouterr().out)
    (pair,) = found["pairs"]
    assert len(pair["reflected"]) == len(pair["independent"]) == 2
    # The first round of reflection is the first independent description: same picture, same words.
    assert pair["reflected"][0] == pair["independent"][0]
    runs = list_runs(tmp_path / "runs")
    assert len(runs) == 3
    assert call(tmp_path / "a.png", *words, "--table", tmp_path / "t.csv") == 0
    assert "3 of 3" in capsys.readouterr().err
    assert list_runs(tmp_path / "runs") == runs
    assert (tmp_path / "t.csv").read_text().startswith("pictures,images,reflected,")
    pytest.importorskip("matplotlib")
    assert call(tmp_path / "a.png", *words, "--plot", tmp_path / "t.svg", "--quiet") == 0
    drawn = (tmp_path / "t.svg").read_text()
    for label in ("rounds of reflection", "best of N independent", "reflection minus best of N"):
        assert f"<!-- {label} -->" in drawn


@pytest.mark.parametrize("words", [("--pictures", "1"), ("--stop", "rounds=2"), ("--pause",), ("--plot", "x.bmp")])
def test_bad_words_are_one_line(words, tmp_path, capsys):
    (tmp_path / "a.png").write_bytes(b"")
    assert call(tmp_path / "a.png", *words, "--runs", tmp_path) == 2
    assert capsys.readouterr().err.count("\n") == 1
