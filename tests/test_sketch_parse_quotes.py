"""Lettering names nothing that is there, and is reported."""

import pytest

from sketch.parse import parse
from sketch.parse_quotes import without_lettering


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("a sign that says 'keep off the grass'", {"sign"}),
        ('a poster with the words "Big Dog Castle" on a wall', {"poster", "wall"}),
        ("a card that reads “a cat”", {"card"}),
        ('"a cat on a mat"', {"cat", "mat"}),
        ("the dog's bed and a woman's hat", {"dog", "bed", "hat"}),
    ],
)
def test_what_is_written_is_not_drawn(text: str, nouns: set[str]) -> None:
    assert {clause.noun for clause in parse(text).scene.clauses} <= nouns
    assert {clause.noun for clause in parse(text).scene.clauses}


def test_what_is_written_is_reported() -> None:
    assert {"keep", "grass"} <= set(parse("a sign that says 'keep off the grass'").ignored)
    assert without_lettering("no marks, says who") == ("no marks, says who", ())
    assert without_lettering("a wall with 'red' paint") == ("a wall with 'red' paint", ())
    assert without_lettering("a wall with 'Bar' painted on it")[1] == ("bar",)
    assert without_lettering("it's the boys' ball")[1] == ()
