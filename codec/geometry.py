"""Picture geometry in a few header bits: aspect and size class, or exact size; it must not know what is drawn.

The ids of aspects and size classes are part of the file format: they may be added to, never renumbered.
"""

import math
from dataclasses import dataclass
from typing import Final, Self

from codec.bits import BitReader, to_bits
from codec.errors import FormatError, UsageError

ASPECTS: Final[dict[int, tuple[int, int]]] = {
    0: (1, 1),
    1: (12, 11),
    2: (6, 5),
    3: (5, 4),
    4: (4, 3),
    5: (7, 5),
    6: (3, 2),
    7: (8, 5),
    8: (16, 9),
    9: (2, 1),
    10: (7, 3),
    11: (8, 3),
    12: (3, 1),
    13: (4, 1),
    14: (6, 1),
    15: (10, 1),
    16: (11, 12),
    17: (5, 6),
    18: (4, 5),
    19: (3, 4),
    20: (5, 7),
    21: (2, 3),
    22: (5, 8),
    23: (9, 16),
    24: (1, 2),
    25: (3, 7),
    26: (3, 8),
    27: (1, 3),
    28: (1, 4),
    29: (1, 6),
    30: (1, 10),
}
"""Width to height, by id: 1:1, then landscape, then portrait; pictures beyond 10:1 and 1:10 are clamped."""

SIZE_CLASSES: Final[dict[int, int]] = {0: 1024, 1: 768, 2: 640, 3: 512, 4: 384, 5: 256, 6: 192, 7: 128}
"""Longest side of the redrawn picture in pixels, by id."""

LARGEST_SIDE: Final = 1 << 14
LARGEST_AREA: Final = 1 << 25
"""Bounds of an exact size, in pixels; they bound what a decoder can be made to allocate."""

_COMMON_CLASSES: Final = {"0": 0, "1": 1}
_COMMON_ASPECTS: Final = {"00": 6, "01": 4, "100": 21, "101": 19, "110": 8, "1110": 23, "1111": 0}
_FIRST_UNUSED: Final = len(ASPECTS) * len(SIZE_CLASSES)
_EXACT: Final = _FIRST_UNUSED
_LENGTH_BITS: Final = 4


@dataclass(frozen=True)
class Geometry:
    """The shape in which a picture is redrawn."""

    aspect: int = 0
    """Id in `ASPECTS`; 0 where `exact` is given."""
    size_class: int = 0
    """Id in `SIZE_CLASSES`; 0 where `exact` is given."""
    exact: tuple[int, int] | None = None
    """Exact width and height in pixels, where that was asked for."""

    @classmethod
    def of(cls, width: int, height: int, *, exact: bool = False) -> Self:
        """Return the geometry nearest to a picture of `width` x `height` pixels, or exactly that size.

        Raises UsageError when a side is not positive, or an exact size is above 16384 a side or 2^25 pixels.

        >>> Geometry.of(768, 512).canvas()
        (768, 512)
        >>> Geometry.of(4032, 3024).canvas()
        (1024, 768)
        """
        if width < 1 or height < 1:
            raise UsageError(f"a picture can't measure {width}x{height} pixels")
        if exact:
            if not _is_drawable(width, height):
                raise UsageError(f"{width}x{height} is too large to be stored exactly: leave exact out")
            return cls(exact=(width, height))
        ratio, longest = math.log(width / height), math.log(max(width, height))
        aspect = min(ASPECTS, key=lambda i: abs(math.log(ASPECTS[i][0] / ASPECTS[i][1]) - ratio))
        size_class = min(SIZE_CLASSES, key=lambda i: abs(math.log(SIZE_CLASSES[i]) - longest))
        return cls(aspect, size_class)

    def canvas(self) -> tuple[int, int]:
        """Return the width and height in pixels at which the decoder redraws unless told otherwise."""
        if self.exact:
            return self.exact
        longest = SIZE_CLASSES[self.size_class]
        wide, high = ASPECTS[self.aspect]
        if wide >= high:
            return longest, (2 * longest * high + wide) // (2 * wide)
        return (2 * longest * wide + high) // (2 * high), longest

    def to_bits(self) -> str:
        """Write the geometry: 1 bit for 1024x1024, 5 to 7 for common shapes, 10 for others, more if exact."""
        if self.exact:
            return "11" + to_bits(_EXACT, 8) + "".join(_side_to_bits(side) for side in self.exact)
        if self == Geometry():
            return "0"
        for class_word, size_class in _COMMON_CLASSES.items():
            for aspect_word, aspect in _COMMON_ASPECTS.items():
                if (size_class, aspect) == (self.size_class, self.aspect):
                    return "10" + class_word + aspect_word
        return "11" + to_bits(self.size_class * len(ASPECTS) + self.aspect, 8)

    @classmethod
    def from_bits(cls, reader: BitReader) -> Self:
        """Read what `to_bits` wrote; raise FormatError for an unused code or an exact size out of bounds."""
        if not reader.bit():
            return cls()
        if not reader.bit():
            size_class = reader.prefix(_COMMON_CLASSES)
            return cls(reader.prefix(_COMMON_ASPECTS), size_class)
        code = reader.number(8)
        if code == _EXACT:
            width, height = _side_from_bits(reader), _side_from_bits(reader)
            if not _is_drawable(width, height):
                raise FormatError(f"the file asks for {width}x{height} pixels, more than any may: it is damaged")
            return cls(exact=(width, height))
        if code >= _FIRST_UNUSED:
            raise FormatError(f"unknown picture geometry {code}: the file is damaged, or of a newer version")
        size_class, aspect = divmod(code, len(ASPECTS))
        return cls(aspect, size_class)


def _is_drawable(width: int, height: int) -> bool:
    return max(width, height) <= LARGEST_SIDE and width * height <= LARGEST_AREA


def _side_to_bits(side: int) -> str:
    """Write a side as the length of its binary form, then that form without its leading 1."""
    length = side.bit_length() - 1
    return to_bits(length, _LENGTH_BITS) + to_bits(side - (1 << length), length)


def _side_from_bits(reader: BitReader) -> int:
    length = reader.number(_LENGTH_BITS)
    return (1 << length) + reader.number(length)
