"""`sketch.naming_things`: which nouns pass, and where their boxes lie."""

import numpy as np
import pytest

from sketch.naming_data import CLASSES
from sketch.naming_evidence import Windows
from sketch.naming_faces import Face
from sketch.naming_imagenet import GROUPS
from sketch.naming_nouns import NOUNS
from sketch.naming_things import SUPPORT, Seen, box_of, colour_in, find_things, heat_for, strongest_patch

GROUP_NAMES = tuple(GROUPS)


def seen(fine: np.ndarray, *, faces: tuple[Face, ...] = (), windows: Windows | None = None) -> Seen:
    none = Windows(((0, 0, 1, 1),), np.zeros(1, np.int64), np.zeros((1, len(GROUP_NAMES) + 1), np.float32), np.zeros(1))
    return Seen(fine, CLASSES, windows or none, GROUP_NAMES, faces, np.zeros((6, 8, 3), np.float32))


def filled(name: str, rows: slice, cols: slice) -> np.ndarray:
    fine = np.zeros((12, 16, len(CLASSES)), np.float32)
    fine[..., 0] = 1
    fine[rows, cols] = np.eye(len(CLASSES))[CLASSES.index(name)]
    return fine


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
    looked = seen(filled("road", slice(3, 6), slice(4, 8)))
    assert box_of("road", heat_for("road", looked), ()) == (0.25, 0.25, 0.5, 0.5)


def test_windows_that_say_a_noun_draw_its_box():
    boxes = ((0.0, 0.0, 0.5, 0.5), (0.5, 0.0, 1.0, 0.5), (0.0, 0.5, 0.5, 1.0), (0.5, 0.5, 1.0, 1.0))
    chances = np.zeros((4, len(GROUP_NAMES) + 1), np.float32)
    chances[3, GROUP_NAMES.index("dog")] = 0.9
    windows = Windows(boxes, np.full(4, 2), chances, np.zeros(1, np.float32))
    looked = seen(filled("animal", slice(6, 12), slice(8, 16)), windows=windows)
    left, top, right, bottom = box_of("dog", heat_for("dog", looked), ())
    assert left >= 0.5
    assert top >= 0.5
    assert right > 0.7
    assert bottom > 0.7


def test_a_person_is_boxed_from_above_the_face_to_where_the_body_ends():
    face = Face((0.4, 0.2, 0.5, 0.35), 0.99)
    looked = seen(filled("body", slice(4, 12), slice(6, 9)), faces=(face,))
    left, top, right, bottom = box_of("woman", heat_for("woman", looked), (face,))
    assert top < 0.2
    assert bottom == 1.0
    assert left < 0.4
    assert right > 0.5
    assert box_of("face", heat_for("face", looked), (face,)) == face.box


def test_only_gated_nouns_pass_surest_first():
    fine = np.full((12, 16, len(CLASSES)), 1 / len(CLASSES), np.float32)
    chances = {"tree": 0.7, "road": 0.9, "car": 0.95, "house": 0.3}
    things = find_things(chances, seen(fine), gates={"tree": 0.6, "road": 0.6, "house": 0.5})
    assert [thing.noun for thing in things] == ["road", "tree"]
    assert things[0].confidence == pytest.approx(0.9)


def test_colour_is_that_of_the_middle_of_the_box():
    lab = np.zeros((20, 20, 3), np.float32)
    lab[8:12, 8:12] = (50, 60, -20)
    assert colour_in((0.35, 0.35, 0.65, 0.65), lab) == (50, 60, -20)
    assert colour_in((0.0, 0.0, 0.01, 0.01), lab) == (0, 0, 0)


def test_supported_nouns_and_classes_are_known():
    assert set(SUPPORT) <= set(NOUNS)
    assert {name for names in SUPPORT.values() for name in names} <= set(CLASSES)


def test_a_likely_kind_is_said_where_its_broader_noun_passes():
    chances = dict.fromkeys(NOUNS, 0.0) | {"fish": 0.66, "animal": 0.74, "church": 0.7, "building": 0.9}
    gates = {"fish": 0.79, "animal": 0.44, "church": 0.9, "building": 0.5}
    looked = seen(filled("animal", slice(2, 6), slice(3, 9)))
    assert [thing.noun for thing in find_things(chances, looked, gates=gates)] == ["building", "animal", "fish"]
    alone = chances | {"animal": 0.2}
    assert [thing.noun for thing in find_things(alone, looked, gates=gates)] == ["building"]
