import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codec.lexer import Case, Lexeme, join_lexemes, split_text

nasty = st.text(alphabet=" '\"-/.,a B\u0130ß\u01c5\n\t_(2é\u0307\ud800", max_size=30)


@given(st.text() | nasty)
@settings(max_examples=500)
def test_any_text_survives(text):
    assert join_lexemes(split_text(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "A man riding a wave on a surfboard.",
        "the sign says \"stop\", and (perhaps) a dog's tail; it isn't 8-bit/4k!",
        "Pale blue sky, dark green trees left",
        "An x-ray of a T-shirt $5 #art @home",
    ],
)
def test_printed_english_needs_no_spacing_marks(text):
    assert not any(lexeme.unusual_gap for lexeme in split_text(text))


@pytest.mark.parametrize(
    ("text", "case"),
    [("cat", Case.LOWER), ("Cat", Case.CAPITAL), ("A", Case.CAPITAL), ("CAT", Case.UPPER), ("cAt", Case.EXACT)],
)
def test_case(text, case):
    form = text if case is Case.EXACT else text.lower()
    assert split_text(text) == [Lexeme(form, case, unusual_gap=False)]


def test_no_form_is_unbounded():
    assert max(len(lexeme.form) for lexeme in split_text("x" * 1000)) == 40
