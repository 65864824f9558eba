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
_PIXELS_PER_CHUNK = 1 << 15
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
    room = min(_PIXELS_PER_CHUNK, height * width)
    floats = np.empty((2, 3, room), np.float32)
    short, index, coded = np.empty(room, np.int32), np.empty(room, np.intp), np.empty(room, np.uint8)
    for start in range(0, height * width, _PIXELS_PER_CHUNK):
        part = flat[:, start : start + _PIXELS_PER_CHUNK]
        size = part.shape[1]
        root, xyz = floats[:, :, :size]
        _cubed(part, root, xyz)
        linear = np.matmul(matrix, xyz, out=root)
        linear += np.float32(0.5)
        for channel in range(3):
            # In two steps, since from single precision to so long a whole number takes a processor twice as long.
            short[:size] = linear[channel]
            index[:size] = short[:size]
            # Beyond the gamut the nearest entry is taken.
            table.take(index[:size], out=coded[:size], mode="clip")
            out[start : start + size, channel] = coded[:size]
    return out.reshape(height, width, 3)


def _cubed(lab: NDArray[np.float32], root: NDArray[np.float32], xyz: NDArray[np.float32]) -> None:
    """Put XYZ of Lab pixels into `xyz`, white being 1; all are of shape (3, N), and `root` is not needed after it."""
    x, y, z = root
    np.add(lab[0], np.float32(16), out=y)
    y *= np.float32(1 / 116)
    np.multiply(lab[1], np.float32(1 / 500), out=x)
    x += y
    np.multiply(lab[2], np.float32(1 / 200), out=z)
    np.subtract(y, z, out=z)
    np.multiply(root, root, out=xyz)
    xyz *= root
    for channel in range(3):
        if np.minimum.reduce(root[channel]) < _TOE:
            # Below 6/29 the curve is its tangent there: the cube less (root - t)^2 (root + 2 t).
            dark = np.minimum(root[channel] - _TOE, np.float32(0))
            dark *= dark
            root[channel] += 2 * _TOE
            dark *= root[channel]
            xyz[channel] -= dark


def rgb_from_lab(picture: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Convert Lab, shape (H, W, 3), to sRGB bytes of the same shape; colours outside the gamut are clipped."""
    return rgb_from_planes(np.ascontiguousarray(np.moveaxis(picture, -1, 0), dtype=np.float32))


def hex_of(colour: Lab) -> str:
    """Write a Lab colour as "#rrggbb"."""
    red, green, blue = rgb_from_lab(np.array([[colour]], np.float32))[0, 0]
    return f"#{red:02x}{green:02x}{blue:02x}"
