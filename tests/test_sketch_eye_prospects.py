"""What forms would earn by names, foreseen before anything is painted."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch import eye_earnings
from sketch.eye import Eye
from sketch.eye_earnings import Earnings
from sketch.eye_forms import forms
from sketch.lexicon import NOUNS
from sketch.parse import parse

PHOTOS = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def eye() -> Eye:
    return Eye(Image.open(PHOTOS / "rocket.jpg").convert("RGB"))


def test_what_is_foreseen_is_about_what_naming_earns(eye: Eye) -> None:
    width, height = eye._form_size
    every, _ = forms(width, height)
    before = parse("gray background").scene.clauses
    gains, nouns = eye._target._prospects.gains(before), eye._target._prospects.nouns
    best = int(gains.argmax())
    assert nouns[best]
    foreseen = float(gains[best]) / (width * height)
    form = every[best]
    (named,) = parse(f"gray {form.size} {nouns[best][0]} {form.place}").scene.clauses
    earned = np.diff(Earnings(eye.insight, eye.rough.weight).call(before, (None, named), ()))[0]
    assert foreseen > 0
    assert earned == pytest.approx(foreseen, rel=0.5)


def test_stuff_is_named_as_stuff_and_things_as_things(eye: Eye) -> None:
    every, _ = forms(*eye._form_size)
    for form, words in zip(every, eye._target._prospects.nouns, strict=True):
        assert all(NOUNS[word].is_stuff == form.stuff for word in words)


def test_nothing_is_gained_by_naming_what_is_named_already(eye: Eye) -> None:
    every, _ = forms(*eye._form_size)
    fresh = eye._target._prospects.gains(())
    best = int(fresh.argmax())
    word = eye._target._prospects.nouns[best][0]
    said = parse(f"{word} {every[best].place}").scene.clauses
    assert eye._target._prospects.gains(said)[best] < fresh[best]


def test_what_is_kept_of_scenes_changes_no_earnings(eye: Eye, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eye_earnings, "_MOST_KEPT", 2)
    scenes = [parse(text).scene.clauses for text in ("blue sky, sea bottom third", "gray wall", "blue sky, rocket")]
    options = (None, *parse("tree left, house right").scene.clauses)
    kept = Earnings(eye.insight, eye.rough.weight)
    for before, after in [(scenes[at % 3], scenes[at // 3]) for at in range(9)] * 2:
        fresh = Earnings(eye.insight, eye.rough.weight)
        assert np.array_equal(kept.call(before, options, after), fresh.call(before, options, after))
