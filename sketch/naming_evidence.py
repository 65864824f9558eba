"""Weighs a network's answers about one picture: classes by window, and what speaks for a noun; decides nothing.

Whatever a classifier of whole photographs knows is asked of windows of several sizes: the mean of a map over a window,
times the classifier, is what it would say of that window (Zhou et al. 2016, "Learning Deep Features for Discriminative
Localization").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketch.naming_backbone import Array
from sketch.naming_faces import Face

GRID_ROWS, GRID_COLS = 6, 8
SHARES = (1.0, 0.72, 0.5, 0.36)
"""Sides of the windows, as shares of the picture's."""
OWN = len(SHARES)
"""Numbers of evidence that a noun has for itself: its best window at each size."""
FACES = 4
_REACH = 0.35
"""How far from its middle a window speaks, in its own width (one deviation)."""
_SURE = 7.0
"""Log-odds are kept within this of nought."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the picture."""


@dataclass(frozen=True)
class Windows:
    """What a classifier says of every window."""

    boxes: tuple[Box, ...]
    sizes: npt.NDArray[np.int64]
    """(n,): the index into `SHARES` of each window."""
    chances: Array
    """(n, groups): chance of each group of classes; the last group is everything else."""
    whole: Array
    """(clusters,): the classifier's scores for the whole picture, before they are made chances."""


def softmax(logits: Array) -> Array:
    """Return chances along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def to_grid(fine: Array) -> Array:
    """Average chances (…, 12, 16, K) to the labels' grid (…, 6, 8, K)."""
    rows, cols, classes = fine.shape[-3:]
    cells = fine.reshape(*fine.shape[:-3], GRID_ROWS, rows // GRID_ROWS, GRID_COLS, cols // GRID_COLS, classes)
    return np.asarray(cells.mean(axis=(-4, -2)), np.float32)


def ask_windows(features: Array, weights: Array, offset: Array, owner: npt.NDArray[np.int64]) -> Windows:
    """Ask the classifier about every window of a map (rows, columns, channels).

    `weights` (channels, clusters) and `offset` (clusters,) score clusters of classes; `owner` says whose
    each cluster is.
    """
    scores = features @ weights + offset
    rows, cols, clusters = scores.shape
    table = np.zeros((rows + 1, cols + 1, clusters))
    table[1:, 1:] = scores.cumsum(axis=0).cumsum(axis=1)
    boxes: list[Box] = []
    sizes: list[int] = []
    means: list[Array] = []
    for size, share in enumerate(SHARES):
        high, wide = max(round(rows * share), 1), max(round(cols * share), 1)
        total = table[high:, wide:] - table[:-high, wide:] - table[high:, :-wide] + table[:-high, :-wide]
        for y, x in np.ndindex(*total.shape[:2]):
            boxes.append((x / cols, y / rows, (x + wide) / cols, (y + high) / rows))
            sizes.append(size)
        means.append((total / (high * wide)).reshape(-1, clusters).astype(np.float32))
    chances = softmax(np.concatenate(means))
    grouped = np.zeros((len(chances), int(owner.max()) + 1), np.float32)
    np.add.at(grouped.T, owner, chances.T)
    return Windows(tuple(boxes), np.array(sizes), grouped, means[0][0])


def own_evidence(windows: Windows) -> Array:
    """Return the log-odds of each group in its best window of each size, (groups, `OWN`)."""
    best = [windows.chances[windows.sizes == size].max(axis=0) for size in range(OWN)]
    return log_odds(np.stack(best, axis=1))


def log_odds(chance: Array) -> Array:
    """Return log-odds, kept within `_SURE`."""
    safe = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.clip(np.log(safe / (1 - safe)), -_SURE, _SURE), np.float32)


def shared_evidence(grid: Array, faces: Sequence[Face], whole: Array, projection: Array) -> Array:
    """Return what may speak for or against any noun: mean, top cell and top quarter of each class; faces; gist.

    `grid` is (6, 8, K) chances, `projection` takes the classifier's scores of the whole picture to a few numbers.
    """
    cells = np.sort(grid.reshape(GRID_ROWS * GRID_COLS, -1), axis=0)
    chances = np.concatenate([cells.mean(axis=0), cells[-1], cells[-12:].mean(axis=0)])
    return np.concatenate([np.log(chances + 0.01), face_evidence(faces), whole @ projection]).astype(np.float32)


def face_evidence(faces: Sequence[Face]) -> Array:
    """Return the surest face's log-odds, the largest sure face's side, how many are sure, and how many may be."""
    best = max((face.score for face in faces), default=0.0)
    sides = [(face.box[2] - face.box[0]) for face in faces if face.score >= 0.95]
    sure = float(log_odds(np.array(best, np.float32)))
    maybe = sum(face.score >= 0.8 for face in faces)
    return np.array([sure, 4 * max(sides, default=0.0), min(len(sides), 4) / 2, min(maybe, 6) / 3], np.float32)


def logistic(evidence: Array, weights: Array) -> Array:
    """Return a chance per row: logistic regressions, `evidence` (words, n), `weights` (words, n + 1), offset last."""
    totals = (evidence * weights[:, :-1]).sum(axis=1) + weights[:, -1]
    return np.asarray(1 / (1 + np.exp(-np.clip(totals, -30, 30))), np.float32)


def heat_of(group: int, windows: Windows, rows: int, cols: int) -> Array:
    """Map how likely a group is to cover each of (rows, cols) cells: windows speak for what is about their middles.

    The root of a chance, since a window holds a thing only in part; the window of the whole picture tells no place.
    """
    y, x = (np.arange(rows)[:, None] + 0.5) / rows, (np.arange(cols)[None] + 0.5) / cols
    total, weight = np.zeros((rows, cols)), np.full((rows, cols), 1e-6)
    for box, size, chance in zip(windows.boxes, windows.sizes, windows.chances[:, group], strict=True):
        if size > 0:
            reach = _REACH * (box[2] - box[0])
            far = (x - (box[0] + box[2]) / 2) ** 2 + (y - (box[1] + box[3]) / 2) ** 2
            near = np.exp(-far / (2 * reach**2))
            total += near * np.sqrt(chance)
            weight += near
    return np.asarray(total / weight, np.float32)
