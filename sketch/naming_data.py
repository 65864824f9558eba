"""Reads photographs labelled by eye: grids of what covers each cell, boxes with nouns, scene words; trains nothing."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from codec.errors import FormatError
from sketch.naming_nouns import nouns_shown

LETTERS = "scwgtmrdnoblfpkaivyxeujz"
"""The grid's letters in the order of the network's classes; `.` (can't tell) is no class."""
CLASSES: tuple[str, ...] = (
    "sky",
    "cloud",
    "water",
    "grass",
    "trees",
    "mountain",
    "rock",
    "sand",
    "snow",
    "road",
    "building",
    "wall",
    "floor",
    "body",
    "skin",
    "animal",
    "bird",
    "vehicle",
    "boat",
    "flower",
    "food",
    "furniture",
    "object",
    "dark",
)
GROUPS: dict[str, tuple[str, ...]] = {
    "sky": ("sky", "cloud"),
    "water": ("water",),
    "plants": ("grass", "trees"),
    "land": ("mountain", "rock", "sand", "snow"),
    "ground": ("road", "floor", "sand", "grass"),
    "person": ("body", "skin"),
    "creature": ("animal", "bird"),
    "built": ("building", "wall"),
    "backdrop": ("sky", "cloud", "wall"),
    "nature": ("grass", "trees", "flower", "mountain", "rock"),
    "thing": ("object", "furniture", "food", "flower", "vehicle", "boat"),
    "dark": ("dark",),
}
"""What can be said of a cell when its class can't: broader words and the classes that they cover."""
SCENES: tuple[str, ...] = (
    "portrait",
    "food",
    "object",
    "people",
    "vehicle",
    "indoor",
    "bird",
    "animal",
    "flower",
    "building",
    "forest",
    "coast",
    "water",
    "sky",
    "mountain",
    "night",
    "city",
    "street",
    "field",
    "abstract",
    "boat",
    "snow",
    "desert",
)
GRID_ROWS, GRID_COLS = 6, 8
UNKNOWN = -1


@dataclass(frozen=True)
class LabelledObject:
    """One thing somebody saw in a photograph."""

    noun: str
    box: tuple[float, float, float, float]
    """Left, top, right, bottom as fractions of the photograph."""


@dataclass(frozen=True)
class LabelledPhoto:
    """A photograph with what a person said covers it."""

    name: str
    source: str
    """Where it came from: photographs of one source share a style, so folds never split one."""
    path: Path
    grid: npt.NDArray[np.int64]
    """Class index per cell, (6, 8); `UNKNOWN` where the labeller couldn't tell."""
    objects: tuple[LabelledObject, ...]
    scene: int
    """Index into `SCENES`, or `UNKNOWN`."""
    caption: str
    sketch: str
    """A telegraphic description."""
    split: str
    """Where labels keep some photographs for the final report only: "tune" or "test"."""

    @property
    def nouns(self) -> frozenset[str]:
        """The nouns that its labels show."""
        cells = {name: int((self.grid == index).sum()) for index, name in enumerate(CLASSES)}
        return nouns_shown([thing.noun for thing in self.objects], self.caption, cells)


def read_photos(folder: Path, *, pictures: Path | None = None) -> list[LabelledPhoto]:
    """Read a folder's `labels.jsonl` and, if it has one, `photos.tsv`; its pictures are in `photos/` or `pictures`.

    Raises `FormatError` when a file is missing, damaged or says something that the labels' language doesn't have.
    """
    try:
        lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise FormatError(f"{folder}: no readable labels.jsonl here") from error
    sources = _read_sources(folder / "photos.tsv")
    root = folder / "photos" if pictures is None else pictures
    photos = []
    for number, line in enumerate(lines, 1):
        try:
            photos.append(_read_photo(json.loads(line), root, sources))
        except (ValueError, KeyError, TypeError) as error:
            raise FormatError(f"{folder / 'labels.jsonl'}, line {number}: {error!r} is not a label") from error
    return photos


def _read_sources(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip())
    return {row[0]: row[1].split(":")[0] for row in rows}


def _read_photo(label: dict[str, object], root: Path, sources: dict[str, str]) -> LabelledPhoto:
    name = str(label["id"])
    rows = label["grid"]
    if not isinstance(rows, list) or len(rows) != GRID_ROWS or any(len(row) != GRID_COLS for row in rows):
        raise ValueError(f"grid of {name}")
    grid = np.array([[UNKNOWN if letter == "." else LETTERS.index(letter) for letter in row] for row in rows])
    objects = label.get("objects", [])
    if not isinstance(objects, list):
        raise TypeError(f"objects of {name}")
    scene = label.get("scene")
    path = root / name
    return LabelledPhoto(
        name=name,
        source=sources.get(name, str(label.get("source", "unknown"))),
        path=path if path.suffix else path.with_suffix(".jpg"),
        grid=grid,
        objects=tuple(_read_object(entry) for entry in objects),
        scene=SCENES.index(str(scene)) if scene is not None else UNKNOWN,
        caption=str(label.get("caption", "")),
        sketch=str(label.get("sketch", "")),
        split=str(label.get("split", "tune")),
    )


def _read_object(entry: dict[str, object]) -> LabelledObject:
    box = entry["box"]
    if not isinstance(box, list) or len(box) != 4:
        raise ValueError(f"box {box!r}")
    left, top, right, bottom = (float(edge) for edge in box)
    return LabelledObject(str(entry["noun"]).lower(), (left, top, right, bottom))


def open_photo(photo: LabelledPhoto) -> Image.Image:
    """Read a photograph as RGB; raises `FormatError` when the file is no picture."""
    try:
        with Image.open(photo.path) as image:
            return image.convert("RGB")
    except OSError as error:
        raise FormatError(f"{photo.path}: not a readable picture") from error


def read_pixels(photo: LabelledPhoto, *, rows: int, cols: int) -> npt.NDArray[np.uint8]:
    """Read a photograph squeezed to `rows` x `cols` RGB pixels.

    Raises `FormatError` when the file is no picture.
    """
    try:
        with Image.open(photo.path) as image:
            return np.asarray(image.convert("RGB").resize((cols, rows), Image.Resampling.BOX, reducing_gap=3.0))
    except OSError as error:
        raise FormatError(f"{photo.path}: not a readable picture") from error


def split_by_source(photos: list[LabelledPhoto], *, folds: int) -> list[list[int]]:
    """Deal whole sources into `folds` lists of indices, largest source first, each to the smallest list."""
    by_source: dict[str, list[int]] = {}
    for index, photo in enumerate(photos):
        by_source.setdefault(photo.source, []).append(index)
    dealt: list[list[int]] = [[] for _ in range(folds)]
    for _, members in sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0])):
        min(dealt, key=len).extend(members)
    return [sorted(fold) for fold in dealt]
