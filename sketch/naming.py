"""Says what a photograph shows, how sure it is, and when it doesn't know; it draws nothing and words no sentence.

>>> import numpy as np
>>> sight = look(np.zeros((48, 64, 3), np.uint8))
>>> sight.grid.shape
(6, 8, 24)
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from pydantic import BaseModel, ConfigDict, ValidationError

from codec.errors import FormatError, PictureError
from sketch.naming_net import INPUT_COLS, INPUT_ROWS, Array, NumpyOps, load_networks, run_network, with_places
from sketch.naming_things import Thing, find_things, softmax

MODEL_FOLDER = Path(__file__).parent / "naming_model"
UNKNOWN = -1


class NounRecord(BaseModel):
    """What was measured of one noun on photographs of sources that its recogniser never saw."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floor: float
    """Least confidence at which the noun is offered, 0..1."""
    precision: float
    recall: float
    said: int
    """How often it was offered: the count behind `precision`."""
    shown: int
    """How many photographs showed it: the count behind `recall`."""
    speakable: bool
    """Whether a describer may use it: right at least 6 times in 10."""


class Calibration(BaseModel):
    """What turns the networks' answers into chances, measured on held-out sources."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    classes: tuple[str, ...]
    scenes: tuple[str, ...]
    nouns: tuple[str, ...]
    temperature: float
    scene_temperature: float
    noun_scale: dict[str, tuple[float, float]]
    """Noun -> slope and offset from its logit to a calibrated one (Platt 1999)."""
    cell_floors: dict[str, float]
    """Class -> least confidence at which a cell of it may be named; 1 means never."""
    cell_precision: dict[str, float]
    cell_recall: dict[str, float]
    things: dict[str, NounRecord]


@dataclass(frozen=True)
class Sight:
    """What the recogniser saw in one picture."""

    classes: tuple[str, ...]
    grid: Array
    """Calibrated chance of each class per cell, (6, 8, K), summing to 1."""
    fine: Array
    """The same on a finer map, (24, 32, K), for the outlines of regions."""
    floors: Array
    """(K,): the confidence from which a class may be named; more than 1 where it never may."""
    scene: dict[str, float]
    """Chance of each scene word, summing to 1."""
    things: tuple[Thing, ...]
    """Speakable nouns with boxes, surest first: each noun is right at least 6 times in 10 at its floor."""

    def named_cells(self, *, fine: bool = False) -> npt.NDArray[np.int64]:
        """Return the class index per cell, or `UNKNOWN` where no class reaches its floor: the honest "don't know"."""
        chances = self.fine if fine else self.grid
        best = chances.argmax(axis=2)
        sure = chances.max(axis=2) >= self.floors[best]
        return np.where(sure, best, UNKNOWN)


@cache
def load_calibration(folder: Path = MODEL_FOLDER) -> Calibration:
    """Read `calibration.json` of a model folder; raises `FormatError` when it is missing or not one of ours."""
    path = folder / "calibration.json"
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise FormatError(f"{path}: no readable naming calibration ({type(error).__name__})") from error


@cache
def _networks(folder: Path) -> list[dict[str, Array]]:
    return load_networks(folder / "weights.npz")


def speakable_nouns(folder: Path = MODEL_FOLDER) -> dict[str, NounRecord]:
    """Return the nouns that a describer may say of things, with what was measured of each."""
    return {noun: record for noun, record in load_calibration(folder).things.items() if record.speakable}


def look(image_rgb: npt.NDArray[np.uint8], *, folder: Path = MODEL_FOLDER) -> Sight:
    """Look at an RGB picture, (rows, columns, 3) uint8 of any size, and return what it shows.

    Deterministic: the same pixels and weights give the same sight on one machine.
    Raises `PictureError` for an array of another shape or type, `FormatError` when the weights can't be read.
    """
    if image_rgb.ndim != 3 or image_rgb.shape[2] != 3 or image_rgb.dtype != np.uint8 or 0 in image_rgb.shape:
        raise PictureError(f"naming needs (rows, columns, 3) 8-bit RGB pixels, not {image_rgb.shape} {image_rgb.dtype}")
    known = load_calibration(folder)
    fine_logits, scene_logits, noun_logits = run_networks(image_rgb, _networks(folder))
    fine = softmax(fine_logits / known.temperature)
    grid = fine.reshape(6, fine.shape[0] // 6, 8, fine.shape[1] // 8, -1).mean(axis=(1, 3))
    scene = softmax(scene_logits / known.scene_temperature)
    chances = {}
    for noun, logit in zip(known.nouns, noun_logits, strict=True):
        slope, offset = known.noun_scale[noun]
        chances[noun] = float(1 / (1 + np.exp(-(slope * logit + offset))))
    floors = np.array([known.cell_floors[name] for name in known.classes], np.float32)
    gates = {noun: record.floor for noun, record in known.things.items() if record.speakable}
    return Sight(
        classes=known.classes,
        grid=grid,
        fine=fine,
        floors=floors,
        scene={name: float(value) for name, value in zip(known.scenes, scene, strict=True)},
        things=tuple(find_things(chances, fine, known.classes, gates=gates)),
    )


def run_networks(image_rgb: npt.NDArray[np.uint8], networks: list[dict[str, Array]]) -> tuple[Array, Array, Array]:
    """Return class logits (24, 32, K), scene logits and noun logits: means over networks, the picture and its mirror image."""
    small = Image.fromarray(image_rgb).resize((INPUT_COLS, INPUT_ROWS), Image.Resampling.BOX)
    rgb = np.asarray(small, np.float32) / 255
    answers = []
    for network in networks:
        ops = NumpyOps(network)
        answers.append(run_network(ops, with_places(rgb)))
        cells, scene, nouns = run_network(ops, with_places(rgb[:, ::-1]))
        answers.append((cells[:, ::-1], scene, nouns))
    cells, scenes, noun_rows = zip(*answers, strict=True)
    return np.mean(cells, axis=0), np.mean(scenes, axis=0), np.mean(noun_rows, axis=0)


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Write `calibration.json`, sorted and rounded, so that training twice gives the same bytes."""
    values = json.loads(calibration.model_dump_json(), parse_float=lambda text: round(float(text), 4))
    (folder / "calibration.json").write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")
