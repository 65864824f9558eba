"""Reads and writes the recogniser's model folder: `weights.npz` and `calibration.json`; runs and trains nothing."""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from codec.errors import FormatError
from codec.files import write_whole
from sketch.naming_patches import Array

LAYERS = frozenset(
    [f"{kind}{level}" for kind in ("filters", "offsets") for level in range(3)]
    + [f"{layer}{part}" for layer in ("first", "second", "last") for part in ("", ".bias")]
    + ["projection", "projection_offset"]
)
"""The arrays of a recogniser: dictionary, projection, and the head's layers."""


class WordRecord(BaseModel):
    """What was measured of one word on photographs of sources that the recogniser never saw."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floor: float
    """Least confidence at which the word is offered, 0..1; more than 1: never."""
    precision: float
    """Share of the sayings that were right, each floor chosen without the source it is measured on."""
    recall: float
    """Share of what showed it that was said."""
    said: int
    """The count behind `precision`: cells for a class or group, photographs for a noun."""
    shown: int
    """The count behind `recall`."""
    speakable: bool
    """Whether a describer may use it: right at least 6 times in 10, in at least 8 sayings."""


class Calibration(BaseModel):
    """What turns the networks' answers into chances and decides what may be said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    class_names: tuple[str, ...]
    scene_names: tuple[str, ...]
    noun_names: tuple[str, ...]
    temperature: float
    """The class logits are divided by this."""
    classes: dict[str, WordRecord]
    groups: dict[str, WordRecord]
    scenes: dict[str, WordRecord]
    nouns: dict[str, WordRecord]


@dataclass(frozen=True)
class NamingModel:
    """Everything that looking needs."""

    calibration: Calibration
    patches: dict[str, Array]
    """The dictionary of `naming_patches` with the head's layers."""
    word_weights: Array
    """(nouns + scenes, evidence + 1)"""


def write_model(
    folder: Path,
    calibration: Calibration,
    *,
    patches: Mapping[str, Array],
    word_weights: Array,
) -> None:
    """Write a model folder: matrices as float16, vectors as float32."""
    folder.mkdir(parents=True, exist_ok=True)
    stored: dict[str, npt.NDArray[Any]] = {}
    for name, value in {
        **{f"patches/{key}": value for key, value in patches.items()},
        "words/weights": word_weights,
    }.items():
        stored[name] = value.astype(np.float16 if value.ndim > 1 else np.float32)
    stream = BytesIO()
    np.savez(stream, allow_pickle=False, **stored)
    write_whole(folder / "weights.npz", stream.getvalue())
    write_calibration(calibration, folder)


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Write `calibration.json`, sorted and rounded, so that the same values give the same bytes."""
    values = json.loads(calibration.model_dump_json(), parse_float=lambda text: round(float(text), 4))
    write_whole(folder / "calibration.json", json.dumps(values, indent=1, sort_keys=True).encode() + b"\n")


def read_calibration(folder: Path) -> Calibration:
    """Read `calibration.json`; raises `FormatError` when it is missing or not of this version."""
    path = folder / "calibration.json"
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise FormatError(f"{path}: no readable naming calibration ({type(error).__name__})") from error


def read_model(folder: Path) -> NamingModel:
    """Read a model folder; raises `FormatError` when a file is missing, damaged, or of another version."""
    calibration = read_calibration(folder)
    path = folder / "weights.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            stored = {key: archive[key] for key in archive.files}
    except (OSError, ValueError, EOFError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise FormatError(f"{path}: the naming weights can't be read ({type(error).__name__})") from error
    patches = {key: value.astype(np.float32) for key, value in _part(stored, "patches").items()}
    if set(patches) != LAYERS or "words/weights" not in stored:
        raise FormatError(f"{path}: the naming weights lack layers of this version's recogniser")
    return NamingModel(calibration, patches, stored["words/weights"].astype(np.float32))


def _part(stored: Mapping[str, npt.NDArray[Any]], prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {key.split("/", 1)[1]: value for key, value in stored.items() if key.startswith(prefix + "/")}
