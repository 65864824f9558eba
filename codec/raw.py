"""The plain coder: a text as its UTF-8 bytes, for texts that the caption coder can't shorten; knows no header.

Lone surrogates, which Python strings may hold and UTF-8 may not, are written the way WTF-8 does, so that every string
survives.
"""

from typing import Final

from codec.bits import bits_to_bytes, to_bits
from codec.errors import FormatError, UsageError

MAX_CHARS: Final = 16_384
"""Longest text that a file may hold, in code points, under any coder."""


def check_length(text: str) -> None:
    """Raise UsageError when a text is longer than `MAX_CHARS`."""
    if len(text) > MAX_CHARS:
        raise UsageError(f"the text has {len(text):,} characters: at most {MAX_CHARS:,} can be stored")


def encode_raw(text: str, *, header: str) -> bytes:
    """Append a text's bytes to header bits (binary digits); raise UsageError when it is too long."""
    check_length(text)
    return bits_to_bytes(header + "".join(to_bits(byte, 8) for byte in text.encode("utf-8", "surrogatepass")))


def decode_raw(data: bytes, *, start: int) -> str:
    """Read the text that begins at bit `start` of a file; raise FormatError when that is no text."""
    size = (len(data) * 8 - start) // 8
    if size < 0:
        raise FormatError("the file ends inside its header: it is damaged")
    payload = int.from_bytes(data, "big") >> (len(data) * 8 - start - size * 8)
    try:
        text = (payload & ((1 << size * 8) - 1)).to_bytes(size, "big").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise FormatError("the file's text is not UTF-8: it is damaged") from error
    if len(text) > MAX_CHARS:
        raise FormatError(f"the file's text has more than {MAX_CHARS:,} characters: it is damaged")
    return text
