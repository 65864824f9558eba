"""Describes what a picture is made of, cell by cell, by small learned patches and colours; names nothing.

Patches of 6x6 pixels at three scales are normalised and compared with a dictionary that k-means learned (Coates, Ng
and Lee 2011, "An analysis of single-layer networks in unsupervised feature learning"), rectified, and averaged over
each of 12x16 cells, beside means, deviations and hues of the cells' colours. With a few hundred labelled photographs
this beats a network that must learn its first layers too (the model card has figures).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

INPUT_ROWS, INPUT_COLS = 96, 128
"""A picture is squeezed to this size, whatever its shape, as the labels' grid is."""

CELL_ROWS, CELL_COLS = 12, 16
SIDE = 6
"""Side of a patch, pixels."""
LEVELS = 3
"""Scales, each half the last: 96x128, 48x64, 24x32 pixels."""
COLOUR_FEATURES = 21
PROJECTED = 96
BROAD = 64
"""How many of the projected features are also averaged over the row and the picture."""


def normalised_patches(rgb: Array, *, stride: int) -> Array:
    """Return every patch of (rows, cols, 3) as a row of 108, less its mean, over its deviation."""
    padded = np.pad(rgb, ((2, 3), (2, 3), (0, 0)), mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (SIDE, SIDE), axis=(0, 1))[::stride, ::stride]
    patches = windows.reshape(windows.shape[0] * windows.shape[1], -1)
    patches = patches - patches.mean(axis=1, keepdims=True)
    return np.asarray(patches / (patches.std(axis=1, keepdims=True) + 0.04), np.float32)


def pyramid(rgb: Array) -> list[Array]:
    """Return the picture at `LEVELS` scales."""
    scales: list[Array] = [rgb]
    for _ in range(LEVELS - 1):
        scales.append(pool(scales[-1], scales[-1].shape[0] // 2, scales[-1].shape[1] // 2))
    return scales


def pool(x: Array, rows: int, cols: int) -> Array:
    """Average (r, c, k) down to (rows, cols, k), which must divide it."""
    return np.asarray(x.reshape(rows, x.shape[0] // rows, cols, x.shape[1] // cols, -1).mean(axis=(1, 3)), np.float32)


def cell_features(rgb: Array, dictionary: Mapping[str, Array]) -> Array:
    """Return (12, 16, features) of a 96x128 RGB picture in 0..1.

    The dictionary holds per level `filters<level>` (108, words) and `offsets<level>` (words,).
    """
    parts: list[Array] = []
    for level, scaled in enumerate(pyramid(rgb)):
        stride = 2 if level == 0 else 1
        response = normalised_patches(scaled, stride=stride) @ dictionary[f"filters{level}"]
        response += dictionary[f"offsets{level}"]
        np.maximum(response, 0, out=response)
        side_rows, side_cols = scaled.shape[0] // stride, scaled.shape[1] // stride
        cells = pool(response.reshape(side_rows, side_cols, -1), CELL_ROWS, CELL_COLS)
        parts.append(cells * np.float32(0.1))
    parts.append(colour_features(rgb))
    return np.concatenate(parts, axis=2)


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


def project(features: Array, dictionary: Mapping[str, Array]) -> Array:
    """Turn cell features into `PROJECTED` decorrelated ones."""
    return np.asarray(features @ dictionary["projection"] + dictionary["projection_offset"], np.float32)


def with_surroundings(cells: Array) -> Array:
    """Join to each cell its 3x3 neighbourhood, its row, the whole picture, and where it lies: (12, 16, 387)."""
    rows, cols, _ = cells.shape
    broad = cells[:, :, :BROAD]
    whole = whole_texture(cells)
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    x = np.abs(np.linspace(-1, 1, cols, dtype=np.float32))[None, :] * 2 - 1
    places = np.stack(np.broadcast_arrays(y, x, y**2), axis=2)
    across = np.broadcast_to(broad.mean(axis=1, keepdims=True), broad.shape)
    everywhere = np.broadcast_to(whole, (rows, cols, len(whole)))
    return np.concatenate([cells, places, neighbourhood(cells), everywhere, across], axis=2, dtype=np.float32)


def whole_texture(cells: Array) -> Array:
    """Return mean and deviation over the picture of the `BROAD` strongest projected features: 128 numbers."""
    broad = cells[:, :, :BROAD]
    return np.concatenate([broad.mean(axis=(0, 1)), broad.std(axis=(0, 1), ddof=1)]).astype(np.float32)


def neighbourhood(cells: Array) -> Array:
    """Average each cell with those of its eight neighbours that exist."""
    rows, cols, _ = cells.shape
    padded = np.pad(cells, ((1, 1), (1, 1), (0, 0)))
    total = sum(padded[i : i + rows, j : j + cols] for i in range(3) for j in range(3))
    present = np.pad(np.ones((rows, cols), np.float32), 1)
    count = sum(present[i : i + rows, j : j + cols] for i in range(3) for j in range(3))
    return np.asarray(total / np.asarray(count)[:, :, None], np.float32)


def name_cells(surrounded: Array, head: Mapping[str, Array]) -> Array:
    """Run a three-layer perceptron over every cell: class logits (12, 16, K)."""
    x = surrounded
    for layer in ("first", "second"):
        x = np.maximum(x @ head[layer] + head[layer + ".bias"], 0)
    return np.asarray(x @ head["last"] + head["last.bias"], np.float32)
