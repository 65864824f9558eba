"""Marks the words that one description adds to another and the words it cuts; knows nothing of how marks are shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Mark = Literal["same", "added", "cut"]
"""What became of a run of words."""

_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Characters of scripts without blanks: each is a word."""

_TOKEN: Final = re.compile(
    _UNSPACED.pattern + r"|[^\W_]+(?:[-'’.][^\W_]+)*"
    r"|\S"
)


@dataclass(frozen=True)
class Piece:
    """A run of words with one fate."""

    text: str
    """With the blank before it where the description has one."""
    mark: Mark


def split_words(text: str) -> list[str]:
    """Split into words and punctuation marks, each with the blank before it where there is one.

    >>> split_words("dark-green trees, left")
    ['dark-green', ' trees', ',', ' left']
    """
    return [
        (" " if match.start() > 0 and text[match.start() - 1].isspace() else "") + match[0]
        for match in _TOKEN.finditer(text)
    ]


def diff_words(before: str, after: str) -> tuple[Piece, ...]:
    """Align two descriptions by their words; a replaced run is cut first, then added.

    The pieces marked same and added spell `after`, those marked same and cut spell `before`, up to white space.

    >>> diff_words("red barn, snow", "red brick barn")
    (Piece(text='red', mark='same'), Piece(text=' brick', mark='added'), Piece(text=' barn', mark='same'), \
Piece(text=', snow', mark='cut'))
    """
    old, new = split_words(before), split_words(after)
    pieces: list[Piece] = []
    for piece in _align(old, new):
        if piece.text:
            run_on = bool(pieces) and _run_on(pieces[-1].text[-1], piece.text[0])
            pieces.append(Piece(" " + piece.text, piece.mark) if run_on else piece)
    return tuple(pieces)


def list_changes(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the runs of words added and the runs cut, without the punctuation around them."""
    pieces = diff_words(before, after)
    added = (piece.text.strip(" ,;.") for piece in pieces if piece.mark == "added")
    cut = (piece.text.strip(" ,;.") for piece in pieces if piece.mark == "cut")
    return tuple(text for text in added if text), tuple(text for text in cut if text)


def _run_on(left: str, right: str) -> bool:
    """Tell whether two characters would read as one word: the first word of a text has no blank before it."""
    return left.isalnum() and right.isalnum() and not (_UNSPACED.match(left) and _UNSPACED.match(right))


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    keys_old = [word.strip().casefold() for word in old]
    keys_new = [word.strip().casefold() for word in new]
    matcher = SequenceMatcher(None, keys_old, keys_new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            yield Piece("".join(new[new_from:new_to]), "same")
        else:
            yield Piece("".join(old[old_from:old_to]), "cut")
            yield Piece("".join(new[new_from:new_to]), "added")
