"""Many of a kind fill their place: `sketch.arrange_crowds` and `sketch.arrange_crowd_marks`, seen in pictures."""

import re
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from codec.cielab import lab_from_rgb
from sketch.arrange import arrange, place_clause, place_scene
from sketch.arrange_crowds import is_crowd, rows_of
from sketch.eye_canvas import compose
from sketch.lexicon import NOUNS, PLACES
from sketch.paint import cover, paint
from sketch.parse import parse
from sketch.scene import MANY, Clause, Colour, Scene
from sketch.svg import draw_svg

HALVES = "many red apples left half, many lime apples right half"
CROWDS = (
    "many red apples left half",
    "many lime fruits right half",
    "many purple flowers bottom half",
    "many yellow leaves everywhere",
    "many birds top left",
    "many people everywhere",
    "many white sailboats bottom half",
    "many large red balls center",
)


def _lab(text: str, width: int = 128, height: int = 128) -> NDArray[np.float32]:
    return np.asarray(lab_from_rgb(paint(parse(text).scene, width, height)), np.float32)


def _red(lab: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray((lab[..., 1] > 28) & (lab[..., 2] > 8))


def _green(lab: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray((lab[..., 1] < -12) & (lab[..., 2] > 20))


def _clause(text: str) -> Clause:
    (clause,) = parse(text).scene.clauses
    return clause


@pytest.mark.parametrize("size", [128, 512, 1024])
def test_many_apples_fill_their_half_and_leave_the_other(size: int) -> None:
    red = _red(_lab("many red apples left half", size, size))
    assert red[:, : size // 2].mean() > 0.6
    assert red[:, size // 2 :].mean() < 0.02


@pytest.mark.parametrize(("width", "height"), [(192, 128), (128, 192), (300, 100)])
def test_they_fill_it_in_every_shape_of_picture(width: int, height: int) -> None:
    lab = _lab(HALVES, width, height)
    assert _red(lab)[:, : width // 2].mean() > 0.6
    assert _green(lab)[:, width // 2 :].mean() > 0.6


@pytest.mark.parametrize("text", CROWDS)
def test_a_crowd_is_the_same_at_every_size(text: str) -> None:
    scene = parse(f"gray wall, {text}").scene
    small, large = paint(scene, 96, 64).astype(float), paint(scene, 768, 512).astype(float)
    assert np.abs(large.reshape(64, 8, 96, 8, 3).mean(axis=(1, 3)) - small).mean() < 5.0


@pytest.mark.parametrize("text", CROWDS)
def test_the_eye_composes_crowds_as_they_are_painted(text: str) -> None:
    clauses = (Clause(noun="wall", colours=(Colour("tan"),)), _clause(text))
    painted = lab_from_rgb(paint(Scene(clauses=clauses), 60, 40))
    assert np.abs(compose(clauses, width=60, height=40) - painted).mean() < 0.5


@pytest.mark.parametrize("text", [HALVES, "field full of red tulips", "many people"])
def test_an_svg_has_the_outlines_that_are_painted(text: str) -> None:
    scene = parse(text).scene
    marks = arrange(scene, 1.0)
    drawing = draw_svg(scene, 400, 400)
    paths = re.findall(r'<path d="(M[^"]*)" fill="(?!url\(#p)', drawing)
    assert len(paths) == len(marks)
    for path, mark in zip(paths, marks, strict=True):
        said = np.array(re.findall(r"-?[\d.]+", path), float).reshape(-1, 2)
        assert np.abs(said - np.concatenate(mark.outlines) * 400).max() < 0.011


def test_many_fruit_are_no_bowls_of_fruit() -> None:
    lab = _lab("many red fruit")
    assert _red(lab).mean() > 0.6
    assert ((lab[..., 0] > 85) & (np.abs(lab[..., 1:]).max(axis=-1) < 8)).mean() < 0.005, "a bowl is white"
    bowl = _lab("a large red fruit")
    assert ((bowl[..., 0] > 85) & (np.abs(bowl[..., 1:]).max(axis=-1) < 8)).mean() > 0.01


def test_nothing_much_shows_between_what_lies_about() -> None:
    for text in ("many oranges", "many yellow leaves", "many lemons everywhere", "many hearts"):
        made = cover(_clause(text), 96, 96)
        assert made.alpha.mean() > 0.97, text


@pytest.mark.parametrize("noun", ["windows", "clocks", "picture frames"])
def test_what_hangs_on_a_wall_leaves_room_between(noun: str) -> None:
    placed = place_clause(_clause(f"many {noun}"), 1.0)
    assert len(placed.boxes) >= 6
    assert len({round(box[2] - box[0], 6) for box in placed.boxes}) == 1
    for first in placed.boxes:
        for second in placed.boxes:
            apart = max(first[0], second[0]) >= min(first[2], second[2]) or max(first[1], second[1]) >= min(
                first[3], second[3]
            )
            assert first is second or apart
    assert all(
        NOUNS[each.clause.noun].look not in {"sky", "grass"} for each in place_scene(parse(f"many {noun}").scene, 1)
    )


def test_strawberries_have_seeds_and_grapes_are_small() -> None:
    lab = _lab("many strawberries", 512, 512)
    pale = (lab[..., 0] > 80) & (np.abs(lab[..., 1]) < 20)
    assert 0.005 < pale.mean() < 0.05
    assert _red(lab).mean() > 0.5
    apples, grapes = (place_clause(_clause(text), 1.0).boxes for text in ("many apples", "many grapes"))
    assert len(grapes) > len(apples)


def test_what_stands_goes_from_far_to_near() -> None:
    boxes = place_clause(_clause("many people"), 1.0).boxes
    rows = rows_of(boxes)
    heights = [np.mean([boxes[at][3] - boxes[at][1] for at in row]) for row in rows]
    feet = [np.mean([boxes[at][3] for at in row]) for row in rows]
    assert len(rows) >= 4
    assert feet == sorted(feet)
    assert heights[-1] > 1.6 * heights[0]


@pytest.mark.parametrize("text", CROWDS)
def test_a_row_is_drawn_at_once_and_nothing_in_it_overlaps(text: str) -> None:
    boxes = place_clause(_clause(text), 1.0).boxes
    rows = rows_of(boxes)
    assert [at for row in rows for at in row] == list(range(len(boxes)))
    for row in rows:
        across = sorted(boxes[at] for at in row)
        assert all(left[2] - right[0] < 0.13 * (left[2] - left[0]) for left, right in pairwise(across))


@pytest.mark.parametrize("noun", ["apple", "cherry", "pumpkin", "flower", "person", "house", "car", "sheep", "bird"])
@pytest.mark.parametrize("place", ["", "left half", "bottom third", "across top", "top left", "center", "right"])
def test_a_few_dozen_are_many(noun: str, place: str) -> None:
    clause = Clause(noun=noun, place=place, count=MANY)
    assert 5 <= len(place_clause(clause, 1.0).boxes) <= 90
    assert len(arrange(Scene(clauses=(clause,)), 1.0)) < 110


@pytest.mark.parametrize("place", ["top left", "bottom right", "center", "right", "left third", "across middle"])
def test_a_crowd_keeps_to_its_place(place: str) -> None:
    alpha = cover(Clause(noun="apple", place=place, count=MANY), 100, 100).alpha
    x0, y0, x1, y1 = PLACES[place].box
    there = np.zeros((100, 100), bool)
    there[max(round(100 * y0) - 4, 0) : round(100 * y1) + 4, max(round(100 * x0) - 4, 0) : round(100 * x1) + 4] = True
    assert alpha[~there].mean() < 0.01
    assert alpha[there].mean() > 0.5


def test_a_size_word_makes_items_larger() -> None:
    sides = [place_clause(_clause(f"many {size} pumpkins"), 1.0).boxes for size in ("small", "", "large", "huge")]
    widths = [np.mean([box[2] - box[0] for box in boxes]) for boxes in sides]
    assert widths == sorted(widths)
    assert widths[-1] > 1.4 * widths[1]


def test_a_field_full_of_tulips_is_red_below_a_blue_sky() -> None:
    lab = _lab("field full of red tulips")
    assert _red(lab)[70:].mean() > 0.45
    assert not _red(lab)[:40].any()
    assert (lab[:40, :, 2] < -10).mean() > 0.9


def test_what_is_full_holds_what_it_is_full_of() -> None:
    placed = place_scene(parse("a bowl full of apples").scene, 1.0)
    bowl, heap = placed[-2], placed[-1]
    assert (bowl.clause.noun, heap.clause.noun) == ("bowl", "apple")
    x0, _, x1, y1 = bowl.boxes[0]
    assert all(box[0] > x0 and box[2] < x1 and box[3] < y1 for box in heap.boxes)
    assert len(heap.boxes) > 12


def test_a_pile_is_a_heap_whose_lower_rows_are_longer_and_in_front() -> None:
    clause = _clause("pile of oranges")
    assert is_crowd(clause)
    rows = rows_of(place_clause(clause, 1.0).boxes)
    assert [len(row) for row in rows] == sorted(len(row) for row in rows)
    assert len(place_clause(_clause("pile of six oranges"), 1.0).boxes) == 6


def test_rows_of_two_colours_take_turns() -> None:
    lab = _lab("many red and lime apples")
    assert 0.2 < _red(lab).mean() < 0.7
    assert 0.2 < _green(lab).mean() < 0.7


def test_many_are_where_they_belong() -> None:
    behind = {text: [NOUNS[p.clause.noun].look for p in place_scene(parse(text).scene, 1.0)[:-1]] for text in (
        "many fish", "many birds", "many sheep", "many ships", "many books")}  # fmt: skip
    assert behind == {
        "many fish": ["water"], "many birds": ["sky"], "many sheep": ["sky", "grass"], "many ships": ["sky", "sea"],
        "many books": ["wall"],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["many seagulls in the sky, sea", "many seagulls over the sea"])
def test_birds_in_the_sky_keep_above_the_sea(text: str) -> None:
    placed = place_scene(parse(text).scene, 1.0)
    (gulls,) = [each for each in placed if each.clause.noun == "seagull"]
    (sea,) = [each for each in placed if each.clause.noun == "sea"]
    assert all(box[3] < sea.boxes[0][1] + 0.02 for box in gulls.boxes)


def test_a_crowd_against_the_light_is_dark() -> None:
    assert _lab("many people, backlit")[70:, :, 0].mean() < _lab("many people")[70:, :, 0].mean() - 3


def test_a_number_or_a_row_is_no_crowd() -> None:
    for text in ("seven apples", "row of apples", "apples left half", "a pile of people"):
        assert not is_crowd(_clause(text)), text


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("many sheep, green grass, small pond bottom right", "green grass, small pond bottom right"),
        ("green grass, small pond bottom right, many sheep", "green grass, small pond bottom right"),
        ("many red tulips, grass, small puddle bottom left", "grass, small puddle bottom left"),
    ],
)
def test_a_crowd_is_on_the_meadow_and_not_in_its_pond(text: str, alone: str) -> None:
    changed = np.linalg.norm(_lab(text) - _lab(alone), axis=-1) > 15
    assert changed.mean() > 0.2


def test_the_eye_composes_gray_rows_as_they_are_painted() -> None:
    scene = parse("many red and gray apples").scene
    composed = compose(scene.clauses, width=96, height=64)
    assert np.linalg.norm(composed - _lab("many red and gray apples", 96, 64), axis=-1).mean() < 1


def test_of_many_crowds_each_takes_fewer_marks() -> None:
    marks = [len(arrange(parse(", ".join(["many tall people"] * count)).scene, 1.0)) for count in (1, 60)]
    assert marks[1] < 15 * marks[0]
    assert len(arrange(parse("many birds").scene, 16.0)[-1].outlines) < 2000


def test_a_glass_full_of_wine_is_one_glass() -> None:
    assert [clause.noun for clause in parse("a glass full of wine").scene.clauses] == ["glass"]
