"""How many people were seen: counted by their faces, named and drawn together."""

import numpy as np
import pytest

from sketch.eye_fits import Fits
from sketch.eye_sightings import Roll
from sketch.naming_data import CLASSES
from sketch.naming_evidence import Windows
from sketch.naming_faces import Face, count_faces
from sketch.naming_imagenet import GROUPS
from sketch.naming_things import Seen, Sighting, find_things, tell_apart
from sketch.scene import Clause
from sketch.speak import speak

LEFT, RIGHT = Face((0.2, 0.2, 0.3, 0.35), 0.99), Face((0.6, 0.25, 0.7, 0.4), 0.97)


def _things(*faces: Face, **chances: float) -> tuple[Sighting, ...]:
    fine = np.zeros((12, 16, len(CLASSES)), np.float32)
    fine[3:, :, CLASSES.index("body")] = 1
    windows = Windows(
        ((0, 0, 1, 1),), np.zeros(1, np.int64), np.zeros((1, len(GROUPS) + 1), np.float32), np.zeros(1, np.float32)
    )
    looked = Seen(fine, CLASSES, windows, tuple(GROUPS), faces, np.full((6, 8, 3), 50, np.float32))
    return tell_apart(find_things(chances, looked, gates=dict.fromkeys(chances, 0.4)))


def test_faces_of_different_people_are_counted_surest_first() -> None:
    assert count_faces([RIGHT, LEFT]) == (LEFT, RIGHT)


@pytest.mark.parametrize(
    "other",
    [
        Face((0.6, 0.25, 0.7, 0.4), 0.9),
        Face((0.25, 0.3, 0.35, 0.45), 0.96),
        Face((0.6, 0.25, 0.64, 0.31), 0.99),
    ],
    ids=["doubtful", "overlapping", "much smaller"],
)
def test_what_may_be_no_other_person_is_not_counted(other: Face) -> None:
    assert count_faces([LEFT, other]) == (LEFT,)


def test_two_faces_are_two_people_in_a_box_around_both() -> None:
    (alone,) = _things(LEFT, person=0.9)
    (both,) = _things(LEFT, RIGHT, person=0.9)
    assert (alone.noun, alone.count) == ("person", 1)
    assert (both.noun, both.count) == ("person", 2)
    assert both.box[0] < LEFT.box[0]
    assert both.box[2] > RIGHT.box[2]
    assert alone.box[2] < RIGHT.box[0]


def test_of_several_people_it_is_not_said_that_they_are_women() -> None:
    assert [(each.noun, each.count) for each in _things(LEFT, person=0.9, woman=0.8)] == [("woman", 1)]
    assert [(each.noun, each.count) for each in _things(LEFT, RIGHT, person=0.9, woman=0.8)] == [("person", 2)]
    assert [(each.noun, each.count) for each in _things(LEFT, RIGHT, person=0.9, swimmer=0.8)] == [("swimmer", 2)]


def test_only_large_faces_are_a_portrait_of_several() -> None:
    large = Face((0.05, 0.2, 0.4, 0.7), 0.99), Face((0.55, 0.2, 0.9, 0.7), 0.99)
    assert [(each.noun, each.count) for each in _things(*large, person=0.9, face=0.9)] == [("face", 2)]
    assert [(each.noun, each.count) for each in _things(LEFT, RIGHT, person=0.9, face=0.9)] == [("person", 2)]


def test_another_number_of_people_gains_less() -> None:
    pair = Sighting("person", (0.2, 0.2, 0.8, 0.9), 0.95, (50.0, 0.0, 0.0), 2)
    roll = Roll((pair,), width=40, height=30)
    options = [Clause(noun="person", size="huge", count=count) for count in (1, 2, 3)]
    one, two, three = roll.call((), options, ()).tolist()
    assert one < two > three > 0
    assert roll.may_be_many("person")
    assert roll.is_met("person", options[:1])


def test_what_was_seen_twice_is_proposed_twice() -> None:
    class _AnyColour:
        width, height = 40, 30

        def colours_under(self, mask: np.ndarray, *, most: int) -> list:
            return []

    pair = Sighting("person", (0.2, 0.2, 0.8, 0.9), 0.95, (50.0, 0.0, 0.0), 2)
    roll = Roll((pair,), width=40, height=30)
    found = Fits(roll, (pair,), _AnyColour(), np.full((30, 40, 3), 50, np.float32)).within(None)  # type: ignore[arg-type]
    assert found
    assert {clause.count for clause in found} == {2}
    assert all("two" in speak(clause) and "people" in speak(clause) for clause in found)
