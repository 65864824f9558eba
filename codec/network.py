"""The recurrent half of the caption model: next-symbol weights from an integer GRU; knows nothing of words.

Weights are 8-bit, states have 10 fractional bits, and the squashing functions and the exponential are tables of
integers. Matrix products run in float32 BLAS, exact in any order of summation because no partial sum can reach 2**24:
`codec.train_quantise` proves that for the shipped weights, row by row.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

SCALE_BITS: Final = 30
"""The weights of all symbols add up to at most 2**30."""
STATE_ONE: Final = 1 << 10
"""A state of 1.0; states lie within -1..1."""
GATE_ONE: Final = 1 << 8
"""A gate input of 1.0."""
GATE_LIMIT: Final = 8 * GATE_ONE - 1
"""Gate inputs are clipped to plus or minus this before the tables are read."""
FEATURE_LIMIT: Final = 127
SCORE_ONE: Final = 64
"""A score (log-weight) of 1 nat."""
MULTIPLIER_BITS: Final = 20
"""Fractional bits of the multipliers that bring products to a common scale."""
_EXP_BITS: Final = 28
_ROUND: Final = 1 << MULTIPLIER_BITS - 1


class Network:
    """A GRU with tied embeddings; its state is an array of `hidden` integers, which callers hold."""

    def __init__(self, tables: Mapping[str, npt.NDArray[Any]]) -> None:
        self._embedding = tables["embedding"].astype(np.float32)
        self._input = tables["input"].astype(np.float32)
        self._recurrent = tables["recurrent"].astype(np.float32)
        self._output = tables["output"].astype(np.float32)
        self._input_multiplier = tables["input_multiplier"]
        self._recurrent_multiplier = tables["recurrent_multiplier"]
        self._output_multiplier = tables["output_multiplier"]
        self._input_bias = tables["input_bias"]
        self._recurrent_bias = tables["recurrent_bias"]
        self._output_bias = tables["output_bias"]
        self._score_multiplier = int(tables["score_multiplier"])
        self._score_bias = tables["score_bias"].astype(np.int64)
        self._sigmoid = tables["sigmoid"].astype(np.int64)
        self._tanh = tables["tanh"].astype(np.int64)
        self._exp = tables["exp"].astype(np.int64)
        self.hidden = len(self._recurrent) // 3

    def initial_state(self) -> Ints:
        """Return the state before any symbol."""
        return np.zeros(self.hidden, np.int64)

    def advance(self, state: Ints, symbol: int) -> Ints:
        """Return the state after one more symbol (Cho et al. 2014, in the variant that PyTorch computes)."""
        product = (self._input @ self._embedding[symbol]).astype(np.int64)
        inside = _rescale(product, self._input_multiplier) + self._input_bias
        product = (self._recurrent @ state.astype(np.float32)).astype(np.int64)
        again = _rescale(product, self._recurrent_multiplier) + self._recurrent_bias
        n = self.hidden
        gates = self._sigmoid[_clip(inside[: 2 * n] + again[: 2 * n])]
        reset, update = gates[:n], gates[n:]
        fresh = self._tanh[_clip(inside[2 * n :] + (reset * again[2 * n :] + STATE_ONE // 2 >> 10))]
        mixed: Ints = update * state + (STATE_ONE - update) * fresh + STATE_ONE // 2 >> 10
        return mixed

    def weights(self, state: Ints) -> Ints:
        """Return the weight of every symbol in a state."""
        product = (self._output @ state.astype(np.float32)).astype(np.int64)
        features = _rescale(product, self._output_multiplier) + self._output_bias
        features = np.clip(features, -FEATURE_LIMIT, FEATURE_LIMIT).astype(np.float32)
        scores: Ints = (self._embedding @ features).astype(np.int64)
        scores *= self._score_multiplier
        scores >>= MULTIPLIER_BITS
        scores += self._score_bias
        np.subtract(scores.max(), scores, out=scores)
        np.minimum(scores, len(self._exp) - 1, out=scores)
        powers: Ints = self._exp[scores]
        factor = (1 << _EXP_BITS + SCALE_BITS) // int(powers.sum())
        powers *= factor
        powers >>= _EXP_BITS
        return powers


def _rescale(products: Ints, multipliers: Ints) -> Ints:
    scaled: Ints = products * multipliers + _ROUND >> MULTIPLIER_BITS
    return scaled


def _clip(inputs: Ints) -> Ints:
    clipped: Ints = np.clip(inputs, -GATE_LIMIT, GATE_LIMIT) + GATE_LIMIT
    return clipped
