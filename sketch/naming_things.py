"""Turns chances of nouns and a class map into things with boxes; reads no weights and measures nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketch.naming_patches import Array

SUPPORT: dict[str, tuple[str, ...]] = {
    "woman": ("body", "skin"),
    "man": ("body", "skin"),
    "person": ("body", "skin"),
    "people": ("body", "skin"),
    "face": ("skin",),
    "hand": ("skin",),
    "hat": ("body", "skin"),
    "sunglasses": ("skin",),
    "dress": ("body",),
    "bird": ("bird",),
    "cat": ("animal",),
    "dog": ("animal",),
    "fish": ("animal",),
    "animal": ("animal", "bird"),
    "car": ("vehicle",),
    "plane": ("vehicle",),
    "bicycle": ("vehicle",),
    "vehicle": ("vehicle",),
    "boat": ("boat",),
    "flower": ("flower",),
    "leaf": ("trees", "grass"),
    "tree": ("trees",),
    "house": ("building",),
    "building": ("building",),
    "tower": ("building",),
    "window": ("building", "wall"),
    "door": ("building", "wall"),
    "mountain": ("mountain", "rock"),
    "sea": ("water",),
    "lake": ("water",),
    "road": ("road",),
    "cloud": ("cloud",),
    "sun": ("sky", "cloud"),
    "fruit": ("food",),
    "food": ("food",),
    "plate": ("food", "object"),
    "cup": ("object", "food"),
    "table": ("floor", "furniture"),
    "chair": ("furniture",),
    "bed": ("furniture",),
    "lamp": ("object", "furniture"),
    "sign": ("object", "building"),
    "balloon": ("object",),
    "ball": ("object",),
    "laptop": ("object",),
    "rocks": ("rock",),
    "fence": ("object", "building"),
}
"""Noun -> the classes of the map in which its body would lie."""


@dataclass(frozen=True)
class Sighting:
    """One thing that the recogniser is sure enough of to name, and where: what a describer may rely on."""

    noun: str
    box: tuple[float, float, float, float]
    """Left, top, right, bottom as fractions of the picture."""
    confidence: float
    """Calibrated chance that the picture shows this, 0..1."""
    colour: tuple[float, float, float]
    """CIE Lab of what is most of it."""


def find_things(
    chances: Mapping[str, float], fine: Array, classes: Sequence[str], *, gates: Mapping[str, float], lab: Array
) -> Iterator[Sighting]:
    """Yield the gated nouns that pass, surest first, each boxed where the map supports it most.

    `lab` is the picture, (rows, columns, 3) CIE Lab at any size.
    """
    for noun in sorted(gates, key=lambda noun: (-chances[noun], noun)):
        if chances[noun] >= gates[noun]:
            box = box_of(noun, fine, classes)
            yield Sighting(noun, box, chances[noun], colour_in(box, lab))


def colour_in(box: tuple[float, float, float, float], lab: Array) -> tuple[float, float, float]:
    """Return the median colour of the middle of a box, CIE Lab."""
    height, width = lab.shape[:2]
    inset_x, inset_y = (box[2] - box[0]) / 5, (box[3] - box[1]) / 5
    left, top = int((box[0] + inset_x) * width), int((box[1] + inset_y) * height)
    right, bottom = round((box[2] - inset_x) * width), round((box[3] - inset_y) * height)
    left, top = min(left, width - 1), min(top, height - 1)
    part = lab[top : max(bottom, top + 1), left : max(right, left + 1)].reshape(-1, 3)
    lightness, red, yellow = np.median(part, axis=0).tolist()
    return lightness, red, yellow


def box_of(noun: str, fine: Array, classes: Sequence[str]) -> tuple[float, float, float, float]:
    """Return the box around the strongest connected patch of the noun's classes."""
    support = sum(fine[:, :, classes.index(name)] for name in SUPPORT[noun])
    heat = np.asarray(support, np.float32)
    patch = strongest_patch(heat, heat >= max(0.5 * float(heat.max()), 1e-6))
    rows, cols = np.nonzero(patch)
    height, width = heat.shape
    return (
        float(cols.min() / width),
        float(rows.min() / height),
        float((cols.max() + 1) / width),
        float((rows.max() + 1) / height),
    )


def strongest_patch(heat: Array, mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the 4-connected part of `mask` with the largest sum of `heat`."""
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        padded = np.pad(labels, 1)
        spread = np.maximum.reduce([labels, padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]])
        spread[~mask] = 0
        if np.array_equal(spread, labels):
            break
        labels = spread
    weights = np.bincount(labels.ravel(), weights=heat.ravel())
    weights[0] = -1
    return np.asarray(labels == int(weights.argmax()))
