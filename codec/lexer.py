"""Text to lower-case word forms with their case and spacing, and back without loss; it must not know probabilities.

A text is a chain of lexemes: words (letters and digits), clitics such as 's, single marks, single white-space
characters. Most are preceded by the spacing that English prints there, which `Spacing.by_default` foretells; a lexeme
whose spacing differs says so. Whatever the text, `join_lexemes(split_text(text)) == text`.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple


class Case(IntEnum):
    """How a form is capitalised in the text."""

    LOWER = 0
    """As the form stands; also for forms without letters."""
    CAPITAL = 1
    """First letter upper case."""
    UPPER = 2
    """All letters upper case, where that differs from CAPITAL."""
    EXACT = 3
    """The form is kept as written, because its case can't be derived."""


class Lexeme(NamedTuple):
    """One piece of a text."""

    form: str
    """Lower-case form, or the text itself where `case` is EXACT."""
    case: Case
    unusual_gap: bool
    """The space before it is there where by default there is none, or the other way round."""


_PIECE: Final = re.compile(r"'(?:s|t|re|ve|ll|d|m)(?![^\W_])|[^\W_]+|.", re.DOTALL)
_CLITICS: Final = frozenset({"'s", "'t", "'re", "'ve", "'ll", "'d", "'m"})
_CLOSING: Final = frozenset(",.;:!?)]}%'…")
_OPENING: Final = frozenset("([{$#@_'")
_LINKS: Final = frozenset("-/")
MAX_FORM: Final = 40
"""Longest word kept in one piece, in characters; longer ones are cut, so that no form is unbounded."""


@dataclass
class Spacing:
    """What the default spacing of the next lexeme depends on."""

    previous: str = "\n"
    previous_spaced: bool = False
    quotes: int = 0

    def by_default(self, form: str) -> bool:
        """Tell whether a space is expected before a form."""
        if self.previous.isspace() or form.isspace() or form in _CLITICS or form in _CLOSING or form in _LINKS:
            return False
        if form == '"':
            return self.quotes % 2 == 0
        if self.previous == '"':
            return self.quotes % 2 == 0
        if self.previous in _LINKS:
            return self.previous_spaced
        return self.previous not in _OPENING

    def advance(self, form: str, *, spaced: bool) -> None:
        """Move on past a form."""
        self.previous, self.previous_spaced = form, spaced
        self.quotes += form == '"'


def _fold(text: str) -> tuple[str, Case]:
    """Return the form and case of a piece such that `restore_case` gives it back."""
    form = text.lower()
    if form == text:
        return form, Case.LOWER
    for case in (Case.CAPITAL, Case.UPPER):
        if restore_case(form, case) == text:
            return form, case
    return text, Case.EXACT


def restore_case(form: str, case: Case) -> str:
    """Write a form in a case."""
    if case is Case.CAPITAL:
        return form[:1].upper() + form[1:]
    return form.upper() if case is Case.UPPER else form


def split_text(text: str) -> list[Lexeme]:
    """Cut a text into lexemes.

    >>> [lexeme.form for lexeme in split_text("A cat's bowl, blue.")]
    ['a', 'cat', "'s", 'bowl', ',', 'blue', '.']
    """
    lexemes = []
    spacing = Spacing()
    position = 0
    while position < len(text):
        spaced = text[position] == " " and position + 1 < len(text) and not text[position + 1].isspace()
        match = _PIECE.match(text, position + spaced)
        assert match is not None
        piece = match[0][:MAX_FORM]
        position = match.start() + len(piece)
        form, case = _fold(piece)
        lexemes.append(Lexeme(form, case, spaced != spacing.by_default(form)))
        spacing.advance(form, spaced=spaced)
    return lexemes


class Joiner:
    """Put a text together lexeme by lexeme."""

    def __init__(self) -> None:
        self._spacing = Spacing()
        self._pieces: list[str] = []
        self.chars = 0
        """Length so far, in code points."""

    def add(self, lexeme: Lexeme) -> None:
        """Append a lexeme."""
        spaced = lexeme.unusual_gap != self._spacing.by_default(lexeme.form)
        piece = " " * spaced + restore_case(lexeme.form, lexeme.case)
        self._pieces.append(piece)
        self.chars += len(piece)
        self._spacing.advance(lexeme.form, spaced=spaced)

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._pieces)


def join_lexemes(lexemes: list[Lexeme]) -> str:
    """Put lexemes together again.

    >>> join_lexemes(split_text("Twenty-two “cats” ( 2 ) “"))
    'Twenty-two “cats” ( 2 ) “'
    """
    joiner = Joiner()
    for lexeme in lexemes:
        joiner.add(lexeme)
    return joiner.text()
