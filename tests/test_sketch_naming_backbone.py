"""`naming_backbone`, `naming_cells`, `naming_evidence` and `naming_faces`: arithmetic against plain definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketch.naming import MODEL_FOLDER
from sketch.naming_backbone import (
    CHANNELS,
    FORMATS,
    HEAD,
    TAPS,
    depthwise,
    feature_maps,
    input_format,
    network_input,
    pointwise,
)
from sketch.naming_cells import CELL_COLS, CELL_ROWS, WIDTH, colour_features, describe_cells, name_cells, pool, resized
from sketch.naming_evidence import SHARES, ask_windows, face_evidence, log_odds, own_evidence, softmax
from sketch.naming_faces import Face, apart, find_faces
from sketch.naming_imagenet import CLASSES, GROUPS, OTHERS
from sketch.naming_model_files import read_model


@pytest.fixture(scope="module")
def model():
    return read_model(MODEL_FOLDER)


@pytest.mark.parametrize(("side", "stride"), [(3, 1), (3, 2), (5, 1), (5, 2)])
def test_depthwise_is_what_it_says(side, stride):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 6, 4)).astype(np.float32)
    weights, offset = rng.normal(size=(side**2, 4)).astype(np.float32), rng.normal(size=4).astype(np.float32)
    found = depthwise(x, weights, offset, stride=stride)
    before = (side - stride) // 2
    wanted = np.zeros((8 // stride, 6 // stride, 4))
    for y, x0 in np.ndindex(*wanted.shape[:2]):
        for i, j in np.ndindex(side, side):
            row, col = y * stride + i - before, x0 * stride + j - before
            if 0 <= row < 8 and 0 <= col < 6:
                wanted[y, x0] += x[row, col] * weights[i * side + j]
    np.testing.assert_allclose(found, wanted + offset, atol=1e-4)


def test_pointwise_is_a_product_per_pixel():
    x = np.random.default_rng(1).normal(size=(3, 5, 2)).astype(np.float32)
    weights = np.array([[1, 0, 2], [0, 1, 3]], np.float32)
    np.testing.assert_allclose(pointwise(x, weights, np.ones(3, np.float32))[2, 4], x[2, 4] @ weights + 1, rtol=1e-5)


@pytest.mark.parametrize(("size", "wanted"), [((100, 100), 0), ((300, 450), 1), ((450, 300), 2), ((10, 400), 1)])
def test_the_format_that_squeezes_least_is_taken(size, wanted):
    assert input_format(*size) == FORMATS[wanted]


def test_maps_have_their_strides(model):
    pixels = network_input(np.random.default_rng(2).integers(0, 256, (90, 130, 3)).astype(np.uint8))
    assert pixels.shape == (224, 288, 3)
    assert np.abs(pixels).max() <= 1
    maps = feature_maps(pixels, model.backbone)
    assert set(maps) == {*TAPS, HEAD}
    for tap, stride in ((4, 8), (7, 16), (10, 16), (15, 32), (HEAD, 32)):
        assert maps[tap].shape == (224 // stride, 288 // stride, CHANNELS[tap])
    cells = describe_cells(maps, np.zeros((96, 128, 3), np.float32))
    assert cells.shape == (CELL_ROWS, CELL_COLS, WIDTH)
    assert name_cells(cells, model.cells).shape == (CELL_ROWS, CELL_COLS, 24)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 20), st.integers(1, 20), st.floats(-3, 3))
def test_resizing_keeps_what_is_the_same_everywhere(rows, cols, value):
    np.testing.assert_allclose(resized(np.full((rows, cols, 2), value, np.float32), 12, 16), value, atol=1e-4)


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


def test_a_window_says_what_the_mean_of_its_map_says():
    rng = np.random.default_rng(3)
    features = rng.random((8, 8, 6)).astype(np.float32)
    weights, offset = rng.normal(size=(6, 5)).astype(np.float32), rng.normal(size=5).astype(np.float32)
    owner = np.array([0, 0, 1, 2, 2])
    windows = ask_windows(features, weights, offset, owner)
    np.testing.assert_allclose(windows.chances.sum(axis=1), 1, atol=1e-5)
    at = len(windows.boxes) - 1
    left, top, right, bottom = (round(edge * 8) for edge in windows.boxes[at])
    part = features[top:bottom, left:right].mean(axis=(0, 1))
    clusters = softmax(part @ weights + offset)
    np.testing.assert_allclose(windows.chances[at], [clusters[:2].sum(), clusters[2], clusters[3:].sum()], atol=1e-4)
    assert own_evidence(windows).shape == (3, len(SHARES))
    assert set(windows.sizes.tolist()) == set(range(len(SHARES)))


def test_faces_speak_by_their_surest_and_largest():
    faces = [Face((0.1, 0.1, 0.2, 0.2), 0.99), Face((0.5, 0.1, 0.9, 0.5), 0.97), Face((0, 0, 0.1, 0.1), 0.85)]
    sure, side, count, maybe = face_evidence(faces)
    assert sure == pytest.approx(float(log_odds(np.array(0.99))))
    assert side == pytest.approx(1.6)
    assert (count, maybe) == (1.0, 1.0)
    assert face_evidence([])[1:].tolist() == [0, 0, 0]


def test_no_face_in_plain_pictures(model):
    assert find_faces(np.full((200, 160, 3), 128, np.uint8), model.faces, least_score=0.5) == []
    assert find_faces(np.full((3, 900, 3), 128, np.uint8), model.faces, least_score=0.5) == []


def test_overlapping_boxes_are_one():
    boxes = np.array([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], np.float32)
    assert apart(boxes, np.array([0.8, 0.9, 0.7], np.float32), most=0.5) == [1, 2]


def test_every_class_means_one_noun_or_none():
    members = [index for group in GROUPS.values() for index in group]
    assert sorted([*members, *OTHERS]) == list(range(CLASSES))
