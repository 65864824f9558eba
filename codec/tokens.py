"""Exact o200k_base token counting, offline; it must not know what the tokens are spent on.

The vocabulary travels as package data: `vocabulary/o200k_base.z` is the deflate-compressed list of the 199,998
token byte strings in id order (all lengths, one byte each, then all bytes). It was made from the published
`o200k_base.tiktoken`, whose SHA-256 a test rebuilds from it. tiktoken itself splits and merges, and is only spared its
download; but plain text is split and merged here, since tiktoken takes a tenth of a second to take the vocabulary in.
"""

import re
import zlib
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from tiktoken import Encoding

VOCABULARY_SIZE: Final = 199_998
"""Ordinary tokens of o200k_base; ids above belong to special tokens, which text can't spell here."""

BITS_PER_CODE_TOKEN: Final = 18
"""Bits of one token id at fixed length: the least that tells 199,998 ids apart."""

_LETTER_UPPER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"
_LETTER_LOWER = r"\p{Ll}\p{Lm}\p{Lo}\p{M}"
_CONTRACTION = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_SPLIT: Final = "|".join(
    [
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_LETTER_UPPER}]*[{_LETTER_LOWER}]+{_CONTRACTION}",
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_LETTER_UPPER}]+[{_LETTER_LOWER}]*{_CONTRACTION}",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)


_PLAIN_BYTES: Final = b"abcdefghijklmnopqrstuvwxyz ,"
_PLAIN: Final = re.compile(r"[a-z ,]{0,1000}")
"""What the sketch team says, and most of what others say; merging takes time by the square of a piece's length."""
_PLAIN_PIECE: Final = re.compile(r"[ ,]?[a-z]+| ?,+| +(?!\S)| +")
"""What is left of `_SPLIT` where there is nothing but plain text."""


def _read_table() -> bytes:
    return zlib.decompress((resources.files("codec") / "vocabulary" / "o200k_base.z").read_bytes())


def read_vocabulary() -> list[bytes]:
    """Return the token byte strings of o200k_base in id order."""
    table = _read_table()
    ends = accumulate(table[:VOCABULARY_SIZE], initial=VOCABULARY_SIZE)
    return [table[start:end] for start, end in pairwise(ends)]


@cache
def _encoding() -> "Encoding":
    """Build the encoding once, at first use (about 0.3 s)."""
    from tiktoken import Encoding  # noqa: PLC0415 - plain text does without it

    ranks = {token: rank for rank, token in enumerate(read_vocabulary())}
    return Encoding("o200k_base", pat_str=_SPLIT, mergeable_ranks=ranks, special_tokens={})


@cache
def _plain_ids() -> dict[str, int]:
    """Read the tokens of plain text once, at first use (about 0.03 s).

    Merging joins neighbours, so that every token on the way is a part of the text: of plain text, one of plain bytes.
    """
    table = np.frombuffer(_read_table(), np.uint8)
    lengths, text = table[:VOCABULARY_SIZE], table[VOCABULARY_SIZE:]
    is_strange = np.ones(256, bool)
    is_strange[list(_PLAIN_BYTES)] = False
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    is_plain = ~np.logical_or.reduceat(is_strange[text], starts)
    breaks = np.cumsum(lengths[is_plain], dtype=np.int64)[:-1]
    lines = np.insert(text[np.repeat(is_plain, lengths)], breaks, ord("\n"))
    return dict(zip(lines.tobytes().decode("ascii").split("\n"), np.flatnonzero(is_plain).tolist(), strict=True))


@cache
def _plain_texts() -> dict[int, str]:
    return {token: text for text, token in _plain_ids().items()}


@lru_cache(maxsize=4096)
def _merged(piece: str) -> tuple[int, ...]:
    """Merge a piece of plain text: of all neighbours that make a token those of the least id, until there are none."""
    ids = _plain_ids()
    if piece in ids:
        return (ids[piece],)
    parts = list(piece)
    while len(parts) > 1:
        pairs = [ids.get(left + right, VOCABULARY_SIZE) for left, right in pairwise(parts)]
        least = min(pairs)
        if least == VOCABULARY_SIZE:
            break
        at = pairs.index(least)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return tuple(ids[part] for part in parts)


def token_ids(text: str) -> list[int]:
    """Return the o200k_base ids of a text.

    Special tokens such as `<|endoftext|>` are ordinary text. A lone surrogate counts as U+FFFD.

    >>> token_ids("pale blue sky")
    [79, 1167, 9861, 17307]
    """
    if _PLAIN.fullmatch(text):
        return [token for piece in _PLAIN_PIECE.findall(text) for token in _merged(piece)]
    return _encoding().encode_ordinary(text)


def text_of_ids(ids: list[int]) -> str:
    """Return the text that a list of ids stands for; the ids must have come from `token_ids`."""
    try:
        return "".join(map(_plain_texts().__getitem__, ids))
    except KeyError:
        return _encoding().decode(ids)


def count_code_tokens(text: str) -> int:
    """Count the o200k_base tokens of a text that would be transmitted.

    >>> count_code_tokens("pale blue sky, dark green trees left")
    9
    """
    return len(token_ids(text))
