from math import dist

import pytest
from PIL import Image

from codec.budget import parse_budget
from codec.meter import Meter
from sketch.lexicon import lab_of
from sketch.paint import paint
from sketch.parse import parse
from sketch.refine import refine
from sketch.scene import Colour

TOKENS = Meter(parse_budget("40tokens"))


def drawn(description: str) -> Image.Image:
    return Image.fromarray(paint(parse(description).scene, 180, 120))


def nouns(description: str) -> list[str]:
    return [clause.noun for clause in parse(description).scene.clauses]


def test_colours_sizes_and_places_are_found_again() -> None:
    truth = drawn("pale blue sky, dark green grass bottom third, large red house right")
    found = refine(truth, "gray sky, brown grass, small blue house left", meter=TOKENS)
    assert nouns(found.description) == ["sky", "grass", "house"]
    assert found.after > found.before + 0.15
    assert found.after > 0.75
    house = parse(found.description).scene.clauses[-1]
    assert house.place == "right"
    assert dist(lab_of(house.colours[0]), lab_of(Colour("red"))) < 25  # "crimson" is as good


def test_what_is_right_already_stays() -> None:
    text = "pale blue sky, dark green grass bottom third, large red house right"
    found = refine(drawn(text), text, meter=TOKENS)
    assert found.after >= found.before > 0.97
    assert nouns(found.description) == nouns(text)


@pytest.mark.parametrize("budget", ["8tokens", "5words", "30chars"])
def test_a_description_above_the_budget_is_brought_within(budget: str) -> None:
    meter = Meter(parse_budget(budget))
    text = "large pale blue sky, dark green grass bottom third, large red house right, small white boat left"
    found = refine(drawn(text), text, meter=meter)
    assert meter.fits(found.description)
    kept = nouns(found.description)
    assert kept
    assert kept == [noun for noun in nouns(text) if noun in kept]


def test_a_thing_does_not_shrink_to_a_speck_or_fade() -> None:
    truth = drawn("gray sky, dark teal sea bottom half")
    found = refine(truth, "gray sky, dark teal sea bottom half, large white boat", meter=TOKENS)
    boat = next(c for c in parse(found.description).scene.clauses if c.noun == "boat")
    assert boat.size in {"", "medium", "large", "huge"}


def test_prose_becomes_phrases_with_the_same_nouns() -> None:
    text = "A woman in a red dress stands in a green meadow under a cloudy sky"
    found = refine(drawn("white sky, green meadow bottom half, woman right"), text, meter=TOKENS)
    assert "woman" in nouns(found.description)
    assert "meadow" in nouns(found.description)
    assert TOKENS.fits(found.description)


def test_nothing_understood_comes_back_as_it_is() -> None:
    found = refine(drawn("blue sky"), "zorblax quux", meter=TOKENS)
    assert found.description == "zorblax quux"
    assert found.after == found.before


@pytest.mark.parametrize("text", ["many small white birds upper, blue sky", "15 red boats lower, blue sea"])
def test_crowds_of_any_number_are_refined(text: str) -> None:
    found = refine(drawn("blue sky, white circle, red block lower"), text, meter=TOKENS)
    assert set(nouns(found.description)) == set(nouns(text))
