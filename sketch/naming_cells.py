"""Says what each cell of a picture is made of, from a network's maps and the cells' colours; names no things.

The maps come from `naming_backbone`; a perceptron reads a cell's maps and colours, where
it lies, and the whole picture.
"""

from collections.abc import Mapping

import numpy as np

from sketch.naming_backbone import Array

CELL_ROWS, CELL_COLS = 12, 16
COLOUR_ROWS, COLOUR_COLS = 96, 128
"""A picture is squeezed to this size, whatever its shape, for its colours."""
READ = (7, 10, 15)
"""The blocks of the network whose maps a cell is judged by."""
_WHOLE = 15
"""The block whose mean stands for the whole picture."""
WIDTH = 80 + 112 + 320 + 21 + 3 + 320
"""Numbers that describe a cell."""


def describe_cells(maps: Mapping[int, Array], rgb: Array) -> Array:
    """Describe every cell by `WIDTH` numbers, (12, 16, `WIDTH`).

    `rgb` is the picture at `COLOUR_ROWS` by `COLOUR_COLS`, values 0..1.
    """
    parts = [resized(maps[tap], CELL_ROWS, CELL_COLS) for tap in READ]
    y = np.linspace(-1, 1, CELL_ROWS, dtype=np.float32)[:, None]
    x = np.abs(np.linspace(-1, 1, CELL_COLS, dtype=np.float32))[None, :] * 2 - 1
    whole = maps[_WHOLE].mean(axis=(0, 1))
    parts += [
        colour_features(rgb),
        np.stack(np.broadcast_arrays(y, x, y**2), axis=2),
        np.broadcast_to(whole, (CELL_ROWS, CELL_COLS, len(whole))),
    ]
    return np.concatenate(parts, axis=2, dtype=np.float32)


def name_cells(described: Array, head: Mapping[str, Array]) -> Array:
    """Run a perceptron with one hidden layer over every cell: class logits (12, 16, K)."""
    hidden = np.maximum(described @ head["first"] + head["first.bias"], 0)
    return np.asarray(hidden @ head["last"] + head["last.bias"], np.float32)


def resized(x: Array, rows: int, cols: int) -> Array:
    """Resize (r, c, k) to (rows, cols, k) by a triangle filter that widens where it shrinks."""
    down, across = _triangles(x.shape[0], rows), _triangles(x.shape[1], cols)
    return np.asarray(np.einsum("ir,rck,jc->ijk", down, x, across, optimize=True), np.float32)


def _triangles(taken: int, given: int) -> Array:
    scale = taken / given
    centre = (np.arange(given) + 0.5) * scale - 0.5
    weights = np.maximum(1 - np.abs(np.arange(taken)[None] - centre[:, None]) / max(scale, 1.0), 0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


def pool(x: Array, rows: int, cols: int) -> Array:
    """Average (r, c, k) down to (rows, cols, k), which must divide it."""
    return np.asarray(x.reshape(rows, x.shape[0] // rows, cols, x.shape[1] // cols, -1).mean(axis=(1, 3)), np.float32)


def colour_features(rgb: Array) -> Array:
    """Return (12, 16, 21): mean and deviation of lightness and two opponents and chroma, eight hues, five greys."""
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    light = (red + green + blue) / 3
    chroma = rgb.max(axis=2) - rgb.min(axis=2)
    planes = np.stack([light, red - green, (red + green) / 2 - blue, chroma], axis=2)
    mean = pool(planes, CELL_ROWS, CELL_COLS)
    spread = np.sqrt(np.maximum(pool(planes**2, CELL_ROWS, CELL_COLS) - mean**2, 0))
    angle = np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)
    hues = [chroma * np.maximum(np.cos(angle - k * np.pi / 4), 0) ** 2 for k in range(8)]
    greys = [np.maximum(1 - np.abs(light - centre) * 4, 0) * (1 - chroma) for centre in (0, 0.25, 0.5, 0.75, 1)]
    bins = pool(np.stack(hues + greys, axis=2).astype(np.float32), CELL_ROWS, CELL_COLS)
    return np.concatenate([mean, spread, bins], axis=2)
