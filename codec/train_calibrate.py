"""The few free numbers of the caption model, set on held-out texts: trust in the network, lean of the stop decision.

It must not know what else is trained.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from codec.arithmetic import ArithmeticEncoder
from codec.caption import LEAN_ONE, CaptionModel, Interval
from codec.network import Network
from codec.ngrams import NgramModel
from codec.prediction import TRUST_COUNTS, TRUST_ONE, trust_class
from codec.symbols import STARTS

Symbols = npt.NDArray[np.int64]

_LEAN_REACH: Final = 64
"""Leans are told apart from this many bits over the end of the file to as many before it."""
_LEAN_ROUNDS: Final = 5
_LEAN_LARGEST: Final = LEAN_ONE * 256


def neutral_trust(order: int) -> npt.NDArray[np.uint16]:
    """Return even trust in every class."""
    return np.full(order * STARTS * (len(TRUST_COUNTS) + 1), TRUST_ONE // 2, np.uint16)


def neutral_leans() -> npt.NDArray[np.uint32]:
    """Return leans that change nothing."""
    return np.full(2 * _LEAN_REACH + 1, LEAN_ONE, np.uint32)


def fit_trust(texts: list[Symbols], *, network: Network, ngrams: NgramModel) -> npt.NDArray[np.uint16]:
    """Fit the mixture weight of each class by expectation maximisation (Jelinek and Mercer 1980)."""
    classes, ours, theirs = [], [], []
    for text in texts:
        state = network.initial_state()
        for place, (symbol, target) in enumerate(zip(text[:-1].tolist(), text[1:].tolist(), strict=True)):
            state = network.advance(state, symbol)
            weights, order, count = ngrams.weights(text[max(0, place + 2 - ngrams.order) : place + 1].tolist())
            classes.append(trust_class(int(text[0]), order, count))
            ours.append(int(network.weights(state)[target]) + 1)
            theirs.append(int(weights[target]) + 1)
    kind, one, two = np.array(classes), np.array(ours, np.float64), np.array(theirs, np.float64)
    trust = np.full(len(neutral_trust(ngrams.order)), 0.5)
    for _ in range(60):
        share = trust[kind] * one / (trust[kind] * one + (1 - trust[kind]) * two)
        for i in range(len(trust)):
            trust[i] = (share[kind == i].sum() + 7) / ((kind == i).sum() + 10)
    fitted: npt.NDArray[np.uint16] = np.rint(np.clip(trust, 0.05, 0.95) * TRUST_ONE).astype(np.uint16)
    return fitted


def fit_leans(texts: list[str], *, model: CaptionModel) -> npt.NDArray[np.uint32]:
    """Fit how much the bits left in a file speak for or against ending, by matching counts of endings with odds."""
    plans = [model.plan(text) for text in texts]
    for _ in range(_LEAN_ROUNDS):
        expected = np.zeros(2 * _LEAN_REACH + 1)
        ended = np.zeros(2 * _LEAN_REACH + 1)
        for plan in plans:
            size = len(model.encode_plan(plan, header="00"))
            encoder = ArithmeticEncoder(header="00")
            for step in plan.steps:
                if isinstance(step, Interval):
                    encoder.encode(*step)
                    continue
                left = 8 * size - encoder.spent_bits
                place = min(max(left + _LEAN_REACH, 0), 2 * _LEAN_REACH)
                odds = model.stop_odds(step.odds, left_bits=left)
                expected[place] += odds / (1 << 16)
                ended[place] += step.ends
                part = (0, odds) if step.ends else (odds, (1 << 16) - odds)
                encoder.encode(*part, 1 << 16)
        window = np.array([1, 2, 3, 2, 1]) / 9
        ratio = (np.convolve(ended, window, "same") + 0.02) / (np.convolve(expected, window, "same") + 0.02)
        leans = model.leans * np.clip(ratio, 0.1, 10)
        model.leans = [int(value) for value in np.clip(np.rint(leans), 1, _LEAN_LARGEST)]
    return np.array(model.leans, np.uint32)
