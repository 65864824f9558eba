"""Next-symbol odds: n-gram and network weights mixed in integers; it must not know how odds become bits.

The mixture is linear. How far the network is trusted depends on the start symbol, on how long a context the n-gram
tables knew, and on how often they had seen it.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from codec.network import Network
from codec.ngrams import SCALE_BITS, NgramModel
from codec.symbols import FIRST_START, STARTS

Ints = npt.NDArray[np.int64]

TRUST_ONE: Final = 256
"""Full trust in the network."""
TRUST_COUNTS: Final = (3, 20, 200)
"""Edges between classes of context counts."""
NETWORK_SYMBOLS: Final = 512
"""The network rests after this many symbols, which bounds the time that a long text takes."""

_CACHED_SYMBOLS: Final = 80
_CACHED_NODES: Final = 1024


def trust_class(start: int, order: int, count: int) -> int:
    """Return the place in the trust table of a start symbol, the highest known order and the count of its context."""
    known = (order - 1) * STARTS + start - FIRST_START
    return known * (len(TRUST_COUNTS) + 1) + sum(count > edge for edge in TRUST_COUNTS)


@dataclass(frozen=True, eq=False)
class Node:
    """A place in a text: the symbols before it, and the odds of the next one."""

    prefix: tuple[int, ...]
    """Symbols before; only the last few once the text is long."""
    length: int
    """Number of symbols before."""
    start: int
    """The first of them."""
    state: Ints
    """Network state."""
    odds: npt.NDArray[np.uint32]
    """Odds of each symbol, out of `Predictor.total`."""


class Predictor:
    """Walk through texts symbol by symbol, remembering the most recent prefixes."""

    def __init__(self, *, ngrams: NgramModel, network: Network, trust: npt.NDArray[Any], symbols: int) -> None:
        self._ngrams = ngrams
        self._network = network
        self._trust = [int(value) for value in trust]
        self._nodes: OrderedDict[tuple[int, ...], Node] = OrderedDict()
        self.total = (1 << SCALE_BITS) + symbols
        """What the odds are out of; their sum is a little less."""

    @classmethod
    def load(cls, tables: Mapping[str, npt.NDArray[Any]]) -> "Predictor":
        """Build the predictor from the tables of a model file."""
        return cls(
            ngrams=NgramModel(tables),
            network=Network(tables),
            trust=tables["trust"],
            symbols=len(tables["counts1"]),
        )

    def begin(self, start: int) -> Node:
        """Return the place after a start symbol."""
        return self._node((start,), before=None, symbol=start)

    def follow(self, node: Node, symbol: int) -> Node:
        """Return the place after one more symbol."""
        if node.length < _CACHED_SYMBOLS:
            return self._node((*node.prefix, symbol), before=node, symbol=symbol)
        prefix = (*node.prefix[-self._ngrams.order :], symbol)
        return self._compute(prefix, before=node, symbol=symbol)

    def after(self, symbols: Sequence[int]) -> Node:
        """Return the place after some symbols, a start symbol first; the odds on the way there are not worked out."""
        state = self._network.initial_state()
        for symbol in symbols[:-1]:
            state = self._network.advance(state, symbol)
        unasked = np.empty(0, np.uint32)
        before = Node(tuple(symbols[:-1]), len(symbols) - 1, symbols[0], state, unasked) if len(symbols) > 1 else None
        return self._compute(tuple(symbols), before=before, symbol=symbols[-1])

    def forget(self) -> None:
        """Drop the remembered prefixes, so that times can be measured."""
        self._nodes.clear()

    def _node(self, prefix: tuple[int, ...], *, before: Node | None, symbol: int) -> Node:
        node = self._nodes.get(prefix)
        if node is None:
            node = self._compute(prefix, before=before, symbol=symbol)
            self._nodes[prefix] = node
            if len(self._nodes) > _CACHED_NODES:
                self._nodes.popitem(last=False)
        else:
            self._nodes.move_to_end(prefix)
        return node

    def _compute(self, prefix: tuple[int, ...], *, before: Node | None, symbol: int) -> Node:
        length = before.length + 1 if before else 1
        start = before.start if before else symbol
        state = before.state if before else self._network.initial_state()
        weights, order, count = self._ngrams.weights(prefix[-self._ngrams.order + 1 :])
        if length <= NETWORK_SYMBOLS:
            state = self._network.advance(state, symbol)
            trust = self._trust[trust_class(start, order, count)]
            weights *= TRUST_ONE - trust
            weights += self._network.weights(state) * trust
            weights >>= TRUST_ONE.bit_length() - 1
        weights += 1
        return Node(prefix, length, start, state, weights.astype(np.uint32))
