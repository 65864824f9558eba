"""How alike a picture and an original are to the recogniser's network, which knows a thousand things; it names none.

The features are what the network makes of a picture before its classifier, as the mean over the picture: what they
have in common is nearer to what people see in common than any pixels are (Zhang et al. 2018, "The Unreasonable
Effectiveness of Deep Features as a Perceptual Metric"). From each the mean of its kind is taken off first, since what
all photographs share, or all paintings, tells nothing of this one.
"""

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from codec.cielab import Bytes
from codec.errors import FormatError
from sketch.naming import MODEL_FOLDER, load_naming_model
from sketch.naming_backbone import CHANNELS, HEAD, Array, feature_maps, network_input
from sketch.naming_model_files import read_archive
from sketch.paint import paint
from sketch.scene import Clause, Scene

FORMATS: Final = ((160, 160), (128, 192), (192, 128))
"""Rows and columns at which the network looks; twice as many would take it twice as long."""
_PIXELS: Final = 128 * 192
MEANS: Final = "features.npz"
"""The file of both means, in the recogniser's folder."""
_KINDS: Final = ("photographs", "paintings")
_MOST_KEPT: Final = 4000
"""Numbers of so many scenes are kept for an original, since round after round asks for them."""


def features_of(pixels: Bytes) -> Array:
    """Return what the network makes of an RGB picture, (rows, columns, 3); shape (1280,)."""
    maps = feature_maps(network_input(pixels, formats=FORMATS), load_naming_model().backbone)
    return np.asarray(maps[HEAD].mean(axis=(0, 1)), np.float32)


def paint_for_features(clauses: Sequence[Clause], *, aspect: float) -> Bytes:
    """Paint a scene about as large as the network looks at it; `aspect` is width by height."""
    height = max(round((_PIXELS / aspect) ** 0.5), 1)
    return paint(Scene(clauses=tuple(clauses)), max(round(height * aspect), 1), height)


@cache
def load_means(folder: Path = MODEL_FOLDER) -> tuple[Array, Array]:
    """Return the mean features of photographs and of paintings, (1280,) each.

    Raises `FormatError` when they can't be read or don't fit the network.
    """
    path = folder / MEANS
    stored = read_archive(path)
    found = [stored[name] for name in _KINDS if name in stored and _fits(stored[name])]
    if len(found) != len(_KINDS):
        raise FormatError(f"{path}: the means don't fit this version's recogniser; measure them again")
    return found[0].astype(np.float32), found[1].astype(np.float32)


def _fits(mean: npt.NDArray[Any]) -> bool:
    return mean.shape == (CHANNELS[HEAD],) and mean.dtype.kind == "f" and bool(np.isfinite(mean).all())


class Features:
    """One original's features, and how near to them pictures come."""

    def __init__(self, pixels: Bytes) -> None:
        self._pixels = pixels
        self._aspect = pixels.shape[1] / pixels.shape[0]
        self._kept: dict[tuple[Clause, ...], float] = {}

    @cached_property
    def _own(self) -> Array:
        return _unit(features_of(self._pixels) - load_means()[0])

    def of_picture(self, picture: Image.Image) -> float:
        """Return how alike a picture and the original are, from 0 (opposite) over .5 (unlike) to 1 (alike)."""
        return self._alike(np.asarray(picture.convert("RGB")))

    def of_scene(self, clauses: Sequence[Clause]) -> float:
        """Paint a scene and return how alike it and the original are, as `of_picture`; what was asked is looked up."""
        asked = tuple(clauses)
        found = self._kept.get(asked)
        if found is None:
            found = self._alike(paint_for_features(asked, aspect=self._aspect))
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[asked] = found
        return found

    def _alike(self, pixels: Bytes) -> float:
        cosine = float(_unit(features_of(pixels) - load_means()[1]) @ self._own)
        return round(min(max((1 + cosine) / 2, 0.0), 1.0), 5)


def _unit(features: Array) -> Array:
    return np.asarray(features / max(float(np.linalg.norm(features)), 1e-6), np.float32)
