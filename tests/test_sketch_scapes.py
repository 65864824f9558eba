"""Scapes: one noun for a sky and what lies below it."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from agents.sketch.drafting import Draft, Workshop
from codec.budget import Budget
from codec.cielab import Floats, lab_from_rgb
from codec.meter import Meter
from sketch.arrange_scapes import above_below
from sketch.eye import Eye
from sketch.eye_canvas import behind, compose
from sketch.eye_meshes import meshes
from sketch.eye_moves import HORIZONS, is_scape, moved, scapes_for, thrifty
from sketch.eye_nouns import CLASS_OF, SCAPE_PARTS, Insight
from sketch.lexicon import NOUNS, lab_of
from sketch.naming import look
from sketch.paint import paint
from sketch.parse import parse
from sketch.parse_order import clash
from sketch.refine import refine
from sketch.scene import Clause, Colour
from sketch.speak import speak

SEA = "pale blue, white, teal and navy seaside"
LAND = "steel, cream and olive landscape bottom third"


def _lab(text: str, *, width: int = 96, height: int = 72) -> Floats:
    return lab_from_rgb(paint(parse(text).scene, width, height))


def _rows(text: str) -> Floats:
    return np.asarray(_lab(text).mean(axis=1))


@pytest.fixture(scope="module")
def seaside() -> Eye:
    return Eye(Image.fromarray(paint(parse(f"{SEA}, white sailboat left").scene, 240, 160)))


# Words


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("A herd of sheep grazing in a lush green landscape.", ["landscape", "sheep"]),
        ("seascape with few boats", ["seascape", "boat"]),
        ("a landscape under a cloudy sky", ["sky", "hills"]),
        ("gray sky, seaside, ship", ["sky", "sea", "ship"]),
        ("a landscape and a seascape", ["landscape", "sea"]),
        ("landscape, clouds", ["landscape", "clouds"]),
        ("sailboat left, gray and navy seaside bottom third", ["seaside", "sailboat"]),
        ("desert landscape, camel", ["desert", "camel"]),
        ("snow landscape", ["snow"]),
        ("a seaside town", ["town"]),
        ("mountain landscape", ["landscape", "mountain"]),
        ("brick wall, landscape", ["wall", "hills"]),
    ],
)
def test_a_scape_is_the_only_sky_and_lies_behind_all_else(text: str, nouns: list[str]) -> None:
    assert sorted(clause.noun for clause in parse(text).scene.clauses) == sorted(nouns)
    scapes = [at for at, clause in enumerate(parse(text).scene.clauses) if is_scape(clause)]
    assert scapes in ([], [0])


@pytest.mark.parametrize(
    "text", ["landscape, clouds", "white clouds, seaside", "brick wall, landscape", "gray background, landscape"]
)
def test_nothing_that_is_said_beside_a_scape_vanishes(text: str) -> None:
    alone = text.replace("clouds", "").replace("brick wall", "").replace("gray background", "").strip(", white")
    assert (np.abs(_lab(text) - _lab(alone)).max(axis=2) > 8).mean() > 0.03


@pytest.mark.parametrize("text", ["a truck holding landscapes", "net full of seaside", "hills before a seaside"])
def test_a_scape_hides_nothing_that_it_is_linked_to(text: str) -> None:
    clauses = parse(text).scene.clauses
    assert is_scape(clauses[0])
    assert len(clauses) == 2


@pytest.mark.parametrize("text", [SEA, LAND, "gray seaside", "landscape", "navy and gold seaside bottom two thirds"])
def test_a_scape_is_read_as_it_is_said(text: str) -> None:
    (clause,) = parse(text).scene.clauses
    assert parse(speak(clause)).scene.clauses == (clause,)


def test_one_colour_said_twice_is_one() -> None:
    (clause,) = parse("lush green landscape").scene.clauses
    assert clause.colours == (Colour("green"),)


# Pictures


@pytest.mark.parametrize(("place", "horizon"), [("", 1 / 2), ("bottom third", 2 / 3), ("bottom two thirds", 1 / 3)])
def test_the_horizon_is_where_what_lies_below_begins(place: str, horizon: float) -> None:
    lightness = _rows(f"white and navy seaside {place}")[:, 0]
    line = int(np.argmax(-np.diff(lightness))) + 1
    assert line == pytest.approx(horizon * 72, abs=1.5)


@pytest.mark.parametrize("text", ["white and navy seaside top", "white and navy seaside bottom", "tiny seaside bottom"])
def test_wherever_a_scape_is_said_to_be_there_is_a_sky_above_it(text: str) -> None:
    lightness = _rows(text)[:, 0]
    assert lightness[:6].mean() > lightness[-6:].mean() + 5


def test_colours_are_read_from_top_to_bottom() -> None:
    rows = _rows(SEA)
    for word, at in (("blue", 0), ("white", 33), ("teal", 40), ("navy", 71)):
        colour = Colour(word, "pale" if word == "blue" else "")
        assert np.linalg.norm(rows[at] - lab_of(colour)) < 14, word


@pytest.mark.parametrize("count", range(1, 10))
def test_every_colour_belongs_to_the_sky_or_to_what_lies_below(count: int) -> None:
    for horizon in (1 / 3, 1 / 2, 2 / 3):
        above, below = above_below(range(count), horizon=horizon)
        assert (*above, *below) == tuple(range(count))
        assert below
        assert count == 1 or above
        assert count < 5 or (len(above) > len(below)) == (horizon >= 0.5)


def test_a_scape_of_one_colour_has_a_sky_that_is_lighter() -> None:
    for text in ("gray seaside", "green landscape", "seaside", "landscape"):
        lightness = _rows(text)[:, 0]
        assert lightness[5] > lightness[60] + 8, text


def test_the_sky_of_a_landscape_is_of_the_hour() -> None:
    day, sunset = _rows("landscape")[5], _rows("landscape at sunset")[5]
    assert sunset[1] > day[1] + 10


def test_many_stand_on_the_land() -> None:
    with_sheep, alone = _lab("landscape, many sheep"), _lab("landscape")
    changed = np.abs(with_sheep - alone).max(axis=2) > 10
    assert changed[40:].mean() > 0.2
    assert changed[:20].mean() < 0.02


@pytest.mark.parametrize(
    "text", [SEA, LAND, "gray seaside", "olive landscape", "red, tan, gray, pink, teal, navy seaside"]
)
def test_composing_a_scape_is_painting_it(text: str) -> None:
    clauses = parse(f"{text}, red house left").scene.clauses
    assert behind(clauses) == clauses
    assert (
        np.abs(compose(clauses, width=60, height=40) - _lab(f"{text}, red house left", width=60, height=40)).mean()
        < 0.5
    )


# The eye


def test_the_colours_of_a_scape_are_found() -> None:
    (clause,) = parse("steel, peach, teal and navy seaside").scene.clauses
    target = compose((clause,), width=36, height=27)
    whole = np.ones((27, 36), np.float32)

    def loss(drawn: Floats, wanted: Floats, weight: Floats) -> Floats:
        return np.asarray(np.linalg.norm(drawn - wanted, axis=-1) * weight / 50, np.float32)

    assert clause.colours in meshes(target, whole, whole, whole, loss=loss, horizon=0.5)
    assert clause.colours not in meshes(target, whole, whole, whole, loss=loss)


def test_a_scape_is_moved_by_its_horizon() -> None:
    (clause,) = parse(SEA).scene.clauses
    assert {thrifty(each).place for each in moved(clause)} == {"bottom third", "bottom two thirds"}
    assert thrifty(replace(clause, place="bottom half")) == clause


def test_a_scape_takes_the_place_of_what_fills_the_picture_behind_all_else() -> None:
    wall, boat, sand = parse("gray background").scene.clauses[0], Clause(noun="boat"), Clause(noun="sand")
    assert {each.place for each in scapes_for((wall, boat), 0, ["seaside"])} == set(HORIZONS)
    assert not scapes_for((boat, wall), 1, ["seaside"])
    assert not scapes_for((wall, boat), 1, ["seaside"])
    assert not scapes_for((sand, boat), 0, ["seaside"])
    assert not scapes_for((wall, boat), 0, [])


def test_a_scape_is_not_said_with_another_sky() -> None:
    sea, land, sky = Clause(noun="seaside"), Clause(noun="landscape"), Clause(noun="sky", place="top")
    wall, boat, clouds = Clause(noun="wall"), Clause(noun="boat"), Clause(noun="clouds")
    assert all(clash(sea, [boat, other]) and clash(other, [sea, boat]) for other in (land, sky, wall))
    for other in (boat, clouds, Clause(noun="wall", place="left")):
        assert not clash(sea, [other])
        assert not clash(other, [sea])
    assert not clash(sky, [wall, boat])


@pytest.mark.parametrize("hint", ["clouds", "sky", "landscape", "red house"])
def test_what_a_person_asks_for_beside_a_scape_is_scored_as_it_is_drawn(seaside: Eye, hint: str) -> None:
    workshop = Workshop(seaside, Meter(Budget(40, "tokens")))
    clauses = parse(SEA).scene.clauses
    draft = workshop.heed(Draft(clauses, seaside.judge(clauses)), hint)
    said = parse(", ".join(map(speak, draft.clauses))).scene.clauses
    assert said == draft.clauses
    assert len(said) > 1
    assert draft.score == pytest.approx(seaside.judge(said))


def test_all_that_the_eye_offers_is_drawn_as_it_is_judged(seaside: Eye) -> None:
    for text in ("gray background, sand, white sailboat", f"{SEA}, gray band top third", "blue sky, teal sea"):
        clauses = parse(text).scene.clauses
        for at in range(len(clauses)):
            for option in seaside.alterations(clauses, at, wide=True):
                scapes = [at for at, clause in enumerate(option.clauses) if is_scape(clause)]
                assert scapes in ([], [0])
                assert not scapes or not any(NOUNS[clause.noun].look == "sky" for clause in option.clauses)


def test_a_scape_is_said_first(seaside: Eye) -> None:
    clauses = parse("white clouds, sand, white sailboat").scene.clauses
    assert seaside.place_in(clauses, Clause(noun="seaside")) == 0


def test_a_first_look_may_start_from_a_scape(seaside: Eye) -> None:
    draft = Workshop(seaside, Meter(Budget(30, "tokens"))).first_look(steps=4)
    assert is_scape(draft.clauses[0])
    assert not any(map(is_scape, draft.clauses[1:]))


def test_refining_a_scape_gives_it_the_colours_of_the_picture() -> None:
    picture = Image.fromarray(paint(parse("steel, peach, teal and navy seaside, white sailboat left").scene, 180, 120))
    found = refine(picture, "red seaside, sailboat", meter=Meter(Budget(20, "tokens")))
    scape = parse(found.description).scene.clauses[0]
    assert is_scape(scape)
    assert len(scape.colours) >= 3
    assert Colour("red") not in scape.colours


def test_a_scape_is_said_where_sky_and_what_lies_below_are_seen() -> None:
    sight = look(np.zeros((48, 64, 3), np.uint8))
    fine = np.zeros_like(sight.fine)

    def seen(above: str, below: str, rows: int) -> tuple[str, ...]:
        fine[:] = 0
        fine[:rows, :, sight.classes.index(above)] = 0.9
        fine[rows:, :, sight.classes.index(below)] = 0.9
        return Insight(replace(sight, fine=fine, things=())).scapes

    assert seen("sky", "water", 6) == ("seaside",)
    assert seen("cloud", "grass", 6) == ("landscape",)
    assert seen("sky", "water", 0) == seen("sky", "water", 12) == ()
    assert seen("wall", "water", 6) == seen("sky", "building", 6) == ()


def test_scapes_are_nouns_of_scapes_and_earn_what_they_are_made_of() -> None:
    for noun, (above, below) in SCAPE_PARTS.items():
        assert is_scape(Clause(noun=noun))
        assert set(CLASS_OF[noun]) == {*above, *below}


def test_the_eye_says_seaside_of_a_sea_and_no_second_sky(seaside: Eye) -> None:
    assert "seaside" in seaside.insight.scapes
    best = seaside.backdrops()[0]
    assert best.clause is not None
    assert is_scape(best.clause)
    added = [option.clause for option in seaside.additions(best.clauses) if option.clause]
    assert added
    assert not any(NOUNS[clause.noun].look == "sky" for clause in added)


def test_a_backdrop_may_turn_out_to_be_a_scape(seaside: Eye) -> None:
    clauses = parse("pale blue, white, teal and navy background").scene.clauses
    options = seaside.alterations(clauses, 0, wide=True)
    assert options[0].clause is not None
    assert is_scape(options[0].clause)
    assert options[0].score > seaside.judge(clauses)
    others = [option.clause for option in seaside.alterations(options[0].clauses, 0, wide=True) if option.clause]
    assert others
    assert all(is_scape(clause) for clause in others)
