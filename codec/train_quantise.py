"""From the trained network to the integer tables of `codec.network`; it must not know what the symbols mean."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from codec.network import FEATURE_LIMIT, GATE_LIMIT, GATE_ONE, MULTIPLIER_BITS, SCORE_ONE, STATE_ONE

Floats = npt.NDArray[np.float64]
Tables = dict[str, npt.NDArray[np.generic]]

_EXACT_IN_FLOAT32 = 1 << 24
_EMBEDDING_LIMIT = 127
_USUAL_LARGEST_EMBEDDING = 2.0
"""About what the largest number in a trained embedding is."""


def quantise_network(weights: dict[str, Floats], *, feature_range: float) -> Tables:
    """Return the integer tables of a network.

    `weights` holds the parameters of `CaptionNetwork` by name; `feature_range` is the absolute value of the output
    features beyond which they are clipped. Raises AssertionError when a sum could leave float32's exact integers.
    """
    embedding = weights["embedding.weight"]
    step = float(np.quantile(np.abs(embedding), 0.99999)) / _EMBEDDING_LIMIT
    packed = np.clip(np.rint(embedding / step), -_EMBEDDING_LIMIT, _EMBEDDING_LIMIT)
    feature_step = feature_range / FEATURE_LIMIT
    tables: Tables = {
        "embedding": packed.astype(np.int8),
        "score_multiplier": _fixed(np.array(step * feature_step * SCORE_ONE)),
        "score_bias": np.rint(weights["bias"] * SCORE_ONE).astype(np.int16),
    }
    _add_matrix(tables, "input", weights["gru.weight_ih_l0"], step * GATE_ONE, _EMBEDDING_LIMIT)
    _add_matrix(tables, "recurrent", weights["gru.weight_hh_l0"], GATE_ONE / STATE_ONE, STATE_ONE)
    _add_matrix(tables, "output", weights["project.weight"], 1 / feature_step / STATE_ONE, STATE_ONE)
    tables["input_bias"] = np.rint(weights["gru.bias_ih_l0"] * GATE_ONE).astype(np.int64)
    tables["recurrent_bias"] = np.rint(weights["gru.bias_hh_l0"] * GATE_ONE).astype(np.int64)
    tables["output_bias"] = np.rint(weights["project.bias"] / feature_step).astype(np.int64)
    grid = np.arange(-GATE_LIMIT, GATE_LIMIT + 1) / GATE_ONE
    tables["sigmoid"] = np.rint(STATE_ONE / (1 + np.exp(-grid))).astype(np.int16)
    tables["tanh"] = np.rint(STATE_ONE * np.tanh(grid)).astype(np.int16)
    tables["exp"] = np.rint((1 << 28) * np.exp(-np.arange(18 * SCORE_ONE) / SCORE_ONE)).astype(np.int64)
    return tables


def recover_weights(tables: Mapping[str, npt.NDArray[np.generic]]) -> dict[str, Floats]:
    """Return parameters of `CaptionNetwork` that `quantise_network` would turn into about these tables.

    The scale of the embeddings is not in the tables and does not matter to what the network computes: the inputs' and
    the outputs' weights make up for it. It is set such as training leaves it.
    """
    step = _USUAL_LARGEST_EMBEDDING / _EMBEDDING_LIMIT
    scale = 1 << MULTIPLIER_BITS
    feature_step = float(tables["score_multiplier"]) / scale / SCORE_ONE / step

    def matrix(name: str, unit: float) -> Floats:
        steps = tables[f"{name}_multiplier"].astype(np.float64) / scale / unit
        return np.asarray(tables[name].astype(np.float64) * steps[:, None])

    return {
        "embedding.weight": tables["embedding"].astype(np.float64) * step,
        "bias": tables["score_bias"].astype(np.float64) / SCORE_ONE,
        "gru.weight_ih_l0": matrix("input", step * GATE_ONE),
        "gru.weight_hh_l0": matrix("recurrent", GATE_ONE / STATE_ONE),
        "project.weight": matrix("output", 1 / feature_step / STATE_ONE),
        "gru.bias_ih_l0": tables["input_bias"].astype(np.float64) / GATE_ONE,
        "gru.bias_hh_l0": tables["recurrent_bias"].astype(np.float64) / GATE_ONE,
        "project.bias": tables["output_bias"].astype(np.float64) * feature_step,
    }


def _add_matrix(tables: Tables, name: str, matrix: Floats, unit: float, largest_input: int) -> None:
    """Quantise a matrix to 8 bits by row; its product times the row's multiplier is the product in `unit`s."""
    limit = 127.0
    while True:
        steps = np.abs(matrix).max(axis=1) / limit
        packed = np.rint(matrix / steps[:, None])
        if (np.abs(packed).sum(axis=1) * largest_input).max() < _EXACT_IN_FLOAT32:
            break
        limit *= 0.95
    tables[name] = packed.astype(np.int8)
    tables[f"{name}_multiplier"] = _fixed(steps * unit)


def _fixed(values: Floats) -> npt.NDArray[np.int64]:
    return np.rint(values * (1 << MULTIPLIER_BITS)).astype(np.int64)
