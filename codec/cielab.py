"""sRGB pictures as CIE Lab arrays and back; knows nothing of measures, agents or graphs."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

_WHITE = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_TO_XYZ_WHITE = (_TO_XYZ / _WHITE[:, None]).T.astype(np.float32)
_FROM_XYZ_WHITE = np.linalg.inv(_TO_XYZ_WHITE.astype(np.float64)).astype(np.float32)
_CODES = np.arange(256) / 255.0
_LINEAR = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)
_EPSILON = np.float32(216 / 24389)
_KAPPA = np.float32(24389 / 27)


def lab_from_rgb(rgb: Bytes) -> Floats:
    """Convert 8-bit sRGB of shape (…, 3) to CIE Lab (D65, 2 degrees): L in 0..100, a and b about -110..110."""
    xyz = _LINEAR[rgb] @ _TO_XYZ_WHITE
    f = np.where(xyz > _EPSILON, np.cbrt(xyz), (_KAPPA * xyz + 16) / 116)
    lab: Floats = np.empty(f.shape, np.float32)
    lab[..., 0] = 116 * f[..., 1] - 16
    lab[..., 1] = 500 * (f[..., 0] - f[..., 1])
    lab[..., 2] = 200 * (f[..., 1] - f[..., 2])
    return lab


def rgb_from_lab(lab: Floats) -> Bytes:
    """Convert CIE Lab of shape (…, 3) to 8-bit sRGB; colours outside sRGB are clipped channel by channel."""
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    cubed = f * f * f
    xyz = np.where(cubed > _EPSILON, cubed, (116 * f - 16) / _KAPPA)
    linear = np.clip(xyz.astype(np.float32) @ _FROM_XYZ_WHITE, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** np.float32(1 / 2.4) - 0.055)
    rgb: Bytes = np.rint(encoded * 255).astype(np.uint8)
    return rgb


def raster(picture: Image.Image, *, width: int, height: int) -> Bytes:
    """Resample a picture of any mode and size to 8-bit RGB of shape (height, width, 3), by area where it shrinks."""
    rgb = picture if picture.mode == "RGB" else picture.convert("RGB")
    if rgb.size != (width, height):
        shrinks = rgb.width >= width and rgb.height >= height
        rgb = rgb.resize((width, height), Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR)
    return np.asarray(rgb)
