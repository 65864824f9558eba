"""The sketch team's knobs change what they say they change, and nothing at their defaults."""

import pytest
from PIL import Image

from agents.protocols import CritiqueRequest, DescribeRequest, Turn
from agents.sketch.knobs import Knobs, read_knobs
from agents.sketch.team import sketch_team
from codec.budget import parse_budget
from codec.errors import UsageError
from codec.fidelity import Measure
from codec.geometry import Geometry
from codec.meter import Meter
from codec.mub import Decoder, MubFile
from sketch import eye_features
from sketch.lexicon import NOUNS
from sketch.parse import parse
from traces.dialogue import Kept, Offer, Phrase


@pytest.fixture(scope="module")
def original():
    image = Image.new("RGB", (96, 64), (70, 130, 220))
    image.paste((40, 120, 40), (0, 40, 96, 64))
    image.paste((200, 40, 30), (20, 28, 40, 48))
    return image


def propose(original, argument):
    container = MubFile("", Decoder.SKETCH, Geometry.of(96, 64, exact=False), seed_choice_bits=0)
    meter = Meter(parse_budget("20tokens"), pixels=96 * 64, container=container)
    request = DescribeRequest(turn=Turn(round=0), original=original, meter=meter)
    return sketch_team(knobs=read_knobs(argument)).describer.propose(request)


def test_no_argument_is_the_team_as_it_is(original):
    assert read_knobs("") == Knobs()
    assert propose(original, "") == propose(original, "width=1&remarks=4")


def test_a_lexicon_bounds_what_is_said(original):
    said = propose(original, "lexicon=ground")
    nouns = {clause.noun for phrase in said.phrases for clause in parse(phrase.text).scene.clauses}
    assert nouns
    knobs = read_knobs("lexicon=ground")
    assert all(knobs.allows(noun) for noun in nouns)
    assert not knobs.allows(next(noun for noun, one in NOUNS.items() if one.kind == "person"))


def test_weights_make_the_critic_s_score_and_leave_the_fidelity(original):
    picture = Image.new("RGB", (96, 64), (70, 130, 220))
    phrase = Phrase(text="blue sky", worth=1, kind="object")
    offer = Offer(description="blue sky", cost=2, limit=20, kept=(Kept(phrase=phrase, cost=2),))
    measured = Measure(original).of(picture)
    request = CritiqueRequest(
        turn=Turn(round=0), original=original, picture=picture, offer=offer, fidelity=measured.total
    )
    argument = "colour=0&structure=0&edges=0&shape=0&accuracy=0&names=0&features=0&palette=3"
    found = sketch_team(knobs=read_knobs(argument)).critic.critique(request)
    assert found.score == pytest.approx(measured.aspects["palette"], abs=1e-5)
    assert found.fidelity == measured.total
    assert sketch_team().critic.critique(request).score != found.score


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("width", "is no knob"),
        ("width=0", "from 1 to 4"),
        ("width=1&width=2", "is no knob"),
        ("wit=1", "no knob 'wit'"),
        ("lexicon=poetry", "no kind 'poetry'"),
        ("colour=-1", "a weight from 0"),
        ("colour=nan", "a weight from 0"),
        ("colour=0&structure=0&edges=0&shape=0&palette=0&accuracy=0&names=0&features=0", "weighs more than 0"),
    ],
)
def test_a_wrong_knob_is_one_line(argument, says):
    with pytest.raises(UsageError, match=says):
        read_knobs(argument)


def test_without_features_the_network_is_asked_of_no_picture(original, monkeypatch):
    monkeypatch.setattr(eye_features, "features_of", lambda _: pytest.fail("asked"))
    assert propose(original, "features=0").phrases


def test_the_network_is_asked_of_few_pictures_a_round(original, monkeypatch):
    asked = []
    real = eye_features.features_of
    monkeypatch.setattr(eye_features, "features_of", lambda pixels: asked.append(pixels.shape) or real(pixels))
    # A pixel of its own, so that nothing is known from before.
    other = original.copy()
    other.putpixel((0, 0), (1, 2, 3))
    propose(other, "")
    assert 2 <= len(asked) <= 5
