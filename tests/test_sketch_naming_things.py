"""`sketch.naming_things`: which nouns pass, and where their boxes lie."""

import numpy as np
import pytest

from sketch.naming_data import CLASSES
from sketch.naming_nouns import NOUNS
from sketch.naming_things import SUPPORT, box_of, colour_in, find_things, strongest_patch


def test_the_stronger_of_two_patches_is_kept():
    heat = np.zeros((6, 8), np.float32)
    heat[0, 0:2] = 0.9
    heat[3:5, 4:7] = 0.6
    patch = strongest_patch(heat, heat > 0.5)
    assert patch.sum() == 6
    assert patch[3:5, 4:7].all()


def test_diagonal_neighbours_are_apart():
    heat = np.eye(4, dtype=np.float32)
    heat[2, 2] = 2
    assert np.argwhere(strongest_patch(heat, heat > 0.5)).tolist() == [[2, 2]]


def test_a_bent_patch_stays_whole():
    mask = np.zeros((9, 9), bool)
    mask[0, :] = mask[:, 8] = mask[8, :] = True
    assert np.array_equal(strongest_patch(np.ones((9, 9), np.float32), mask), mask)


def test_box_surrounds_the_class():
    fine = np.zeros((24, 32, len(CLASSES)), np.float32)
    fine[..., 0] = 1
    fine[6:12, 8:16] = np.eye(len(CLASSES))[CLASSES.index("road")]
    assert box_of("road", fine, CLASSES) == (0.25, 0.25, 0.5, 0.5)


def test_only_gated_nouns_pass_surest_first():
    fine = np.full((24, 32, len(CLASSES)), 1 / len(CLASSES), np.float32)
    chances = {"tree": 0.7, "road": 0.9, "car": 0.95, "house": 0.3}
    things = list(
        find_things(
            chances, fine, CLASSES, gates={"tree": 0.6, "road": 0.6, "house": 0.5}, lab=np.zeros((6, 8, 3), np.float32)
        )
    )
    assert [thing.noun for thing in things] == ["road", "tree"]
    assert things[0].confidence == pytest.approx(0.9)


def test_colour_is_that_of_the_middle_of_the_box():
    lab = np.zeros((20, 20, 3), np.float32)
    lab[8:12, 8:12] = (50, 60, -20)
    assert colour_in((0.35, 0.35, 0.65, 0.65), lab) == (50, 60, -20)
    assert colour_in((0.0, 0.0, 0.01, 0.01), lab) == (0, 0, 0)


def test_every_noun_has_classes_that_support_it():
    assert set(SUPPORT) == set(NOUNS)
    assert {name for names in SUPPORT.values() for name in names} <= set(CLASSES)
