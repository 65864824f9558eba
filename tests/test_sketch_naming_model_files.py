"""`sketch.naming_model_files`, `naming_net` and `naming_patches`: weights on disk and what runs on them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from codec.errors import FormatError
from sketch.naming import MODEL_FOLDER
from sketch.naming_data import CLASSES
from sketch.naming_model_files import read_model, write_model
from sketch.naming_net import INPUT_COLS, INPUT_ROWS, NumpyOps, pack_weights, run_network, unpack_weights, with_places
from sketch.naming_patches import (
    cell_features,
    colour_features,
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


def test_weights_of_another_network_are_refused(folder):
    with np.load(folder / "weights.npz") as archive:
        stored = {key: archive[key] for key in archive.files if not key.endswith("/stem")}
    np.savez_compressed(folder / "weights.npz", **stored)
    with pytest.raises(FormatError, match="lack layers"):
        read_model(folder)


def test_a_written_model_is_read_back(tmp_path, model):
    networks = {f"net0/{name}": value for name, value in pack_weights(model.networks[0]).items()}
    write_model(
        tmp_path / "new", model.calibration, networks=networks, patches=model.patches, word_weights=model.word_weights
    )
    again = read_model(tmp_path / "new")
    assert again.calibration == model.calibration
    assert len(again.networks) == 1
    for name, value in model.patches.items():
        np.testing.assert_array_equal(again.patches[name], value)


def test_packing_costs_at_most_half_a_step():
    value = np.random.default_rng(0).normal(size=(3, 3, 5, 7)).astype(np.float32)
    packed = pack_weights({"layer": value})
    step = packed["layer.step"].astype(np.float32)
    assert packed["layer"].dtype == np.int8
    assert (np.abs(unpack_weights(packed)["layer"] - value) <= step * 0.51 + np.abs(value) * 1e-3).all()


def test_convolution_agrees_with_its_definition():
    rng = np.random.default_rng(1)
    x, kernel = rng.normal(size=(6, 8, 3)).astype(np.float32), rng.normal(size=(3, 3, 3, 2)).astype(np.float32)
    bias = np.array([0.5, -0.5], np.float32)
    ops = NumpyOps({"layer": kernel, "layer.bias": bias})
    padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
    for stride in (1, 2):
        out = ops.conv("layer", x, stride=stride, relu=False)
        assert out.shape == (6 // stride, 8 // stride, 2)
        for row, col in ((0, 0), (1, 2), (2, 3)):
            window = padded[row * stride : row * stride + 3, col * stride : col * stride + 3]
            np.testing.assert_allclose(
                out[row, col], np.einsum("ijc,ijco->o", window, kernel) + bias, rtol=1e-4, atol=1e-4
            )


def test_the_network_gives_a_map_and_two_heads(model):
    rgb = np.random.default_rng(2).random((INPUT_ROWS, INPUT_COLS, 3)).astype(np.float32)
    cells, scene, nouns = run_network(NumpyOps(model.networks[0]), with_places(rgb))
    assert cells.shape == (24, 32, len(CLASSES))
    assert scene.shape == (len(model.calibration.scene_names),)
    assert nouns.shape == (len(model.calibration.noun_names),)


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
