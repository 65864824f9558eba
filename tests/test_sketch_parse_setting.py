"""Where sentences take place when they don't say: only sentences, and only where nothing else says it."""

import numpy as np
import pytest

from sketch.arrange_scenery import implied
from sketch.lexicon import NOUNS
from sketch.paint import paint
from sketch.parse import parse
from sketch.parse_setting import _SETTING_OF_NOUN, _SETTINGS
from sketch.scene import Clause


def _all_nouns(text: str) -> list[str]:
    scene = parse(text).scene
    return [clause.noun for clause in (*implied(scene), *scene.clauses)]


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("a boat", "sea"),
        ("a giraffe", "grass"),
        ("a red bus and a man", "road"),
        ("the train", "tracks"),
        ("a plane", "sky"),
        ("a bird flies", "sky"),
        ("a city", "road"),
        ("some trees", "grass"),
        ("a red rug", "wall"),
        ("a white counter", "wall"),
        ("a giraffe in a zoo behind a wall", ""),
        ("a boat in a lake", ""),
        ("a cow in a kitchen", ""),
        ("a cake on a table", ""),
        ("a cat on a table beside a bicycle", ""),
        ("many cows in the field", ""),
        ("a man with a snowboard", "snow"),
        ("a woman on skis", "snow"),
        ("a man on a surfboard", "sea"),
        ("a girl holding a red balloon", "grass"),
        ("people boarding a plane", "grass"),
        ("a plane over a house", "grass"),
        ("a plane and a balloon", "sky"),
        ("a teddy bear", ""),
        ("giraffe", ""),
        ("boat left", ""),
        ("red rug", ""),
    ],
)
def test_the_setting_is_that_of_what_is_there(text: str, setting: str) -> None:
    assert parse(text).scene.setting == setting


def test_the_setting_lies_behind_and_is_painted() -> None:
    assert _all_nouns("a boat") == ["sky", "sea", "boat"]
    assert _all_nouns("a plane") == ["sky", "plane"]
    assert _all_nouns("a white counter") == ["wall", "counter"]
    assert _all_nouns("boat") == ["background", "boat"]
    assert not np.array_equal(paint(parse("a boat").scene, 30, 20), paint(parse("boat").scene, 30, 20))


def test_a_sky_that_is_said_gets_some_ground() -> None:
    assert [c.noun for c in parse("a clock tower with a blue sky behind it").scene.clauses] == [
        "sky", "grass", "clock tower",
    ]  # fmt: skip
    assert [c.noun for c in parse("a man under a blue sky").scene.clauses] == ["sky", "grass", "man"]
    assert [c.noun for c in parse("a kite in the sky").scene.clauses] == ["sky", "kite"]
    assert [c.noun for c in parse("blue sky, clock tower").scene.clauses] == ["sky", "clock tower"]


def test_clouds_have_a_sky_behind_them() -> None:
    for text in ("clouds above the field", "a boat with clouds in the sky", "the clouds over a few houses"):
        nouns = [clause.noun for clause in parse(text).scene.clauses]
        assert nouns[:2] == ["sky", "clouds"]
        assert {NOUNS[noun].kind for noun in nouns} >= {"sky", "ground"}
    assert [c.noun for c in parse("white clouds, sand").scene.clauses] == ["clouds", "sand"]


@pytest.mark.parametrize(
    ("text", "behind", "before"),
    [
        ("a house and a blue sky at the top", "sky", "house"),
        ("a man in a field with three clouds", "cloud", "man"),
        ("a dog in the tall grass", "tall grass", "dog"),
        ("a woman with a hat and the greenery", "greenery", "woman"),
    ],
)
def test_scenery_of_sentences_hides_nothing(text: str, behind: str, before: str) -> None:
    nouns = [clause.noun for clause in parse(text).scene.clauses]
    assert nouns.index(behind) < nouns.index(before)


def test_phrases_lie_in_the_order_in_which_they_are_said() -> None:
    assert [clause.noun for clause in parse("house, blue sky top").scene.clauses] == ["house", "sky"]


def test_kites_are_up_unless_somebody_holds_them() -> None:
    (kite,) = (c for c in parse("a boy flying a kite").scene.clauses if c.noun == "kite")
    assert kite.place == "upper right"
    (kite,) = (c for c in parse("a boy holding a kite").scene.clauses if c.noun == "kite")
    assert kite.place == ""


def test_every_setting_is_a_noun_and_every_look_has_one() -> None:
    looks = {noun.look for noun in NOUNS.values()}
    assert set(_SETTINGS) <= set(NOUNS)
    assert set(_SETTING_OF_NOUN) <= set(NOUNS)
    assert set(_SETTING_OF_NOUN.values()) <= {"", *NOUNS}
    assert {look for of_it in _SETTINGS.values() for look in of_it} <= looks
    assert Clause(noun="sea") in implied(parse("a boat").scene)


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("two birds on rocks near a pond with lush plants", ["bushes", "pond", "rocks", "bird"]),
        ("some plants on a table", ["table", "plant"]),
        ("a wall covered in plants", ["wall", "plants"]),
        ("a clean kitchen with a sink", ["kitchen", "floor", "sink"]),
        ("a kitchen with a gray floor", ["kitchen", "floor"]),
    ],
)
def test_greenery_hides_nothing_and_kitchens_have_floors(text: str, nouns: list[str]) -> None:
    assert [clause.noun for clause in parse(text).scene.clauses] == nouns
