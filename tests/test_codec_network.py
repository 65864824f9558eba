import numpy as np
import pytest

from codec.network import SCALE_BITS, STATE_ONE, Network
from codec.train_quantise import quantise_network

SYMBOLS, INSIDE, HIDDEN = 40, 16, 24


@pytest.fixture(scope="module")
def weights():
    rule = np.random.default_rng(11)
    return {
        "embedding.weight": rule.normal(0, 0.5, (SYMBOLS, INSIDE)),
        "bias": rule.normal(0, 1, SYMBOLS),
        "gru.weight_ih_l0": rule.normal(0, 0.4, (3 * HIDDEN, INSIDE)),
        "gru.weight_hh_l0": rule.normal(0, 0.3, (3 * HIDDEN, HIDDEN)),
        "gru.bias_ih_l0": rule.normal(0, 0.2, 3 * HIDDEN),
        "gru.bias_hh_l0": rule.normal(0, 0.2, 3 * HIDDEN),
        "project.weight": rule.normal(0, 0.4, (INSIDE, HIDDEN)),
        "project.bias": rule.normal(0, 0.1, INSIDE),
    }


def float_step(weights, state, symbol):
    inside = weights["gru.weight_ih_l0"] @ weights["embedding.weight"][symbol] + weights["gru.bias_ih_l0"]
    again = weights["gru.weight_hh_l0"] @ state + weights["gru.bias_hh_l0"]
    reset, update = (1 / (1 + np.exp(-(inside + again)[: 2 * HIDDEN]))).reshape(2, HIDDEN)
    fresh = np.tanh(inside[2 * HIDDEN :] + reset * again[2 * HIDDEN :])
    return (1 - update) * fresh + update * state


def float_odds(weights, state):
    features = weights["project.weight"] @ state + weights["project.bias"]
    scores = weights["embedding.weight"] @ features + weights["bias"]
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def test_integers_follow_the_floating_point_network(weights):
    network = Network(quantise_network(weights, feature_range=4.0))
    state, exact = network.initial_state(), np.zeros(HIDDEN)
    for symbol in [3, 1, 39, 17, 17, 5, 0, 22]:
        state, exact = network.advance(state, symbol), float_step(weights, exact, symbol)
        assert state / STATE_ONE == pytest.approx(exact, abs=0.02)
        assert network.weights(state) / 2**SCALE_BITS == pytest.approx(float_odds(weights, exact), abs=0.01)


def test_every_number_is_an_integer_and_no_weight_exceeds_the_whole(weights):
    network = Network(quantise_network(weights, feature_range=4.0))
    state = network.advance(network.initial_state(), 7)
    odds = network.weights(state)
    assert state.dtype == odds.dtype == np.int64
    assert np.abs(state).max() <= STATE_ONE
    assert 0.999 * 2**SCALE_BITS < odds.sum() <= 2**SCALE_BITS


def test_no_product_leaves_the_exact_integers_of_float32(weights):
    tables = quantise_network(weights, feature_range=4.0)
    for name, largest in (("input", 127), ("recurrent", STATE_ONE), ("output", STATE_ONE), ("embedding", 127)):
        assert (np.abs(tables[name].astype(int)).sum(axis=1) * largest).max() < 1 << 24
