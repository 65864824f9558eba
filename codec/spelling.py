"""Forms outside the vocabulary: taken from a tiered list of English words, or else spelled; knows nothing of context.

A form is announced by its tier (static odds). In a listed tier it is an index among equals; otherwise its characters
follow one by one, each under a mixture of counts after the last two, one and no characters, and the end is a character
of its own. Characters that training never saw are written as code points.
"""

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from codec.arithmetic import ArithmeticDecoder
from codec.lexer import MAX_FORM

SPELLED: Final = 0
"""Tier of a folded form written character by character."""
SPELLED_EXACT: Final = 1
"""Tier of a form whose case can't be derived, written character by character."""
FIRST_LIST: Final = 2

END_CHARACTER: Final = 0
OTHER_CHARACTER: Final = 1
FIRST_CHARACTER: Final = 2
_CODE_POINTS: Final = 0x110000
_ORDER_WEIGHTS: Final = (1, 8, 40)
"""How much the counts after no, one and two characters weigh."""


class Sink(Protocol):
    """Where intervals go: an encoder, or something that only prices them."""

    def encode(self, start: int, size: int, total: int) -> None:
        """Take the part from `start` to `start + size` of `total`."""


class Speller:
    """Code forms that have no symbol of their own."""

    def __init__(self, tables: Mapping[str, npt.NDArray[Any]]) -> None:
        self._tier_odds = tables["tier_odds"].astype(np.int64)
        self._characters = tables["characters"].tobytes().decode("utf-32-le")
        self._codes = {character: i + FIRST_CHARACTER for i, character in enumerate(self._characters)}
        self._tables = tables
        self._lists: dict[int, list[str]] = {}

    def encode(self, form: str, *, exact: bool, sink: Sink) -> None:
        """Write a form; `exact` says that its case can't be derived."""
        if not exact:
            for tier in range(FIRST_LIST, len(self._tier_odds)):
                words = self._words_of(tier)
                index = bisect_left(words, form)
                if index < len(words) and words[index] == form:
                    encode_odds(self._tier_odds, tier, sink=sink)
                    sink.encode(index, 1, len(words))
                    return
        encode_odds(self._tier_odds, SPELLED_EXACT if exact else SPELLED, sink=sink)
        self._spell(form, sink=sink)

    def decode(self, decoder: ArithmeticDecoder) -> tuple[str, bool]:
        """Read a form and whether it is exact."""
        tier = decode_odds(self._tier_odds, decoder)
        if tier < FIRST_LIST:
            return self._read_spelled(decoder), tier == SPELLED_EXACT
        words = self._words_of(tier)
        index = decoder.target(len(words))
        decoder.take(index, 1)
        return words[index], False

    def _words_of(self, tier: int) -> list[str]:
        """Unpack a list at first use, because most texts never need it."""
        if tier not in self._lists:
            self._lists[tier] = self._tables[f"tier{tier}"].tobytes().decode("utf-8").split("\n")
        return self._lists[tier]

    @cached_property
    def _odds(self) -> list[npt.NDArray[Any]]:
        """Counts of characters after none, one and two, which only spelled forms need."""
        return [self._tables[f"character_odds{n}"] for n in range(len(_ORDER_WEIGHTS))]

    def _spell(self, form: str, *, sink: Sink) -> None:
        last, before = END_CHARACTER, END_CHARACTER
        for place, character in enumerate(form):
            code = self._codes.get(character, OTHER_CHARACTER)
            encode_odds(self._character_odds(before, last, place=place), code, sink=sink)
            if code == OTHER_CHARACTER:
                sink.encode(ord(character), 1, _CODE_POINTS)
            last, before = code, last
        if len(form) < MAX_FORM:
            encode_odds(self._character_odds(before, last, place=len(form)), END_CHARACTER, sink=sink)

    def _read_spelled(self, decoder: ArithmeticDecoder) -> str:
        last, before, form = END_CHARACTER, END_CHARACTER, ""
        while len(form) < MAX_FORM:
            code = decode_odds(self._character_odds(before, last, place=len(form)), decoder)
            if code == END_CHARACTER:
                break
            if code == OTHER_CHARACTER:
                point = decoder.target(_CODE_POINTS)
                decoder.take(point, 1)
                form += chr(point)
            else:
                form += self._characters[code - FIRST_CHARACTER]
            last, before = code, last
        return form

    def _character_odds(self, before: int, last: int, *, place: int) -> npt.NDArray[np.int64]:
        """Return the odds of each character code; the end is impossible at the first place."""
        none, one, two = _ORDER_WEIGHTS
        odds = 1 + none * self._odds[0].astype(np.int64)
        odds += one * self._odds[1][last].astype(np.int64)
        odds += two * self._odds[2][before, last].astype(np.int64)
        if place == 0:
            odds[END_CHARACTER] = 0
        return odds


def encode_odds(odds: npt.NDArray[np.int64], choice: int, *, sink: Sink) -> None:
    """Write a choice whose odds are given."""
    sink.encode(int(odds[:choice].sum()), int(odds[choice]), int(odds.sum()))


def decode_odds(odds: npt.NDArray[np.int64], decoder: ArithmeticDecoder) -> int:
    """Read a choice whose odds are given; a choice of odds 0 is never read."""
    edges = np.cumsum(odds)
    target = decoder.target(int(edges[-1]))
    choice = int(np.searchsorted(edges, target, side="right"))
    start = int(edges[choice]) - int(odds[choice])
    decoder.take(start, int(odds[choice]))
    return choice
