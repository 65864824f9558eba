"""Shows a labelled photograph in other ways: cropped, mirrored, in other light; imported by training alone."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from sketch.naming_cells import CELL_COLS, CELL_ROWS

Pixels = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]

LONGEST = 512
"""Longest side, pixels, at which photographs are looked at, here as in `naming.look`."""


def plain_view(image: Image.Image, grid: Labels) -> tuple[Pixels, Labels]:
    """Return the photograph as it is, with labels (12, 16)."""
    return np.asarray(_fitted(image)), _doubled(grid)


def changed_view(image: Image.Image, grid: Labels, generator: np.random.Generator) -> tuple[Pixels, Labels]:
    """Return a photograph cropped, perhaps mirrored, and in other light, with labels (12, 16)."""
    whole = _fitted(image)
    zoom, aspect = generator.uniform(0.5, 1.0), np.exp(generator.uniform(-0.2, 0.2))
    wide, high = min(zoom * aspect, 1.0), min(zoom / aspect, 1.0)
    x, y = generator.uniform(0, 1 - wide), generator.uniform(0, 1 - high)
    left, top = round(x * whole.width), round(y * whole.height)
    right, bottom = round((x + wide) * whole.width), round((y + high) * whole.height)
    crop = whole.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    rows = np.minimum(((y + (np.arange(CELL_ROWS) + 0.5) / CELL_ROWS * high) * CELL_ROWS).astype(int), CELL_ROWS - 1)
    cols = np.minimum(((x + (np.arange(CELL_COLS) + 0.5) / CELL_COLS * wide) * CELL_COLS).astype(int), CELL_COLS - 1)
    labels, pixels = _doubled(grid)[rows][:, cols], np.asarray(crop)
    if generator.random() < 0.5:
        labels, pixels = labels[:, ::-1], pixels[:, ::-1]
    return relight(np.ascontiguousarray(pixels), generator), labels


def relight(pixels: Pixels, generator: np.random.Generator) -> Pixels:
    """Change gamma, white balance, exposure and saturation."""
    x = np.clip(pixels / 255, 0.001, 1) ** np.exp(generator.uniform(-0.4, 0.4))
    x = x * np.exp(generator.normal(0, 0.12, 3)) * np.exp(generator.uniform(-0.3, 0.25))
    grey = x.mean(axis=2, keepdims=True)
    saturation = 0.0 if generator.random() < 0.06 else generator.uniform(0.45, 1.5)
    return np.asarray((np.clip(grey + (x - grey) * saturation, 0, 1) * 255).round(), np.uint8)


def _fitted(image: Image.Image) -> Image.Image:
    small = image.convert("RGB")
    small.thumbnail((LONGEST, LONGEST))
    return small


def _doubled(grid: Labels) -> Labels:
    return grid.repeat(2, axis=0).repeat(2, axis=1)
