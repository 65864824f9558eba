"""`sketch.eye_clothes`: what people who were seen have on."""

import numpy as np
import pytest

from sketch.eye_clothes import clothed, is_worn, worn_by
from sketch.lexicon import lab_of
from sketch.naming_things import Sighting
from sketch.parse import parse
from sketch.scene import Clause, Colour, Worn
from sketch.speak import speak


def sighting(noun: str, *box: float) -> Sighting:
    return Sighting(noun, (box[0], box[1], box[2], box[3]), 0.9, (50.0, 0.0, 0.0))


@pytest.fixture
def lab() -> np.ndarray:
    """Gray, red in the upper part."""
    picture = np.full((60, 60, 3), (50.0, 0.0, 0.0), np.float32)
    picture[:25] = lab_of(Colour("red"))
    return picture


def test_a_hat_is_its_wearers_and_has_the_colour_above_the_face(lab):
    face, hat = sighting("face", 0.3, 0.4, 0.7, 0.8), sighting("hat", 0.2, 0.0, 0.8, 0.5)
    (worn,) = worn_by(face, (face, hat), lab)
    assert worn == Worn("hat", Colour("red"))
    assert is_worn(hat, (face, hat))
    assert not is_worn(face, (face, hat))


def test_a_hat_far_from_everybody_is_a_thing(lab):
    face, hat = sighting("face", 0.0, 0.6, 0.3, 1.0), sighting("hat", 0.6, 0.0, 1.0, 0.3)
    assert worn_by(face, (face, hat), lab) == ()
    assert not is_worn(hat, (face, hat))
    assert not is_worn(hat, (hat,))


def test_only_people_wear_and_only_women_dresses(lab):
    dress = sighting("dress", 0.2, 0.2, 0.8, 1.0)
    for noun, items in (("dog", ()), ("man", ()), ("woman", ("dress",))):
        wearer = sighting(noun, 0.2, 0.1, 0.8, 1.0)
        assert tuple(worn.item for worn in worn_by(wearer, (wearer, dress), lab)) == items


def test_a_face_that_fills_the_picture_has_no_room_for_a_hat_outside_it(lab):
    face, hat = sighting("face", 0.0, 0.0, 1.0, 1.0), sighting("hat", 0.0, 0.0, 1.0, 0.2)
    (worn,) = worn_by(face, (face, hat), lab)
    assert worn.item == "hat"


def test_clothes_are_said_in_words_that_are_read_back():
    options = clothed([Clause(noun="face", size="large")], (Worn("hat", Colour("ruby")), Worn("glasses")))
    assert [speak(option) for option in options] == ["large face", "large face in ruby hat", "large face in glasses"]
    assert [parse(speak(option)).scene.clauses[0] for option in options] == options
