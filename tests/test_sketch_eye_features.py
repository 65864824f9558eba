"""`sketch.eye_features`: what looks like the original to the recogniser's network, and what it takes to ask it."""

import json

import numpy as np
import pytest
from PIL import Image

from codec.errors import FormatError
from sketch import eye_features
from sketch.eye_features import MEANS, Features, features_of, load_means, paint_for_features
from sketch.naming import MODEL_FOLDER
from sketch.paint import paint
from sketch.parse import parse
from sketch.scene import Scene
from sketch.train_features import main

BOAT = parse("blue sky, sea bottom half, large white sailboat center").scene.clauses
FACE = parse("gray background, huge face center").scene.clauses


def _painted(clauses, width=300, height=200):
    return paint(Scene(clauses=clauses), width, height)


def test_a_scene_is_more_like_a_picture_of_it_than_another_is() -> None:
    for own, other in ((BOAT, FACE), (FACE, BOAT)):
        features = Features(_painted(own))
        assert features.of_scene(own) > features.of_scene(other) + 0.1
        assert 0 <= features.of_scene(other) <= features.of_scene(own) <= 1


def test_the_photograph_itself_looks_most_alike() -> None:
    with Image.open("examples/chelsea.jpg") as image:
        photo = image.convert("RGB")
    features = Features(np.asarray(photo))
    assert features.of_picture(photo) > 0.7
    assert features.of_picture(photo) > features.of_scene(BOAT) + 0.15


def test_a_scene_and_its_picture_look_alike_at_any_size() -> None:
    features = Features(_painted(BOAT))
    for size in ((300, 200), (768, 512)):
        assert features.of_picture(Image.fromarray(_painted(BOAT, *size))) == pytest.approx(
            features.of_scene(BOAT), abs=0.1
        )


def test_what_was_asked_is_looked_up(monkeypatch) -> None:
    features = Features(_painted(BOAT))
    first = features.of_scene(FACE)
    monkeypatch.setattr(eye_features, "features_of", lambda _: pytest.fail("asked twice"))
    assert features.of_scene(list(FACE)) == first


def test_few_are_kept(monkeypatch) -> None:
    monkeypatch.setattr(eye_features, "_MOST_KEPT", 1)
    features = Features(_painted(BOAT))
    first = features.of_scene(BOAT)
    features.of_scene(FACE)
    assert len(features._kept) == 1
    assert features.of_scene(BOAT) == first


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3), (2, 1)])
def test_pictures_of_any_shape_have_features(size) -> None:
    width, height = size
    pixels = np.full((height, width, 3), 90, np.uint8)
    assert features_of(pixels).shape == (1280,)
    assert 0 <= Features(pixels).of_scene(BOAT) <= 1
    rows, cols, _ = paint_for_features(BOAT, aspect=width / height).shape
    assert 1 <= rows * cols < 4 * 128 * 192


def test_missing_and_damaged_means_are_one_clear_error(tmp_path) -> None:
    with pytest.raises(FormatError, match=r"features\.npz: .*can't be read"):
        load_means(tmp_path)
    (tmp_path / MEANS).write_bytes(b"PK nonsense")
    with pytest.raises(FormatError, match="can't be read"):
        load_means(tmp_path)
    (tmp_path / MEANS).write_bytes((MODEL_FOLDER / MEANS).read_bytes()[:-300])
    with pytest.raises(FormatError, match="can't be read"):
        load_means(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    np.savez(other / MEANS, photographs=np.zeros(3), paintings=np.zeros(3))
    with pytest.raises(FormatError, match="don't fit"):
        load_means(other)


def test_all_weights_together_are_small() -> None:
    assert sum((MODEL_FOLDER / name).stat().st_size for name in ("weights.npz", MEANS)) <= 2_000_000


def test_means_are_measured_on_labelled_photographs(tmp_path, capsys) -> None:
    (tmp_path / "photos").mkdir()
    labels = []
    for number, text in enumerate(("blue sky, green grass bottom half", "gray wall, red ball center")):
        Image.fromarray(_painted(parse(text).scene.clauses)).save(tmp_path / "photos" / f"p{number}.jpg")
        labels.append({"id": f"p{number}", "grid": ["ssssssss"] * 6, "sketch": text})
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    assert main([str(tmp_path), "--out", str(tmp_path)]) == 0
    assert "means of 2 photographs" in capsys.readouterr().out
    photographs, paintings = load_means(tmp_path)
    # The photographs are paintings here: but for their size, both are the same.
    unlike = np.linalg.norm(photographs - paintings) / np.linalg.norm(photographs)
    assert unlike < 0.5


def test_a_folder_without_labels_is_one_line(tmp_path, capsys) -> None:
    assert main([str(tmp_path)]) != 0
    assert "no readable labels.jsonl" in capsys.readouterr().err
