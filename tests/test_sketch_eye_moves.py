"""How one clause may be said otherwise."""

import pytest

from sketch.eye_moves import MOST_COUNTED, counted
from sketch.parse import parse
from sketch.scene import Clause
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
