"""Of many items fewer parts are drawn: `sketch.arrange_crowd_parts` and `sketch.arrange_crowd_details`."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from sketch.arrange import arrange
from sketch.arrange_crowd_details import Detail, details_of
from sketch.arrange_crowd_parts import ShownRow, joined_parts, parts_within, seen_parts
from sketch.arrange_crowds import is_crowd
from sketch.arrange_parts import PALETTE, is_drawn, roles_of
from sketch.lexicon import NOUNS
from sketch.looks.index import crowd_sprite_of
from sketch.looks.sprite import Part, read_sprite
from sketch.paint_lab import Lab
from sketch.paint_marks import Mark
from sketch.parse import parse
from sketch.scene import MANY, Clause, Scene
from sketch.svg import draw_svg

ONE_OF_EACH_LOOK = tuple({noun.look: name for name, noun in NOUNS.items() if not noun.is_stuff}.values())
PEOPLE = ("people", "women", "children", "boys", "nurses", "cowboys")
_PAINTS = {**PALETTE, "main": (50.0, 30.0, 20.0), "accent": (30.0, 0.0, -30.0)}


def _marks(text: str) -> tuple[Mark, ...]:
    return arrange(parse(text).scene, 1.0)


def _colours(parts: Sequence[Part]) -> tuple[Lab, ...]:
    labs = [_PAINTS[part.role] for part in parts]
    return tuple((light + part.lighter, a, b) for part, (light, a, b) in zip(parts, labs, strict=True))


def _details(text: str) -> tuple[Detail, ...]:
    parts = read_sprite(text).parts
    return details_of(parts, _colours(parts))


def _details_of_noun(noun: str) -> tuple[Detail, ...]:
    clause = Clause(noun=noun, count=MANY)
    own = [part for part in crowd_sprite_of(NOUNS[noun].look).parts if is_drawn(clause, part)]
    roles = {**PALETTE, **roles_of(clause)}
    parts = joined_parts(seen_parts(own, 0.1))
    return details_of(parts, tuple((roles[p.role][0] + p.lighter, *roles[p.role][1:]) for p in parts))


def _bounds(parts: Sequence[Part]) -> np.ndarray:
    points = np.concatenate([outline for part in parts for outline in part.outlines])
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _row(text: str, scale: float) -> ShownRow:
    parts = read_sprite(text).parts
    return ShownRow("person", 0, parts, _colours(parts), scale, scale)


FACED = """1
main e 0 0 0.9 0.9
main-4 e 0.2 0 0.3 0.3
black ee 0.3 -0.2 0.1 0.1
green e 0 0.5 0.2 0.06"""


@pytest.mark.parametrize("place", ["", "left half", "everywhere"])
def test_no_crowd_of_anything_has_more_than_seventy_marks(place: str) -> None:
    for noun in ONE_OF_EACH_LOOK:
        clause = Clause(noun=noun, place=place, count=MANY)
        if is_crowd(clause):
            assert len(arrange(Scene(clauses=(clause,)), 1.0)) <= 70, noun


@pytest.mark.parametrize("text", ["many people", "many breakfast", "many bouquets", "many motorcycles", "many cats"])
def test_what_was_worked_out_in_many_marks_has_at_most_three_dozen(text: str) -> None:
    assert len(_marks(text)) <= 36


@pytest.mark.parametrize("pair", ["many people, many trees", "many people, many cars", "many cows, many sheep"])
def test_two_crowds_take_few_more_marks_than_one(pair: str) -> None:
    alone = [len(_marks(text)) for text in pair.split(", ")]
    assert len(_marks(pair)) < 1.3 * max(alone)


@pytest.mark.parametrize("text", ["many people", "many plates", "many houses, many cars left"])
def test_a_crowd_has_the_same_marks_at_every_size(text: str) -> None:
    scene = parse(text).scene
    counts = [draw_svg(scene, side, side).count("<path") for side in (128, 512, 2048)]
    assert counts[0] == counts[1] == counts[2] >= len(arrange(scene, 1.0))


@pytest.mark.parametrize("noun", ONE_OF_EACH_LOOK)
def test_an_item_reaches_as_far_with_the_fewest_parts(noun: str) -> None:
    details = _details_of_noun(noun)
    first, last = details[0].parts, details[-1].parts
    assert len(last) >= min(2, len(first))
    # Each part that is left out may take as much as is allowed.
    allowed = 0.12 * max(len(first) - len(last), 1) + 1e-9
    assert np.abs(_bounds(first) - _bounds(last)).max() <= min(allowed, 0.4), noun


@pytest.mark.parametrize("noun", ONE_OF_EACH_LOOK)
def test_one_part_after_the_other_is_left_out_and_what_is_missed_more_later(noun: str) -> None:
    for before, after in pairwise(_details_of_noun(noun)):
        assert len(after.parts) == len(before.parts) - 1
        assert after.lost >= before.lost


@pytest.mark.parametrize("people", PEOPLE)
def test_people_keep_their_heads_their_hair_and_their_clothes(people: str) -> None:
    (clause,) = parse(f"many {people}").scene.clauses
    roles = {part.role for part in _details_of_noun(clause.noun)[-1].parts}
    assert {"skin", "hair", "main"} <= roles


def test_a_house_keeps_its_walls_its_roof_and_its_windows() -> None:
    assert {"main", "roof", "glass"} <= {part.role for part in _details_of_noun("house")[-1].parts}


def test_what_nobody_misses_is_left_out_first() -> None:
    details = _details(FACED)
    assert [part.role for part in details[1].parts] == ["main", "black", "green"]
    assert len(details[1].parts[0].outlines) == 2, "the spot is painted as what it lies on"
    assert [part.role for part in details[2].parts] == ["main", "black"]


def test_what_is_hidden_is_left_out_at_no_loss() -> None:
    details = _details("1\ngreen e 0 0 0.5 0.5\nmain e 0 0 0.9 0.9\nblack e 0 0 0.3 0.3")
    assert [part.role for part in details[1].parts] == ["main", "black"]
    assert details[1].lost == 0


def test_a_shade_that_makes_the_form_is_kept() -> None:
    details = _details("1\nmain-9 s -1,-1 1,-1 1,1 -1,1\nmain+9 r 0.5 0 0.4 0.9\nblack e 0.5 0 0.3 0.3")
    assert [len(each.parts) for each in details] == [3]


def test_parts_are_not_drawn_as_one_over_what_lies_between_them() -> None:
    sprite = "1\nmain r 0 0 0.9 0.9\nblack~ e 0 0 0.5 0.5\nmain e 0 0 0.4 0.4\nmain-1~ r 0 0 0.02 0.9"
    for detail in _details(sprite)[:2]:
        assert [part.role for part in detail.parts][:2] == ["main", "black"]


def test_with_time_enough_all_parts_are_drawn() -> None:
    rows = [_row(FACED, scale) for scale in (0.1, 0.2)]
    assert parts_within(rows, 1000.0) == [row.parts for row in rows]


def test_what_is_further_away_has_fewer_parts() -> None:
    rows = [_row(FACED, scale) for scale in (0.05, 0.1, 0.2, 0.4)]
    work = sum(row.work(row.parts) for row in rows)
    counts = [[len(parts) for parts in parts_within(rows, share * work)] for share in (0.95, 0.85, 0.75)]
    assert all(count == sorted(count) for count in counts)
    assert [sum(count) for count in counts] == sorted((sum(count) for count in counts), reverse=True)
    assert counts[1][0] < counts[1][-1]


def test_rows_of_about_the_same_size_are_drawn_alike() -> None:
    rows = [_row(FACED, scale) for scale in (0.2, 0.21, 0.2, 0.22)]
    for share in (0.9, 0.8, 0.7, 0.0):
        kept = parts_within(rows, share * sum(row.work(row.parts) for row in rows))
        assert len(set(kept)) == 1


def test_no_time_at_all_leaves_the_main_parts_and_nothing_asks_for_none() -> None:
    assert all(len(parts) >= 2 for parts in parts_within([_row(FACED, 0.2)], -5.0))
    assert parts_within([], -5.0) == []
    assert parts_within([ShownRow("person", 0, (), (), 0.001, 0.01)], -5.0) == [()]
