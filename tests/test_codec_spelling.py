import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.arithmetic import ArithmeticDecoder, ArithmeticEncoder
from codec.bits import BitReader
from codec.lexer import MAX_FORM, split_text
from codec.spelling import FIRST_LIST, Speller
from codec.symbols import Alphabet
from codec.train_lexicon import spelling_tables

LISTED = ["aardvark\t35", "Zebra\t10", "borzoi\t60", "cat's\t10", "zebra\t10", "alabaster\t50"]


@pytest.fixture(scope="module")
def speller(tmp_path_factory):
    word_list = tmp_path_factory.mktemp("words") / "words.tsv"
    word_list.write_text("\n".join(LISTED))
    lines = ["a dog and an axolotl", "the capybara of Ibiza", "Zebra crossing 12th", "caf\u00e9"]
    texts = [(split_text(line), 1) for line in lines]
    alphabet = Alphabet([("a", False), ("dog", False), ("the", False)])
    return Speller(spelling_tables(texts, alphabet=alphabet, held_out=[t for t, _ in texts], word_list=word_list))


class Price:
    def __init__(self):
        self.bits = 0.0

    def encode(self, start, size, total):
        assert 0 <= start < start + size <= total
        self.bits += math.log2(total / size)


def price(speller, form):
    sink = Price()
    speller.encode(form, exact=False, sink=sink)
    return sink.bits


def round_trip(speller, form, *, exact):
    encoder = ArithmeticEncoder()
    speller.encode(form, exact=exact, sink=encoder)
    size = max(1, encoder.spent_bits // 8 - 8)
    while (data := encoder.finish_in(size)) is None:
        size += 1
    return speller.decode(ArithmeticDecoder(BitReader(data), file_bytes=len(data)))


forms = st.text(min_size=1, max_size=MAX_FORM) | st.sampled_from(["zebra", "axolotl", "borzoi", "x" * MAX_FORM])


@given(form=forms, exact=st.booleans())
def test_any_form_is_read_back(speller, form, exact):
    assert round_trip(speller, form, exact=exact) == (form, exact)


def test_listed_words_are_cheaper_than_spelled_ones(speller):
    assert price(speller, "zebra") < price(speller, "zebru")
    assert price(speller, "capybara") < price(speller, "capybarx")


def test_names_and_clitics_are_not_listed(speller):
    tiers = range(FIRST_LIST, len(speller._tier_odds))
    listed = {word for tier in tiers for word in speller._words_of(tier)}
    assert {"zebra", "aardvark", "axolotl", "capybara"} <= listed
    assert not {"Zebra", "cat's", "dog", "caf\u00e9"} & listed


def test_characters_never_seen_cost_a_code_point(speller):
    assert price(speller, "\u4f60") > 20
    assert np.isfinite(price(speller, "\ud800"))
