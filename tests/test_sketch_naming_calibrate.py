"""`sketch.naming_calibrate` and `naming_evidence`: what may be said after answers of known quality."""

import dataclasses

import numpy as np
import pytest

from sketch.naming_calibrate import HeldOut, calibrate, held_out_report
from sketch.naming_data import CLASSES, SCENES
from sketch.naming_evidence import evidence_vector, logistic, softmax, to_grid
from sketch.naming_nouns import NOUNS

SKY, GRASS = CLASSES.index("sky"), CLASSES.index("grass")
BELOW = [CLASSES.index(name) for name in ("road", "sand", "floor", "water")]


@pytest.fixture(scope="module")
def answers() -> HeldOut:
    """Sixty photographs of sky over grounds: sky is answered rightly, grounds by chance, roads by the texture."""
    rng = np.random.default_rng(0)
    n = 60
    grids = np.full((n, 6, 8), SKY)
    grids[:, 3:] = rng.choice([GRASS, *BELOW], (n, 3, 8))
    logits = rng.normal(0, 1, (n, 12, 16, len(CLASSES))).astype(np.float32)
    logits[:, :6, :, SKY] += 6
    shown = np.zeros((n, len(NOUNS)), bool)
    textures = rng.normal(0, 1, (n, 128)).astype(np.float32)
    road = rng.random(n) > 0.5
    shown[:, list(NOUNS).index("road")] = road
    textures[:, :20] += np.where(road, 1.0, -1.0)[:, None]
    return HeldOut(
        grids=grids,
        scenes=np.full(n, SCENES.index("field")),
        shown=shown,
        sources=tuple(f"source {index % 5}" for index in range(n)),
        fold=np.arange(n) % 5,
        logits=logits,
        textures=textures * 5,
    )


def test_what_is_known_may_be_said_and_what_is_guessed_may_not(answers):
    calibration, _ = calibrate(answers)
    assert calibration.classes["sky"].speakable
    assert calibration.classes["sky"].recall > 0.95
    assert calibration.classes["sky"].precision > 0.95
    assert not calibration.classes["grass"].speakable
    assert calibration.groups["sky"].speakable
    assert calibration.nouns["road"].precision > 0.6
    assert not calibration.nouns["cat"].speakable


def test_word_weights_are_for_plain_evidence(answers):
    calibration, weights = calibrate(answers)
    grid = to_grid(softmax(answers.logits / np.float32(calibration.temperature)))
    road = calibration.noun_names.index("road")
    chances = np.array(
        [logistic(evidence_vector(g, t), weights)[road] for g, t in zip(grid, answers.textures, strict=True)]
    )
    assert chances[answers.shown[:, road]].mean() > chances[~answers.shown[:, road]].mean() + 0.2


def test_overconfident_answers_get_a_higher_temperature(answers):
    wild = dataclasses.replace(answers, logits=answers.logits * 3)
    assert calibrate(wild)[0].temperature > calibrate(answers)[0].temperature


def test_report_names_sources_and_words(answers):
    report = held_out_report(answers, calibrate(answers)[0])
    assert report.startswith("cells right: 0.5")
    assert "source 3" in report
    assert any(line.split()[0] == "sky" and line.endswith("yes") for line in report.splitlines() if line.strip())


def test_the_grid_is_the_mean_of_its_cells():
    fine = np.arange(12 * 16, dtype=np.float32).reshape(1, 12, 16, 1)
    assert to_grid(fine)[0, 0, 0, 0] == np.mean([0, 1, 16, 17])
