import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codec.caption import CaptionModel, Interval, Plan, Stop
from codec.errors import FormatError, UsageError
from codec.raw import MAX_CHARS
from codec.spelling import encode_odds
from codec.symbols import END, FIRST_START, GAP

model = CaptionModel.shipped()

TEXTS = [
    "",
    " ",
    "a",
    "A man riding a wave on a surfboard.",
    "pale blue sky, dark green trees left, small white house center",
    "two dogs . and a  double space ",
    "8K UHD, Artstation, by Greg Rutkowski | trending",
    "It's Zoë's café; naïve? #42 \"quoted\" (twice) -- dash/slash",
    "line one\nline two\r\n\ttabbed",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u4f60\u597d",
    "\U0001f431\u200d\U0001f464 e\u0301 \u0130\u01c5ß",
    "\x00\x1f\ud800\udfff\uffff",
    "zxqvbn Qwrtz xYzZy " + "x" * 95,
    "'s 's' don't DON'T Don'T",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("header", ["", "00", "1010110"])
def test_a_text_survives(text, header):
    data = model.encode(text, header=header)
    assert model.decode(data, start=len(header)) == text
    assert format(int.from_bytes(data, "big"), f"0{8 * len(data)}b").startswith(header[: 8 * len(data)])


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_survives(text):
    assert model.decode(model.encode(text)) == text


@given(st.lists(st.sampled_from(["dog", "A", "red", ",", ".", " ", "-", '"', "Zyx", "SKY", "7"]), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_arrangement_of_words_survives(pieces):
    for text in ("".join(pieces), " ".join(pieces)):
        assert model.decode(model.encode(text, header="1"), start=1) == text


def test_ten_thousand_characters_survive():
    rule = np.random.default_rng(3)
    words = ["tree", "Blue", "zorgle", "and", ",", "sky.", "\n", "\u96ea"]
    text = " ".join(words[i] for i in rule.integers(0, len(words), 3000))[:10_000]
    assert len(text) == 10_000
    assert model.decode(model.encode(text)) == text


def test_length_cap():
    assert model.decode(model.encode("ha " * (MAX_CHARS // 3)))
    with pytest.raises(UsageError, match="at most"):
        model.encode("x" * (MAX_CHARS + 1))


@given(st.binary(min_size=1, max_size=24), st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_any_bytes_end_in_a_text_or_a_format_error(data, start):
    try:
        text = model.decode(data, start=start)
    except FormatError:
        return
    assert len(text) <= MAX_CHARS


def test_one_spacing_after_another_is_refused():
    """No encoder writes it, and a file full of it would keep a decoder busy without a character to show for it."""
    node = model.predictor.begin(FIRST_START)
    plan = Plan()
    encode_odds(model._start_odds, 0, sink=plan)
    for _ in range(2):
        model._plan_symbol(node, GAP, plan=plan)
        node = model.predictor.follow(node, GAP)
    plan.steps.append(Stop(int(node.odds[END]), ends=True))
    with pytest.raises(FormatError, match="one spacing after another"):
        model.decode(model.encode_plan(plan, header=""))


def test_odds_are_within_their_whole_and_never_nothing():
    node = model.predictor.begin(3)
    for symbol in (20, 30, 1, 2, 500):
        assert node.odds.min() >= 1
        assert 0.999 * model.predictor.total < node.odds.sum(dtype=np.int64) <= model.predictor.total
        node = model.predictor.follow(node, symbol)


def test_remembered_and_fresh_prefixes_agree():
    text = "a small brown dog sits on green grass"
    warm = model.encode(text)
    model.predictor.forget()
    assert model.encode(text) == warm


def test_a_file_is_about_as_long_as_its_plan_costs():
    text = "A black and white cat sleeping on top of a wooden table."
    plan = model.plan(text)
    choices = sum(math.log2(step.total / step.size) for step in plan.steps if isinstance(step, Interval))
    stops = [step for step in plan.steps if isinstance(step, Stop)]
    assert [step.ends for step in stops] == [False] * (len(stops) - 1) + [True]
    assert choices - 8 <= 8 * len(model.encode(text)) <= choices + 24


def test_common_words_are_cheaper_than_rare_ones():
    assert len(model.encode("a white dog")) < len(model.encode("an alabaster borzoi"))


def test_captions_are_far_below_their_utf8():
    captions = [
        "A group of people standing on top of a snow covered slope.",
        "pale blue sky, dark green trees left",
        "a red double decker bus on a city street",
    ]
    for caption in captions:
        assert len(model.encode(caption)) * 5 < len(caption)


def test_the_bits_of_a_word_are_what_a_plan_of_it_takes():
    words = ["band", "circle", "horse"]
    bits_of = model.word_bits(after=["gray background, large white"])
    for word in words:
        plan = model.plan(f"gray background, large white {word}")
        coded = [step for step in plan.steps if isinstance(step, Interval)]
        symbol = next(step for step in reversed(coded) if step.total > 1 << 16)  # what follows it is its case
        assert bits_of(word) == pytest.approx(math.log2(symbol.total / symbol.size), abs=0.2)


def test_the_bits_of_a_word_after_several_texts_are_of_the_mean_odds():
    texts = ["gray background, large white", "a dog on a"]
    each = [model.word_bits(after=[text])("bench") for text in texts]
    mean = math.log2(2 / sum(2**-bits for bits in each))
    assert model.word_bits(after=texts)("bench") == pytest.approx(mean)
