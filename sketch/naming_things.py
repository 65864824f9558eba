"""Says where the things are that a picture shows, and in which colour; reads no weights and measures nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketch.naming_backbone import Array
from sketch.naming_evidence import Box, Windows, heat_of
from sketch.naming_faces import Face, faces_apart

SUPPORT: dict[str, tuple[str, ...]] = {
    "woman": ("body", "skin"),
    "man": ("body", "skin"),
    "person": ("body", "skin"),
    "people": ("body", "skin"),
    "player": ("body", "skin"),
    "bride": ("body", "skin"),
    "face": ("skin",),
    "hand": ("skin",),
    "bird": ("bird",),
    "animal": ("animal", "bird"),
    "vehicle": ("vehicle",),
    "car": ("vehicle",),
    "boat": ("boat",),
    "sailboat": ("boat",),
    "ship": ("boat",),
    "flower": ("flower",),
    "leaf": ("trees", "grass"),
    "tree": ("trees",),
    "house": ("building",),
    "building": ("building",),
    "tower": ("building",),
    "lighthouse": ("building",),
    "church": ("building",),
    "castle": ("building",),
    "barn": ("building",),
    "mountain": ("mountain", "rock"),
    "mountains": ("mountain", "rock"),
    "cliff": ("rock", "mountain"),
    "rocks": ("rock",),
    "sea": ("water",),
    "lake": ("water",),
    "field": ("grass",),
    "road": ("road",),
    "cloud": ("cloud",),
    "sun": ("sky", "cloud"),
    "food": ("food",),
    "fruit": ("food",),
    "vegetable": ("food",),
    "plate": ("food", "object"),
    "table": ("floor", "furniture"),
    "chair": ("furniture",),
    "sofa": ("furniture",),
    "bed": ("furniture",),
}
"""Noun -> the classes of the map in which its body would lie; other nouns are sought among objects and creatures."""
_ANYTHING = ("animal", "bird", "vehicle", "boat", "flower", "food", "furniture", "object", "body", "skin", "building")
_KIND: dict[str, str] = {
    "person": "woman man player bride swimmer skier people",
    "bird": ("rooster ostrich crow owl eagle peacock parrot toucan duck swan flamingo pelican penguin"),
    "animal": (
        "bird dog cat wolf fox leopard lion tiger bear rabbit squirrel horse zebra pig hippo cow sheep deer camel "
        "monkey elephant panda kangaroo otter whale fish jellyfish turtle lizard snake frog spider insect butterfly "
        "crab snail starfish parrot eagle owl duck swan penguin"
    ),
    "vehicle": "car truck bus train motorcycle bicycle tractor plane helicopter",
    "boat": "sailboat ship",
    "building": "house church castle barn lighthouse tower shop",
    "fruit": "banana tangerine lemon apple strawberry pineapple",
    "food": (
        "fruit vegetable pizza burger sandwich bread cake banana tangerine lemon apple strawberry pineapple plate bowl"
    ),
    "mountain": "mountains cliff",
    "lake": "sea",
}
"""Noun to nouns that say more of the same thing."""
_BROADER = frozenset({"animal", "bird", "vehicle"})
"""Nouns that are said by their kinds more readily."""
_SURE_KIND = 0.6
"""The chance from which on a kind is said where its broader noun passes its own gate.

The four such sayings on the labelled photographs (sheep, parrot, butterfly, fish) were all right, and what is wrong is
a wrong fish. Kinds of buildings and people are not: three in seven were right.
"""
_SAME_THING = 0.3
"""The least overlap, intersection over union, of two boxes of one thing."""
_PORTRAIT = 0.3
"""The side of a face, as a share of the picture, from which on it is a portrait rather than a person."""
_PEOPLE = frozenset({"person", "woman", "man", "bride", "player"})
_OF_ONE = frozenset({"woman", "man", "bride"})
"""Said of one person; it isn't known to be true of each of several."""
_COUNTED = frozenset({"person", "player", "swimmer", "skier"})
"""Nouns of people that are true of each of several."""
_SURE_FACE = 0.9


@dataclass(frozen=True)
class Sighting:
    """One thing that the recogniser is sure enough of to name, and where: what a describer may rely on."""

    noun: str
    box: Box
    """Left, top, right, bottom as fractions of the picture."""
    confidence: float
    """Calibrated chance that the picture shows this, 0..1."""
    colour: tuple[float, float, float]
    """CIE Lab of what is most of it."""
    count: int = 1
    """How many of it there are in the box; 1, too, where that can't be told."""


@dataclass(frozen=True)
class Seen:
    """Everything that tells where things lie."""

    fine: Array
    """Chances of classes, (12, 16, K)."""
    classes: Sequence[str]
    windows: Windows
    groups: Sequence[str]
    """The nouns of the windows' chances."""
    faces: Sequence[Face]
    lab: Array
    """The picture, (rows, columns, 3) CIE Lab at any size."""


def find_things(chances: Mapping[str, float], seen: Seen, *, gates: Mapping[str, float]) -> list[Sighting]:
    """Return the gated nouns that pass and their likely kinds, surest first, each where its evidence is strongest."""
    found = []
    for noun in sorted(_passing(chances, gates), key=lambda noun: (-chances[noun], noun)):
        if noun != "face" or _sure_face(seen.faces) is not None:
            heat = heat_for(noun, seen)
            boxes = [box_of(noun, heat, faces) for faces in _faces_of_each(noun, seen.faces)]
            box = _around_all(boxes)
            found.append(Sighting(noun, box, chances[noun], colour_in(boxes[0], seen.lab), len(boxes)))
    return found


def _faces_of_each(noun: str, faces: Sequence[Face]) -> list[Sequence[Face]]:
    """Return the faces of each of several people, one by one, or all for a noun of which there is one."""
    if noun != "face" and noun not in _COUNTED:
        return [faces]
    least = _PORTRAIT if noun == "face" else 0.0
    several = [face for face in faces_apart(faces) if _longer_side(face.box) >= least]
    return [(face,) for face in several] if len(several) > 1 else [faces]


def _around_all(boxes: Sequence[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _passing(chances: Mapping[str, float], gates: Mapping[str, float]) -> set[str]:
    """Return the nouns that pass their gates, and the likely kinds of those."""
    passed = {noun for noun, gate in gates.items() if chances[noun] >= gate}
    kinds = {kind for noun in _BROADER & passed for kind in _KIND[noun].split()} & set(gates)
    return passed | {kind for kind in kinds if chances[kind] >= min(gates[kind], _SURE_KIND)}


def tell_apart(things: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Keep one noun of those that mean one thing: "parrot" rather than "bird", "face" where it fills the picture."""
    people = max((thing.count for thing in things if thing.noun in _COUNTED), default=1)
    if people > 1:
        things = [thing for thing in things if thing.noun not in _OF_ONE]
    portrait = any(
        thing.noun == "face" and _longer_side(thing.box) >= _PORTRAIT and thing.count >= people for thing in things
    )
    kept: list[Sighting] = []
    for thing in things:
        person = thing.noun in _PEOPLE or thing.noun == "people"
        if (person and portrait) or (thing.noun == "face" and not portrait):
            continue
        finer = [other for other in things if other.noun in _KIND.get(thing.noun, "").split()]
        alike = [other for other in kept if not {other.noun, thing.noun} & {"tree", "building", "lake", "sea", "road"}]
        # Around several there is room for more.
        alike = [other for other in alike if max(other.count, thing.count) == 1 or {other.noun, thing.noun} <= _COUNTED]
        if any(_overlap(thing.box, other.box) >= _SAME_THING for other in finer):
            continue
        if any(_overlap(thing.box, other.box) >= 2 * _SAME_THING for other in alike):
            continue
        kept.append(thing)
    return tuple(kept)


def _longer_side(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _overlap(first: Box, second: Box) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    shared = max(width, 0.0) * max(height, 0.0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return shared / max(sum(areas) - shared, 1e-9)


def heat_for(noun: str, seen: Seen) -> Array:
    """Map how likely each cell is to be of a noun, (12, 16)."""
    members = [seen.classes.index(name) for name in SUPPORT.get(noun, _ANYTHING)]
    support = seen.fine[:, :, members].sum(axis=2)
    if noun not in seen.groups:
        return np.asarray(support, np.float32)
    heat = heat_of(seen.groups.index(noun), seen.windows, *support.shape)
    return np.asarray(heat * (0.2 + support), np.float32)


def box_of(noun: str, heat: Array, faces: Sequence[Face]) -> Box:
    """Return the box around the strongest connected patch, or around a face and the body that belongs to it."""
    face = _sure_face(faces)
    if noun == "face" and face is not None:
        return face.box
    if noun in _PEOPLE and face is not None:
        return _person_below(face, heat)
    patch = strongest_patch(heat, heat >= max(0.5 * float(heat.max()), 1e-6))
    return _around(patch)


def _sure_face(faces: Sequence[Face]) -> Face | None:
    """Return the largest face that is surely one."""
    return max((face for face in faces if face.score >= _SURE_FACE), key=_side, default=None)


def _side(face: Face) -> tuple[float, float]:
    return face.box[2] - face.box[0], face.score


def _person_below(face: Face, heat: Array) -> Box:
    """Return a box from above the face down to where the body's patch ends, at least shoulders wide."""
    left, top, right, bottom = face.box
    wide, high = right - left, bottom - top
    shoulders = (left - 0.8 * wide, top - 0.35 * high, right + 0.8 * wide, bottom + 1.2 * high)
    patch = heat >= max(0.4 * float(heat.max()), 1e-6)
    cols = heat.shape[1]
    within = np.zeros_like(patch)
    x0, x1 = int(max(left - 2 * wide, 0) * cols), int(min(right + 2 * wide, 1) * cols) + 1
    within[:, x0:x1] = patch[:, x0:x1]
    body = _around(strongest_patch(heat, within)) if within.any() else shoulders
    return (
        max(min(shoulders[0], max(body[0], left - 2 * wide)), 0.0),
        max(shoulders[1], 0.0),
        min(max(shoulders[2], min(body[2], right + 2 * wide)), 1.0),
        min(max(shoulders[3], body[3]), 1.0),
    )


def _around(patch: npt.NDArray[np.bool_]) -> Box:
    rows, cols = np.nonzero(patch)
    height, width = patch.shape
    return (
        float(cols.min() / width),
        float(rows.min() / height),
        float((cols.max() + 1) / width),
        float((rows.max() + 1) / height),
    )


def colour_in(box: Box, lab: Array) -> tuple[float, float, float]:
    """Return the median colour of the middle of a box, CIE Lab."""
    height, width = lab.shape[:2]
    inset_x, inset_y = (box[2] - box[0]) / 5, (box[3] - box[1]) / 5
    left, top = int((box[0] + inset_x) * width), int((box[1] + inset_y) * height)
    right, bottom = round((box[2] - inset_x) * width), round((box[3] - inset_y) * height)
    left, top = min(left, width - 1), min(top, height - 1)
    part = lab[top : max(bottom, top + 1), left : max(right, left + 1)].reshape(-1, 3)
    # Not by `np.median`, which loads all of `numpy.ma`.
    middle = np.sort(part, axis=0)[(len(part) - 1) // 2 : len(part) // 2 + 1]
    lightness, red, yellow = middle.mean(axis=0).tolist()
    return lightness, red, yellow


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
