"""Reads and writes the recogniser's model folder: `weights.npz` and `calibration.json`; runs and trains nothing.

Matrices are stored as small whole numbers with a scale per output. All of them make one deflate stream of Huffman codes
alone (LZMA finds no more in them and is 2% longer), which with the scales and offsets makes one `.npz`.
"""

import json
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codec.damage import DAMAGE
from codec.errors import FormatError
from codec.files import write_whole
from sketch.naming_backbone import Array, layer_shapes
from sketch.naming_faces import BENT, SHAPES, Layer

LARGEST_BYTES: Final = 64 << 20
"""Bounds what a model's arrays take, packed and unpacked: a folder may come from anybody."""
_DAMAGE: Final = (*DAMAGE, zipfile.BadZipFile, tokenize.TokenError, MemoryError)
"""What reading a damaged archive of arrays raises; a MemoryError comes from a shape that no array can have."""


class WordRecord(BaseModel):
    """What was measured of one word on photographs of sources that the recogniser never saw."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    floor: float
    """Least confidence at which the word is offered, 0..1; more than 1: never."""
    precision: float
    """Share of the sayings that were right, each floor chosen without the source it is measured on.

    Of a noun that few photographs show: drawn towards the share over all such nouns.
    """
    recall: float
    """Share of what showed it that was said."""
    said: int
    """The count behind `precision`: cells for a class or group, photographs for a noun."""
    shown: int
    """The count behind `recall`."""
    speakable: bool
    """Whether a describer may use it: right at least 6 times in 10."""


class Calibration(BaseModel):
    """What turns the networks' answers into chances and decides what may be said."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    version: Literal[2] = 2
    class_names: tuple[str, ...]
    scene_names: tuple[str, ...]
    noun_names: tuple[str, ...]
    group_names: tuple[str, ...]
    """Nouns that the classifier of whole photographs knows, in its order."""
    learned: tuple[str, ...]
    """Nouns with a regression of their own; the rest share one."""
    temperature: float = Field(gt=0)
    """The class logits are divided by this."""
    classes: dict[str, WordRecord]
    groups: dict[str, WordRecord]
    scenes: dict[str, WordRecord]
    nouns: dict[str, WordRecord]


@dataclass(frozen=True)
class Whole:
    """A matrix in whole numbers."""

    values: npt.NDArray[np.int8]
    """(inputs, outputs)."""
    scale: Array
    """(outputs,)."""

    def expanded(self) -> Array:
        """Return the matrix."""
        matrix = self.values.astype(np.float32)
        matrix *= self.scale
        return matrix


@dataclass(frozen=True)
class Classifier:
    """Scores clusters of a classifier's classes."""

    weights: Array
    """(channels, clusters)."""
    offset: Array
    owner: npt.NDArray[np.int64]
    """The group of each cluster; the last group is everything else."""


@dataclass(frozen=True)
class NamingModel:
    """Everything that looking needs."""

    calibration: Calibration
    backbone: dict[str, tuple[Array, Array]]
    """By layer of `naming_backbone.layer_shapes`: matrix and offset."""
    classifier: Classifier
    faces: dict[str, Layer]
    cells: dict[str, Array]
    """The head of `naming_cells.name_cells`."""
    gist: Array
    """(clusters, few): what the classifier's scores of a whole picture are brought down to."""
    word_weights: Array
    """(learned nouns + scenes, evidence + 1)."""
    shared_weights: Array
    """(own evidence + 1,): the regression of all other nouns."""


def round_matrix(matrix: Array, *, bits: int, reach: float = 1.0) -> Whole:
    """Round a matrix (inputs, outputs) to whole numbers of `bits` bits.

    The largest of an output, times `reach`, is the largest number; larger ones are cut off.
    """
    most = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(matrix).max(axis=0) * reach / most, 1e-5).astype(np.float16).astype(np.float32)
    values = np.clip(np.round(matrix / scale), -most, most).astype(np.int8)
    return Whole(values, scale)


@dataclass(frozen=True)
class StoredLayer:
    """A layer as it is kept."""

    weights: Whole
    offset: Array
    slope: Array | None = None
    """Of what is below nought, in the layers of `naming_faces.BENT`."""


def layer_names() -> tuple[str, ...]:
    """Return the names of all stored layers in their order."""
    backbone = tuple(f"backbone/{name}" for name in layer_shapes())
    faces = tuple(f"faces/{name}" for name in SHAPES)
    return (*backbone, "classifier", *faces, "cells/first", "cells/last")


def write_model(
    folder: Path,
    calibration: Calibration,
    layers: Mapping[str, StoredLayer],
    *,
    owner: npt.NDArray[np.int64],
    gist: Array,
    words: Array,
    shared: Array,
) -> None:
    """Write a model folder: every layer of `layer_names`, the classifier's owners, and the words' regressions."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = [layers[name] for name in layer_names()]
    stream = BytesIO()
    np.savez_compressed(
        stream,
        allow_pickle=False,
        shapes=np.array([layer.weights.values.shape for layer in ordered], np.uint16),
        values=np.frombuffer(_packed([layer.weights.values for layer in ordered]), np.uint8),
        scales=np.concatenate([layer.weights.scale for layer in ordered]).astype(np.float16),
        offsets=np.concatenate([layer.offset for layer in ordered]).astype(np.float16),
        slopes=np.concatenate([layer.slope for layer in ordered if layer.slope is not None]).astype(np.float16),
        owner=owner.astype(np.uint8),
        gist=gist.astype(np.float16),
        words=words.astype(np.float16),
        shared=shared.astype(np.float32),
    )
    write_whole(folder / "weights.npz", stream.getvalue())
    write_calibration(calibration, folder)


def _packed(matrices: list[npt.NDArray[np.int8]]) -> bytes:
    """Code matrices by Huffman's codes, each by its own."""
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
    parts = []
    for matrix in matrices:
        parts += [coder.compress(matrix.tobytes()), coder.flush(zlib.Z_BLOCK)]
    return b"".join([*parts, coder.flush()])


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Write `calibration.json`, numbers to four places."""
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
    stored = read_archive(path)
    try:
        return _assembled(calibration, stored)
    except _DAMAGE as error:
        raise FormatError(f"{path}: the naming weights lack layers of this version's recogniser") from error


def read_archive(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Read a file of arrays; raises `FormatError` when it is missing, damaged or larger than any of a model."""
    try:
        _refuse_bomb(path)
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except _DAMAGE as error:
        raise FormatError(f"{path}: the naming weights can't be read ({type(error).__name__})") from error


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_BYTES:
            raise ValueError("more than any model of this kind takes")


def _assembled(calibration: Calibration, stored: Mapping[str, npt.NDArray[Any]]) -> NamingModel:
    layers = dict(zip(layer_names(), _layers(stored), strict=True))
    for name, shape in {f"backbone/{name}": shape for name, shape in layer_shapes().items()}.items():
        if layers[name].weights.shape != shape:
            raise ValueError(f"{name} is {layers[name].weights.shape}, not {shape}")
    cells: dict[str, Array] = {}
    for name in ("first", "last"):
        cells[name], cells[f"{name}.bias"] = layers[f"cells/{name}"].weights, layers[f"cells/{name}"].offset
    asked = layers["classifier"]
    return NamingModel(
        calibration=calibration,
        backbone={
            name: (layers[f"backbone/{name}"].weights, layers[f"backbone/{name}"].offset) for name in layer_shapes()
        },
        classifier=Classifier(asked.weights, asked.offset, stored["owner"].astype(np.int64)),
        faces={name: layers[f"faces/{name}"] for name in SHAPES},
        cells=cells,
        gist=stored["gist"].astype(np.float32),
        word_weights=stored["words"].astype(np.float32),
        shared_weights=stored["shared"].astype(np.float32),
    )


def _layers(stored: Mapping[str, npt.NDArray[Any]]) -> list[Layer]:
    """Take the layers apart again, in the order of `layer_names`."""
    shapes = stored["shapes"].tolist()
    size = sum(inputs * outputs for inputs, outputs in shapes)
    if size > LARGEST_BYTES:
        raise ValueError("more than any model of this kind takes")
    values = np.frombuffer(zlib.decompressobj(-15).decompress(stored["values"].tobytes(), max(size, 1)), np.int8)
    scales, offsets = stored["scales"].astype(np.float32), stored["offsets"].astype(np.float32)
    slopes = stored["slopes"].astype(np.float32)
    found, value, output, slope = [], 0, 0, 0
    for name, (inputs, outputs) in zip(layer_names(), shapes, strict=True):
        matrix = values[value : value + inputs * outputs].reshape(inputs, outputs)
        bent = name.removeprefix("faces/") in BENT
        found.append(
            Layer(
                Whole(matrix, scales[output : output + outputs]).expanded(),
                offsets[output : output + outputs],
                slopes[slope : slope + outputs] if bent else None,
            )
        )
        value, output, slope = value + inputs * outputs, output + outputs, slope + outputs * bent
    return found
