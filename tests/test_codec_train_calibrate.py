from itertools import product

import numpy as np

from codec.caption import CaptionModel
from codec.prediction import TRUST_COUNTS, trust_class
from codec.train_calibrate import fit_leans, fit_trust, neutral_leans, neutral_trust


class Fixed:
    """Stands where the network and the n-grams do, and always says the same."""

    order = 2

    def __init__(self, weights):
        self.odds = np.array(weights)

    def initial_state(self):
        return None

    def advance(self, state, symbol):
        return None

    def weights(self, history):
        return (self.odds, 1, 0) if isinstance(history, list) else self.odds


def test_trust_goes_to_the_better_half():
    texts = [np.array([3, 1, 1, 1, 0])] * 50
    good, bad = [200, 700, 50, 50], [300, 200, 300, 200]
    assert fit_trust(texts, network=Fixed(good), ngrams=Fixed(bad))[0] > 200
    assert fit_trust(texts, network=Fixed(bad), ngrams=Fixed(good))[0] < 56


def test_classes_of_trust_are_all_different():
    places = product((3, 4, 5, 6), (1, 2, 3, 4), (1, 10, 100, 1000))
    classes = {trust_class(*place) for place in places}
    assert classes == set(range(len(neutral_trust(4))))
    assert len(TRUST_COUNTS) == 3


def test_leans_make_the_texts_that_they_were_fitted_to_shorter():
    texts = [
        f"a {colour} {thing} {place}"
        for colour in ("red", "blue", "white", "black")
        for thing in ("dog", "car", "house", "bird", "boat")
        for place in ("on grass", "in the water", "left")
    ]
    model = CaptionModel.shipped()
    kept = model.leans
    try:
        model.leans = neutral_leans().tolist()
        before = sum(len(model.encode(text)) for text in texts)
        fit_leans(texts, model=model)
        after = sum(len(model.encode(text)) for text in texts)
        assert all(model.decode(model.encode(text)) == text for text in texts)
    finally:
        model.leans = kept
    assert after < before
