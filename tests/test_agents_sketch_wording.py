import pytest
from PIL import Image

from agents.sketch import drafting, wording
from agents.sketch.drafting import Draft, Workshop
from agents.sketch.wording import scene_bits
from codec.budget import parse_budget
from codec.meter import Meter
from sketch.eye import Option, eye_for
from sketch.lexicon import COLOURS, NOUNS
from sketch.scene import Clause, Colour


def clause(colour: str, noun: str = "band") -> Clause:
    return Clause(noun=noun, colours=(Colour(colour),), size="large", place="top")


def test_every_colour_and_noun_has_its_bits() -> None:
    assert all(0 < scene_bits([clause(colour)]) < 64 for colour in COLOURS)
    assert all(0 < scene_bits([clause("gray", noun)]) < 64 for noun in NOUNS)


def test_a_scene_takes_what_its_clauses_take() -> None:
    first, second = clause("black"), clause("peach", "circle")
    assert scene_bits([first, second]) == pytest.approx(scene_bits([first]) + scene_bits([second]))
    assert scene_bits([]) == 0


def test_what_is_said_often_takes_less() -> None:
    assert scene_bits([clause("black")]) < scene_bits([clause("peach")])
    assert scene_bits([clause("gray", "circle")]) < scene_bits([clause("gray", "teapot")])
    toned = Clause(noun="band", colours=(Colour("black", "dull"),), place="top")
    assert scene_bits([clause("black")]) < scene_bits([toned])


@pytest.mark.parametrize(("ahead_bits", "chosen"), [(-0.5, "black"), (1.5, "peach")])
def test_a_seldom_word_must_gain_more_than_its_bits_are_worth(ahead_bits: float, chosen: str) -> None:
    workshop = Workshop(eye_for(Image.new("RGB", (64, 64), "gray")), Meter(parse_budget("30tokens")))
    common, seldom = clause("black"), clause("peach")
    dearer = scene_bits([seldom]) - scene_bits([common])
    ahead = wording.SCORE_PER_BIT * (dearer + ahead_bits)
    options = [Option((seldom,), seldom, 0.5 + ahead), Option((common,), common, 0.5)]
    best = workshop._best(sorted(options, key=lambda option: -option.score), Draft((), 0.4))
    assert best is not None
    assert best.clause is not None
    assert best.clause.colours[0].name == chosen


def test_bits_alone_make_nothing_worth_saying() -> None:
    workshop = Workshop(eye_for(Image.new("RGB", (64, 64), "gray")), Meter(parse_budget("30tokens")))
    seldom = clause("peach")
    gain = wording.SCORE_PER_BIT * scene_bits([seldom])
    assert workshop._best([Option((seldom,), seldom, 0.4 + gain)], Draft((), 0.4)) is None
    assert workshop._best([Option((seldom,), seldom, 0.4 + gain + 2 * drafting.LEAST_GAIN)], Draft((), 0.4)) is not None
