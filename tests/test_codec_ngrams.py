import numpy as np
import pytest

from codec.ngrams import SCALE_BITS, NgramModel
from codec.train_ngrams import count_levels, discounts, prune_levels

SYMBOLS = 9
START = 3


@pytest.fixture(scope="module")
def texts():
    rule = np.random.default_rng(5)
    return [np.array([START, *rule.choice([4, 4, 4, 5, 5, 6, 7, 8], rule.integers(1, 9)), 0]) for _ in range(300)]


def _counts(texts, order, top):
    counts, before = {}, {}
    for text in texts:
        for i in range(order - 1, len(text)):
            gram = tuple(text[i - order + 1 : i + 1].tolist())
            counts[gram] = counts.get(gram, 0) + 1
            if i - order >= 0:
                before.setdefault(gram, set()).add(int(text[i - order]))
    if order == top:
        return counts
    return {g: counts[g] if g[0] == START and order > 1 else len(before.get(g, ())) for g in counts}


def kneser_ney(texts, context, order, *, top):
    """Interpolated modified Kneser-Ney straight from its definition, as an array over symbols."""
    counts = _counts(texts, order, top)
    if order == 1:
        flat = np.array([counts.get((s,), 0) for s in range(SYMBOLS)], float)
        return flat / flat.sum()
    lower = kneser_ney(texts, context[1:], order - 1, top=top)
    here = np.array([counts.get((*context, s), 0) for s in range(SYMBOLS)], float)
    if not here.sum():
        return lower
    discount = np.array([0, *discounts(np.array(list(counts.values())))])[np.minimum(here, 3).astype(int)]
    return (here - discount + discount.sum() * lower) / here.sum()


@pytest.mark.parametrize("history", [(3,), (3, 4), (3, 5), (4, 4), (3, 4, 5), (7, 6, 4), (8, 8, 8)])
def test_unpruned_weights_are_those_of_the_definition(texts, history):
    order = 3
    levels = count_levels(texts, weights=[1] * len(texts), order=order, symbols=SYMBOLS)
    model = NgramModel(prune_levels(levels, least=[1, 1, 1]))
    weights, known, _ = model.weights(history)
    usable = min(order, len(history) + 1)
    expected = kneser_ney(texts, history[len(history) - usable + 1 :], usable, top=order)
    assert weights / 2**SCALE_BITS == pytest.approx(expected, abs=0.005)
    assert weights.sum() <= 2**SCALE_BITS
    assert known == usable


def test_pruning_gives_its_mass_to_the_back_off(texts):
    levels = count_levels(texts, weights=[1] * len(texts), order=3, symbols=SYMBOLS)
    tables = prune_levels(levels, least=[1, 1, 5])
    assert len(tables["symbols3"]) < len(levels[2].symbols)
    weights, _, _ = NgramModel(tables).weights((4, 4))
    assert 0.999 < weights.sum() / 2**SCALE_BITS <= 1


def test_a_repeated_text_counts_as_often(texts):
    once = count_levels([*texts, texts[0]], weights=[1] * (len(texts) + 1), order=3, symbols=SYMBOLS)
    twice = count_levels(texts, weights=[2] + [1] * (len(texts) - 1), order=3, symbols=SYMBOLS)
    for one, two in zip(once, twice, strict=True):
        assert np.array_equal(one.counts, two.counts)


def test_unknown_context_falls_back(texts):
    levels = count_levels(texts, weights=[1] * len(texts), order=3, symbols=SYMBOLS)
    model = NgramModel(prune_levels(levels, least=[1, 1, 1]))
    weights, known, count = model.weights((1, 2))
    assert (known, count) == (1, 0)
    assert weights[4] > weights[1] == 0
