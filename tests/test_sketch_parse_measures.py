"""Measures: little of something, much of it, a container of it, and words for several."""

import pytest

from sketch.parse import parse
from sketch.scene import MANY, Clause


def _clauses(text: str) -> dict[str, Clause]:
    return {clause.noun: clause for clause in parse(text).scene.clauses}


@pytest.mark.parametrize(
    ("text", "noun", "count", "size"),
    [
        ("a slice of pizza", "pizza", 1, "medium"),
        ("three slices of pizza", "pizza", 3, "medium"),
        ("a piece of chocolate cake", "cake", 1, "small"),
        ("a chunk of cheese", "cheese", 1, ""),
        ("a large slice of chocolate cake", "cake", 1, "large"),
        ("a piece of paper", "card", 1, ""),
        ("a piece of wood", "block", 1, ""),
    ],
)
def test_a_piece_is_one_thing_and_smaller(text: str, noun: str, count: int, size: str) -> None:
    (clause,) = parse(text).scene.clauses
    assert (clause.noun, clause.count, clause.size) == (noun, count, size)


def test_a_piece_is_where_it_is_said_to_be() -> None:
    scene = parse("a piece of cake on a plate").scene
    assert [clause.noun for clause in scene.clauses] == ["plate", "cake"]
    assert scene.clauses[1].relation is not None
    assert scene.clauses[1].relation.link == "on"


@pytest.mark.parametrize(
    ("text", "noun", "count"),
    [
        ("a bed of tulips", "flower field", 1),
        ("a sea of people", "person", MANY),
        ("a blanket of snow", "snow", 1),
        ("a patch of grass", "grass", 1),
    ],
)
def test_an_expanse_is_of_what_it_is_made_of(text: str, noun: str, count: int) -> None:
    (clause,) = parse(text).scene.clauses
    assert (clause.noun, clause.count) == (noun, count)


@pytest.mark.parametrize(
    ("text", "noun", "colours"),
    [
        ("a glass of wine", "glass", ["maroon"]),
        ("a glass of orange juice", "glass", ["orange"]),
        ("a cup of tea", "cup", ["white", "rust"]),
        ("a bouquet of roses", "bouquet", ["crimson"]),
        ("a bouquet of blue roses", "bouquet", ["blue"]),
        ("a city of red, yellow and white buildings", "city", ["red", "yellow", "white"]),
        ("a city with tall buildings", "city", []),
    ],
)
def test_what_is_of_a_kind_is_drawn_once(text: str, noun: str, colours: list[str]) -> None:
    (clause,) = parse(text).scene.clauses
    assert (clause.noun, [colour.name for colour in clause.colours]) == (noun, colours)


@pytest.mark.parametrize("text", ["a basket of apples", "a bowl of apples", "a box of apples on a table"])
def test_containers_are_heaped(text: str) -> None:
    apples = _clauses(text)["apple"]
    assert apples.order == "pile"
    assert apples.relation is not None
    assert apples.relation.link in {"in", "on"}


def test_a_pot_of_flowers_holds_them() -> None:
    assert set(_clauses("a pot of flowers")) == {"pot", "flowers"}
    assert set(_clauses("a pot of coffee")) == {"pot"}


@pytest.mark.parametrize(
    ("text", "noun", "count", "order"),
    [
        ("a herd of cows", "cow", 6, "group"),
        ("a flock of birds", "bird", 9, "group"),
        ("a flock of three birds", "bird", 3, "group"),
        ("a bunch of bananas", "banana", 6, "pile"),
        ("a pair of shoes", "shoe", 2, ""),
        ("a pair of scissors", "scissors", 1, ""),
        ("two pairs of shoes", "shoe", 2, ""),
        ("a stack of books", "stack of books", 1, ""),
        ("a stack of plates", "plate", 0, "stack"),
        ("a pile of apples", "apple", 0, "pile"),
    ],
)
def test_words_for_several_say_how_many(text: str, noun: str, count: int, order: str) -> None:
    clause = _clauses(text)[noun]
    assert (clause.count, clause.order) == (count, order)
