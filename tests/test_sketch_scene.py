import dataclasses
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
