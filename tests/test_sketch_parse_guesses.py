"""What is unknown: drawn as its kin where the words around it tell, as a shape where it is what a text is about."""

import pytest

from sketch.parse import parse
from sketch.parse_guesses import head_of, is_a_thing, kin_of

GIZMO = (
    "A bright red gizmo rests atop a polished wooden desk, its surface reflecting the soft overhead lighting. The desk "
    "itself boasts a rich and deep mahogany color, free from clutter except for the solitary gizmo. Off to the side of "
    "the desk stands a green potted plant, adding a touch of vibrancy to the otherwise methodical arrangement."
)
SCENE = (
    "A serene outdoor scene captures the essence of a quiet morning, with intricate details and vibrant hues that give "
    "a sense of calm. A red bench stands in a green meadow, and behind it there is a tall tree whose shade falls on it."
)


def _nouns(text: str) -> list[str]:
    return [clause.noun for clause in parse(text).scene.clauses]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("A quagga grazes in a meadow", "animal"),
        ("a thrip with antennae that is buzzing", "insect"),
        ("a hoopla bird with a long beak and bright feathers, called a hoatzin", "bird"),
        ("A frobnicator parked by a road, its headlights on", "vehicle"),
        ("a plate of poutine garnished with herbs", "plate"),
    ],
)
def test_an_unknown_thing_is_drawn_as_its_category(text: str, noun: str) -> None:
    assert noun in _nouns(text)
    assert "shape" not in _nouns(text)


def test_what_no_word_tells_is_a_shape_and_reported() -> None:
    reading = parse("a gizmo on a table")
    assert [clause.noun for clause in reading.scene.clauses] == ["table", "shape"]
    assert "gizmo" in reading.ignored


@pytest.mark.parametrize("text", ["A man holding a gizmo", "a horse beside a gizmo", "A girl with a gizmo"])
def test_what_is_held_or_stood_by_is_a_shape(text: str) -> None:
    assert "shape" in _nouns(text)


@pytest.mark.parametrize("text", ["people playing a type of sport on a field", "a man in a frobnicator"])
def test_what_is_no_thing_or_a_place_is_none(text: str) -> None:
    assert "shape" not in _nouns(text)


def test_what_long_prose_is_about_is_drawn_though_nobody_knows_it() -> None:
    clauses = parse(GIZMO).scene.clauses
    (gizmo,) = (clause for clause in clauses if clause.noun == "shape")
    assert gizmo.colours[0].name == "red"
    assert gizmo.relation is not None
    assert clauses[gizmo.relation.target].noun == "desk"


def test_nothing_abstract_is_what_a_text_is_about() -> None:
    assert set(_nouns(SCENE)) == {"meadow", "bench", "tree"}


def test_of_several_unknown_words_one_names_the_thing() -> None:
    assert head_of(["sleek", "gizmo"], single=True) == "gizmo"
    assert head_of(["gizmo", "captures"], single=True) == "gizmo"
    assert head_of(["gizmos"], single=False) == "gizmos"
    assert head_of(["unfolds", "delicately"], single=True) == ""
    assert not any(map(is_a_thing, ["3d", "ab", "lighting", "weathered", "whimsical", "sleeve"]))


def test_a_single_clue_tells_nothing() -> None:
    assert kin_of(["gizmo"], frozenset({"gizmo", "fur"})) == ""
    assert kin_of(["gizmo"], frozenset({"gizmo", "fur", "paws"})) == "animal"


@pytest.mark.parametrize(
    "text",
    [
        "A man in a hat and a shirt standing next to a gizmo.",
        "A dog with fur and paws beside a gizmo",
        "A gizmo beside a parrot with a beak and bright feathers",
    ],
)
def test_clues_may_be_of_somebody_who_is_known(text: str) -> None:
    assert "shape" in _nouns(text)


def test_own_clues_are_nobody_elses() -> None:
    assert "animal" in _nouns("A quagga grazes beside a dog")
