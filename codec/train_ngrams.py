"""Counting n-grams into the tables of `codec.ngrams`, pruned to size; it must not know how texts become symbols.

Counts are those of modified Kneser–Ney smoothing (Chen and Goodman 1999): the highest order counts occurrences, the
lower ones count the distinct symbols seen before; what begins with a start symbol has none before it and keeps its
occurrences. Pruned counts go to the back-off.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

SYMBOL_BITS = 16


@dataclass(frozen=True)
class Level:
    """All n-grams of one order, sorted by the n-gram that they extend, then by last symbol."""

    parents: Ints
    """Index, in the level before, of all but the last symbol."""
    symbols: Ints
    """Last symbol of each."""
    counts: Ints
    """Occurrences."""
    continuations: Ints
    """Distinct symbols seen before; occurrences where the n-gram begins a text."""


def count_levels(texts: list[npt.NDArray[np.int64]], *, weights: list[int], order: int, symbols: int) -> list[Level]:
    """Count the n-grams of orders 1 to `order` in texts of symbol ids, each text counting `weights` times."""
    flat = np.concatenate(texts)
    lengths = np.array([len(text) for text in texts])
    weight = np.repeat(np.array(weights), lengths)
    offset = np.arange(len(flat)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    index = flat.copy()
    """Index of the n-gram that ends at each position, in its level."""
    levels = [_first_level(flat, weight=weight, symbols=symbols)]
    for n in range(2, order + 1):
        ends = np.flatnonzero(offset >= n - 1)
        keys = (index[ends - 1] << SYMBOL_BITS) | flat[ends]
        distinct, inverse = np.unique(keys, return_inverse=True)
        counts = np.bincount(inverse, weights=weight[ends]).astype(np.int64)
        suffix = np.zeros(len(distinct), np.int64)
        suffix[inverse] = index[ends]
        levels[-1] = _with_continuations(levels[-1], suffix)
        starts = np.zeros(len(distinct), bool)
        starts[inverse] = offset[ends] == n - 1
        levels.append(Level(distinct >> SYMBOL_BITS, distinct & ((1 << SYMBOL_BITS) - 1), counts, counts * starts))
        following = np.zeros(len(flat), np.int64)
        following[ends] = inverse
        index = following
    levels[-1] = Level(levels[-1].parents, levels[-1].symbols, levels[-1].counts, levels[-1].counts)
    return levels


def _first_level(flat: Ints, *, weight: Ints, symbols: int) -> Level:
    counts = np.bincount(flat, weights=weight, minlength=symbols).astype(np.int64)
    return Level(np.zeros(symbols, np.int64), np.arange(symbols), counts, np.zeros(symbols, np.int64))


def _with_continuations(level: Level, suffix: Ints) -> Level:
    """Add to a level the number of distinct longer n-grams that end in each of its own."""
    seen = np.bincount(suffix, minlength=len(level.symbols))
    kept = np.where(level.continuations > 0, level.continuations, seen)
    return Level(level.parents, level.symbols, level.counts, kept)


def discounts(counts: Ints) -> tuple[float, float, float]:
    """Return the discounts of counts of 1, 2, and 3 or more, estimated from the counts of counts."""
    n1, n2, n3, n4 = (max(int(np.sum(counts == k)), 1) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    return 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3


def prune_levels(levels: list[Level], *, least: list[int]) -> dict[str, npt.NDArray[np.generic]]:
    """Keep the n-grams that occur at least `least[n - 1]` times and whose prefix is kept; return the tables of a model.

    For each order n from 2: `symbols<n>`, `counts<n>`, `children<n>` (kept extensions by each kept n-gram of order
    n - 1) and `lost<n>` (the count that pruning took from each such n-gram that still has children).
    """
    tables: dict[str, npt.NDArray[np.generic]] = {
        "counts1": (levels[0].continuations).astype(np.uint32),
        "discounts": np.rint(256 * np.array([discounts(x.continuations) for x in levels[1:]])).astype(np.int64),
    }
    new_index = np.arange(len(levels[0].symbols))
    alive = np.ones(len(levels[0].symbols), bool)
    for n, level in enumerate(levels[1:], 2):
        keep = (level.counts >= least[n - 1]) & alive[level.parents]
        parents = new_index[level.parents]
        size = int(alive.sum())
        total = np.bincount(parents[alive[level.parents]], level.continuations[alive[level.parents]], minlength=size)
        kept = np.bincount(parents[keep], level.continuations[keep], minlength=size)
        children = np.bincount(parents[keep], minlength=size)
        lost = (total - kept)[children > 0]
        tables[f"symbols{n}"] = level.symbols[keep].astype(np.uint16)
        tables[f"counts{n}"] = (level.continuations[keep]).astype(np.uint32)
        tables[f"children{n}"] = children.astype(np.uint16)
        tables[f"lost{n}"] = (lost).astype(np.uint32)
        new_index = np.cumsum(keep) - 1
        alive = keep
    return tables
