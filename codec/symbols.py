"""The alphabet of the caption model: which lexemes have a symbol of their own, and how a text becomes symbols.

It must not know probabilities. A lexeme outside the vocabulary is the symbol ESCAPE and spelled elsewhere; an unusual
gap is part of a vocabulary entry, or else announced by the symbol GAP.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from codec.lexer import Case, Lexeme

END: Final = 0
ESCAPE: Final = 1
GAP: Final = 2
FIRST_START: Final = 3
STARTS: Final = 4
"""A text begins with one of four start symbols, FIRST_START + capital + 2 * comma (see `start_symbol`)."""
FIRST_ENTRY: Final = FIRST_START + STARTS

Entry = tuple[str, bool]
"""A form, and whether the gap before it is unusual."""


def start_symbol(lexemes: list[Lexeme]) -> int:
    """Return the start symbol: it tells whether the first lexeme is in CAPITAL case and whether a comma follows."""
    capital = bool(lexemes) and lexemes[0].case is Case.CAPITAL
    comma = any(lexeme.form == "," for lexeme in lexemes)
    return FIRST_START + capital + 2 * comma


@dataclass(frozen=True)
class Alphabet:
    """The vocabulary with its symbols."""

    entries: list[Entry]
    """Entry of each symbol from FIRST_ENTRY on."""

    @cached_property
    def symbols(self) -> dict[Entry, int]:
        """The way back; who only decodes needs none."""
        return {entry: FIRST_ENTRY + i for i, entry in enumerate(self.entries)}

    @property
    def size(self) -> int:
        """Number of symbols, special ones included."""
        return FIRST_ENTRY + len(self.entries)

    def symbols_of(self, lexeme: Lexeme) -> tuple[int, ...]:
        """Return the symbols that announce a lexeme; an ESCAPE at the end means that its form is to be spelled."""
        if lexeme.case is not Case.EXACT:
            symbol = self.symbols.get((lexeme.form, lexeme.unusual_gap))
            if symbol is not None:
                return (symbol,)
            plain = self.symbols.get((lexeme.form, False))
            if plain is not None:
                return (GAP, plain)
        return (GAP, ESCAPE) if lexeme.unusual_gap else (ESCAPE,)
