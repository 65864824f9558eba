"""How one clause may be said otherwise."""

import pytest

from sketch.arrange_crowds import is_crowd
from sketch.eye_moves import MOST_COUNTED, counted, crowded, full, moved, thrifty
from sketch.lexicon import NOUNS
from sketch.parse import parse
from sketch.scene import MANY, Clause, Colour
from sketch.speak import speak


def _counted(text: str) -> list[Clause]:
    (clause,) = parse(text).scene.clauses
    return counted(clause)


def test_one_thing_may_be_two_three_or_a_row() -> None:
    said = [speak(clause) for clause in _counted("red circle top")]
    assert said == ["two red circles top", "three red circles top", "row of four red circles top"]


@pytest.mark.parametrize("text", ["three red circles top", "row of four white houses"])
def test_several_may_be_one_more_one_less_one_alone_or_a_row(text: str) -> None:
    (clause,) = parse(text).scene.clauses
    counts = {option.count for option in counted(clause)}
    assert {1, clause.count - 1, clause.count + 1} <= counts
    assert {option.order for option in counted(clause)} == {"", "row"}


def test_nothing_is_counted_beyond_what_is_seen_at_a_glance_and_stuff_never() -> None:
    assert all(option.count <= MOST_COUNTED for option in _counted("eight red circles"))
    assert _counted("blue sky") == []


@pytest.mark.parametrize("text", ["red circle top", "tree left", "three white houses lower"])
def test_what_is_counted_is_read_as_it_is_said(text: str) -> None:
    for option in _counted(text):
        assert parse(speak(option)).scene.clauses == (option,)


@pytest.mark.parametrize("noun", ["fruit", "flower"])
def test_many_are_read_as_they_are_said_wherever_they_are_moved(noun: str) -> None:
    for clause in crowded(noun):
        for option in map(thrifty, [clause, *moved(clause)]):
            assert option.count == MANY
            assert is_crowd(option)
            assert parse(speak(option)).scene.clauses == (option,)


def test_many_keep_their_place_but_where_they_fill_the_picture_without() -> None:
    usual = Clause(noun="apple", count=MANY, place=NOUNS["apple"].place)
    assert thrifty(usual) == usual, "a heap in the middle is no picture full of apples"
    assert thrifty(Clause(noun="apple", count=MANY, place="everywhere")).place == ""
    assert thrifty(Clause(noun="flower", count=MANY, place="everywhere")).place == "everywhere"


def test_many_are_moved_from_area_to_area_and_not_counted() -> None:
    half = Clause(noun="fruit", count=MANY, place="left half")
    assert {"left third", "left two thirds"} <= {option.place for option in moved(half)}
    assert counted(half) == []


def test_a_lighthouse_that_is_said_to_be_white_stays_so() -> None:
    white = Clause(noun="lighthouse", colours=(Colour("white"),))
    assert thrifty(white) == white
    assert thrifty(Clause(noun="swan", colours=(Colour("white"),))).colours == ()


def test_a_crowd_of_a_plural_keeps_its_place_and_every_crowd_its_size() -> None:
    for clause in (Clause(noun="fruit", place="everywhere"), Clause(noun="apple", count=MANY, size="small")):
        assert thrifty(clause) == clause


def test_a_crowd_by_another_name_fills_as_much() -> None:
    assert full(Clause(noun="apple", count=MANY), noun="tangerine").place == ""
