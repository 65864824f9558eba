from itertools import pairwise

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the train extra")

from codec.network import SCALE_BITS, Network  # noqa: E402
from codec.train_network import (  # noqa: E402
    CaptionNetwork,
    Shape,
    collate,
    make_batches,
    measure_network,
    sampled_loss,
    train_network,
)
from codec.train_quantise import quantise_network  # noqa: E402

SYMBOLS = 30
SHAPE = Shape(embedding=12, hidden=16, batch_symbols=64, longest=12, head=10, sampled=8, dropout=0.0)


@pytest.fixture(scope="module")
def texts():
    rule = np.random.default_rng(4)
    starts = rule.integers(7, SYMBOLS - 6, 120)
    return [np.array([3, *range(start, start + rule.integers(2, 6)), 0]) for start in starts]


def make_network():
    torch.manual_seed(1)
    return CaptionNetwork(SYMBOLS, shape=SHAPE)


@pytest.fixture(scope="module")
def trained(texts, tmp_path_factory):
    network = make_network()
    checkpoint = tmp_path_factory.mktemp("net") / "x.pt"
    train_network(network, texts, passes=60, peak=1e-2, final=0.0, checkpoint=checkpoint)
    return network


def test_training_learns_and_is_repeatable(texts, trained, tmp_path):
    again = make_network()
    before = measure_network(again, texts)
    train_network(again, texts, passes=60, peak=1e-2, final=0.0, checkpoint=tmp_path / "x.pt")
    assert measure_network(again, texts) == pytest.approx(measure_network(trained, texts), rel=1e-6)
    assert measure_network(trained, texts) < 0.7 * before


def test_the_sample_stands_for_the_whole():
    network = make_network().eval()
    features = torch.randn(500, SHAPE.embedding)
    targets = torch.randint(0, SYMBOLS, (500,))
    scores = features @ network.embedding.weight.T + network.bias
    exact = torch.nn.functional.cross_entropy(scores, targets).item()
    everything = torch.arange(SHAPE.head, SYMBOLS)
    assert sampled_loss(network, features, targets, everything).item() == pytest.approx(exact, abs=1e-4)


def test_every_text_is_in_one_batch(texts):
    batches = make_batches(texts, shape=SHAPE, rule=np.random.default_rng(1))
    assert sorted(i for batch in batches for i in batch) == list(range(len(texts)))
    for batch in batches:
        inputs, _, mask = collate([texts[i] for i in batch], longest=SHAPE.longest)
        assert inputs.numel() <= SHAPE.batch_symbols
        assert mask.any(dim=1).all()


def test_quantised_network_costs_what_the_trained_one_does(texts, trained):
    weights = {name: value.numpy().astype(np.float64) for name, value in trained.state_dict().items()}
    network = Network(quantise_network(weights, feature_range=8.0))
    bits = 0.0
    for text in texts:
        state = network.initial_state()
        for symbol, target in pairwise(text):
            state = network.advance(state, int(symbol))
            bits -= np.log2((network.weights(state)[target] + 1) / 2**SCALE_BITS)
    assert bits / len(texts) == pytest.approx(measure_network(trained, texts), rel=0.03)
