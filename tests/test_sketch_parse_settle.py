"""What has no place is put where it would be right beside what else is said, and the eye knows it."""

import numpy as np
import pytest
from PIL import Image

from codec.cielab import lab_from_rgb
from sketch.arrange import place_scene
from sketch.arrange_links import bounds
from sketch.eye import Eye
from sketch.eye_canvas import compose
from sketch.lexicon import NOUNS
from sketch.paint import paint
from sketch.parse import parse
from sketch.parse_settle import is_read_beside, settled
from sketch.scene import Clause, Scene
from sketch.speak import speak_scene


def _places(text: str) -> dict[str, str]:
    return {clause.noun: clause.place for clause in parse(text).scene.clauses}


@pytest.mark.parametrize("aspect", [0.7, 1.0, 1.5])
@pytest.mark.parametrize(
    "text",
    [
        "blue sky, sea bottom third, boat",
        "calm sea at the bottom, a sailboat",
        "sea bottom third, swan",
        "blue sky, lake across bottom, ship",
        "a lake at the bottom and an island",
        "blue sky, sea, sailboat",
        "sea bottom third, boat, swan",
        "sea at the bottom, three ships",
    ],
)
def test_what_floats_has_water_below_it(text: str, aspect: float) -> None:
    items = place_scene(parse(text).scene, aspect)
    water = next(i.boxes[0] for i in items if NOUNS[i.clause.noun].look in {"sea", "water"})
    floating = [bounds(i.boxes) for i in items if not NOUNS[i.clause.noun].is_stuff]
    assert floating
    for x0, _, x1, y1 in floating:
        assert water[1] + 0.005 < y1 < water[3] + 0.02
        assert water[0] - 0.01 < (x0 + x1) / 2 < water[2] + 0.01


def test_two_that_float_do_so_side_by_side() -> None:
    assert sorted(_places("sea bottom third, boat, swan").values()) == ["bottom third", "lower left", "lower right"]


@pytest.mark.parametrize(
    ("text", "noun", "place"),
    [
        ("sea left, sand, boat", "boat", "left"),
        ("sea bottom third, boat top left", "boat", "top left"),
        ("sea bottom third, house", "house", ""),
        ("sand bottom third, boat", "boat", ""),
        ("sea, boat", "boat", ""),
        ("sea bottom third, many boats", "boat", ""),
        ("a boat on a sea at the bottom", "boat", ""),
    ],
)
def test_only_what_hovers_without_a_place_is_moved(text: str, noun: str, place: str) -> None:
    assert _places(text)[noun] == place


@pytest.mark.parametrize(
    "text", ["forest, blue sky", "blue sky, forest", "a forest under a blue sky", "a green garden and a blue sky"]
)
def test_a_sky_is_seen_above_woods(text: str) -> None:
    picture = lab_from_rgb(paint(parse(text).scene, 60, 40))
    assert picture[:6, :, 2].mean() < -10
    assert picture[-6:, :, 2].mean() > 5


def test_mountains_are_seen_behind_woods() -> None:
    assert _places("a forest with mountains in the background")["forest"] == "bottom half"
    assert _places("forest, deer")["forest"] == ""
    assert _places("forest, blue sky top third")["forest"] == ""


@pytest.mark.parametrize("text", ["sea bottom third, boat, swan", "forest, blue sky", "sea left, sand, boat"])
def test_what_was_settled_is_read_as_it_is_said(text: str) -> None:
    clauses = parse(text).scene.clauses
    assert settled(clauses) == clauses
    assert parse(speak_scene(Scene(clauses=clauses))).scene.clauses == clauses


def test_what_would_be_moved_is_not_said_beside_what_moves_it() -> None:
    sea, boat, low = Clause(noun="sea", place="bottom third"), Clause(noun="boat"), Clause(noun="boat", place="lower")
    assert not is_read_beside(boat, [sea])
    assert not is_read_beside(sea, [Clause(noun="wall"), boat])
    assert is_read_beside(low, [sea])
    assert is_read_beside(boat, [Clause(noun="sea")])
    assert not is_read_beside(Clause(noun="forest"), [Clause(noun="sky")])
    assert not is_read_beside(Clause(noun="landscape"), [Clause(noun="sky")])


def test_all_that_the_eye_offers_beside_water_is_judged_as_it_is_painted() -> None:
    eye = Eye(Image.fromarray(paint(parse("sky, sea bottom third, white sailboat lower").scene, 180, 120)))
    clauses = parse("sky, sea bottom third").scene.clauses
    offered = [*eye.additions(clauses, most=60), *eye.alterations((*clauses, Clause(noun="boat", place="lower")), 2)]
    assert any(option.clause and option.clause.noun in {"boat", "sailboat"} for option in offered)
    for option in offered:
        assert settled(option.clauses) == tuple(option.clauses)


def test_composing_what_was_settled_is_painting_it() -> None:
    scene = parse("blue sky, sea bottom third, boat").scene
    painted = lab_from_rgb(paint(scene, 60, 40))
    assert np.abs(compose(scene.clauses, width=60, height=40) - painted).mean() < 0.5
