"""Long prose: what it speaks of in passing is left out and reported, and what it begins with is large."""

import pytest

from sketch.lexicon import NOUNS
from sketch.lexicon_prose import EFFECTS, PARTLY
from sketch.parse import parse
from sketch.parse_prose import LONG, may_be_called

LION = (
    "In the midst of a sprawling savanna, a regal lion with a golden mane moves gracefully near a white washing "
    "machine, which appears incongruous against the rolling dunes. The sun blazes down, casting sharp shadows that "
    "contour the sand around the appliances and the feline figure. The scene is one of quiet contrast."
)
POT = (
    "A white pot with a shiny lid and a curved handle stands on a wooden table. The edge of the table is worn, its "
    "surface shows the texture of age, and the soft glow of the light adds a touch of warmth to the scene, like a "
    "painting of a castle. There are no people and no dogs."
)
OTHERS = ("bench", "lamp", "clock", "vase", "cup", "plate", "cake", "book", "bag", "hat")
MANY = " ".join(f"Beside it stands a {noun}." for noun in OTHERS)
STREET = f"A tall red house stands in a meadow with many fine details that the eye can follow with ease. {MANY}"


def _nouns(text: str) -> set[str]:
    return {clause.noun for clause in parse(text).scene.clauses}


def test_of_long_prose_what_can_be_seen_is_left() -> None:
    assert {"savanna", "lion", "washing machine", "dunes", "sun"} <= _nouns(LION)
    assert not _nouns(LION) & {"shape", "shadow", "figure"}
    assert _nouns(POT) == {"pot", "table"}


def test_what_is_left_out_is_reported() -> None:
    assert {"surface", "lid", "glow"} <= set(parse(POT).ignored)
    assert "shape" not in parse(LION).ignored


def test_only_so_many_things_are_drawn_and_the_first_is_larger() -> None:
    things = [clause for clause in parse(STREET).scene.clauses if not NOUNS[clause.noun].is_stuff]
    assert len(things) == 5
    (house,) = (clause for clause in things if clause.noun == "house")
    assert house.size == "huge"
    assert "hat" in parse(STREET).ignored


def test_short_prose_and_phrases_lose_nothing() -> None:
    assert _nouns("a pot with a lid and a shadow on a table") >= {"pot", "shadow", "table"}
    telegraphic = ", ".join(f"{noun} left" for noun in sorted(PARTLY & set(NOUNS))[:30])
    assert len(parse(telegraphic).scene.clauses) == 30
    assert len(telegraphic.split()) > LONG


def test_walls_are_not_out_of_doors_nor_skies_in_rooms() -> None:
    padding = "This is described in very many words that say nothing at all of what there is to be seen in it. " * 2
    assert "wall" not in _nouns(f"A dog runs over a meadow under a blue sky. {padding} The wall is white.")
    assert "sky" not in _nouns(f"A dog sleeps in a room with a lamp. {padding} The sky is blue.")


@pytest.mark.parametrize(
    ("noun", "word", "same"),
    [
        ("puppy", "dog", True),
        ("taxi", "vehicle", True),
        ("sailboat", "boat", True),
        ("woman", "person", True),
        ("woman", "man", False),
        ("boy", "man", False),
        ("dog", "puppy", False),
        ("sea", "water", False),
        ("dog", "zorb", False),
    ],
)
def test_plainer_words_speak_of_the_same_thing_again(noun: str, word: str, same: bool) -> None:
    assert may_be_called(noun, word) == same


def test_a_thing_that_is_called_otherwise_is_drawn_once() -> None:
    (dog,) = parse("A puppy sleeps. The dog is white.").scene.clauses
    assert (dog.noun, [colour.name for colour in dog.colours]) == ("puppy", ["white"])
    assert len(parse("puppy left, dog right").scene.clauses) == 2


def test_effects_and_parts_are_words() -> None:
    assert all(word == word.strip() and word for word in EFFECTS | PARTLY)
    assert len(EFFECTS & set(NOUNS)) > 15
    assert len(PARTLY & set(NOUNS)) > 50
