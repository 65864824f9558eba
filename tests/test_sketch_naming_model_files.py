"""`sketch.naming_model_files`: weights on disk, and back."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.errors import FormatError
from sketch.naming import MODEL_FOLDER
from sketch.naming_backbone import layer_shapes
from sketch.naming_data import CLASSES
from sketch.naming_evidence import OWN
from sketch.naming_faces import BENT, SHAPES
from sketch.naming_imagenet import GROUPS
from sketch.naming_model_files import StoredLayer, layer_names, read_calibration, read_model, round_matrix, write_model


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


@pytest.fixture(scope="module")
def model():
    return read_model(MODEL_FOLDER)


@pytest.mark.parametrize("name", ["weights.npz", "calibration.json"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped"])
def test_damage_is_one_clear_error(folder, name, damage):
    path = folder / name
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        middle = len(content) // 2
        flipped = bytes(255 - byte for byte in content[middle : middle + 400])
        damaged = {
            "empty": b"",
            "cut": content[:middle],
            "flipped": content[:middle] + flipped + content[middle + 400 :],
        }
        path.write_bytes(damaged[damage])
    with pytest.raises(FormatError, match=name):
        read_model(folder)


def test_another_version_is_refused(folder):
    path = folder / "calibration.json"
    values = json.loads(path.read_text(encoding="utf-8")) | {"version": 99}
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(FormatError, match="calibration"):
        read_model(folder)


@pytest.mark.parametrize("lost", ["gist", "values", "shapes"])
def test_weights_of_another_recogniser_are_refused(folder, lost):
    with np.load(folder / "weights.npz") as archive:
        stored = {key: archive[key] for key in archive.files if key != lost}
    if lost == "shapes":
        stored["shapes"] = np.array([[3, 3]])
    np.savez_compressed(folder / "weights.npz", **stored)
    with pytest.raises(FormatError, match="lack layers"):
        read_model(folder)


def test_a_written_model_is_read_back(tmp_path):
    rng = np.random.default_rng(0)
    shapes = {f"backbone/{name}": shape for name, shape in layer_shapes().items()}
    shapes |= {f"faces/{name}": shape for name, shape in SHAPES.items()}
    shapes |= {"classifier": (1280, 5), "cells/first": (856, 3), "cells/last": (3, len(CLASSES))}
    layers = {}
    for name in layer_names():
        inputs, outputs = shapes[name]
        matrix = rng.normal(size=(inputs, outputs)).astype(np.float32)
        slope = np.full(outputs, 0.25, np.float32) if name.removeprefix("faces/") in BENT else None
        layers[name] = StoredLayer(round_matrix(matrix, bits=4), rng.normal(size=outputs).astype(np.float16), slope)
    calibration = read_calibration(MODEL_FOLDER)
    owner = np.array([0, 0, 1, 2, 2])
    words = rng.normal(size=(4, 9)).astype(np.float16)
    write_model(
        tmp_path, calibration, layers, owner=owner, gist=np.ones((5, 2), np.float32), words=words,
        shared=np.arange(OWN + 1, dtype=np.float32),
    )  # fmt: skip
    again = read_model(tmp_path)
    assert again.calibration == calibration
    for name, (weights, offset) in again.backbone.items():
        np.testing.assert_array_equal(weights, layers[f"backbone/{name}"].weights.expanded())
        np.testing.assert_array_equal(offset, layers[f"backbone/{name}"].offset)
    for name, layer in again.faces.items():
        np.testing.assert_array_equal(layer.weights, layers[f"faces/{name}"].weights.expanded())
        assert (layer.slope is not None) == (name in BENT)
    np.testing.assert_array_equal(again.classifier.owner, owner)
    np.testing.assert_array_equal(again.word_weights, words)
    np.testing.assert_array_equal(again.shared_weights, np.arange(OWN + 1))


@given(st.integers(3, 8), st.integers(0, 99))
def test_rounding_is_off_by_half_a_step_at_most(bits, seed):
    matrix = np.random.default_rng(seed).normal(size=(20, 6)).astype(np.float32)
    whole = round_matrix(matrix, bits=bits)
    assert np.abs(whole.values).max() <= 2 ** (bits - 1) - 1
    # Half a step, and what a scale of eleven bits adds to it.
    slack = np.abs(matrix).max(axis=0) / 2000
    assert (np.abs(whole.expanded() - matrix) <= whole.scale / 2 + slack).all()


def test_the_shipped_networks_fit_each_other(model):
    assert model.classifier.weights.shape == (1280, len(model.classifier.owner))
    assert set(model.classifier.owner.tolist()) == set(range(len(GROUPS) + 1))
    assert model.cells["last"].shape[1] == len(CLASSES)
    assert len(model.word_weights) == len(model.calibration.learned) + len(model.calibration.scene_names)
