import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.budget import Budget, parse_budget
from codec.errors import UsageError


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("30tokens", Budget(30, "tokens")),
        (" 30  TOKENS ", Budget(30, "tokens")),
        ("1 token", Budget(1, "tokens")),
        ("12 words", Budget(12, "words")),
        ("1,000 chars", Budget(1000, "chars")),
        ("120 characters", Budget(120, "chars")),
        ("96bits", Budget(96, "bits")),
        ("12 Byte", Budget(12, "bytes")),
        ("62.5ubpp", Budget(62.5, "ubpp")),
        ("100 \N{MICRO SIGN}bpp", Budget(100, "ubpp")),
        ("100 \N{GREEK SMALL LETTER MU}bpp", Budget(100, "ubpp")),
        ("100 micro-bits per pixel", Budget(100, "ubpp")),
        ("100 micro-bits", Budget(100, "ubpp")),
        ("30.0tokens", Budget(30, "tokens")),
    ],
)
def test_parse_budget(text, budget):
    assert parse_budget(text) == budget


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tokens",
        "30",
        "30x",
        "thirty tokens",
        "-3words",
        "1.5tokens",
        "0bits",
        "1e3chars",
        "9" * 40 + "bits",
        "3 bits 4",
        "½bits",
        "٣bits",
    ],
)
def test_nonsense_gets_one_line_that_shows_what_is_accepted(text):
    with pytest.raises(UsageError, match=r"30tokens, .*100ubpp$|out of range") as caught:
        parse_budget(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30tokns", "30tokens"),
        ("12 wrods", "12words"),
        ("9bts", "9bits"),
        ("100ubp", "100ubpp"),
        ("12caracters", "12chars"),
    ],
)
def test_a_misspelt_unit_is_guessed(text, meant):
    with pytest.raises(UsageError, match=rf"did you mean {meant}\? write 30tokens"):
        parse_budget(text)


units = st.sampled_from(["tokens", "words", "chars", "bits", "bytes"])
budgets = st.builds(Budget, st.integers(1, 10**9), units) | st.builds(
    Budget, st.floats(1e-6, 1e9) | st.integers(1, 10**9), st.just("ubpp")
)


@given(budgets)
def test_written_budget_is_read_back(budget):
    assert parse_budget(str(budget)) == budget
