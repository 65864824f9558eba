"""Draws a description with the embedded painter, in one call; knows nothing of where descriptions come from."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketch.paint import paint
from sketch.parse import parse
from sketch.scene import Scene

_MOST_KEPT = 1 << 18
"""Pixels of a picture up to which many are kept; 800 kB each."""
_MOST_KEPT_BRIEFLY = 1 << 20
"""Pixels of a picture up to which two are kept; 3 MB each."""


def draw(text: str, width: int, height: int, *, seed: int = 0) -> tuple[Image.Image, tuple[str, ...]]:
    """Return the picture of a description, RGB, and the words that could not be used.

    Size in pixels. `seed` varies texture and arrangement a little.
    """
    reading = parse(text)
    pixels = width * height
    find = _painted_again if pixels <= _MOST_KEPT else _painted_lately if pixels <= _MOST_KEPT_BRIEFLY else paint
    return Image.fromarray(find(reading.scene, width, height, seed=seed)), reading.ignored


@lru_cache(maxsize=24)
def _painted_again(scene: Scene, width: int, height: int, *, seed: int) -> NDArray[np.uint8]:
    """Paint a small picture, kept since a search asks for many of them again."""
    return _painted(scene, width, height, seed=seed)


@lru_cache(maxsize=2)
def _painted_lately(scene: Scene, width: int, height: int, *, seed: int) -> NDArray[np.uint8]:
    """Paint a picture, kept since the next round may come to the same words."""
    return _painted(scene, width, height, seed=seed)


def _painted(scene: Scene, width: int, height: int, *, seed: int) -> NDArray[np.uint8]:
    picture = paint(scene, width, height, seed=seed)
    picture.flags.writeable = False
    return picture
