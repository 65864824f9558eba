import numpy as np
import pytest

from sketch.arrange_parts import PALETTE
from sketch.lexicon import CLOTHES, NOUNS
from sketch.looks import animals, buildings, crowds, food, forms, household, houses, people, plants, skies, vehicles
from sketch.looks.index import sprite_of
from sketch.looks.sprite import read_sprite, smooth, stroke
from sketch.paint import paint
from sketch.parse import parse

ALL = {
    name: text
    for category in (animals, buildings, crowds, food, forms, household, houses, people, plants, skies, vehicles)
    for name, text in category.SPRITES.items()
}


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_sprite_is_sound(name: str) -> None:
    sprite = read_sprite(ALL[name])
    worn = {item for item, _ in CLOTHES.values()}
    assert 0.1 < sprite.aspect < 4
    for part in sprite.parts:
        assert part.role in {"main", "accent", "third", "roof"} | PALETTE.keys() | worn, part.role
        assert not part.tag or part.tag.lstrip("!") in worn | {"striped", "third", "near"}
        for outline in part.outlines:
            assert np.isfinite(outline).all()
            assert np.abs(outline[:, 0]).max() <= sprite.aspect * 1.35, part.role
            assert np.abs(outline[:, 1]).max() <= 1.35, part.role


def _area(outline: np.ndarray) -> float:
    x, y = outline[:, 0], outline[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def test_kinds_of_part() -> None:
    sprite = read_sprite(
        "1\nmain e 0 0 0.5 0.5\nmain r 0 0 0.5 0.25\nmain p 0,0 1,0 0,1\nmain o 0 0 1 0.5\nmain cc 0.5 0 0.5 1 0.1"
    )
    ellipse, rectangle, polygon, ring, capsules = sprite.parts
    assert _area(ellipse.outlines[0]) == pytest.approx(np.pi / 4, rel=0.02)
    assert _area(rectangle.outlines[0]) == pytest.approx(0.5)
    assert _area(polygon.outlines[0]) == pytest.approx(0.5)
    assert sum(map(_area, ring.outlines)) == pytest.approx(np.pi * 0.75, rel=0.02)
    assert len(capsules.outlines) == 2
    assert np.allclose(sorted(capsules.outlines[0][:, 0]), sorted(-capsules.outlines[1][:, 0]))
    assert _area(capsules.outlines[0]) == pytest.approx(_area(capsules.outlines[1]))


def test_outlines_run_one_way_round_whatever_the_text() -> None:
    for points in ("0,0 1,0 1,1", "1,1 1,0 0,0"):
        assert _area(read_sprite(f"1\nmain p {points}").parts[0].outlines[0]) > 0


def test_roles_carry_lightness_flatness_and_tags() -> None:
    parts = read_sprite("0.5 floating\nmain-12~ e 0 0 1 1\n?hat hat+3 e 0 0 1 1\n?!hat hair e 0 0 1 1").parts
    assert (parts[0].role, parts[0].lighter, parts[0].flat) == ("main", -12.0, True)
    assert (parts[1].role, parts[1].lighter, parts[1].tag) == ("hat", 3.0, "hat")
    assert parts[2].tag == "!hat"
    assert not read_sprite("0.5 floating\nmain e 0 0 1 1").grounded


def test_flat_neighbours_of_one_paint_are_one_part() -> None:
    panes = ("glass~ r -0.5 0 0.2 0.2", "glass~ r 0.5 0 0.2 0.2", "glass-4~ r 0 0.6 0.1 0.1")
    sprite = read_sprite("\n".join(("1", "main r 0 0 1 1", *panes, "glass r 0 0 1 1")))
    assert [(part.lighter, part.flat, len(part.outlines)) for part in sprite.parts] == [
        (0.0, False, 1), (0.0, True, 2), (-4.0, True, 1), (0.0, False, 1)
    ]  # fmt: skip
    assert len([part for part in sprite_of("building", "", "large").parts if part.tag != "third"]) < 8


def test_a_smooth_curve_goes_through_its_points() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    curve = smooth(points, closed=True)
    assert all(np.abs(curve - point).sum(axis=1).min() < 1e-9 for point in points)
    line = smooth(points, closed=False)
    assert np.allclose(line[0], points[0])
    assert np.allclose(line[-1], points[-1])


def test_a_stroke_is_as_thick_as_asked() -> None:
    outline = stroke(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]), 0.1)
    assert outline[:, 1].max() == pytest.approx(0.1)
    assert abs(_area(outline)) == pytest.approx(0.4)


@pytest.mark.parametrize(("noun", "whole"), [("cat", "cat face"), ("dog", "dog head")])
def test_an_animal_that_fills_the_picture_shows_its_face(noun: str, whole: str) -> None:
    look = NOUNS[noun].look
    assert sprite_of(look, size="giant") != sprite_of(look, size="large")
    wall = "white wall, "
    faces = [paint(parse(wall + text).scene, 60, 40) for text in (f"giant {noun}", whole)]
    assert np.array_equal(*faces), "a head is what is seen of it from near"
