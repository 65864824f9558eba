"""`sketch.train_naming`: a whole training, tiny, ends in a model that looks; needs torch."""

import json

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch", reason="training needs the extra `train`")

from sketch.naming import look
from sketch.train_naming import main


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labelled")
    (folder / "photos").mkdir()
    rng = np.random.default_rng(0)
    labels, rows = [], ["id\tsource\tlicence"]
    for number in range(8):
        image = rng.integers(0, 256, (60, 80, 3)).astype(np.uint8)
        image[:30] = (90, 150, 230)
        Image.fromarray(image).save(folder / "photos" / f"p{number}.jpg")
        labels.append(
            {"id": f"p{number}", "grid": ["ssssssss"] * 3 + ["gggggggg"] * 3, "objects": [], "scene": "field"}
        )
        rows.append(f"p{number}\tsource{number % 4}: x.jpg\tCC0")
    (folder / "labels.jsonl").write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    (folder / "photos.tsv").write_text("\n".join(rows), encoding="utf-8")
    assert main([str(folder), "--out", str(folder / "model"), "--views", "2", "--folds", "2"]) == 0
    return folder


def test_a_trained_model_looks(trained):
    image = np.zeros((40, 60, 3), np.uint8)
    image[:20] = (90, 150, 230)
    sight = look(image, folder=trained / "model")
    assert np.isfinite(sight.fine).all()
    assert "cells right" in (trained / "model" / "held_out.txt").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_weights(trained):
    again = trained / "again"
    assert main([str(trained), "--out", str(again), "--views", "2", "--folds", "2"]) == 0
    with np.load(trained / "model" / "weights.npz") as first, np.load(again / "weights.npz") as second:
        assert first.files == second.files
        for name in first.files:
            np.testing.assert_array_equal(first[name], second[name])


def test_a_folder_without_labels_is_one_line(tmp_path, capsys):
    assert main([str(tmp_path)]) == 4
    assert capsys.readouterr().err.count("\n") == 1
