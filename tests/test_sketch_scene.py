import dataclasses
import pickle
from typing import get_args

import pytest

from sketch.lexicon import MOODS, POSES
from sketch.scene import Clause, Colour, Mood, Pose, Scene


def test_values_are_frozen_and_hashable() -> None:
    clause = Clause(noun="house", colours=(Colour("red"),))
    assert hash(Scene(clauses=(clause,))) == hash(Scene(clauses=(Clause(noun="house", colours=(Colour("red"),)),)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        clause.noun = "barn"  # type: ignore[misc]


def test_the_lexicon_names_all_moods_and_poses() -> None:
    assert get_args(Mood) == MOODS
    assert set(POSES) == set(get_args(Pose)) - {""}


def test_a_clause_carries_no_hash_to_another_process() -> None:
    clause = Clause(noun="circle", colours=(Colour("red"),))
    assert hash(clause) == hash(Clause(noun="circle", colours=(Colour("red"),)))
    again = pickle.loads(pickle.dumps(clause))
    assert set(vars(again)) == {field.name for field in dataclasses.fields(Clause)}
    assert again == clause


def test_clauses_are_equal_whether_hashed_or_not() -> None:
    hashed, fresh, other = Clause(noun="circle"), Clause(noun="circle"), Clause(noun="circle", pose="tilted")
    hash(hashed)
    assert hashed == fresh == hashed
    assert hash(hashed) == hash(other)
    assert hashed != other
    assert hashed != "circle"


@pytest.mark.parametrize("field", dataclasses.fields(Clause), ids=lambda field: field.name)
def test_clauses_that_differ_in_one_field_are_not_equal(field: dataclasses.Field[object]) -> None:
    other = dataclasses.replace(Clause(), **{field.name: 7})
    assert Clause() != other
    assert hash(other) == hash(dataclasses.replace(other))
    assert Clause() != other
    assert other == dataclasses.replace(other)


def test_clauses_that_were_found_equal_stay_so() -> None:
    one, other = (Clause(colours=(Colour("red", "pale"),), place="top") for _ in range(2))
    assert one == other
    assert one == other
    assert dataclasses.replace(other, place="left") != one
    assert dataclasses.replace(other) == one
