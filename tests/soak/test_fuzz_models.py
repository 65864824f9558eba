"""Hundreds of model folders that were tampered with: they look at a picture, or are refused in one line."""

import shutil
from pathlib import Path

from tests.hostile_models import check_tampered_model

MODELS = 400


def test_tampered_recognisers(tmp_path: Path, soak_seed: int, often, tally) -> None:
    refused = 0
    for number in range(often(MODELS)):
        folder = tmp_path / "model"
        refused += check_tampered_model(folder, soak_seed * MODELS + number)
        shutil.rmtree(folder)
        tally(models=number + 1, refused=refused)
    assert 0.3 < refused / often(MODELS) < 1
