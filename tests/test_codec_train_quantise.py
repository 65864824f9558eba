"""From trained weights to whole numbers and back."""

import numpy as np

from codec.caption import MODEL_FILE, MODEL_FOLDER
from codec.model_file import ModelFile
from codec.network import FEATURE_LIMIT, MULTIPLIER_BITS, SCORE_ONE
from codec.train_quantise import quantise_network, recover_weights


def test_weights_recovered_from_the_shipped_tables_give_the_same_tables() -> None:
    shipped = ModelFile(MODEL_FOLDER / MODEL_FILE)
    weights = recover_weights(shipped)
    step = np.abs(weights["embedding.weight"]).max() / 127
    feature_step = float(shipped["score_multiplier"]) / (1 << MULTIPLIER_BITS) / SCORE_ONE / step
    again = quantise_network(weights, feature_range=feature_step * FEATURE_LIMIT)
    assert again.keys() <= set(shipped)
    for name, table in again.items():
        assert np.array_equal(table, shipped[name]), name
