"""Words that a hyphen joins, and those that would be joined by one."""

import numpy as np
import pytest

from codec.cielab import lab_from_rgb
from sketch.paint import paint
from sketch.parse import parse
from sketch.scene import Clause, Colour, Worn


def _only(text: str) -> Clause:
    (clause,) = parse(text).scene.clauses
    return clause


@pytest.mark.parametrize(
    ("text", "noun", "colours"),
    [
        ("red-roofed house", "house", ("white", "red")),
        ("a red roofed house", "house", ("white", "red")),
        ("red-roofed houses", "house", ("white", "red")),
        ("blue-doored house", "house", ("white", "rust", "blue")),
        ("white-sailed boat", "sailboat", ("white",)),
        ("a boat with a sail", "sailboat", ()),
        ("a yacht with red sails", "yacht", ("red",)),
        ("a blue-eyed woman", "woman", ()),
        ("a snow-white cat", "cat", ("white",)),
        ("snow-covered house", "house", ("white", "white")),
        ("snow covered roofs", "roof", ("white",)),
        ("snow-covered trees", "trees", ("white",)),
        ("snow-capped mountains", "mountains", ("gray-blue", "white")),
        ("moss-covered rocks", "rocks", ("moss",)),
        ("chocolate-covered donut", "donut", ("chocolate",)),
        ("cream-colored house", "house", ("cream",)),
    ],
)
def test_compounds_colour_what_has_the_part(text: str, noun: str, colours: tuple[str, ...]) -> None:
    clause = _only(text)
    assert (clause.noun, tuple(colour.name for colour in clause.colours)) == (noun, colours)


def test_compounds_dress_people() -> None:
    assert _only("a blond-haired girl").wears == (Worn("hair", Colour("khaki")),)
    assert _only("a long-haired man").wears == (Worn("hair"),)
    assert _only("a bearded man").wears == (Worn("beard"),)
    assert _only("a long-haired man").aspect == ""


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("a tree-lined street", ["street", "trees"]),
        ("a tree lined street", ["street", "trees"]),
        ("a flower-filled meadow", ["flower", "meadow"]),
        ("a snow-covered field", ["snow"]),
        ("a pyramid-shaped tablet", ["tablet"]),
        ("a well-loved pot", ["pot"]),
        ("a three-legged stool", ["stool"]),
        ("a collared shirt", ["shirt"]),
        ("a post-apocalyptic city", ["city"]),
        ("a t-shirt", ["t shirt"]),
        ("a castle-like house", ["house"]),
        ("a zorb-like house", ["house"]),
        ("a red-and-white boat", ["boat"]),
        ("a rainbow colored flag", ["flag"]),
        ("a fish shaped white plate", ["plate"]),
        ("a snow covered summit", ["snow"]),
        ("a sheep in a hay filled area", ["hay", "sheep"]),
        ("a fedora-covered bed", ["bed"]),
        ("a white wall and a veil background", ["background", "wall"]),
    ],
)
def test_compounds_add_what_they_speak_of_and_nothing_else(text: str, nouns: list[str]) -> None:
    assert sorted(clause.noun for clause in parse(text).scene.clauses) == nouns


@pytest.mark.parametrize("text", ["a five-story building", "a three-tiered cake", "a two-year-old girl", "2-door car"])
def test_numbers_in_compounds_count_nothing(text: str) -> None:
    assert _only(text).count == 1


def test_numbers_without_a_hyphen_count() -> None:
    assert _only("three tiered cakes").count == 3
    assert _only("two doors").count == 2


def test_a_sailboat_is_no_part_of_a_boat() -> None:
    assert [clause.noun for clause in parse("boat, red sailboat").scene.clauses] == ["boat", "sailboat"]


def test_moods_and_mixed_colours_are_as_without_a_hyphen() -> None:
    assert parse("a sun-lit meadow").scene.moods == ("sunny",)
    assert _only("gray-blue house") == _only("gray blue house")


def test_snow_lies_on_the_peaks() -> None:
    bare = lab_from_rgb(paint(parse("mountains").scene, 90, 60))
    snowy = lab_from_rgb(paint(parse("snow-capped mountains").scene, 90, 60))
    rows = np.flatnonzero((np.abs(snowy - bare).max(axis=2) > 15).any(axis=1))
    assert 5 < rows.min() < rows.max() < 45
    assert (snowy[rows.min() : rows.min() + 3].reshape(-1, 3)[:, 0] > 85).any()
