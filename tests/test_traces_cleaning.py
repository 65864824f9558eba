import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traces.cleaning import clean_block, clean_json, clean_line

NASTY = [
    ("\x1b[2J\x1b[31mred\x1b[0m", "red"),
    ("\x1b]0;title\x07barn", "barn"),
    ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x9b31mred", "red"),
    ("a\r\nb\tc\u2028d", "a b c d"),
    ("a\x00b\x07c\x7f", "a\ufffdb\ufffdc\ufffd"),
    ("left \u202etfel\u202c right", "left tfel right"),
    ("half \ud800 surrogate", "half \ufffd surrogate"),
    ("[red]no markup[/red]", "[red]no markup[/red]"),
    ("café – 日本語 🐈", "café – 日本語 🐈"),
    ("\x1b", "\ufffd"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cleaned"), NASTY)
def test_a_line_is_printable(text: str, cleaned: str) -> None:
    assert clean_line(text) == cleaned


@given(st.text())
def test_no_text_gets_control_characters_through(text: str) -> None:
    for cleaned in (clean_line(text), clean_block(text).replace("\n", "")):
        assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in cleaned)
        cleaned.encode()
    assert "\n" not in clean_line(text)
    assert clean_line(clean_line(text)) == clean_line(text)


def test_a_block_keeps_its_lines_and_indents() -> None:
    assert clean_block('{\r\n\t"a": "\x1b[31mb"\n}') == '{\n    "a": "b"\n}'


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_cleaned_json_means_the_same(text: str) -> None:
    written = clean_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not any(0x7F <= ord(character) < 0xA0 for character in written)
