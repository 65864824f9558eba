"""Makes text that came from a model or a file safe to print on a terminal; knows nothing of what the text says."""

import re
import unicodedata
from typing import Final

_ESCAPE: Final = re.compile(
    r"\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, links, clipboard
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|\x1b."
)
_UNSAFE: Final = frozenset({"Cc", "Cs"})
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_JSON_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def clean_line(text: str) -> str:
    r"""Return the text as one printable line: escape sequences dropped, control characters shown as U+FFFD.

    Runs of white space become one blank. Characters that reorder their neighbours (bidirectional controls) are dropped,
    so that what is read is what is on record.

    >>> clean_line("a \x1b[31mred\x1b[0m\nbarn\x07")
    'a red barn�'
    """
    return " ".join(_clean(text).split())


def clean_block(text: str) -> str:
    r"""Return the text with its line ends and indents, otherwise cleaned as by `clean_line`.

    >>> clean_block("{\n\t\"a\": 1\x1b[2J\n}")
    '{\n    "a": 1\n}'
    """
    lines = re.split(r"\r\n|\r|\n|\u2028|\u2029", text.expandtabs(4))
    return "\n".join(_clean(line) for line in lines)


def clean_json(text: str) -> str:
    r"""Escape what JSON lets through but a terminal may obey: C1 controls, line separators, bidirectional controls.

    >>> clean_json('"\x9b31m"')
    '"\\u009b31m"'
    """
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def clean_cell(text: str) -> str:
    """Return the text as a field of a table that spreadsheets open: cleaned, and never taken for a formula.

    >>> clean_cell("=1+1"), clean_cell("a barn")
    ("'=1+1", 'a barn')
    """
    cleaned = clean_block(text)
    return f"'{cleaned}" if text.lstrip().startswith(_FORMULA) or cleaned.startswith(_FORMULA) else cleaned


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_clean_character(character) for character in _ESCAPE.sub("", text) if character not in _BIDI)


def _clean_character(character: str) -> str:
    if character.isspace():
        return " "
    return "\ufffd" if unicodedata.category(character) in _UNSAFE else character
