"""CIE Lab (D65, 2 degrees) to sRGB and back, fast enough for whole pictures; knows nothing of scenes.

Source: IEC 61966-2-1 (sRGB), CIE 15:2004 section 8.2.1.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Lab = tuple[float, float, float]
"""L 0..100, a, b."""

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)
_TO_F = _TO_XYZ / _WHITE[:, None]
_FROM_F = np.linalg.inv(_TO_F)
_STEPS = 8192
_PIXELS_PER_CHUNK = 1 << 14
_TOE = np.float32(6 / 29)


@lru_cache(maxsize=1)
def _linear_of_byte() -> NDArray[np.float64]:
    value = np.arange(256) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=1)
def _byte_of_linear() -> NDArray[np.uint8]:
    value = np.arange(_STEPS + 1) / _STEPS
    coded = np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.rint(coded * 255.0).astype(np.uint8)


def lab_from_rgb(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Convert sRGB bytes, shape (..., 3), to Lab of the same shape."""
    # Not `codec.cielab`, which is single precision throughout: its last digits would change scores and pictures.
    ratio = _linear_of_byte()[picture] @ _TO_F.T
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), ratio * (841 / 108) + 4 / 29)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def rgb_from_planes(planes: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Convert Lab planes (3, H, W) to sRGB bytes (H, W, 3); colours outside the gamut are clipped."""
    _, height, width = planes.shape
    flat = planes.reshape(3, -1)
    out = np.empty((height * width, 3), np.uint8)
    table = _byte_of_linear()
    matrix = (_FROM_F * _STEPS).astype(np.float32)
    for start in range(0, flat.shape[1], _PIXELS_PER_CHUNK):
        part = flat[:, start : start + _PIXELS_PER_CHUNK]
        xyz = np.empty_like(part)
        np.multiply(part[0] + np.float32(16), np.float32(1 / 116), out=xyz[1])
        np.add(xyz[1], part[1] * np.float32(1 / 500), out=xyz[0])
        np.subtract(xyz[1], part[2] * np.float32(1 / 200), out=xyz[2])
        dark = np.minimum(xyz - _TOE, 0) if xyz.min() < _TOE else None
        root = xyz.copy() if dark is not None else xyz
        xyz = root * root * root
        if dark is not None:
            # Below 6/29 the curve is its tangent there: the cube less (root - t)^2 (root + 2 t).
            xyz -= dark * dark * (root + 2 * _TOE)
        linear = matrix @ xyz
        linear += np.float32(0.5)
        np.clip(linear, 0, _STEPS, out=linear)
        out[start : start + _PIXELS_PER_CHUNK] = table.take(linear.astype(np.intp)).T
    return out.reshape(height, width, 3)


def rgb_from_lab(picture: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Convert Lab, shape (H, W, 3), to sRGB bytes of the same shape; colours outside the gamut are clipped."""
    return rgb_from_planes(np.ascontiguousarray(np.moveaxis(picture, -1, 0), dtype=np.float32))


def hex_of(colour: Lab) -> str:
    """Write a Lab colour as "#rrggbb"."""
    red, green, blue = rgb_from_lab(np.array([[colour]], np.float32))[0, 0]
    return f"#{red:02x}{green:02x}{blue:02x}"
