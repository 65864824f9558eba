"""Nouns of two meanings are told by what else is there."""

import pytest

from sketch.lexicon import NOUNS
from sketch.parse import parse
from sketch.parse_company import _MEANINGS


def _nouns(text: str) -> set[str]:
    return {clause.noun for clause in parse(text).scene.clauses}


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("a laptop, a keyboard and a mouse on a desk", "computer mouse"),
        ("a mouse on a keyboard next to a cat", "mouse"),
        ("a mouse in a field", "mouse"),
        ("a plate with chicken and broccoli", "drumstick"),
        ("a chicken and a bowl on the grass", "chicken"),
        ("a chicken on a farm", "chicken"),
        ("a boat by the dock on a lake", "boardwalk"),
        ("a plate of bacon", "ham"),
        ("a tall bank on a street", "bank"),
        ("grass on the bank of a river", "grass"),
    ],
)
def test_company_tells(text: str, noun: str) -> None:
    assert noun in _nouns(text)


def test_telegraphic_words_mean_what_they_do_by_themselves() -> None:
    assert _nouns("keyboard left, mouse right") == {"keyboard", "mouse"}


def test_meanings_are_nouns() -> None:
    assert set(_MEANINGS) <= set(NOUNS)
    looks = {noun.look for noun in NOUNS.values()}
    for meaning in _MEANINGS.values():
        assert meaning.noun in NOUNS
        assert meaning.company | meaning.alien <= looks
