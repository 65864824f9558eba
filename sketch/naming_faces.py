"""Finds faces in numpy: the proposing and refining networks of a cascade; reads no files and says nothing of people.

The cascade is MTCNN (Zhang, Zhang, Li and Qiao 2016, "Joint Face Detection and Alignment using Multi-task Cascaded
Convolutional Networks") without its third network, which finds landmarks: whoever names judges a face by its score
together with the rest of the picture.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Array = npt.NDArray[np.float32]

SIDE = 320
"""Longest side, pixels, to which a picture is brought."""
LEAST = 28
"""Smallest face looked for, pixels at that size."""
PROPOSED = 0.6
"""Least score of a proposal that is looked at again."""
_STEP = 0.709
"""From one scale of the pyramid to the next; a half in area."""
_FARTHEST = 8.0
"""How far a network may move an edge, in sizes of the box; the trained ones stay below 1, others may say anything."""
_MOST = 64
"""At most so many proposals are refined."""
_SURE_OF_EACH = 0.95
"""The score from which on faces are counted. A single doubtful one is borne out by the rest of the picture, several
aren't."""
_ALIKE = 2.0
"""Faces that are counted together are at most so many times as wide as the surest, or as narrow."""

SHAPES: Mapping[str, tuple[int, ...]] = {
    "p.conv1": (27, 10), "p.conv2": (90, 16), "p.conv3": (144, 32), "p.score": (32, 2), "p.box": (32, 4),
    "r.conv1": (27, 28), "r.conv2": (252, 48), "r.conv3": (192, 64), "r.dense": (576, 128), "r.score": (128, 2),
    "r.box": (128, 4),
}  # fmt: skip
"""Every layer's matrix, (inputs, outputs); filters are read row by row, colours or channels innermost."""
BENT: tuple[str, ...] = ("p.conv1", "p.conv2", "p.conv3", "r.conv1", "r.conv2", "r.conv3", "r.dense")
"""Layers with a slope per output for what is below zero."""


@dataclass(frozen=True)
class Layer:
    """One layer of the cascade."""

    weights: Array
    offset: Array
    slope: Array | None = None


@dataclass(frozen=True)
class Face:
    """Where a face may be."""

    box: tuple[float, float, float, float]
    """Left, top, right, bottom as fractions of the picture."""
    score: float
    """Of the refining network, 0..1; not calibrated."""


def faces_apart(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Return the faces that are surely those of different people about equally far away, surest first."""
    apart: list[Face] = []
    for face in sorted(faces, key=lambda face: (-face.score, face.box)):
        if face.score < _SURE_OF_EACH or any(touch(face.box, other.box) for other in apart):
            continue
        if not apart or 1 / _ALIKE <= _width(face) / _width(apart[0]) <= _ALIKE:
            apart.append(face)
    return tuple(apart)


def _width(face: Face) -> float:
    return max(face.box[2] - face.box[0], 1e-6)


def touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Tell whether two boxes, left, top, right and bottom, share any of their area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def find_faces(image_rgb: npt.NDArray[np.uint8], layers: Mapping[str, Layer], *, least_score: float) -> list[Face]:
    """Find faces in RGB pixels (rows, columns, 3), surest first; those that overlap are one."""
    rows, cols = image_rgb.shape[:2]
    scale = SIDE / max(rows, cols)
    size = max(round(cols * scale), 1), max(round(rows * scale), 1)
    image = Image.fromarray(image_rgb).resize(size, Image.Resampling.BILINEAR)
    boxes, scores = _propose(image, layers)
    if not len(boxes):
        return []
    boxes, scores = _refine(image, boxes, layers)
    kept = [index for index in apart(boxes, scores, most=0.4) if scores[index] >= least_score]
    width, height = image.size
    limits = np.array([width, height, width, height], np.float32)
    shares = np.clip(boxes / limits, 0, 1)
    return [Face(_corners(shares[index]), float(scores[index])) for index in kept]


def _corners(row: Array) -> tuple[float, float, float, float]:
    return float(row[0]), float(row[1]), float(row[2]), float(row[3])


def _propose(image: Image.Image, layers: Mapping[str, Layer]) -> tuple[Array, Array]:
    """Slide the first network over a pyramid; square boxes (n, 4) in pixels and their scores."""
    found, scores = [np.zeros((0, 4), np.float32)], [np.zeros(0, np.float32)]
    scale = 12 / LEAST
    while min(image.size) * scale >= 12:
        small = image.resize((int(image.width * scale + 1), int(image.height * scale + 1)), Image.Resampling.BOX)
        boxes, chances = _proposals(_scaled(np.asarray(small, np.float32)), layers, scale)
        kept = apart(boxes, chances, most=0.5)
        found.append(boxes[kept])
        scores.append(chances[kept])
        scale *= _STEP
    boxes, chances = np.concatenate(found), np.concatenate(scores)
    kept = apart(boxes, chances, most=0.7)[:_MOST]
    return boxes[kept], chances[kept]


def _proposals(pixels: Array, layers: Mapping[str, Layer], scale: float) -> tuple[Array, Array]:
    x = _max_pool(_bent(_convolve(pixels, layers["p.conv1"], 3), layers["p.conv1"]), 2)
    for name in ("p.conv2", "p.conv3"):
        x = _bent(_convolve(x, layers[name], 3), layers[name])
    chance = _softmax(x @ layers["p.score"].weights + layers["p.score"].offset)
    shift = x @ layers["p.box"].weights + layers["p.box"].offset
    at = np.argwhere(chance >= PROPOSED)
    corner = np.stack([2 * at[:, 1] + 1, 2 * at[:, 0] + 1, 2 * at[:, 1] + 12, 2 * at[:, 0] + 12], axis=1) / scale
    index = at[:, 0], at[:, 1]
    return _square(_shifted(corner.astype(np.float32), shift[index])), chance[index]


def _refine(image: Image.Image, boxes: Array, layers: Mapping[str, Layer]) -> tuple[Array, Array]:
    """Score each box by the second network and mend its edges."""
    crops = [
        np.asarray(image.transform((24, 24), Image.Transform.EXTENT, tuple(map(float, box)), Image.Resampling.BILINEAR))
        if box[2] - box[0] < 36
        else np.asarray(_cut(image, box).resize((24, 24), Image.Resampling.BOX))
        for box in boxes
    ]
    x = _scaled(np.stack(crops).astype(np.float32))
    for name, side in (("r.conv1", 3), ("r.conv2", 3), ("r.conv3", 2)):
        x = _bent(_convolve(x, layers[name], side), layers[name])
        x = _max_pool(x, 3) if side == 3 else x
    # The published network flattens columns before rows before channels.
    flat = x.transpose(0, 2, 1, 3).reshape(len(x), -1)
    x = _bent(flat @ layers["r.dense"].weights + layers["r.dense"].offset, layers["r.dense"])
    chance = _softmax(x @ layers["r.score"].weights + layers["r.score"].offset)
    return _shifted(boxes, x @ layers["r.box"].weights + layers["r.box"].offset), chance


def _cut(image: Image.Image, box: Array) -> Image.Image:
    left, top, right, bottom = (round(float(edge)) for edge in box)
    return image.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def _scaled(rgb: Array) -> Array:
    return np.asarray((rgb - np.float32(127.5)) / np.float32(128), np.float32)


def _convolve(x: Array, layer: Layer, side: int) -> Array:
    """Convolve (…, rows, columns, channels) without padding."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (side, side), axis=(-3, -2))
    ordered = np.ascontiguousarray(np.moveaxis(windows, -3, -1))
    return np.asarray(ordered.reshape(*ordered.shape[:-3], -1) @ layer.weights + layer.offset, np.float32)


def _bent(x: Array, layer: Layer) -> Array:
    assert layer.slope is not None
    return np.asarray(np.maximum(x, 0) + layer.slope * np.minimum(x, 0), np.float32)


def _max_pool(x: Array, side: int) -> Array:
    """Take the largest of every `side` x `side`, two apart; the last may be cut off."""
    rows, cols = (-(-(size - side) // 2) + 1 for size in x.shape[-3:-1])
    wanted = [
        (0, max((count - 1) * 2 + side - size, 0)) for count, size in zip((rows, cols), x.shape[-3:-1], strict=True)
    ]
    padded = np.pad(x, [(0, 0)] * (x.ndim - 3) + wanted + [(0, 0)], constant_values=-np.inf)
    parts = [
        padded[..., i : i + 2 * rows - 1 : 2, j : j + 2 * cols - 1 : 2, :] for i in range(side) for j in range(side)
    ]
    return np.asarray(np.maximum.reduce(parts), np.float32)


def _softmax(scores: Array) -> Array:
    """Return the chance of the second of two."""
    return np.asarray(1 / (1 + np.exp(np.clip(scores[..., 0] - scores[..., 1], -50, 50))), np.float32)


def _shifted(boxes: Array, shift: Array) -> Array:
    sizes = boxes[:, 2:] - boxes[:, :2]
    shift = np.clip(np.nan_to_num(shift), -_FARTHEST, _FARTHEST)
    return np.asarray(boxes + shift * np.concatenate([sizes, sizes], axis=1), np.float32)


def _square(boxes: Array) -> Array:
    """Widen boxes to squares about their centres."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True) / 2
    return np.concatenate([middle - half, middle + half], axis=1)


def apart(boxes: Array, scores: Array, *, most: float) -> list[int]:
    """Return the indices of boxes, surest first, that overlap no surer one by more than `most` of their joint area."""
    order = np.argsort(-scores, kind="stable")
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept: list[int] = []
    while len(order):
        first, rest = int(order[0]), order[1:]
        kept.append(first)
        low = np.maximum(boxes[first, :2], boxes[rest, :2])
        high = np.minimum(boxes[first, 2:], boxes[rest, 2:])
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        order = rest[shared <= most * (area[first] + area[rest] - shared)]
    return kept
