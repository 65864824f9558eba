from xml.etree import ElementTree

import numpy as np
import pytest

from codec.cielab import lab_from_rgb
from sketch.arrange import arrange, arrange_clause, place_clause
from sketch.eye_canvas import compose
from sketch.lexicon import NOUNS
from sketch.looks.index import form_of
from sketch.paint import cover, main_lab, paint
from sketch.paint_noise import PATTERNS
from sketch.parse import parse
from sketch.scene import Clause, Colour
from sketch.svg import draw_svg


def _roof(noun: str, ratio: float) -> list[np.ndarray]:
    sprite = form_of(NOUNS[noun].look, "", "huge", ratio=ratio)
    return [outline for part in sprite.parts if part.role == "roof" for outline in part.outlines]


def _walls(noun: str, ratio: float) -> list[np.ndarray]:
    sprite = form_of(NOUNS[noun].look, "", "huge", ratio=ratio)
    return [outline for part in sprite.parts if part.role == "main" for outline in part.outlines]


@pytest.mark.parametrize("noun", ["building", "house", "barn", "town house"])
@pytest.mark.parametrize("ratio", [0.4, 0.66, 1.1, 1.9, 3.3])
def test_a_building_has_a_roof_above_its_walls_whatever_its_box(noun: str, ratio: float) -> None:
    roof, walls = (np.concatenate(of(noun, ratio)) for of in (_roof, _walls))
    assert roof[:, 1].min() < walls[:, 1].min()
    assert np.ptp(roof[:, 0]) > np.ptp(walls[:, 0]), "eaves hang over"
    assert roof[:, 1].max() < 0.3 < walls[:, 1].max()


@pytest.mark.parametrize("noun", ["office building", "apartment building", "hotel", "skyscraper", "tower block"])
def test_offices_are_flat(noun: str) -> None:
    assert not _roof(noun, 1.1)


def test_a_form_suits_its_box_and_not_its_words() -> None:
    forms = [form_of("building", ratio=ratio) for ratio in (0.5, 1.1, 2.5)]
    assert len({id(form) for form in forms}) == 3
    assert [form.aspect for form in forms] == sorted(form.aspect for form in forms)
    assert form_of("castle", ratio=3.0) == form_of("castle", ratio=0.3), "it has one form only"


def _colour_of(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean Lab of what a clause covers, and the colour that it is said to be of."""
    clause = parse(text).scene.clauses[0]
    covered = cover(clause, 144, 96)
    main = np.array(main_lab(clause))
    mean = (covered.tint[..., None] * main + covered.fixed).sum((0, 1)) / covered.alpha.sum()
    return mean, main


@pytest.mark.parametrize("place", ["center", "right", "top", "bottom half", "everywhere", "middle"])
@pytest.mark.parametrize("colour", ["gray", "rust", "tan", "charcoal", "navy"])
def test_buildings_are_of_their_colour_on_the_whole(colour: str, place: str) -> None:
    for noun in ("buildings", "skyline"):
        mean, main = _colour_of(f"{colour} {noun} {place}")
        assert np.hypot.reduce(mean - main) < 8, noun


@pytest.mark.parametrize("text", ["building", "tall building", "wide building", "tall house", "barn"])
def test_the_walls_are_most_of_a_building(text: str) -> None:
    covered = cover(parse(f"lime and red huge {text}").scene.clauses[0], 160, 160)
    assert covered.tint.sum() > 0.4 * covered.alpha.sum()


def test_the_second_colour_is_the_roof_and_the_third_the_door() -> None:
    roles = {"roof": Colour("blue"), "third": Colour("red")}
    clause = Clause(noun="building", colours=(Colour("white"), *roles.values()), size="huge")
    tops = [
        mark for mark in arrange_clause(clause, 1.0) if mark.fill.colour == main_lab(Clause(colours=(roles["roof"],)))
    ]
    doors = [
        mark for mark in arrange_clause(clause, 1.0) if mark.fill.colour == main_lab(Clause(colours=(roles["third"],)))
    ]
    assert tops
    assert doors
    assert min(mark.edges.low[1] for mark in tops) < min(mark.edges.low[1] for mark in doors)
    plain = arrange_clause(Clause(noun="building", colours=(Colour("white"),), size="huge"), 1.0)
    assert len(plain) < len(arrange_clause(clause, 1.0)), "shutters are drawn where they are said to be of a colour"


def test_the_eye_composes_roofs_that_no_colour_is_said_of_as_they_are_painted() -> None:
    for text in ("blue sky, red huge building", "blue sky, navy buildings everywhere", "blue sky, lime castle"):
        scene = parse(text).scene
        painted = lab_from_rgb(paint(scene, 60, 40))
        assert np.abs(compose(scene.clauses, width=60, height=40) - painted).mean() < 1.0, text


def _tops(text: str) -> np.ndarray:
    """Return how far down the first row that differs from the sky is, for each column."""
    built, bare = (paint(parse(each).scene, 240, 160).astype(int) for each in (text, "plain blue sky"))
    differs = np.abs(built - bare).max(axis=2) > 24
    return np.where(differs.any(axis=0), differs.argmax(axis=0), 160)


@pytest.mark.parametrize("text", ["plain blue sky, cream buildings bottom half", "plain blue sky, cream houses middle"])
def test_houses_of_a_row_are_unlike(text: str) -> None:
    tops = _tops(text)
    peaks = [at for at in range(3, 237) if tops[at] == tops[at - 3 : at + 4].min() and tops[at] < tops[at - 3]]
    assert len(peaks) > 3
    assert np.ptp(tops[peaks]) > 6


def test_a_row_of_houses_is_a_street_and_three_houses_are_three() -> None:
    street = parse("row of white houses").scene.clauses[0]
    assert NOUNS[street.noun].look == "town"
    assert [parse(text).scene.clauses[0].noun for text in ("three houses", "row of four houses")] == ["house", "house"]


def test_colourful_houses_are_of_many_colours() -> None:
    marks = arrange(parse("blue sky, row of colourful houses").scene, 1.5)
    assert len({mark.fill.colour for mark in marks}) > 5
    turns = arrange_clause(parse("red and blue houses").scene.clauses[0], 1.5)
    assert len({mark.fill.colour for mark in turns}) == 2


def test_towns_lie_before_hills_and_behind_water() -> None:
    nouns = [clause.noun for clause in parse("village, canal, green hills, sky").scene.clauses]
    assert nouns == ["sky", "hills", "village", "canal"]


@pytest.mark.parametrize(
    ("text", "noun", "colours"),
    [
        ("white house with red shutters", "house", ("white", "rust", "red")),
        ("gray building with a red door", "building", ("gray", "gray", "red")),
        ("house with a blue door and yellow roof", "house", ("white", "yellow", "blue")),
        ("white house with red shutters and blue door", "house", ("white", "rust", "blue")),
        ("house with a chimney", "house", ()),
        ("tan building with many windows", "building", ("tan",)),
        ("window with red shutters", "shuttered window", ("red",)),
        ("window with shutters", "window with shutters", ()),
    ],
)
def test_what_a_house_has_anyway_is_no_thing_by_itself(text: str, noun: str, colours: tuple[str, ...]) -> None:
    clauses = parse(text).scene.clauses
    assert [clause.noun for clause in clauses] == [noun]
    assert tuple(colour.name for colour in clauses[0].colours) == colours


def test_a_door_that_is_said_by_itself_is_one() -> None:
    assert [clause.noun for clause in parse("house left, red door").scene.clauses] == ["house", "door"]


def test_of_houses_that_overlap_the_one_before_hides_the_other() -> None:
    three, two = (parse(f"white wall, {text} tall huge buildings center").scene for text in ("three", "two"))
    boxes = place_clause(three.clauses[-1], 1.5).boxes
    assert len(boxes) == 3
    marks = arrange(three, 1.5)
    assert len(marks) > len(arrange(two, 1.5)), "they are drawn one after the other"


def test_an_svg_has_the_houses_that_are_painted() -> None:
    scene = parse("blue sky, tan buildings, road, white building left").scene
    marks = arrange(scene, 1.5)
    assert not any(grain.form in PATTERNS for mark in marks for grain in mark.fill.grains), "they'd be shapes too"
    space = "{http://www.w3.org/2000/svg}"
    drawn = ElementTree.fromstring(draw_svg(scene, 300, 200)).findall(f"{space}g")[-1]
    assert len(drawn.findall(f"{space}path[@fill]")) == len(marks)


def test_a_city_is_of_all_its_colours() -> None:
    picture = lab_from_rgb(paint(parse("red, yellow and white city").scene, 120, 80))[30:54]
    red, yellow = (picture[..., 1] > 35).mean(), (picture[..., 2] > 45).mean()
    assert red > 0.08
    assert yellow > 0.08
    assert (picture[..., 0] > 88).mean() > 0.04
    plain = lab_from_rgb(paint(parse("red city").scene, 120, 80))[30:54]
    assert (plain[..., 2] > 45).mean() < 0.02
