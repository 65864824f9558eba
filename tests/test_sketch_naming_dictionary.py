"""`sketch.naming_dictionary`: k-means and what a learned dictionary does to pictures."""

import numpy as np
import pytest

from sketch import naming_dictionary
from sketch.naming_dictionary import k_means, learn_dictionary
from sketch.naming_patches import PROJECTED, cell_features, project


def test_k_means_finds_clusters(monkeypatch):
    monkeypatch.setattr(naming_dictionary, "WORDS", 3)
    rng = np.random.default_rng(0)
    truth = np.array([[0, 0], [10, 0], [0, 10]], np.float32)
    points = (truth[rng.integers(0, 3, 600)] + rng.normal(0, 0.1, (600, 2))).astype(np.float32)
    centres = k_means(points, generator=np.random.default_rng(5))
    nearest = np.linalg.norm(points[:, None] - centres[None], axis=2).min(axis=1)
    assert centres.shape == (3, 2)
    assert nearest.mean() < 4


@pytest.fixture(scope="module")
def views():
    rng = np.random.default_rng(1)
    smooth = rng.random((8, 6, 8, 3)).repeat(16, axis=1).repeat(16, axis=2)
    return list(np.clip(smooth + rng.normal(0, 0.1, smooth.shape), 0, 1).astype(np.float32))


def test_a_dictionary_decorrelates(views):
    dictionary = learn_dictionary(views, seed=0)
    cells = np.concatenate(
        [project(cell_features(view, dictionary), dictionary).reshape(-1, PROJECTED) for view in views]
    )
    correlation = np.corrcoef(cells[:, :10], rowvar=False)
    np.testing.assert_allclose(correlation, np.eye(10), atol=0.02)
    np.testing.assert_allclose(cells[:, :10].mean(axis=0), 0, atol=0.02)


def test_the_same_seed_learns_the_same(views):
    first, second = learn_dictionary(views[:4], seed=3), learn_dictionary(views[:4], seed=3)
    for name, value in first.items():
        np.testing.assert_array_equal(value, second[name])
