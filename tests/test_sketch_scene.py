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
    assert "_hash" not in again.__dict__
    assert again == clause


def test_clauses_are_equal_whether_hashed_or_not() -> None:
    hashed, fresh, other = Clause(noun="circle"), Clause(noun="circle"), Clause(noun="circle", pose="tilted")
    hash(hashed)
    assert hashed == fresh == hashed
    assert hash(hashed) == hash(other)
    assert hashed != other
    assert hashed != "circle"
