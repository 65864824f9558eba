"""Learns the patch dictionary and the projection of `naming_patches` from pictures without labels, in numpy."""

from collections.abc import Sequence

import numpy as np

from sketch.naming_patches import COLOUR_FEATURES, LEVELS, PROJECTED, Array, cell_features, normalised_patches, pyramid

WORDS = 256
"""Entries of the dictionary per scale."""
PATCHES_PER_PICTURE = 60
"""Drawn per scale; more where few pictures would give fewer than two patches a word."""
COLOUR_WEIGHT = 3.0
"""Colours are few among hundreds of patch responses: this keeps the projection from losing them."""


def learn_dictionary(views: Sequence[Array], *, seed: int) -> dict[str, Array]:
    """Learn filters and offsets per scale and the projection from 96x128 RGB pictures in 0..1.

    A filter's response is half the mean squared distance to all words less that to its own: the "triangle" rule of
    Coates et al. 2011 without its square roots, which makes it one matrix product.
    """
    generator = np.random.default_rng(seed)
    scales = [pyramid(view) for view in views]
    count = max(PATCHES_PER_PICTURE, -(-2 * WORDS // len(views)))
    dictionary: dict[str, Array] = {}
    for level in range(LEVELS):
        rows = []
        for scaled in scales:
            patches = normalised_patches(scaled[level], stride=1)
            rows.append(patches[generator.integers(0, len(patches), count)])
        filters, offsets = _learn_level(np.concatenate(rows), generator)
        dictionary[f"filters{level}"], dictionary[f"offsets{level}"] = filters, offsets
    features = np.concatenate(
        [cell_features(view, dictionary).reshape(-1, LEVELS * WORDS + COLOUR_FEATURES) for view in views]
    )
    dictionary["projection"], dictionary["projection_offset"] = _learn_projection(features)
    return dictionary


def _learn_level(patches: Array, generator: np.random.Generator) -> tuple[Array, Array]:
    mean = patches.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(patches - mean, rowvar=False))
    whiten = (vectors / np.sqrt(values + 0.1)) @ vectors.T
    words = k_means((patches - mean) @ whiten, generator=generator)
    filters = whiten @ words.T
    offsets = -(mean @ filters) - (words**2).sum(axis=1) / 2
    filters = filters - filters.mean(axis=1, keepdims=True)
    return filters.astype(np.float32), (offsets - offsets.mean()).astype(np.float32)


def k_means(points: Array, *, generator: np.random.Generator, rounds: int = 10) -> Array:
    """Return `WORDS` centres of `points` (n, d) by Lloyd's algorithm; an empty cluster restarts at a random point."""
    centres = points[generator.choice(len(points), WORDS, replace=False)].copy()
    for _ in range(rounds):
        nearest = ((centres**2).sum(axis=1) - 2 * points @ centres.T).argmin(axis=1)
        counts = np.bincount(nearest, minlength=WORDS)
        order = np.argsort(nearest, kind="stable")
        edges = np.concatenate([[0], np.cumsum(counts)])
        for word in range(WORDS):
            members = order[edges[word] : edges[word + 1]]
            centres[word] = points[members].mean(axis=0) if len(members) else points[generator.integers(len(points))]
    return centres


def _learn_projection(features: Array) -> tuple[Array, Array]:
    """Return a standardising, half-whitening projection onto the `PROJECTED` strongest components, and its offset."""
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-3
    weight = np.ones(features.shape[1], np.float32)
    weight[-COLOUR_FEATURES:] = COLOUR_WEIGHT
    scale = weight / deviation
    values, vectors = np.linalg.eigh(np.cov((features - mean) * scale, rowvar=False))
    strongest = vectors[:, ::-1][:, :PROJECTED] / values[::-1][:PROJECTED] ** 0.25
    projection = scale[:, None] * strongest
    return projection.astype(np.float32), (-(mean @ projection)).astype(np.float32)
