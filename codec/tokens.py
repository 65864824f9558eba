"""Exact o200k_base token counting, offline; it must not know what the tokens are spent on.

The vocabulary travels as package data: `vocabulary/o200k_base.z` is the deflate-compressed list of the 199,998
token byte strings in id order (all lengths, one byte each, then all bytes). It was made from the published
`o200k_base.tiktoken`, whose SHA-256 a test rebuilds from it. tiktoken itself splits and merges; it is only spared
its download, and for plain text most of the vocabulary.
"""

import re
import zlib
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise
from typing import Final

import numpy as np
import tiktoken

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
_PLAIN: Final = re.compile(r"[a-z ,]*")
"""What the sketch team says, and most of what others say."""


def _read_table() -> bytes:
    return zlib.decompress((resources.files("codec") / "vocabulary" / "o200k_base.z").read_bytes())


def read_vocabulary() -> list[bytes]:
    """Return the token byte strings of o200k_base in id order."""
    table = _read_table()
    ends = accumulate(table[:VOCABULARY_SIZE], initial=VOCABULARY_SIZE)
    return [table[start:end] for start, end in pairwise(ends)]


@cache
def _encoding() -> tiktoken.Encoding:
    """Build the encoding once, at first use (about 0.3 s)."""
    return _encoding_of({token: rank for rank, token in enumerate(read_vocabulary())})


@cache
def _plain_encoding() -> tiktoken.Encoding:
    """Build the encoding of plain text, at first use (about 0.1 s).

    Merging joins neighbours, so that every token on the way is a part of the text: of plain text, one of plain bytes.
    """
    table = np.frombuffer(_read_table(), np.uint8)
    lengths, text = table[:VOCABULARY_SIZE], table[VOCABULARY_SIZE:]
    is_strange = np.ones(256, bool)
    is_strange[list(_PLAIN_BYTES)] = False
    strange = np.concatenate([[0], np.cumsum(is_strange[text], dtype=np.int32)])
    ends = np.cumsum(lengths, dtype=np.int64)
    starts = ends - lengths
    plain = np.flatnonzero((strange[ends] == strange[starts]) | (lengths == 1))
    packed = text.tobytes()
    cuts = zip(starts[plain].tolist(), ends[plain].tolist(), strict=True)
    return _encoding_of(dict(zip((packed[start:end] for start, end in cuts), plain.tolist(), strict=True)))


def _encoding_of(ranks: dict[bytes, int]) -> tiktoken.Encoding:
    return tiktoken.Encoding("o200k_base", pat_str=_SPLIT, mergeable_ranks=ranks, special_tokens={})


def token_ids(text: str) -> list[int]:
    """Return the o200k_base ids of a text.

    Special tokens such as `<|endoftext|>` are ordinary text. A lone surrogate counts as U+FFFD.

    >>> token_ids("pale blue sky")
    [79, 1167, 9861, 17307]
    """
    encoding = _plain_encoding() if _PLAIN.fullmatch(text) else _encoding()
    return encoding.encode_ordinary(text)


def text_of_ids(ids: list[int]) -> str:
    """Return the text that a list of ids stands for; the ids must have come from `token_ids`."""
    try:
        return _plain_encoding().decode(ids)
    except KeyError:
        return _encoding().decode(ids)


def count_code_tokens(text: str) -> int:
    """Count the o200k_base tokens of a text that would be transmitted.

    >>> count_code_tokens("pale blue sky, dark green trees left")
    9
    """
    return len(token_ids(text))
