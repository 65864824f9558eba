"""A picture beside its original, brought to one small size, and what a measure of the two is; measures nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from PIL import Image

from codec.cielab import Bytes, Floats, lab_from_rgb, raster

SIDE: Final = 384
"""The longest side in pixels at which pictures are compared."""
_STEP: Final = 16
"""Sides are multiples of this: published codes differ in what they do with odd rows, which then never occur."""
_LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, eq=False)
class Pair:
    """An original and a picture, of any sizes and modes; everything else is made of them when it is asked for."""

    original: Image.Image
    picture: Image.Image

    @cached_property
    def rgb(self) -> tuple[Bytes, Bytes]:
        """Both at the original's aspect, 8 bits, shape (height, width, 3); sides are multiples of 16 up to `SIDE`."""
        scale = min(1.0, SIDE / max(self.original.size)) / _STEP
        width, height = (max(1, round(side * scale)) * _STEP for side in self.original.size)
        return (
            raster(self.original, width=width, height=height),
            raster(self.picture, width=width, height=height),
        )

    @cached_property
    def lab(self) -> tuple[Floats, Floats]:
        """Both as CIE Lab, of shape (height, width, 3)."""
        return lab_from_rgb(self.rgb[0]), lab_from_rgb(self.rgb[1])

    @cached_property
    def luma(self) -> tuple[Floats, Floats]:
        """Both as luma (ITU-R BT.601) from 0 to 255, of shape (height, width)."""
        first, second = ((rgb @ _LUMA).astype(np.float32) for rgb in self.rgb)
        return first, second


@dataclass(frozen=True, kw_only=True)
class DistortionMeasure:
    """A way to say in one number what separates a picture from its original."""

    name: str
    """Of its column."""
    says: str
    """What it is, and where it was published."""
    better: Literal["more", "less"]
    equal: float
    """What equal pictures come to."""
    compare: Callable[[Pair], float]
    headline: bool = False
    """Whether short tables show it."""
    identity: str = ""
    """What else its figures depend on, such as weights; figures under another identity are not reused."""
