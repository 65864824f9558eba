from itertools import product

import numpy as np
import pytest

from sketch.lexicon import (
    ASPECTS,
    BANDS,
    CLOTHES,
    COLOURS,
    LOOKS,
    NOUNS,
    PLACES,
    PLURALS,
    POSITIONS,
    SIZES,
    STUFF_SIZES,
    TEXTURES,
    TONES,
    lab_of,
    singular_of,
)  # fmt: skip
from sketch.lexicon_colours import COLOUR_SYNONYMS
from sketch.lexicon_empty import UNDRAWN
from sketch.looks.index import has_sprite, sprite_of
from sketch.looks.stuff import ALIKE, STUFF, TEXTURE_GRAINS
from sketch.paint_lab import lab_from_rgb, rgb_from_lab
from sketch.scene import Colour


def test_there_are_far_more_than_four_hundred_nouns() -> None:
    assert len(NOUNS) >= 4500
    assert len(LOOKS) >= 150


def test_every_noun_names_known_things() -> None:
    for noun in NOUNS.values():
        assert noun.place in PLACES, noun
        assert noun.size in SIZES, noun
        assert noun.colours, noun
        assert all(part in COLOURS for colour in noun.colours for part in colour.name.split("-"))
        assert noun.word == noun.word.strip().lower()


@pytest.mark.parametrize(
    ("word", "look"),
    [
        ("wildebeest", "cow"),
        ("capybara", "mouse"),
        ("kettlebell", "ball"),
        ("hot spring", "water"),
        ("lasagna", "plate"),
        ("trench coat", "shirt"),
        ("gazebo", "temple"),
        ("golden retriever", "dog"),
        ("catamaran", "sailboat"),
        ("wardrobe", "block"),
    ],
)
def test_what_has_no_look_of_its_own_has_that_of_its_kin(word: str, look: str) -> None:
    assert NOUNS[word].look == look


def test_no_noun_is_said_to_be_nothing() -> None:
    assert UNDRAWN & NOUNS.keys() <= {"match"}


def test_every_look_is_drawn_by_something_of_its_own() -> None:
    for look, words in LOOKS.items():
        if NOUNS[words[0]].is_stuff:
            assert look in STUFF or look in ALIKE, look
        else:
            assert len(sprite_of(look).parts) >= 1
    sprites = [look for look in LOOKS if has_sprite(look)]
    assert len(sprites) >= 120


def test_sixty_sprites_have_several_parts() -> None:
    assert sum(has_sprite(look) and len(sprite_of(look).parts) >= 4 for look in LOOKS) >= 60


def test_positions_are_seven_columns_by_five_rows() -> None:
    assert len(POSITIONS) == 35
    assert len({(place.x, place.y) for place in POSITIONS.values()}) == 35
    assert POSITIONS["upper left"].x < POSITIONS["upper"].x < POSITIONS["upper right"].x
    assert POSITIONS["top"].y < POSITIONS["upper"].y < POSITIONS["center"].y < POSITIONS["lower"].y
    assert PLACES["bottom third"].box == (0.0, pytest.approx(2 / 3), 1.0, 1.0)
    assert not POSITIONS.keys() & BANDS.keys()


def test_boxes_lie_in_the_picture() -> None:
    for word, place in PLACES.items():
        x0, y0, x1, y1 = place.box
        assert 0 <= x0 < x1 <= 1, word
        assert 0 <= y0 < y1 <= 1, word


def test_sizes_and_proportions_grow() -> None:
    assert list(SIZES.values()) == sorted(SIZES.values())
    assert list(STUFF_SIZES.values()) == sorted(STUFF_SIZES.values())
    assert ASPECTS["thin"] < ASPECTS["tall"] < 1 < ASPECTS["wide"] < ASPECTS["long"]


def test_plurals_lead_to_nouns() -> None:
    assert all(noun in NOUNS for noun in PLURALS.values())
    assert singular_of("churches") == "church"
    assert singular_of("women") == "woman"
    assert singular_of("knives") == "knife"
    assert singular_of("bunnies") == "bunny"
    assert singular_of("qwertys") is None


def test_colour_synonyms_lead_to_colours() -> None:
    assert set(COLOUR_SYNONYMS.values()) <= COLOURS.keys()
    assert not COLOUR_SYNONYMS.keys() & COLOURS.keys()


def test_tones_do_what_they_say() -> None:
    base, pale, dark = lab_of(Colour("blue")), lab_of(Colour("blue", "pale")), lab_of(Colour("blue", "dark"))
    assert dark[0] < base[0] < pale[0]
    assert abs(pale[2]) < abs(base[2])
    bright, dull = lab_of(Colour("red", "bright")), lab_of(Colour("red", "dull"))
    assert dull[1] < base[1] + lab_of(Colour("red"))[1] < bright[1] + base[1] + 20


def test_a_hyphenated_colour_is_the_mean() -> None:
    gray, blue = COLOURS["gray"], COLOURS["blue"]
    assert lab_of(Colour("gray-blue")) == pytest.approx(tuple((a + b) / 2 for a, b in zip(gray, blue, strict=True)))


def test_unchanged_colours_can_be_shown_on_a_screen() -> None:
    labs = np.array([[lab_of(Colour(name)) for name in COLOURS]], np.float32)
    shown = lab_from_rgb(rgb_from_lab(labs))
    worst = float(np.abs(shown - labs).max())
    assert worst < 6.0


def test_all_words_for_colours_differ() -> None:
    seen = {}
    for name, tone in product(COLOURS, ["", *TONES]):
        lab = lab_of(Colour(name, tone))  # type: ignore[arg-type]
        assert lab not in seen, (name, tone, seen.get(lab))
        seen[lab] = name, tone


def test_textures_that_change_grain_are_words() -> None:
    assert TEXTURE_GRAINS.keys() <= set(TEXTURES)


def test_clothes_have_colours() -> None:
    assert all(colour.name in COLOURS for _, colour in CLOTHES.values())
    assert {item for item, _ in CLOTHES.values()} >= {"hat", "shirt", "dress", "trousers", "glasses", "beard"}
