"""`sketch.naming_calibrate`: what may be said after answers of known quality."""

import dataclasses

import numpy as np
import pytest

from sketch.naming_calibrate import HeldOut, calibrate, held_out_report
from sketch.naming_data import CLASSES, SCENES
from sketch.naming_evidence import OWN, logistic, shared_evidence, softmax, to_grid
from sketch.naming_imagenet import GROUPS
from sketch.naming_nouns import NOUNS

SKY, GRASS = CLASSES.index("sky"), CLASSES.index("grass")
BELOW = [CLASSES.index(name) for name in ("road", "sand", "floor", "water")]


@pytest.fixture(scope="module")
def answers() -> HeldOut:
    """Sixty photographs of sky over grounds: sky is answered rightly, grounds by chance, roads by the gist.

    The classifier knows zebras when it sees one, and calls a dog what is none.
    """
    rng = np.random.default_rng(0)
    n = 60
    grids = np.full((n, 6, 8), SKY)
    grids[:, 3:] = rng.choice([GRASS, *BELOW], (n, 3, 8))
    logits = rng.normal(0, 1, (n, 12, 16, len(CLASSES))).astype(np.float32)
    logits[:, :6, :, SKY] += 6
    nouns = list(NOUNS)
    shown = np.zeros((n, len(NOUNS)), bool)
    road = rng.random(n) > 0.5
    shown[:, nouns.index("road")] = road
    shown[:5, nouns.index("zebra")] = True
    shown[7:57:10, nouns.index("penguin")] = True
    own = rng.normal(-5, 0.5, (n, len(GROUPS), OWN)).astype(np.float32)
    own[:5, list(GROUPS).index("zebra")] = 5
    own[7:57:10, list(GROUPS).index("penguin")] = 5
    own[20:50, list(GROUPS).index("dog")] = 5
    whole = rng.normal(0, 1, (n, 40)).astype(np.float32)
    whole[:, :20] += np.where(road, 1.5, -1.5)[:, None]
    return HeldOut(
        grids=grids,
        scenes=np.full(n, SCENES.index("field")),
        shown=shown,
        sources=tuple(f"source {index % 5}" for index in range(n)),
        fold=np.arange(n) % 5,
        logits=logits,
        own=own,
        whole=whole,
        faces=((),) * n,
    )


def test_what_is_known_may_be_said_and_what_is_guessed_may_not(answers):
    calibration, _ = calibrate(answers)
    assert calibration.classes["sky"].speakable
    assert calibration.classes["sky"].recall > 0.95
    assert calibration.classes["sky"].precision > 0.95
    assert not calibration.classes["grass"].speakable
    assert calibration.groups["sky"].speakable
    assert "road" in calibration.learned
    assert calibration.nouns["road"].precision >= 0.6


def test_a_rare_noun_that_is_never_right_is_dropped(answers):
    calibration, _ = calibrate(answers)
    assert "dog" not in calibration.learned
    assert not calibration.nouns["dog"].speakable
    assert not calibration.nouns["hand"].speakable


def test_word_weights_are_for_plain_evidence(answers):
    calibration, regressions = calibrate(answers)
    grid = to_grid(softmax(answers.logits / np.float32(calibration.temperature)))
    row = calibration.learned.index("road")
    shared = [shared_evidence(g, (), w, regressions.gist) for g, w in zip(grid, answers.whole, strict=True)]
    own = np.zeros((len(shared), OWN), np.float32)
    own += answers.own[:, 0] * 0
    evidence = np.concatenate([own, np.stack(shared)], axis=1)
    weights = np.broadcast_to(regressions.words[row], (len(evidence), regressions.words.shape[1]))
    chances = logistic(evidence, weights)
    road = answers.shown[:, calibration.noun_names.index("road")]
    assert chances[road].mean() > chances[~road].mean() + 0.2


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
