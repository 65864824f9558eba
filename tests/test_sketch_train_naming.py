"""`sketch.train_naming`: a whole training, tiny, ends in a model that looks; needs torch and the published weights."""

import importlib.util
import json

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch", reason="training needs the extra `train`")

import torch

from sketch.naming import MODEL_FOLDER, look
from sketch.naming_backbone import HEAD, TAPS, feature_maps
from sketch.naming_model_files import read_model
from sketch.train_naming import main
from sketch.train_naming_backbone import (
    BACKBONE_PACKAGE,
    FACES_PACKAGE,
    best_scale,
    expanded,
    find_file,
    fold_backbone,
    round_backbone,
    round_by_loss,
    run_backbone,
    stored_backbone,
)

PUBLISHED = (BACKBONE_PACKAGE, FACES_PACKAGE)
pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(package) is None for package in PUBLISHED),
    reason="training needs the extra `train`",
)
TINY = ["--views", "2", "--folds", "2", "--mending", "1", "--shrinking", "2"]


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
    assert main([str(folder), "--out", str(folder / "model"), *TINY]) == 0
    return folder


def test_a_trained_model_looks(trained):
    image = np.zeros((40, 60, 3), np.uint8)
    image[:20] = (90, 150, 230)
    sight = look(image, folder=trained / "model")
    assert np.isfinite(sight.fine).all()
    assert "cells right" in (trained / "model" / "held_out.txt").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_weights(trained):
    again = trained / "again"
    assert main([str(trained), "--out", str(again), *TINY]) == 0
    with np.load(trained / "model" / "weights.npz") as first, np.load(again / "weights.npz") as second:
        assert first.files == second.files
        for name in first.files:
            np.testing.assert_array_equal(first[name], second[name])


def test_numpy_runs_the_network_as_torch_does():
    layers, _ = fold_backbone(find_file(BACKBONE_PACKAGE, "models/*.pth"))
    pictures = torch.from_numpy(np.random.default_rng(0).normal(0, 0.5, (4, 3, 64, 96)).astype(np.float32))
    stored = stored_backbone(round_backbone(layers, pictures))
    shown = {name: (torch.from_numpy(layer.weights.expanded()), layer.offset) for name, layer in stored.items()}
    as_torch = {}
    for name, (weights, _) in layers.items():
        matrix, offset = shown[f"backbone/{name}"]
        rows = matrix.reshape(3, 3, 3, 32).permute(3, 2, 0, 1) if name == "stem" else matrix.T.reshape(weights.shape)
        as_torch[name] = rows, torch.from_numpy(offset)
    with torch.no_grad():
        wanted = run_backbone(as_torch, pictures[:1])
    found = feature_maps(pictures[0].permute(1, 2, 0).numpy().copy(), expanded(stored))
    for maps, key in ((wanted[0], TAPS[1]), (wanted[1], TAPS[2]), (wanted[3], TAPS[3]), (wanted[4], HEAD)):
        np.testing.assert_allclose(found[key], maps[0].permute(1, 2, 0).numpy(), atol=1e-3)


def test_the_shipped_network_is_the_published_one_rounded():
    layers, _ = fold_backbone(find_file(BACKBONE_PACKAGE, "models/*.pth"))
    shipped = read_model(MODEL_FOLDER).backbone
    for name in ("0.project", "4.expand", "12.project", "head"):
        exact = layers[name][0].flatten(1).T.numpy()
        likeness = np.corrcoef(shipped[name][0].ravel(), exact.ravel())[0, 1]
        assert likeness > 0.95


def test_rounding_by_loss_loses_less_than_rounding():
    generator = torch.Generator().manual_seed(0)
    weights = torch.randn(16, 40, generator=generator)
    inputs = torch.randn(500, 8, generator=generator) @ torch.randn(8, 40, generator=generator)
    scale, most = best_scale(weights, 4)
    plain = torch.round(weights / scale).clamp(-most, most)
    better = round_by_loss(weights, inputs, scale, most)

    def loss(values):
        return float(((inputs @ (values * scale - weights).T) ** 2).mean())

    assert loss(better) < 0.5 * loss(plain)


def test_a_folder_without_labels_is_one_line(tmp_path, capsys):
    assert main([str(tmp_path)]) == 4
    assert capsys.readouterr().err.count("\n") == 1
