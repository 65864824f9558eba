"""BlurHash and ThumbHash by their published packages, decoded at any size; knows nothing of descriptions.

Their bits are those of their own strings and bytes. Importing this needs the packages (extra [bench]).
"""

import importlib
import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

blurhash: Any = importlib.import_module("blurhash")  # neither has type hints
thumbhash: Any = importlib.import_module("thumbhash")


@dataclass(frozen=True)
class Coded:
    """A picture that a code gave back, and what the code took."""

    picture: Image.Image
    bits: int


def blur_hash(original: Image.Image) -> Coded:
    """Code by BlurHash with 4x3 components (3x4 upright): 28 characters of base 83."""
    components = (4, 3) if original.width >= original.height else (3, 4)
    small = original.convert("RGB")
    small.thumbnail((128, 128))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the package asks Pillow in an old way
        text = blurhash.encode(small, x_components=components[0], y_components=components[1])
        picture = blurhash.decode(text, small.width, small.height).convert("RGB")
    bits = math.ceil(len(text) * math.log2(83))
    return Coded(picture.resize(original.size, Image.Resampling.BICUBIC), bits)


def thumb_hash(original: Image.Image) -> Coded:
    """Code by ThumbHash, about 21 to 25 bytes; the package's decoder repeats the first pixel, so ours decodes."""
    small = original.convert("RGB")
    small.thumbnail((100, 100))
    rgba = [value for pixel in np.asarray(small.convert("RGBA")).reshape(-1, 4).tolist() for value in pixel]
    code = thumbhash.rgba_to_thumb_hash(small.width, small.height, rgba)
    return Coded(_draw_thumb_hash(bytes(code), original.width, original.height), len(code) * 8)


def _draw_thumb_hash(code: bytes, width: int, height: int) -> Image.Image:
    """Decode an opaque ThumbHash (E. Wallace, evanw.github.io/thumbhash) at any size."""
    head, tail = int.from_bytes(code[:3], "little"), int.from_bytes(code[3:5], "little")
    side, wide = max(3, tail & 7), bool(tail >> 15)
    counts = [(7, side) if wide else (side, 7), (3, 3), (3, 3)]
    means = [(head & 63) / 63, (head >> 6 & 63) / 31.5 - 1, (head >> 12 & 63) / 31.5 - 1]
    scales = [(head >> 18 & 31) / 31, (tail >> 3 & 63) / 63 * 1.25, (tail >> 9 & 63) / 63 * 1.25]
    nibbles = iter([half for byte in code[5:] for half in (byte & 15, byte >> 4)])
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
