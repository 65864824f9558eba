"""The n-gram half of the caption model: next-symbol weights from counts, in integers; knows nothing of words.

Interpolated modified Kneser–Ney (Chen and Goodman 1999) over tables made by `codec.train_ngrams`. A walk through the
levels of a trie finds what followed a context; each order's discounted counts are added to the order below.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

SCALE_BITS: Final = 30
"""The weights of all symbols add up to about 2**30; a symbol never seen weighs nothing."""

_COUNT_BITS: Final = 8
_BACKOFF_BITS: Final = 16


class NgramModel:
    """Next-symbol weights from the last few symbols."""

    def __init__(self, tables: Mapping[str, npt.NDArray[Any]]) -> None:
        self._discounts = np.concatenate([tables["discounts"][:, :1] * 0, tables["discounts"]], axis=1)
        self.order = len(self._discounts) + 1
        levels = range(2, self.order + 1)
        self._symbols = [tables[f"symbols{n}"] for n in levels]
        self._counts = [tables[f"counts{n}"] for n in levels]
        self._lost = [tables[f"lost{n}"] for n in levels]
        children = [tables[f"children{n}"] for n in levels]
        self._starts = [np.cumsum(np.append(np.zeros(1, each.dtype), each), dtype=np.int32) for each in children]
        self._ranks = [np.cumsum(each > 0, dtype=np.int32) - 1 for each in children]
        first = tables["counts1"].astype(np.int64)
        self._unigram = ((first << SCALE_BITS) // max(int(first.sum()), 1)).astype(np.int64)

    def weights(self, history: Sequence[int]) -> tuple[Ints, int, int]:
        """Return every symbol's weight after `history`, the highest order that knew the context, and its count."""
        weights = self._unigram.copy()
        known, total = 1, 0
        for n in range(2, min(self.order, len(history) + 1) + 1):
            context = self._find(history[len(history) - n + 1 :])
            low, high = self._starts[n - 2][context : context + 2] if context >= 0 else (0, 0)
            if low == high:
                continue
            known = n
            counts = self._counts[n - 2][low:high].astype(np.int64)
            shares = (counts << _COUNT_BITS) - self._discounts[n - 2][np.minimum(counts, 3)]
            total = int(counts.sum()) + int(self._lost[n - 2][self._ranks[n - 2][context]])
            backoff = ((total << _COUNT_BITS) - int(shares.sum()) << _BACKOFF_BITS - _COUNT_BITS) // total
            weights *= backoff
            weights >>= _BACKOFF_BITS
            weights[self._symbols[n - 2][low:high]] += (shares << SCALE_BITS - _COUNT_BITS) // total
        return weights, known, total

    def _find(self, context: Sequence[int]) -> int:
        """Return the index of an n-gram in its level, or -1."""
        index = int(context[0])
        for level, symbol in enumerate(context[1:]):
            low, high = self._starts[level][index : index + 2]
            index = int(low) + int(np.searchsorted(self._symbols[level][low:high], symbol))
            if index == high or self._symbols[level][index] != symbol:
                return -1
        return index
