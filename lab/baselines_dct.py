"""A thumbnail of a few DCT coefficients in any number of bits, really written and read back; knows nothing of words.

The bits: 3 for the quantiser's step, 4 and 3 for how many coefficients of luma and of each chroma plane follow, then
the planes Y, Cb, Cr: the mean in 6 or 5 bits, the rest in zigzag order as signed Exp-Golomb codes of order 0.
"""

import math
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from codec.bits import BitReader, bits_to_bytes, to_bits

Planes = NDArray[np.float64]

_SIDE = 16
_STEPS = (2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 16.0, 22.0)
_LUMA_COUNTS = (1, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 44, 52, 60, 80)
_CHROMA_COUNTS = (1, 2, 3, 4, 6, 9, 12, 16)
_MEAN_BITS = (6, 5, 5)
_SETTING_BITS = 10
LEAST_BITS = _SETTING_BITS + sum(_MEAN_BITS)
"""What three mean colours take."""


def encode_dct(original: Image.Image, *, most_bits: int) -> bytes | None:
    """Code a picture in at most that many bits, filled up to a whole byte; None: they are too few.

    Of all settings that fit, the one that loses least in squared error is taken.
    """
    small = original.convert("YCbCr").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    planes = np.moveaxis(np.asarray(small, np.float64), -1, 0) - 128
    basis = _basis(_SIDE)
    flat = [np.array([(basis @ plane @ basis.T / _SIDE)[place] for place in _scan()]) for plane in planes]
    best: tuple[float, str] | None = None
    for number, step in enumerate(_STEPS):
        coded = [_write_plane(values, step, bits) for values, bits in zip(flat, _MEAN_BITS, strict=True)]
        sizes = [np.cumsum([len(word) for word in words]) for words, _ in coded]
        gains = [np.cumsum(values**2 - errors) for values, (_, errors) in zip(flat, coded, strict=True)]
        for (i, luma), (j, chroma) in product(enumerate(_LUMA_COUNTS), enumerate(_CHROMA_COUNTS)):
            counts = (luma, chroma, chroma)
            if _SETTING_BITS + sum(int(sizes[c][n - 1]) for c, n in enumerate(counts)) > most_bits:
                continue
            lost = -sum(float(gains[c][n - 1]) for c, n in enumerate(counts))
            if best is None or lost < best[0]:
                words = "".join("".join(coded[c][0][:n]) for c, n in enumerate(counts))
                best = (lost, to_bits(number, 3) + to_bits(i, 4) + to_bits(j, 3) + words)
    return bits_to_bytes(best[1]) if best else None


def decode_dct(data: bytes, *, width: int, height: int) -> Image.Image:
    """Draw the picture at any size; cosines at full size are smoother than an enlarged thumbnail."""
    reader = BitReader(data)
    step = _STEPS[reader.number(3)]
    luma, chroma = _LUMA_COUNTS[reader.number(4)], _CHROMA_COUNTS[reader.number(3)]
    planes = []
    for bits, count in zip(_MEAN_BITS, (luma, chroma, chroma), strict=True):
        plane = np.zeros((_SIDE, _SIDE))
        plane[0, 0] = _mean_of(reader.number(bits), bits)
        for place in _scan()[1:count]:
            plane[place] = _read_signed(reader) * step
        planes.append(_basis(height).T @ plane @ _basis(width) * _SIDE + 128)
    ycbcr = np.stack(planes, axis=-1).round().clip(0, 255).astype(np.uint8)
    return Image.frombytes("YCbCr", (width, height), ycbcr.tobytes()).convert("RGB")


def _write_plane(values: Planes, step: float, mean_bits: int) -> tuple[list[str], Planes]:
    """Write every coefficient of a plane; also the squared error of each."""
    level = min(max(math.floor((values[0] + 128) / 256 * 2**mean_bits), 0), 2**mean_bits - 1)
    levels = np.rint(values[1:] / step).astype(int)
    kept = np.concatenate([[_mean_of(level, mean_bits)], levels * step])
    return [to_bits(level, mean_bits), *map(_write_signed, levels.tolist())], (values - kept) ** 2


def _mean_of(level: int, bits: int) -> float:
    return (level + 0.5) / (1 << bits) * 256 - 128


def _write_signed(value: int) -> str:
    """Write a signed Exp-Golomb code: 1, 010, 011, 00100 for 0, 1, -1, 2, and so on."""
    number = (2 * value - 1 if value > 0 else -2 * value) + 1
    return "0" * (number.bit_length() - 1) + to_bits(number, number.bit_length())


def _read_signed(reader: BitReader) -> int:
    zeros = 0
    while not reader.bit():
        zeros += 1
        if zeros > 32:
            raise ValueError("not a thumbnail of this kind")
    number = (1 << zeros) + reader.number(zeros) - 1
    return (number + 1) // 2 if number % 2 else -number // 2


@lru_cache(maxsize=1)
def _scan() -> tuple[tuple[int, int], ...]:
    """Return (row, column) of coefficients from low to high frequency."""
    return tuple(sorted(product(range(_SIDE), range(_SIDE)), key=lambda at: (at[0] ** 2 + at[1] ** 2, at)))


@lru_cache(maxsize=64)
def _basis(size: int) -> Planes:
    """Return the first 16 cosines sampled at `size` points, shape (16, size), orthonormal for 16."""
    at = (np.arange(size) + 0.5) / size
    basis = np.cos(np.pi * np.arange(_SIDE)[:, None] * at) * math.sqrt(2 / _SIDE)
    basis[0] = math.sqrt(1 / _SIDE)
    return np.asarray(basis)
