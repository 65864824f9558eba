"""Says what a photograph shows, how sure it is, and when it doesn't know; it draws nothing and words no sentence.

>>> import numpy as np
>>> sight = look(np.zeros((48, 64, 3), np.uint8))
>>> sight.grid.shape
(6, 8, 24)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from codec.cielab import lab_from_rgb
from codec.errors import FormatError, PictureError
from sketch.naming_backbone import CHANNELS, HEAD, Array, feature_maps, network_input
from sketch.naming_cells import COLOUR_COLS, COLOUR_ROWS, WIDTH, describe_cells, name_cells
from sketch.naming_data import CLASSES, GROUPS
from sketch.naming_evidence import (
    FACES,
    OWN,
    Windows,
    ask_windows,
    logistic,
    own_evidence,
    shared_evidence,
    softmax,
    to_grid,
)
from sketch.naming_faces import SHAPES, Face, find_faces
from sketch.naming_model_files import Calibration, NamingModel, WordRecord, read_model
from sketch.naming_things import Seen, Sighting, find_things

MODEL_FOLDER = Path(__file__).parent / "naming_model"
UNKNOWN = -1
LEAST_FACE = 0.5
"""Faces with a lower score are no evidence."""
MOST_PIXELS = 512
"""Longest side at which a picture is looked at."""


@dataclass(frozen=True)
class Sight:
    """What the recogniser saw in one picture."""

    classes: tuple[str, ...]
    grid: Array
    """Calibrated chance of each class per cell, (6, 8, K), summing to 1."""
    fine: Array
    """The same on a finer map, (12, 16, K), for the outlines of regions."""
    floors: Array
    """(K,): the confidence from which a class may be named; more than 1 where it never may."""
    groups: tuple[str, ...]
    group_grid: Array
    """Chance of each broader word per cell, (6, 8, groups): sums of classes, so a cell's may pass 1 together."""
    group_floors: Array
    scenes: dict[str, float]
    """Chance of each scene word, calibrated one by one."""
    scene: str | None
    """The likeliest scene word that may be said, or None: don't know."""
    nouns: dict[str, float]
    """Chance that the picture shows each noun, calibrated one by one, speakable or not."""
    things: tuple[Sighting, ...]
    """Speakable nouns with boxes, surest first: each is right at least 6 times in 10 at its floor.

    A kind of animal, bird or vehicle may lie below its own floor where the broader noun is above its (`find_things`).
    """
    faces: tuple[Face, ...]
    """Faces that may be there, surest first; what may be said of them is among `things`."""

    def named_cells(self, *, fine: bool = False) -> npt.NDArray[np.int64]:
        """Return the class index per cell, or `UNKNOWN` where the likeliest class is below its floor.

        (6, 8), or (12, 16) when `fine`.
        """
        chances = self.fine if fine else self.grid
        best = chances.argmax(axis=2)
        return np.where(chances.max(axis=2) >= self.floors[best], best, UNKNOWN)

    def named_groups(self) -> npt.NDArray[np.int64]:
        """Return the index into `groups` of the surest group above its floor per cell (6, 8), or `UNKNOWN`."""
        allowed = np.where(self.group_grid >= self.group_floors, self.group_grid, -1.0)
        return np.where(allowed.max(axis=2) >= 0, allowed.argmax(axis=2), UNKNOWN)


@cache
def load_naming_model(folder: Path = MODEL_FOLDER) -> NamingModel:
    """Read a model folder once per process; raises `FormatError` when it can't be read or its parts don't fit."""
    model = read_model(folder)
    misfit = find_misfit(model)
    if misfit:
        raise FormatError(f"{folder}: {misfit} don't fit this version's recogniser; train it again")
    return model


def find_misfit(model: NamingModel) -> str:
    """Name the first part of a model that does not fit the others or this version's words; empty: all fit."""
    known = model.calibration
    words = {
        "classes": (known.class_names, CLASSES),
        "records of classes": (sorted(known.classes), sorted(CLASSES)),
        "records of groups": (sorted(known.groups), sorted(GROUPS)),
        "records of scenes": (sorted(known.scenes), sorted(known.scene_names)),
        "records of nouns": (sorted(known.nouns), sorted(known.noun_names)),
        "learned nouns": (sorted(known.learned), sorted(set(known.learned) & set(known.noun_names))),
        "owners of clusters": (
            sorted(set(model.classifier.owner.ravel().tolist())),
            list(range(len(known.group_names) + 1)),
        ),
    }
    misfit = next((name for name, (found, wanted) in words.items() if found != wanted), "")
    return misfit or next((name for name, found, wanted in _shapes(model) if found != wanted), "")


def _shapes(model: NamingModel) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Yield the name of every part with its shape, and the shape that the other parts need."""
    known, cells, asked = model.calibration, model.cells, model.classifier
    hidden, clusters = cells["first"].shape[-1], asked.weights.shape[-1]
    few = model.gist.size // max(clusters, 1)
    shared = 3 * len(CLASSES) + FACES + few
    yield "cells", cells["first"].shape, (WIDTH, hidden)
    yield "cells", cells["first.bias"].shape, (hidden,)
    yield "cells", cells["last"].shape, (hidden, len(CLASSES))
    yield "cells", cells["last.bias"].shape, (len(CLASSES),)
    yield "classifier", asked.weights.shape, (CHANNELS[HEAD], clusters)
    yield "classifier", asked.offset.shape, (clusters,)
    yield "classifier", asked.owner.shape, (clusters,)
    yield "gist", model.gist.shape, (clusters, few)
    words = len(known.learned) + len(known.scene_names)
    yield "regressions of words", model.word_weights.shape, (words, OWN + shared + 1)
    yield "regression of the other nouns", model.shared_weights.shape, (OWN + 1,)
    for name, (weights, offset) in model.backbone.items():
        yield f"layers {name}", offset.shape, weights.shape[-1:]
    for name, layer in model.faces.items():
        yield f"layers {name}", layer.weights.shape, SHAPES[name]
        yield f"layers {name}", layer.offset.shape, SHAPES[name][-1:]
        yield f"layers {name}", layer.offset.shape if layer.slope is None else layer.slope.shape, SHAPES[name][-1:]


def speakable_nouns(folder: Path = MODEL_FOLDER) -> dict[str, WordRecord]:
    """Return the nouns that a describer may say of things, with what was measured of each."""
    return {noun: record for noun, record in load_naming_model(folder).calibration.nouns.items() if record.speakable}


def look(image_rgb: npt.NDArray[np.uint8], *, folder: Path = MODEL_FOLDER) -> Sight:
    """Look at an RGB picture, (rows, columns, 3) uint8 of any size, and return what it shows.

    Deterministic: the same pixels and weights give the same sight on one machine.
    Raises `PictureError` for an array of another shape or type, `FormatError` when the model can't be read.
    """
    if image_rgb.ndim != 3 or image_rgb.shape[2] != 3 or image_rgb.dtype != np.uint8 or 0 in image_rgb.shape:
        raise PictureError(f"naming needs (rows, columns, 3) 8-bit RGB pixels, not {image_rgb.shape} {image_rgb.dtype}")
    model = load_naming_model(folder)
    known = model.calibration
    image = Image.fromarray(image_rgb)
    image.thumbnail((MOST_PIXELS, MOST_PIXELS))
    pixels = np.asarray(image)
    small = np.asarray(image.resize((COLOUR_COLS, COLOUR_ROWS), Image.Resampling.BOX))
    maps = feature_maps(network_input(pixels), model.backbone)
    cells = describe_cells(maps, np.asarray(small, np.float32) / np.float32(255))
    fine = softmax(name_cells(cells, model.cells) / np.float32(known.temperature))
    grid = to_grid(fine)
    faces = find_faces(pixels, model.faces, least_score=LEAST_FACE)
    asked = model.classifier
    windows = ask_windows(maps[HEAD], asked.weights, asked.offset, asked.owner)
    nouns, scenes = _word_chances(model, grid, faces, windows)
    seen = Seen(fine, known.class_names, windows, known.group_names, faces, lab_from_rgb(small))
    gates = {noun: record.floor for noun, record in known.nouns.items() if record.speakable}
    return Sight(
        classes=known.class_names,
        grid=grid,
        fine=fine,
        floors=_floors(known.classes, known.class_names),
        groups=tuple(known.groups),
        group_grid=_group_chances(grid, known.class_names, tuple(known.groups)),
        group_floors=_floors(known.groups, tuple(known.groups)),
        scenes=scenes,
        scene=_best_allowed(scenes, known.scenes),
        nouns=nouns,
        things=tuple(find_things(nouns, seen, gates=gates)),
        faces=tuple(faces),
    )


def _word_chances(
    model: NamingModel, grid: Array, faces: Sequence[Face], windows: Windows
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the calibrated chances of nouns and of scenes."""
    known = model.calibration
    own = own_by_noun(own_evidence(windows), known)
    shared = shared_evidence(grid, faces, windows.whole, model.gist)
    common = logistic(own, np.broadcast_to(model.shared_weights, (len(own), OWN + 1)))
    chances = dict(zip(known.noun_names, common.tolist(), strict=True))
    rows = [known.noun_names.index(noun) for noun in known.learned]
    none = np.zeros((len(known.scene_names), OWN), np.float32)
    mine = np.concatenate([own[rows], none])
    evidence = np.concatenate([mine, np.broadcast_to(shared, (len(mine), len(shared)))], axis=1)
    words = logistic(evidence, model.word_weights).tolist()
    chances |= dict(zip(known.learned, words, strict=False))
    return chances, dict(zip(known.scene_names, words[len(known.learned) :], strict=True))


def own_by_noun(own: Array, known: Calibration) -> Array:
    """Return each noun's own evidence, (nouns, `OWN`): that of its group of classes, nought where it has none."""
    found = np.zeros((len(known.noun_names), OWN), np.float32)
    for row, noun in enumerate(known.noun_names):
        if noun in known.group_names:
            found[row] = own[known.group_names.index(noun)]
    return found


def _floors(records: dict[str, WordRecord], names: Sequence[str]) -> Array:
    """Return the floors in order; more than 1 for what may not be said."""
    return np.array([records[name].floor if records[name].speakable else 2.0 for name in names], np.float32)


def _group_chances(grid: Array, classes: Sequence[str], groups: Sequence[str]) -> Array:
    columns = [[classes.index(name) for name in GROUPS[group]] for group in groups]
    return np.stack([grid[:, :, members].sum(axis=2) for members in columns], axis=2)


def _best_allowed(chances: dict[str, float], records: dict[str, WordRecord]) -> str | None:
    allowed = [word for word, record in records.items() if record.speakable and chances[word] >= record.floor]
    return max(allowed, key=lambda word: (chances[word], word), default=None)
