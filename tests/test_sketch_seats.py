"""Where people sit, ride, stand and share room with others, and what they look like from near."""

from dataclasses import replace
from itertools import pairwise

import pytest

from sketch.arrange import place_scene
from sketch.arrange_links import bounds
from sketch.arrange_parts import is_drawn
from sketch.arrange_region import Box
from sketch.lexicon import NOUNS
from sketch.looks.index import has_pose, sprite_of
from sketch.parse import parse
from sketch.scene import MANY, Clause, Relation, Scene


@pytest.mark.parametrize(
    ("text", "pose"),
    [
        ("a man sitting on a bench", "sitting"),
        ("a man on a bench", "sitting"),
        ("a woman in a chair", "sitting"),
        ("a man riding a horse", "sitting"),
        ("two children sitting on top of an elephant", "sitting"),
        ("a man standing on a bench", "standing"),
        ("a man lying on a bed", "lying"),
        ("a man on a skateboard", ""),
        ("a man on a beach", ""),
        ("a man beside a bench", ""),
    ],
)
def test_people_sit_on_what_is_sat_on_unless_something_else_is_said(text: str, pose: str) -> None:
    (person,) = (c for c in parse(text).scene.clauses if NOUNS[c.noun].kind == "person")
    assert person.pose == pose


def test_what_stands_on_a_chair_does_not_sit_by_itself() -> None:
    (cake,) = (clause for clause in parse("a cake on a chair").scene.clauses if clause.noun == "cake")
    assert cake.pose == ""


@pytest.mark.parametrize("aspect", [0.6, 1.0, 1.5, 2.4])
@pytest.mark.parametrize(
    "text",
    [
        "a man sitting on a bench",
        "three women on a sofa",
        "a child on a chair",
        "a giant man riding a tiny horse",
        "a man on a bicycle",
        "a huge woman on an elephant",
        "a man sitting on a bed bottom left",
    ],
)
def test_who_sits_is_above_and_below_the_seat_and_in_the_picture(text: str, aspect: float) -> None:
    seat, sitter = place_scene(parse(text).scene, aspect)[-2:]
    under, own = bounds(seat.boxes), bounds(sitter.boxes)
    height = under[3] - under[1]
    assert under[1] + 0.1 * height < own[3] < under[3] + 0.02
    assert own[1] < under[1] + 0.5 * height
    assert own[1] > -0.01
    assert own[0] < (under[0] + under[2]) / 2 < own[2]


def test_what_is_said_of_two_people_is_said_of_both() -> None:
    poses = {clause.noun: clause.pose for clause in parse("a man and a woman sitting in a boat").scene.clauses}
    assert poses == {"boat": "", "man": "sitting", "woman": "sitting"}


def test_several_sit_side_by_side_on_one_seat() -> None:
    seat, sitters = place_scene(parse("three people sitting on a bench").scene, 1.5)[-2:]
    assert len(sitters.boxes) == 3
    assert bounds(sitters.boxes)[2] - bounds(sitters.boxes)[0] < 1.2 * (seat.boxes[0][2] - seat.boxes[0][0])


def test_those_who_sit_are_drawn_sitting() -> None:
    for noun in ("man", "woman", "person", "child"):
        assert has_pose(NOUNS[noun].look, "sitting")
    assert not has_pose("house", "sitting")


@pytest.mark.parametrize(("count", "near"), [(1, True), (4, True), (5, False), (30, False), (0, False)])
def test_few_are_seen_in_the_face(count: int, near: bool) -> None:
    clause = Clause(noun="man", count=count)
    eyes = [part for part in sprite_of("person").parts if part.tag == "near"]
    assert eyes
    assert all(is_drawn(clause, part) == near for part in eyes)


def test_camels_and_swimmers_have_looks_of_their_own() -> None:
    assert NOUNS["camel"].look == "camel"
    assert NOUNS["swimmer"].look == "bather"
    assert {part.role for part in sprite_of("bather").parts} >= {"skin", "main"}


@pytest.mark.parametrize(
    "text", ["students around a screen", "three giraffes beside a bench", "a huge man beside a dog right"]
)
def test_who_stands_by_something_is_in_the_picture(text: str) -> None:
    x0, y0, x1, y1 = bounds(place_scene(parse(text).scene, 1.5)[-1].boxes)
    assert min(x0, y0) > -1e-9
    assert x1 < 1.5**0.5 + 1e-9
    assert y1 < 1.5**-0.5 + 1e-9


@pytest.mark.parametrize(
    "text",
    [
        "a man and a woman sitting on a bench",
        "a cat and a dog on a bed",
        "an apple and a pear and a banana in a bowl",
        "a man and a woman under an umbrella",
    ],
)
def test_those_who_share_a_place_are_beside_each_other(text: str) -> None:
    scene = parse(text).scene
    shared = [item for item in place_scene(scene, 1.5) if item.clause.relation is not None]
    assert len(shared) >= 2
    middles = [(bounds(item.boxes)[0] + bounds(item.boxes)[2]) / 2 for item in shared]
    widths = [bounds(item.boxes)[2] - bounds(item.boxes)[0] for item in shared]
    for left, right, *both in zip(middles, middles[1:], widths, widths[1:], strict=False):
        assert right - left > 0.45 * sum(both)


def _boxes(text: str, noun: str) -> Box:
    return next(bounds(item.boxes) for item in place_scene(parse(text).scene, 1.5) if item.clause.noun == noun)


def test_what_is_in_or_held_by_what_makes_room_goes_along() -> None:
    text = "a vase on a table and a cup on the table, a flower in the vase"
    vase, flower = _boxes(text, "vase"), _boxes(text, "flower")
    assert vase[0] - 0.01 < (flower[0] + flower[2]) / 2 < vase[2] + 0.01


def test_dogs_sit_on_top_of_a_bench() -> None:
    text = "a dog sitting on a bench"
    assert _boxes(text, "dog")[3] < _boxes(text, "bench")[3] - 0.05


def test_riders_stay_in_the_saddle_however_many() -> None:
    items = place_scene(parse("a man and a woman and a child on a horse").scene, 1.5)
    horse = next(bounds(item.boxes) for item in items if item.clause.noun == "horse")
    for item in items:
        if item.clause.relation is not None:
            own = bounds(item.boxes)
            assert own[3] - 0.34 * (own[3] - own[1]) == pytest.approx(horse[1] + 0.35 * (horse[3] - horse[1]), abs=0.02)


@pytest.mark.parametrize("text", ["person sitting on a giant bench top left", "people on a giant elephant top right"])
def test_nobody_is_turned_inside_out(text: str) -> None:
    for aspect in (0.1, 1.0, 10.0):
        for item in place_scene(parse(text).scene, aspect):
            assert all(x1 > x0 and y1 > y0 for x0, y0, x1, y1 in item.boxes)


def test_who_sits_on_the_left_sits() -> None:
    assert parse("a man sitting on the left").scene.clauses[0].pose == "sitting"


@pytest.mark.parametrize(
    "text",
    [
        "a man and a dog on a beach",
        "a hotel room with a bed and a lamp",
        "a biker stands on a path as horses follow",
        "a boat on a lake and a duck",
    ],
)
def test_those_on_one_ground_are_beside_each_other(text: str) -> None:
    things = [item for item in place_scene(parse(text).scene, 1.5) if not NOUNS[item.clause.noun].is_stuff]
    (left, right) = sorted((bounds(item.boxes) for item in things), key=lambda box: box[0])
    assert left[2] < right[0] + 0.25 * min(left[2] - left[0], right[2] - right[0])


def test_a_table_stands_before_who_sits_at_it() -> None:
    items = place_scene(parse("a man sitting at a table").scene, 1.5)
    (man, table) = (item for item in items if not NOUNS[item.clause.noun].is_stuff)
    assert (man.clause.noun, table.clause.noun) == ("man", "table")
    assert bounds(man.boxes)[1] < bounds(table.boxes)[1] < bounds(man.boxes)[3]


@pytest.mark.parametrize("text", ["a woman in bed", "a boy on a bed"])
def test_who_is_in_bed_lies(text: str) -> None:
    assert parse(text).scene.clauses[-1].pose == "lying"


def test_an_umbrella_is_above_the_face_of_who_holds_it() -> None:
    man, umbrella = _boxes("a man holding an umbrella", "man"), _boxes("a man holding an umbrella", "umbrella")
    assert (umbrella[1] + umbrella[3]) / 2 < man[1] + 0.12 * (man[3] - man[1])


def test_a_cat_is_not_as_small_as_what_it_lies_on() -> None:
    cat, purse = _boxes("a cat lying on a purse", "cat"), _boxes("a cat lying on a purse", "purse")
    assert cat[2] - cat[0] > purse[2] - purse[0]


def test_a_heap_goes_along_with_what_makes_room() -> None:
    starfish = Clause(noun="starfish")
    links = [Relation("in", 0), Relation("in", 0), Relation("in", 2)]
    others = [Clause(noun="glow"), Clause(noun="chain"), Clause(noun="tricycle", count=MANY)]
    linked = [replace(clause, relation=link) for clause, link in zip(others, links, strict=True)]
    items = place_scene(Scene(clauses=(starfish, *linked)), 1.3)
    chain, heap = (bounds(item.boxes) for item in items[-2:])
    assert chain[0] < (heap[0] + heap[2]) / 2 < chain[2]


@pytest.mark.parametrize(
    ("text", "riders"),
    [("two people riding a horse", 2), ("a man and a woman riding a horse", 2), ("three men on a camel", 3)],
)
def test_who_rides_together_sits_close_and_leaves_the_head_free(text: str, riders: int) -> None:
    items = place_scene(parse(text).scene, 1.5)
    (mount,) = (item.boxes[0] for item in items if item.clause.noun in {"horse", "camel"})
    people = sorted(box for item in items if NOUNS[item.clause.noun].kind == "person" for box in item.boxes)
    assert len(people) == riders
    assert max(box[2] for box in people) < mount[0] + 0.8 * (mount[2] - mount[0])
    assert all(after[0] < before[2] for before, after in pairwise(people))


@pytest.mark.parametrize("text", ["three men riding two horses", "seven people riding an elephant"])
def test_who_has_no_room_on_one_back_is_not_close_together(text: str) -> None:
    items = place_scene(parse(text).scene, 1.5)
    people = sorted(box for item in items if NOUNS[item.clause.noun].kind == "person" for box in item.boxes)
    assert len(people) in {3, 7}
    assert max(x1 for _, _, x1, _ in people) - people[0][0] > 0.7 * sum(x1 - x0 for x0, _, x1, _ in people)
