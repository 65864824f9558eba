"""Weighs the recogniser's answers about one picture into chances of classes and nouns; it decides nothing."""

import numpy as np

from sketch.naming_patches import Array

GRID_ROWS, GRID_COLS = 6, 8


def softmax(logits: Array) -> Array:
    """Return chances along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def to_grid(fine: Array) -> Array:
    """Average chances (…, 12, 16, K) to the labels' grid (…, 6, 8, K)."""
    rows, cols, classes = fine.shape[-3:]
    cells = fine.reshape(*fine.shape[:-3], GRID_ROWS, rows // GRID_ROWS, GRID_COLS, cols // GRID_COLS, classes)
    return np.asarray(cells.mean(axis=(-4, -2)), np.float32)


def evidence_vector(grid: Array, texture: Array) -> Array:
    """Return what speaks for and against words: per class its mean, top cell and top quarter; the whole's texture.

    `grid` is (6, 8, K) chances, `texture` what `naming_patches.whole_texture` says; 3 K numbers and the texture's.
    """
    cells = np.sort(grid.reshape(GRID_ROWS * GRID_COLS, -1), axis=0)
    chances = np.concatenate([cells.mean(axis=0), cells[-1], cells[-12:].mean(axis=0)])
    return np.concatenate([np.log(chances + 0.01), texture]).astype(np.float32)


def logistic(evidence: Array, weights: Array) -> Array:
    """Return a calibrated chance per word: logistic regressions, `weights` (words, evidence + 1), offset last."""
    return np.asarray(1 / (1 + np.exp(-(weights[:, :-1] @ evidence + weights[:, -1]))), np.float32)
