"""Who is said together does it together, and has one each of what they have."""

import pytest

from sketch.arrange import place_scene
from sketch.arrange_links import bounds
from sketch.arrange_region import Box
from sketch.lexicon import NOUNS
from sketch.parse import parse


def _boxes(text: str) -> list[tuple[str, Box]]:
    return [(item.clause.noun, box) for item in place_scene(parse(text).scene, 1.5) for box in item.boxes]


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2


@pytest.mark.parametrize(
    "text", ["A man and woman at a table", "a man, a woman and a boy sitting at a table", "three people at a table"]
)
def test_all_sit_at_the_table(text: str) -> None:
    people = [clause for clause in parse(text).scene.clauses if NOUNS[clause.noun].kind == "person"]
    assert {clause.pose for clause in people} == {"sitting"}
    table = next(box for noun, box in _boxes(text) if noun == "table")
    sitters = [box for noun, box in _boxes(text) if NOUNS[noun].kind == "person"]
    assert len(sitters) == len(people) or people[0].count == len(sitters)
    assert min(map(_middle, sitters)) < _middle(table) < max(map(_middle, sitters))
    assert all(box[0] < table[2] and box[2] > table[0] for box in sitters)
    assert all(box[1] < table[1] for box in sitters)


@pytest.mark.parametrize(
    ("text", "held", "count"),
    [
        ("a man and a boy holding umbrellas", "umbrella", 2),
        ("two men holding surfboards", "surfboard", 2),
        ("three women with bags", "bag", 3),
        ("a man and a woman looking at cell phones", "cell phone", 2),
        ("a man and a woman holding a banner", "banner", 1),
    ],
)
def test_each_holds_one(text: str, held: str, count: int) -> None:
    boxes = _boxes(text)
    things = [box for noun, box in boxes if noun == held]
    people = [box for noun, box in boxes if NOUNS[noun].kind == "person"]
    assert len(things) == count
    nearest = {min(range(len(people)), key=lambda at: abs(_middle(people[at]) - _middle(box))) for box in things}
    assert len(nearest) == count


@pytest.mark.parametrize("text", ["two men riding horses", "a man and a woman riding horses", "three men on bicycles"])
def test_each_rides_one(text: str) -> None:
    boxes = _boxes(text)
    people = [box for noun, box in boxes if NOUNS[noun].kind == "person"]
    ridden = [box for noun, box in boxes if NOUNS[noun].look in {"horse", "bicycle"}]
    assert len(people) == len(ridden)
    for own in sorted(people):
        assert any(box[0] < _middle(own) < box[2] for box in ridden)


def test_two_beside_a_car_are_not_in_each_other_s_place() -> None:
    boxes = dict(_boxes("a man and a woman stand beside a car"))
    man, woman, car = boxes["man"], boxes["woman"], boxes["car"]
    assert _middle(woman) < _middle(car) < _middle(man) or _middle(man) < _middle(car) < _middle(woman)
    assert man[0] > woman[2] or woman[0] > man[2]


@pytest.mark.parametrize(
    ("text", "held", "holder"),
    [
        ("two women sitting at a table eating pizza", "pizza", "woman"),
        ("a man jumps from a pier while holding a surfboard", "surfboard", "man"),
        ("a truck carrying a boat", "boat", "truck"),
        ("a man with an umbrella", "umbrella", "man"),
    ],
)
def test_who_holds_what(text: str, held: str, holder: str) -> None:
    clauses = parse(text).scene.clauses
    (thing,) = (clause for clause in clauses if clause.noun == held)
    assert thing.relation is not None
    assert (thing.relation.link, clauses[thing.relation.target].noun) == ("holding", holder)


def test_what_is_on_a_table_does_not_hide_who_sits_at_it() -> None:
    boxes = _boxes("a man and a woman sitting at a table with wine glasses")
    faces = min(box[1] + 0.25 * (box[3] - box[1]) for noun, box in boxes if NOUNS[noun].kind == "person")
    assert all(box[1] > faces for noun, box in boxes if noun == "wine glass")


def test_gloves_are_on_nobody_s_head() -> None:
    reading = parse("a man wearing gloves")
    assert [clause.noun for clause in reading.scene.clauses] == ["man"]
    assert "glove" in reading.ignored


def test_who_flies_keeps_his_head() -> None:
    (man,) = (box for noun, box in _boxes("a man flying through the air") if noun == "man")
    assert man[1] > 0
    assert bounds([man]) == man


def test_rooms_hold_nothing_and_chairs_stand_by_tables() -> None:
    clauses = parse("a dining room holds a table with six chairs").scene.clauses
    linked = {c.noun: (c.relation.link, clauses[c.relation.target].noun) for c in clauses if c.relation is not None}
    assert linked == {"table": ("in", "dining room"), "chair": ("beside", "table")}


def test_sentences_part_people() -> None:
    clauses = {clause.noun: clause for clause in parse("A man. A woman on a bench.").scene.clauses}
    assert clauses["man"].relation is None
    assert clauses["woman"].pose == "sitting"
