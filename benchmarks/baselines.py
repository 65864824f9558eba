"""What other tiny codes make of a photograph: a DCT thumbnail at any number of bits, BlurHash, ThumbHash.

The thumbnail's bits are the ideal code length under a static model that has not seen the picture, rounded up; a real
arithmetic coder needs as many or a bit or two more, so the comparison favours the baseline. BlurHash and ThumbHash are
the published packages; their bits are those of their own strings and bytes. Knows nothing of descriptions.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.baselines_hash import Coded, blur_hash, thumb_hash

__all__ = ["Coded", "blur_hash", "dct_thumbnail", "thumb_hash"]

Planes = NDArray[np.float64]

_SIDE = 16
_LUMA_COUNTS = (3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 44, 52, 60)
_CHROMA_COUNTS = (1, 3, 4, 6, 9, 12)
_STEPS = (1.5, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0)
_SETTING_BITS = math.log2(len(_LUMA_COUNTS) * len(_CHROMA_COUNTS) * len(_STEPS))
_LUMA_SPREAD, _CHROMA_SPREAD, _FALL = 9.0, 2.4, 0.95
"""Mean size of AC coefficients at the lowest frequency, and the power by which it falls with frequency; measured on
Kodak's odd numbers."""


def dct_thumbnail(original: Image.Image, *, bits: int) -> Coded:
    """Code the lowest DCT coefficients of a 16x16 YCbCr thumbnail in at most that many bits.

    How many coefficients of luma and chroma are kept and how coarsely they are quantised is chosen for the least
    squared error, and charged.
    """
    small = original.convert("YCbCr").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    planes = np.moveaxis(np.asarray(small, np.float64), -1, 0) - 128
    basis = _basis(_SIDE)
    coefficients = [basis @ plane @ basis.T / _SIDE for plane in planes]
    best: tuple[float, int, list[Planes]] | None = None
    for kept, price in _settings(coefficients, bits):
        error = sum(float(((a - b) ** 2).sum()) for a, b in zip(coefficients, kept, strict=True))
        if best is None or error < best[0]:
            best = (error, price, kept)
    if best is None:
        kept = [np.zeros((_SIDE, _SIDE)) for _ in planes]
        best = (math.inf, bits, kept)
    return Coded(_draw(best[2], original.width, original.height), best[1])


def _settings(coefficients: list[Planes], bits: int) -> Iterator[tuple[list[Planes], int]]:
    """Yield quantised coefficients with their bits for every setting that fits."""
    scan = _scan()
    for step in _STEPS:
        prices, quantised = [], []
        for channel, plane in enumerate(coefficients):
            flat = np.array([plane[y, x] for y, x in scan])
            level = np.rint(flat / step)
            quantised.append(level * step)
            prices.append(np.cumsum(_code_lengths(level, step, chroma=channel > 0)))
        for luma, chroma in product(_LUMA_COUNTS, _CHROMA_COUNTS):
            counts = (luma, chroma, chroma)
            price = _SETTING_BITS + sum(float(prices[c][n - 1]) for c, n in enumerate(counts))
            if price > bits:
                continue
            kept = []
            for channel, count in enumerate(counts):
                plane = np.zeros((_SIDE, _SIDE))
                for (y, x), value in zip(scan[:count], quantised[channel][:count], strict=True):
                    plane[y, x] = value
                kept.append(plane)
            yield kept, math.ceil(price)


def _code_lengths(level: Planes, step: float, *, chroma: bool) -> Planes:
    """Return bits per quantised coefficient: uniform for the mean, discrete Laplace for the rest."""
    frequency = np.array([max(math.hypot(y, x), 1.0) for y, x in _scan()])
    spread = (_CHROMA_SPREAD if chroma else _LUMA_SPREAD) / frequency**_FALL
    ratio = np.exp(-step / spread)
    lengths = -np.log2((1 - ratio) / (1 + ratio)) - np.abs(level) * np.log2(ratio)
    lengths[0] = math.log2((128 if chroma else 256) / step)
    return np.asarray(lengths)


@lru_cache(maxsize=1)
def _scan() -> tuple[tuple[int, int], ...]:
    """Return (row, column) of coefficients from low to high frequency."""
    places = product(range(_SIDE), range(_SIDE))
    return tuple(sorted(places, key=lambda place: (place[0] ** 2 + place[1] ** 2, place)))


@lru_cache(maxsize=64)
def _basis(size: int) -> Planes:
    """Return the first 16 cosines sampled at `size` points, shape (16, size), orthonormal for 16."""
    at = (np.arange(size) + 0.5) / size
    basis = np.cos(np.pi * np.arange(_SIDE)[:, None] * at) * math.sqrt(2 / _SIDE)
    basis[0] = math.sqrt(1 / _SIDE)
    return basis


def _draw(coefficients: list[Planes], width: int, height: int) -> Image.Image:
    """Evaluate the cosines at full size, which is smoother than enlarging a thumbnail."""
    planes = [_basis(height).T @ plane @ _basis(width) * _SIDE + 128 for plane in coefficients]
    ycbcr = np.stack(planes, axis=-1).round().clip(0, 255).astype(np.uint8)
    return Image.frombytes("YCbCr", (width, height), ycbcr.tobytes()).convert("RGB")
