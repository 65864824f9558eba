"""`sketch.naming_model_files` and `naming_patches`: weights on disk and what runs on them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from codec.errors import FormatError
from sketch.naming import MODEL_FOLDER
from sketch.naming_data import CLASSES
from sketch.naming_model_files import read_model, write_model
from sketch.naming_patches import (
    cell_features,
    colour_features,
    name_cells,
    neighbourhood,
    normalised_patches,
    pool,
    project,
    whole_texture,
    with_surroundings,
)


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


def test_weights_of_another_recogniser_are_refused(folder):
    with np.load(folder / "weights.npz") as archive:
        stored = {key: archive[key] for key in archive.files if not key.endswith("/projection")}
    np.savez_compressed(folder / "weights.npz", **stored)
    with pytest.raises(FormatError, match="lack layers"):
        read_model(folder)


def test_a_written_model_is_read_back(tmp_path, model):
    write_model(tmp_path / "new", model.calibration, patches=model.patches, word_weights=model.word_weights)
    again = read_model(tmp_path / "new")
    assert again.calibration == model.calibration
    np.testing.assert_array_equal(again.word_weights, model.word_weights)
    assert set(again.patches) == set(model.patches)
    for name, value in model.patches.items():
        np.testing.assert_array_equal(again.patches[name], value)


def test_the_head_agrees_with_its_definition(model):
    cells = np.random.default_rng(1).normal(size=(12, 16, 387)).astype(np.float32)
    logits = name_cells(cells, model.patches)
    x = cells[3, 4]
    for layer in ("first", "second"):
        x = np.maximum(x @ model.patches[layer] + model.patches[f"{layer}.bias"], 0)
    np.testing.assert_allclose(
        logits[3, 4], x @ model.patches["last"] + model.patches["last.bias"], rtol=1e-3, atol=1e-3
    )
    assert logits.shape == (12, 16, len(CLASSES))


def test_patches_ignore_brightness_and_contrast_of_strong_texture():
    rgb = np.random.default_rng(3).random((12, 16, 3)).astype(np.float32)
    plain, changed = normalised_patches(rgb, stride=2), normalised_patches(rgb * 2 + 1, stride=2)
    assert plain.shape == (48, 108)
    np.testing.assert_allclose(plain.mean(axis=1), 0, atol=1e-5)
    assert np.abs(plain - changed).max() < 0.25


def test_colours_are_put_where_they_are():
    rgb = np.zeros((96, 128, 3), np.float32)
    rgb[:, :64, 0] = 1
    features = colour_features(rgb)
    assert features.shape == (12, 16, 21)
    red = 8
    assert features[5, 2, red] > 0.9
    assert features[5, 12, red] == 0


def test_pooling_averages():
    np.testing.assert_allclose(
        pool(np.arange(16, dtype=np.float32).reshape(4, 4, 1), 2, 2)[..., 0], [[2.5, 4.5], [10.5, 12.5]]
    )


def test_neighbourhood_counts_only_cells_that_exist():
    ones = np.ones((12, 16, 2), np.float32)
    np.testing.assert_allclose(neighbourhood(ones), ones)
    spike = np.zeros((12, 16, 1), np.float32)
    spike[0, 0] = 1
    assert neighbourhood(spike)[0, 0, 0] == pytest.approx(1 / 4)
    assert neighbourhood(spike)[1, 1, 0] == pytest.approx(1 / 9)


def test_a_mirrored_picture_is_described_by_the_same_places(model):
    rgb = np.random.default_rng(4).random((96, 128, 3)).astype(np.float32)
    cells = project(cell_features(rgb, model.patches), model.patches)
    surrounded = with_surroundings(cells)
    assert surrounded.shape == (12, 16, 387)
    np.testing.assert_array_equal(surrounded[3, 2, 96:99], surrounded[3, 13, 96:99])
    np.testing.assert_allclose(surrounded[0, 0, 195:323], whole_texture(cells), rtol=1e-5)
