"""Phrase rent on pictures whose parts are known, and the command on a recorded run."""

import doctest
import json
from pathlib import Path

import numpy as np
import pytest
from api_server import ApiServer
from PIL import Image

from codec.budget import Budget
from codec.command import exit_code_of
from codec.fidelity import Measure
from codec.meter import Meter
from codec.mub import MubFile, pack
from lab import rent_measure
from lab.rent import main as rent
from lab.rent_measure import leave_out, price_phrases

RECORDED = Path(__file__).parent / "runs" / "format1"
METER = Meter(Budget(30, "tokens"))


def call(*words):
    return exit_code_of(rent, [str(word) for word in words], program="mubpp rent")


def paint(text):
    """Draw blue, with a red half if the words say so and a little noise for "glitter"."""
    pixels = np.full((48, 64, 3), (40, 60, 200), np.uint8)
    if "red" in text:
        pixels[24:] = (200, 30, 30)
    if "glitter" in text:
        pixels[::3, ::3] = (255, 255, 0)
    return Image.fromarray(pixels)


def price(text, phrases, *, draw=lambda text, _number: paint(text), renders=1):
    measure = Measure(paint("red"))
    return price_phrases(
        MubFile(text), phrases, measure=measure, meter=METER, draw=draw, renders=renders, advance=lambda _text: None
    )


def test_its_examples_hold():
    assert doctest.testmod(rent_measure).failed == 0


def test_a_phrase_that_shows_pays_one_that_spoils_costs_and_one_that_is_not_drawn_changes_nothing():
    found = price("red floor, glitter, quiet mood", ["red floor", "glitter", "quiet mood"])
    floor, glitter, mood = (part.rent.mean for part in found.phrases)
    assert floor > 0.05
    assert glitter < -0.05
    assert mood == 0


def test_bits_saved_are_those_of_the_two_files():
    text, phrases = "red floor, a small white dog", ["red floor", "a small white dog"]
    found = price(text, phrases)
    whole = len(pack(MubFile(text))) * 8
    assert found.file_bits == whole
    assert [part.file_bits_saved for part in found.phrases] == [
        whole - len(pack(MubFile(rest))) * 8 for rest in ("a small white dog", "red floor")
    ]
    assert [part.cost_saved for part in found.phrases] == [
        METER.cost(text) - METER.cost(rest) for rest in ("a small white dog", "red floor")
    ]


def test_renders_of_a_random_decoder_give_an_interval_and_mark_noise():
    rng = np.random.default_rng(2)  # of 20 seeds about one would have a 95% interval miss

    def draw(text, _number):
        pixels = np.asarray(paint(text)).astype(int) + rng.integers(-90, 90, (48, 64, 3))
        return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))

    found = price("red floor, quiet mood", ["red floor", "quiet mood"], draw=draw, renders=6)
    floor, mood = found.phrases
    assert floor.rent.count == 6
    assert not floor.inside_noise
    assert mood.inside_noise
    assert found.fidelity.low < found.fidelity.mean < found.fidelity.high


def test_a_refused_render_is_no_zero():
    found = price(
        "red floor, glitter", ["red floor", "glitter"], draw=lambda text, _n: paint(text) if "red" in text else None
    )
    assert found.phrases[0].rent is None
    assert found.phrases[1].rent.mean < 0


def test_one_phrase_has_no_rent():
    assert price("red floor", ["red floor"]).phrases == ()


def test_a_phrase_that_is_said_twice_is_taken_out_where_it_stands():
    assert (
        leave_out("Sky, a red barn and a red barn.", ["Sky", "a red barn", "a red barn"], 2) == "Sky, a red barn and."
    )


def test_the_command_shows_the_sentence_and_its_page(tmp_path, capsys):
    run = next(RECORDED.glob("*rocket*"))
    page = tmp_path / "rent.html"
    assert call(run, "--html", page, "--quiet", "--runs", tmp_path) == 0
    shown = capsys.readouterr().out
    assert call(run, "--json", "--quiet", "--runs", tmp_path) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["description"] in shown
    assert len(found["phrases"]) >= 2
    for part in found["phrases"]:
        assert part["phrase"] in page.read_text()
        assert part["rent"]["count"] == found["renders"] == 1
    assert "http" not in page.read_text()


def test_a_picture_that_was_paid_for_is_passed_over_and_is_no_speed(tmp_path, capsys, monkeypatch):
    run = next(RECORDED.glob("*rocket*"))
    words = (run, "--renderer", "openai", "--renders", 1, "--json", "--runs", tmp_path)
    with ApiServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
        assert call(*words) == 0
        first = capsys.readouterr().err.splitlines()[-1]
        assert call(*words) == 0
        again = capsys.readouterr()
    count = len(json.loads(again.out)["phrases"]) + 1
    assert f"{count} of {count}, {count} passed over, 0:00:00 left" in again.err.splitlines()[-1]
    assert f"{count} of {count}, " in first
    assert "passed over" not in first


@pytest.mark.parametrize(("words", "code"), [(("none",), 8), ((".", "--renders", "0"), 8)])
def test_what_is_no_run_is_one_line(words, code, tmp_path, capsys):
    assert call(*words, "--runs", tmp_path) == code
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_renderer_is_one_line(tmp_path, capsys):
    run = next(RECORDED.glob("*rocket*"))
    assert call(run, "--renderer", "skecth", "--runs", tmp_path) == 2
    assert "did you mean sketch?" in capsys.readouterr().err
