"""How many people were seen: counted by their faces, named and drawn together."""

import numpy as np
import pytest

from sketch.eye_clothes import worn_by
from sketch.eye_fits import Fits
from sketch.eye_moves import MOST_COUNTED
from sketch.eye_sightings import Roll
from sketch.naming_data import CLASSES
from sketch.naming_evidence import Windows
from sketch.naming_faces import Face, faces_apart
from sketch.naming_imagenet import GROUPS
from sketch.naming_things import Seen, Sighting, find_things, tell_apart
from sketch.parse import parse
from sketch.scene import Clause, Colour
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
    assert faces_apart([RIGHT, LEFT]) == (LEFT, RIGHT)


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
    assert faces_apart([LEFT, other]) == (LEFT,)


def test_faces_are_counted_in_whatever_order_they_come() -> None:
    tied = [Face((0.2, 0.2, 0.3, 0.35), 0.99), Face((0.25, 0.2, 0.35, 0.35), 0.99), RIGHT]
    assert faces_apart(tied) == faces_apart(tied[::-1])


def test_a_large_doubtful_face_does_not_hide_a_group() -> None:
    group = [Face((0.1 + 0.2 * at, 0.3, 0.16 + 0.2 * at, 0.4), 0.99) for at in range(4)]
    assert len(faces_apart([*group, Face((0.3, 0.5, 0.9, 1.0), 0.951)])) == 4


def test_two_faces_are_two_people_in_a_box_around_both() -> None:
    (alone,) = _things(LEFT, person=0.9)
    (both,) = _things(LEFT, RIGHT, person=0.9)
    assert (alone.noun, alone.count) == ("person", 1)
    assert (both.noun, both.count) == ("person", 2)
    assert both.box[0] < LEFT.box[0]
    assert both.box[2] > RIGHT.box[2]
    assert alone.box[2] < RIGHT.box[0]


@pytest.mark.parametrize("noun", ["woman", "man", "bride"])
def test_of_several_people_it_is_not_said_what_one_is(noun: str) -> None:
    assert (noun, 1) in [(each.noun, each.count) for each in _things(LEFT, **{"person": 0.9, noun: 0.8})]
    assert [(each.noun, each.count) for each in _things(LEFT, RIGHT, **{"person": 0.9, noun: 0.8})] == [("person", 2)]


@pytest.mark.parametrize("noun", ["player", "swimmer", "skier"])
def test_what_all_of_several_do_is_said_of_all(noun: str) -> None:
    for other in ("person", "woman"):
        found = _things(LEFT, RIGHT, **{other: 0.9, noun: 0.8})
        assert [(each.noun, each.count) for each in found] == [(noun, 2)]


@pytest.mark.parametrize("noun", ["bed", "car", "horse"])
def test_several_people_and_what_is_around_them_are_both_said(noun: str) -> None:
    found = _things(LEFT, RIGHT, **{"person": 0.9, "woman": 0.8, noun: 0.95})
    assert {(each.noun, each.count) for each in found} == {("person", 2), (noun, 1)}


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        ([Face((0.05, 0.2, 0.4, 0.7), 0.99), Face((0.55, 0.2, 0.9, 0.7), 0.99)], ("face", 2)),
        ([LEFT, RIGHT], ("person", 2)),
        ([Face((0.05, 0.2, 0.4, 0.5), 0.99), Face((0.6, 0.2, 0.8, 0.4), 0.99)], ("person", 2)),
        ([Face((0.05, 0.2, 0.4, 0.7), 0.99)], ("face", 1)),
    ],
    ids=["both large", "both small", "one large", "a single one"],
)
def test_a_portrait_shows_large_faces_only(faces: list[Face], said: tuple[str, int]) -> None:
    assert [(each.noun, each.count) for each in _things(*faces, person=0.9, face=0.9)] == [said]


def test_nobody_knows_which_of_several_has_the_hat_on() -> None:
    one, two = _things(LEFT, person=0.9), _things(LEFT, RIGHT, person=0.9)
    hat = Sighting("hat", (0.15, 0.05, 0.35, 0.2), 0.9, (50.0, 60.0, 30.0))
    lab = np.full((30, 40, 3), 50, np.float32)
    assert [worn.item for worn in worn_by(one[0], (*one, hat), lab)] == ["hat"]
    assert worn_by(two[0], (*two, hat), lab) == ()


def test_another_number_of_people_gains_less() -> None:
    pair = Sighting("person", (0.2, 0.2, 0.8, 0.9), 0.95, (50.0, 0.0, 0.0), 2)
    roll = Roll((pair,), width=40, height=30)
    options = [Clause(noun="person", size="huge", count=count) for count in (1, 2, 3)]
    one, two, three = roll.call((), options, ()).tolist()
    assert one < two > three > 0
    assert roll.may_be_many("person")
    assert roll.is_met("person", options[:1])


class _AnyColour:
    width, height = 40, 30

    def colours_under(self, mask: np.ndarray, *, most: int) -> list[Colour]:
        return [Colour("red")]


@pytest.mark.parametrize(("count", "said"), [(2, 2), (8, 8), (13, MOST_COUNTED)])
def test_as_many_as_were_seen_are_proposed(count: int, said: int) -> None:
    group = Sighting("person", (0.2, 0.2, 0.8, 0.9), 0.95, (50.0, 0.0, 0.0), count)
    roll = Roll((group,), width=40, height=30)
    found = Fits(roll, (group,), _AnyColour(), np.full((30, 40, 3), 50, np.float32)).within(None)  # type: ignore[arg-type]
    assert {clause.count for clause in found} == {said}
    for clause in found:
        assert parse(speak(clause)).scene.clauses == (clause,)
    options = [Clause(noun="person", size="huge", count=number) for number in (said, said - 1)]
    right, wrong = roll.call((), options, ()).tolist()
    assert right > wrong > 0
