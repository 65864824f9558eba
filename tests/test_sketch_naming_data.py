"""`sketch.naming_data` and `sketch.naming_nouns`: reading labels, dealing folds, and what labels show."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from codec.errors import FormatError
from sketch.naming_data import CLASSES, GROUPS, LETTERS, UNKNOWN, read_photos, read_pixels, split_by_source
from sketch.naming_nouns import IMPLIED, NOUNS, nouns_of, nouns_shown


def label(name: str, **changes: object) -> dict[str, object]:
    return {
        "id": name,
        "grid": ["ssssssss", "sssscccc", "tttttttt", "gggg..gg", "gggggggg", "gggggggg"],
        "objects": [{"noun": "Kitten", "box": [0.1, 0.2, 0.3, 0.4]}],
        "scene": "field",
        "caption": "A kitten in orange light beside a barn.",
    } | changes


def write_folder(folder: Path, labels: list[dict[str, object]], sources: dict[str, str]) -> Path:
    (folder / "photos").mkdir()
    (folder / "labels.jsonl").write_text("\n".join(json.dumps(entry) for entry in labels) + "\n", encoding="utf-8")
    rows = ["id\tsource\tlicence", *(f"{name}\t{source}: {name}.jpg\tCC0" for name, source in sources.items())]
    (folder / "photos.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_a_label_is_read(tmp_path):
    photo = read_photos(write_folder(tmp_path, [label("a")], {"a": "somebody/photos"}))[0]
    assert photo.source == "somebody/photos"
    assert photo.grid.shape == (6, 8)
    assert [CLASSES[index] for index in photo.grid[1]] == ["sky"] * 4 + ["cloud"] * 4
    assert (photo.grid == UNKNOWN).sum() == 2
    assert photo.objects[0].noun == "kitten"
    assert photo.path == tmp_path / "photos" / "a.jpg"
    assert photo.split == "tune"


def test_what_labels_show(tmp_path):
    photo = read_photos(write_folder(tmp_path, [label("a")], {}))[0]
    assert {"cat", "animal", "building", "tree", "cloud"} <= photo.nouns
    assert "fruit" not in photo.nouns
    assert "lamp" not in photo.nouns


@pytest.mark.parametrize(
    "change",
    [
        {"grid": ["ssssssss"] * 5},
        {"grid": ["sssssss!"] * 6},
        {"objects": [{"noun": "x", "box": [1, 2]}]},
        {"scene": "moonbase"},
        {"objects": "many"},
    ],
)
def test_a_wrong_label_names_its_line(tmp_path, change):
    folder = write_folder(tmp_path, [label("a"), label("b", **change)], {})
    with pytest.raises(FormatError, match="line 2"):
        read_photos(folder)


def test_a_folder_without_labels(tmp_path):
    with pytest.raises(FormatError, match=r"labels\.jsonl"):
        read_photos(tmp_path)


def test_pixels_are_squeezed(tmp_path):
    folder = write_folder(tmp_path, [label("a")], {})
    Image.new("RGB", (50, 90), (200, 10, 30)).save(folder / "photos" / "a.jpg", quality=95)
    pixels = read_pixels(read_photos(folder)[0], rows=12, cols=16)
    assert pixels.shape == (12, 16, 3)
    assert np.abs(pixels.astype(int) - (200, 10, 30)).max() < 8


def test_a_broken_picture_is_named(tmp_path):
    folder = write_folder(tmp_path, [label("a")], {})
    (folder / "photos" / "a.jpg").write_bytes(b"nothing")
    with pytest.raises(FormatError, match=r"a\.jpg"):
        read_pixels(read_photos(folder)[0], rows=12, cols=16)


def test_folds_split_no_source(tmp_path):
    sources = {f"p{i}": f"s{i % 7}" for i in range(30)}
    photos = read_photos(write_folder(tmp_path, [label(name) for name in sources], sources))
    folds = split_by_source(photos, folds=3)
    assert sorted(index for fold in folds for index in fold) == list(range(30))
    owners = [{photos[index].source for index in fold} for fold in folds]
    assert sum(len(names) for names in owners) == 7


def test_the_languages_agree():
    assert len(LETTERS) == len(set(LETTERS)) == len(CLASSES)
    assert {name for names in GROUPS.values() for name in names} <= set(CLASSES)
    assert set(IMPLIED) <= set(NOUNS)
    assert nouns_of("skyscraper") == {"building", "tower"}
    assert nouns_of("quark") == frozenset()
    assert "person" in nouns_shown([], "", {"skin": 1, "body": 1})
    assert "person" not in nouns_shown([], "", {"skin": 1})
