"""`sketch.eye_sightings`: scenes gain by naming what was seen, where it is."""

from dataclasses import replace

import pytest

from sketch import eye_sightings
from sketch.eye_nouns import PLAIN
from sketch.eye_sightings import WORTH, Roll
from sketch.naming_things import Sighting
from sketch.scene import Clause, Worn


@pytest.fixture
def roll():
    things = (
        Sighting("sailboat", (0.55, 0.3, 0.95, 0.75), 0.9, (80.0, 0.0, 0.0)),
        Sighting("lake", (0.0, 0.5, 1.0, 1.0), 0.9, (40.0, 0.0, 0.0)),
    )
    return Roll(things, width=40, height=30)


def test_stuff_is_left_to_the_map_of_cells(roll):
    assert [each.noun for each in roll.sightings] == ["sailboat"]
    assert roll.names("sailboat")
    assert not roll.names("lake")


def test_the_right_noun_in_the_right_place_gains_most(roll):
    there = Clause(noun="sailboat", place="right", size="large")
    elsewhere = Clause(noun="sailboat", place="left", size="large")
    shape = Clause(noun="shape", place="right", size="large")
    gains = roll.call((), (there, elsewhere, shape, None), ()).tolist()
    assert gains[0] > 1.5 * gains[1] > gains[2] == gains[3] == 0
    assert gains[0] <= WORTH


def test_a_name_counts_almost_in_full_where_a_good_part_of_the_thing_is(roll):
    there, near, elsewhere = (
        Clause(noun="sailboat", place=place, size="large") for place in ("right", "center", "left")
    )
    gains = roll.call((), (there, near, elsewhere), ()).tolist()
    assert gains[0] > gains[1] > (gains[0] + gains[2]) / 2


def test_a_second_of_the_same_gains_nothing_and_is_one_too_many(roll):
    there = Clause(noun="sailboat", place="right", size="large")
    again = Clause(noun="sailboat", place="left")
    before, after = roll.call((there,), (None, again), ()).tolist()
    assert before == after
    assert roll.is_met("sailboat", (there,))
    assert not roll.is_met("sailboat", ())
    assert not roll.is_met("shape", (Clause(),))


def test_a_thing_counts_for_its_name_as_far_as_it_is_seen(roll):
    there = Clause(noun="sailboat", place="right", size="large")
    blot = Clause(noun="circle", place="right", size="large")
    alone, apart = roll.call((), (there, blot), ()).tolist()
    hidden = roll.call((there,), (blot, None), ()).tolist()
    behind = roll.call((), (there,), (blot,)).tolist()
    assert apart == 0 < hidden[0] < alone == hidden[1] <= roll.most
    assert behind[0] == hidden[0]


@pytest.mark.parametrize("most", [0, 1, 64])
def test_what_is_kept_of_scenes_changes_no_gain(roll, most, monkeypatch):
    monkeypatch.setattr(eye_sightings, "_MOST_KEPT", most)
    there = Clause(noun="sailboat", place="right", size="large")
    blot = Clause(noun="circle", place="right", size="small")
    scenes = [((there,), (blot,)), ((), (there, blot)), ((there, blot), ()), ((blot,), (there,)), ((), ())]
    for before, after in scenes * 2:
        fresh = Roll(roll.sightings, width=40, height=30).call(before, (None, blot, there), after)
        assert roll.call(list(before), (None, blot, there), list(after)).tolist() == fresh.tolist()


def test_a_dot_is_not_the_thing_that_was_seen(roll):
    large = Clause(noun="sailboat", place="right", size="large")
    gains = roll.call((), (large, replace(large, size="tiny")), ()).tolist()
    assert gains[1] < gains[0] / 4


def test_who_wears_what_was_seen_gains_by_it():
    face = Sighting("face", (0.2, 0.3, 0.8, 0.9), 0.99, (70.0, 10.0, 10.0))
    hat = Sighting("hat", (0.1, 0.0, 0.9, 0.4), 0.9, (50.0, 60.0, 30.0))
    roll = Roll((face, hat), width=40, height=30)
    assert roll.apart == (face,)
    bare, dressed = Clause(noun="face", size="giant"), Clause(noun="face", size="giant", wears=(Worn("hat"),))
    gains = roll.call((), (bare, dressed), ()).tolist()
    assert gains[1] > gains[0] > 0
    assert gains[1] <= roll.most


def test_a_doubtful_thing_is_worth_nothing():
    doubtful = Sighting("person", (0.2, 0.2, 0.8, 0.9), PLAIN, (50.0, 0.0, 0.0))
    assert Roll((doubtful,), width=40, height=30).most == 0


@pytest.mark.parametrize(
    ("noun", "box", "may_be"),
    [
        ("fruit", (0.0, 0.0, 1.0, 1.0), True),
        ("flower", (0.1, 0.3, 0.9, 1.0), True),
        ("fruit", (0.0, 0.6, 1.0, 1.0), False),
        ("building", (0.0, 0.0, 1.0, 1.0), False),
        ("face", (0.0, 0.0, 1.0, 1.0), False),
    ],
)
def test_what_lies_about_by_the_dozen_fills_a_large_box(noun, box, may_be):
    sighting = Sighting(noun, box, 0.9, (50.0, 0.0, 0.0))
    assert Roll((sighting,), width=40, height=30).may_be_heaped(sighting) is may_be
