"""A thumbnail of a few DCT coefficients in any number of bits, arithmetic-coded and read back; knows nothing of words.

The file: which quantiser step, how many coefficients of luma and of each chroma plane follow, and then those of the
planes Y, Cb, Cr of a 16x16 thumbnail from low to high frequency. Luma's mean is coded evenly, all else by a fixed
discrete Laplace distribution, narrower at higher frequencies. Nothing marks the end.
"""

import math
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from codec.arithmetic import ArithmeticDecoder, ArithmeticEncoder
from codec.bits import BitReader

Planes = NDArray[np.float64]

LEAST_BITS: Final = 32
"""Below this, three mean colours don't fit in every picture."""

_SIDE: Final = 16
_STEPS: Final = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0)
_LUMA_COUNTS: Final = (1, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 44, 52, 60, 72, 90, 115, 150, 200)
_CHROMA_COUNTS: Final = (1, 3, 4, 6, 9, 12, 16, 22, 30, 42)
_ROUNDINGS: Final = (0.5, 0.4, 0.3)
"""What is added to a size before it is rounded down; less makes more zeros. The decoder needn't know."""
_LUMA_SPREAD, _CHROMA_SPREAD, _FALL = 9.0, 2.4, 0.95
"""Mean size of coefficients at the lowest frequency, and the power by which it falls with frequency; measured on the
odd numbers of the Kodak suite."""
_CHROMA_MEAN_SPREAD: Final = 10.0
_ONE: Final = 1 << 12
"""Probabilities are whole parts of this."""


def encode_dct(original: Image.Image, *, most_bits: int) -> bytes | None:
    """Code a picture in at most that many bits, in whole bytes; None: they are too few.

    Of all settings that fit, the one that loses least in squared error is taken.
    """
    most_bytes = most_bits // 8
    ranked = sorted(_settings(_coefficients(original), most_bytes * 8 + 2), key=lambda found: found[0])
    for _, number, counts, levels in ranked:
        data = _write(number, counts, levels, most_bytes)
        if data is not None:
            return data
    return None


def decode_dct(data: bytes, *, width: int, height: int) -> Image.Image:
    """Draw the picture at any size; cosines at full size are smoother than an enlarged thumbnail."""
    decoder = ArithmeticDecoder(BitReader(data), file_bytes=len(data))
    step = _STEPS[_read_even(decoder, len(_STEPS))]
    luma, chroma = (
        _LUMA_COUNTS[_read_even(decoder, len(_LUMA_COUNTS))],
        _CHROMA_COUNTS[_read_even(decoder, len(_CHROMA_COUNTS))],
    )
    planes = []
    for channel, count in enumerate((luma, chroma, chroma)):
        plane = np.zeros((_SIDE, _SIDE))
        for number, place in enumerate(_scan()[:count]):
            if channel == number == 0:
                plane[place] = (_read_even(decoder, _mean_count(step)) + 0.5) * step - 128
            else:
                plane[place] = _read_signed(decoder, _shares(step, channel > 0)[number]) * step
        planes.append(_basis(height).T @ plane @ _basis(width) * _SIDE + 128)
    ycbcr = np.stack(planes, axis=-1).round().clip(0, 255).astype(np.uint8)
    return Image.frombytes("YCbCr", (width, height), ycbcr.tobytes()).convert("RGB")


def _coefficients(original: Image.Image) -> list[Planes]:
    """Return the coefficients of every plane from low to high frequency."""
    small = original.convert("YCbCr").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    planes = np.moveaxis(np.asarray(small, np.float64), -1, 0) - 128
    basis = _basis(_SIDE)
    return [np.array([(basis @ plane @ basis.T / _SIDE)[place] for place in _scan()]) for plane in planes]


Counts = tuple[int, int]


def _settings(flat: list[Planes], most_bits: float) -> list[tuple[float, int, Counts, list[list[int]]]]:
    """List what may fit: squared error saved (negative), the step's number, how many coefficients, and all levels."""
    found = []
    for (number, step), rounding in product(enumerate(_STEPS), _ROUNDINGS):
        levels, prices, gains = [], [], []
        for channel, values in enumerate(flat):
            level = np.sign(values) * np.floor(np.abs(values) / step + rounding)
            kept = level * step
            if channel == 0:
                level[0] = min(max(math.floor((values[0] + 128) / step), 0), _mean_count(step) - 1)
                kept[0] = (level[0] + 0.5) * step - 128
            levels.append(level.astype(int).tolist())
            prices.append(np.cumsum(_prices(level, step, channel)))
            gains.append(np.cumsum(values**2 - (values - kept) ** 2))
        setting_bits = math.log2(len(_STEPS) * len(_LUMA_COUNTS) * len(_CHROMA_COUNTS))
        for luma, chroma in product(_LUMA_COUNTS, _CHROMA_COUNTS):
            counts = (luma, chroma, chroma)
            if setting_bits + sum(prices[c][n - 1] for c, n in enumerate(counts)) <= most_bits:
                saved = sum(float(gains[c][n - 1]) for c, n in enumerate(counts))
                found.append((-saved, number, (luma, chroma), levels))
    return found


def _prices(level: Planes, step: float, channel: int) -> Planes:
    """Return the ideal bits of every level."""
    shares = np.array(_shares(step, channel > 0)) / _ONE
    size = np.abs(level)
    coded = -np.log2(shares[:, 1]) - (size - 1) * np.log2(1 - shares[:, 1]) - np.log2(1 - shares[:, 0]) + 1
    prices = np.where(size == 0, -np.log2(shares[:, 0]), coded)
    if channel == 0:
        prices[0] = math.log2(_mean_count(step))
    return np.asarray(prices)


@lru_cache(maxsize=64)
def _shares(step: float, chroma: bool) -> tuple[tuple[int, int], ...]:
    """Return for every coefficient the parts of `_ONE` for a zero, and for a size to be no larger than it is so far."""
    shares = []
    for y, x in _scan():
        spread = (_CHROMA_SPREAD if chroma else _LUMA_SPREAD) / max(math.hypot(y, x), 1.0) ** _FALL
        if chroma and x == y == 0:
            spread = _CHROMA_MEAN_SPREAD
        ratio = math.exp(-step / spread)
        zero, end = (1 - ratio) / (1 + ratio), 1 - ratio
        shares.append((_part(zero), _part(end)))
    return tuple(shares)


def _part(share: float) -> int:
    return min(max(round(share * _ONE), 1), _ONE - 1)


def _mean_count(step: float) -> int:
    return math.ceil(256 / step)


def _write(number: int, counts: Counts, levels: list[list[int]], most_bytes: int) -> bytes | None:
    """Write the shortest file, if it is short enough."""
    step = _STEPS[number]
    encoder = ArithmeticEncoder()
    encoder.encode(number, 1, len(_STEPS))
    encoder.encode(_LUMA_COUNTS.index(counts[0]), 1, len(_LUMA_COUNTS))
    encoder.encode(_CHROMA_COUNTS.index(counts[1]), 1, len(_CHROMA_COUNTS))
    for channel, count in enumerate((counts[0], counts[1], counts[1])):
        for place, level in enumerate(levels[channel][:count]):
            if channel == place == 0:
                encoder.encode(level, 1, _mean_count(step))
            else:
                _write_signed(encoder, level, _shares(step, channel > 0)[place])
    sizes = range(max(1, encoder.spent_bits // 8), most_bytes + 1)
    return next((data for size in sizes if (data := encoder.finish_in(size)) is not None), None)


def _write_signed(encoder: ArithmeticEncoder, level: int, shares: tuple[int, int]) -> None:
    _write_flag(encoder, shares[0], taken=level == 0)
    if level:
        _write_flag(encoder, _ONE // 2, taken=level < 0)
        for size in range(1, abs(level) + 1):
            _write_flag(encoder, shares[1], taken=size == abs(level))


def _write_flag(encoder: ArithmeticEncoder, share: int, *, taken: bool) -> None:
    encoder.encode(0 if taken else share, share if taken else _ONE - share, _ONE)


def _read_signed(decoder: ArithmeticDecoder, shares: tuple[int, int]) -> int:
    if _read_flag(decoder, shares[0]):
        return 0
    sign = -1 if _read_flag(decoder, _ONE // 2) else 1
    size = 1
    while not _read_flag(decoder, shares[1]):
        size += 1
    return sign * size


def _read_flag(decoder: ArithmeticDecoder, share: int) -> bool:
    taken = decoder.target(_ONE) < share
    decoder.take(0 if taken else share, share if taken else _ONE - share)
    return taken


def _read_even(decoder: ArithmeticDecoder, count: int) -> int:
    found = decoder.target(count)
    decoder.take(found, 1)
    return found


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
