"""Weighs the recogniser's answers about one picture into chances of classes and nouns; it decides nothing."""

import numpy as np

from sketch.naming_net import Array

GRID_ROWS, GRID_COLS = 6, 8
NET_SHARE = 0.6
"""Weight of the network's logits beside the patches', which have 1; .5 to .7 did best on the first fold."""


def softmax(logits: Array) -> Array:
    """Return chances along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def class_logits(net: Array, patches: Array) -> Array:
    """Join the network's logits (…, 24, 32, K) with the patches' (…, 12, 16, K) on the finer map."""
    return np.asarray(NET_SHARE * net + patches.repeat(2, axis=-3).repeat(2, axis=-2), np.float32)


def to_grid(fine: Array) -> Array:
    """Average chances (…, 24, 32, K) to the labels' grid (…, 6, 8, K)."""
    rows, cols, classes = fine.shape[-3:]
    cells = fine.reshape(*fine.shape[:-3], GRID_ROWS, rows // GRID_ROWS, GRID_COLS, cols // GRID_COLS, classes)
    return np.asarray(cells.mean(axis=(-4, -2)), np.float32)


def evidence_vector(grid: Array, scene_logits: Array, noun_logits: Array, texture: Array) -> Array:
    """Return what speaks for and against nouns: per class its mean, top cell and top quarter; logits; textures.

    `grid` is (6, 8, K) chances, `texture` what `naming_patches.whole_texture` says; the result is as long as 3 K and
    the other three together.
    """
    cells = np.sort(grid.reshape(GRID_ROWS * GRID_COLS, -1), axis=0)
    mean, top, upper = cells.mean(axis=0), cells[-1], cells[-12:].mean(axis=0)
    scene = scene_logits - scene_logits.mean()
    chances = np.log(np.concatenate([mean, top, upper]) + 0.01)
    return np.concatenate([chances, scene, noun_logits, texture]).astype(np.float32)


def logistic(evidence: Array, weights: Array) -> Array:
    """Return a calibrated chance per word: logistic regressions, `weights` (words, evidence + 1), offset last."""
    return np.asarray(1 / (1 + np.exp(-(weights[:, :-1] @ evidence + weights[:, -1]))), np.float32)
