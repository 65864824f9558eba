"""Arithmetic coding in exact integers; it must not know what the symbols mean.

A message narrows the interval [0, 1) step by step. A file is any byte string whose value, read as a binary fraction and
zero-extended, lies in the last interval; nothing marks its end. Carries need no care because `low` is one
unbounded integer, of which only the length grows. Totals given to the coders must not exceed 2**34; a step then loses
less than 2**-11 bits.
"""

from typing import Final

from codec.bits import BitReader
from codec.errors import FormatError

_WIDTH_BITS: Final = 64
_LEAST_WIDTH: Final = 1 << 48
_SHIFT: Final = 16
_SLACK_BITS: Final = 64
"""How much narrower than the file's own resolution the interval may become before the file must be damaged."""


class ArithmeticEncoder:
    """Turn a sequence of intervals into a byte string that the decoder reads back."""

    def __init__(self, *, header: str = "") -> None:
        """Begin after the binary digits of `header`."""
        self._header = header
        self._low = 0
        self._width = 1 << _WIDTH_BITS
        self._depth = _WIDTH_BITS

    @property
    def spent_bits(self) -> int:
        """Whole bits spent so far, header included, rounded down."""
        return len(self._header) + self._depth + 1 - self._width.bit_length()

    def encode(self, start: int, size: int, total: int) -> None:
        """Take the part from `start` to `start + size` of `total`."""
        unit = self._width // total
        self._low += unit * start
        self._width = unit * size
        while self._width < _LEAST_WIDTH:
            self._low <<= _SHIFT
            self._width <<= _SHIFT
            self._depth += _SHIFT

    def finish_in(self, size: int) -> bytes | None:
        """Return a file of `size` bytes whose value lies in the interval, or None when there is none."""
        depth = len(self._header) + self._depth
        low = (int(self._header or "0", 2) << self._depth) + self._low
        drop = depth - 8 * size
        if self.spent_bits > 8 * size + _SLACK_BITS:
            return None
        value = -(-low >> drop) if drop > 0 else low << -drop
        if drop > 0 and value << drop >= low + self._width:
            return None
        return value.to_bytes(size, "big")


class ArithmeticDecoder:
    """Read back what an `ArithmeticEncoder` wrote."""

    def __init__(self, reader: BitReader, *, file_bytes: int) -> None:
        """Begin where `reader` stands, after the header, in a file of `file_bytes` bytes."""
        self._reader = reader
        self._header_bits = reader.position
        self._limit = file_bytes * 8 + _SLACK_BITS
        self._width = 1 << _WIDTH_BITS
        self._depth = _WIDTH_BITS
        self._offset = reader.number(_WIDTH_BITS)
        self._unit = 0

    @property
    def spent_bits(self) -> int:
        """Whole bits spent so far, header included, rounded down."""
        return self._header_bits + self._depth + 1 - self._width.bit_length()

    def target(self, total: int) -> int:
        """Return where in 0..total-1 the message points; the part that holds it is to be taken."""
        if self.spent_bits > self._limit:
            raise FormatError("the file ends inside its text: it is damaged")
        self._unit = self._width // total
        return min(self._offset // self._unit, total - 1)

    def take(self, start: int, size: int) -> None:
        """Take the part from `start` to `start + size` of the total given to `target`."""
        self._offset -= self._unit * start
        self._width = self._unit * size
        while self._width < _LEAST_WIDTH:
            self._offset = (self._offset << _SHIFT) | self._reader.number(_SHIFT)
            self._width <<= _SHIFT
            self._depth += _SHIFT
