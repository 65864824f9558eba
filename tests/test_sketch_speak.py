import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketch.lexicon import ASPECTS, CLOTHES, COLOURS, NOUNS, PLACES, POSES, SIZES, TEXTURES, TONES, singular_of
from sketch.parse import parse
from sketch.scene import MANY, Clause, Colour, Scene, Worn
from sketch.speak import plural_of, speak, speak_scene

COLOUR = st.builds(Colour, st.sampled_from(sorted(COLOURS)), st.sampled_from(["", *TONES]))


def _is_plural_a_noun(noun: str) -> bool:
    return plural_of(noun) in NOUNS


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    noun = draw(st.sampled_from(sorted(NOUNS)))
    entry = NOUNS[noun]
    count, order, pose, wears = 1, "", "", ()
    if entry.is_countable:
        count = draw(st.sampled_from([1, 1, 2, 3, 7, 12, MANY] + ([] if _is_plural_a_noun(noun) else [0])))
        if count != 1 and not _is_plural_a_noun(noun):
            order = draw(st.sampled_from(["", "row", "pile", "stack", "group", "circle"]))
    if not entry.is_stuff:
        pose = draw(st.sampled_from(["", *POSES]))
    if entry.kind in {"person", "face"}:
        items = draw(st.lists(st.sampled_from(["hat", "glasses", "shirt", "scarf"]), max_size=2, unique=True))
        wears = tuple(Worn(item, draw(st.none() | COLOUR)) for item in items)
    return Clause(
        noun=noun,
        colours=tuple(draw(st.lists(COLOUR, max_size=3, unique=True))),
        size=draw(st.sampled_from(["", *SIZES])),
        aspect=draw(st.sampled_from(["", *ASPECTS])),
        texture=draw(st.sampled_from(["", *TEXTURES])),
        place=draw(st.sampled_from(["", *PLACES])),
        count=count,
        order=order,  # type: ignore[arg-type]
        pose=pose,  # type: ignore[arg-type]
        wears=wears,
    )


@settings(derandomize=True, max_examples=400)
@given(clauses())
def test_what_is_spoken_parses_back(clause: Clause) -> None:
    reading = parse(speak(clause))
    assert reading.scene.clauses == (clause,), speak(clause)
    assert reading.ignored == ()


@settings(derandomize=True)
@given(st.lists(clauses(), max_size=5))
def test_a_spoken_scene_with_places_parses_back_in_order(listed: list[Clause]) -> None:
    placed = tuple(c if c.place else Clause(noun=c.noun, place="upper left") for c in listed)
    scene = Scene(clauses=placed, moods=("fog",))
    assert parse(speak_scene(scene)).scene == scene, speak_scene(scene)


def test_every_noun_every_colour_every_place_alone() -> None:
    for noun in NOUNS:
        assert parse(noun).scene.clauses == (Clause(noun=noun),), noun
    for name in COLOURS:
        clause = Clause(noun="house", colours=(Colour(name),))
        assert parse(speak(clause)).scene.clauses == (clause,), name
    for place in PLACES:
        assert parse(f"red house {place}").scene.clauses[0].place == place, place


def test_plurals_come_back() -> None:
    for noun in NOUNS:
        if NOUNS[noun].is_countable:
            plural = plural_of(noun)
            assert singular_of(plural) == noun or plural in NOUNS or " " in plural, (noun, plural)


def test_the_words_are_plain() -> None:
    clause = Clause(noun="boat", colours=(Colour("red"), Colour("white")), size="small", place="lower left", count=3)
    assert speak(clause) == "three small red and white boats lower left"
    assert all(item.isascii() for item in CLOTHES)


def test_no_noun_begins_with_a_colour_that_could_be_an_attribute() -> None:
    # "olive tree line" would be an olive tree or an olive treeline.
    for noun in NOUNS:
        first, _, rest = noun.partition(" ")
        assert not (first in COLOURS and rest in NOUNS), noun


@pytest.mark.parametrize("text", ["large red top left", "wide dark asparagus bottom", "thin pale blue far right"])
def test_a_shape_of_a_colour_in_a_place_goes_without_its_noun(text: str) -> None:
    (clause,) = parse(text).scene.clauses
    assert clause.noun == "shape"
    assert speak(clause) == text


@pytest.mark.parametrize("text", ["rose shape top left", "orange shape bottom", "red shape", "shape top"])
def test_a_shape_is_named_where_its_words_would_mean_something_else(text: str) -> None:
    (clause,) = parse(text).scene.clauses
    assert clause.noun == "shape"
    assert speak(clause) == text


def test_all_colours_of_a_mesh_are_said_as_one_lists_things() -> None:
    text = "cream, dark plum, light orange, olive, mint and pale hunter sky top half, gold top"
    assert ", ".join(map(speak, parse(text).scene.clauses)) == text


@pytest.mark.parametrize("text", ["15 red boats lower", "many white birds upper", "29 black circles"])
def test_numbers_beyond_a_dozen_are_said_in_figures(text: str) -> None:
    (clause,) = parse(text).scene.clauses
    assert speak(clause) == text
