"""BlurHash and ThumbHash by their published packages, decoded at any size; knows nothing of descriptions.

A BlurHash is a string of base 83; it is packed here into as few whole bytes as hold its digits, and unpacked again
before it is decoded. A ThumbHash is bytes by itself. Importing this needs the packages (extra [bench]).
"""

import importlib
import math
import warnings
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from PIL import Image

blurhash: Any = importlib.import_module("blurhash")  # neither has type hints
thumbhash: Any = importlib.import_module("thumbhash")

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_MOST: Final = 9
"""Components each way that a BlurHash can have."""


def blur_hash_rungs(original: Image.Image, bits: int) -> Iterator[tuple[str, bytes]]:
    """Yield every number of components near so many bits, and the fewest and the most, with the packed string."""
    small = original.convert("RGB")
    small.thumbnail((64, 64))
    counts = [(x, y) for x in range(1, _MOST + 1) for y in range(1, _MOST + 1)]
    above = [size for x, y in counts if (size := _packed_bits(x * y)) >= bits]
    nearest = min(above, default=_packed_bits(_MOST**2))
    for x, y in counts:
        if nearest * 0.8 <= _packed_bits(x * y) <= nearest or x * y in {1, _MOST**2}:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # the package asks Pillow in an old way
                yield f"{x}x{y}", pack_blur_hash(blurhash.encode(small.copy(), x_components=x, y_components=y))


def decode_blur_hash(data: bytes, width: int, height: int) -> Image.Image:
    """Draw a packed BlurHash."""
    scale = min(1.0, 64 / max(width, height))
    columns, rows = (max(1, round(side * scale)) for side in (width, height))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        picture: Image.Image = blurhash.decode(unpack_blur_hash(data), columns, rows)
    return picture.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)


def pack_blur_hash(text: str) -> bytes:
    """Pack the digits of a BlurHash into as few bytes as hold them."""
    number = 0
    for digit in text:
        number = number * 83 + _DIGITS.index(digit)
    return number.to_bytes(_packed_bits((len(text) - 4) // 2) // 8, "big")


def unpack_blur_hash(data: bytes) -> str:
    """Give the string back; every number of components has a number of bytes of its own."""
    components = next(n for n in range(1, _MOST**2 + 1) if _packed_bits(n) == len(data) * 8)
    number, text = int.from_bytes(data, "big"), ""
    for _ in range(4 + 2 * components):
        number, digit = divmod(number, 83)
        text = _DIGITS[digit] + text
    return text


def _packed_bits(components: int) -> int:
    return math.ceil((4 + 2 * components) * math.log2(83) / 8) * 8


def thumb_hash_rungs(original: Image.Image, bits: int) -> Iterator[tuple[str, bytes]]:
    """Yield the only ThumbHash that there is, 21 to 25 bytes for most pictures."""
    del bits
    small = original.convert("RGB")
    small.thumbnail((100, 100))
    rgba = [value for pixel in np.asarray(small.convert("RGBA")).reshape(-1, 4).tolist() for value in pixel]
    yield "", bytes(thumbhash.rgba_to_thumb_hash(small.width, small.height, rgba))


def decode_thumb_hash(data: bytes, width: int, height: int) -> Image.Image:
    """Draw an opaque ThumbHash (E. Wallace, evanw.github.io/thumbhash); the package's own decoder repeats a pixel."""
    head, tail = int.from_bytes(data[:3], "little"), int.from_bytes(data[3:5], "little")
    side, wide = max(3, tail & 7), bool(tail >> 15)
    counts = [(7, side) if wide else (side, 7), (3, 3), (3, 3)]
    means = [(head & 63) / 63, (head >> 6 & 63) / 31.5 - 1, (head >> 12 & 63) / 31.5 - 1]
    scales = [(head >> 18 & 31) / 31, (tail >> 3 & 63) / 63 * 1.25, (tail >> 9 & 63) / 63 * 1.25]
    nibbles = iter([half for byte in data[5:] for half in (byte & 15, byte >> 4)])
    x, y = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
    planes = []
    for (across, down), mean, scale in zip(counts, means, scales, strict=True):
        plane = np.full((height, width), mean)
        for cy in range(down):
            for cx in range(0 if cy else 1, across):
                if cx * down < across * (down - cy):
                    size = (next(nibbles) / 7.5 - 1) * scale * 2
                    plane += size * np.cos(np.pi * cy * y)[:, None] * np.cos(np.pi * cx * x)
        planes.append(plane)
    light, yellow, red = planes
    blue = light - 2 / 3 * yellow
    red_plane = (3 * light - blue + red) / 2
    rgb = np.stack([red_plane, red_plane - red, blue], axis=-1)
    return Image.fromarray((rgb * 255).round().clip(0, 255).astype(np.uint8))
