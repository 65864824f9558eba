"""Model files that were tampered with or damaged: a folder of the recogniser's may be anybody's, the coder's is ours.

At length in `soak/test_fuzz_models.py`.
"""

import random
import shutil
import zipfile
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from codec.caption import MODEL_FILE, CaptionModel
from codec.errors import FormatError
from sketch.naming import MODEL_FOLDER, find_misfit, load_naming_model
from sketch.naming_model_files import LARGEST_BYTES, read_model
from tests.hostile_files import mutate_bytes
from tests.hostile_models import check_tampered_model


def test_a_tampered_recogniser_looks_or_is_refused(tmp_path):
    refused = [check_tampered_model(tmp_path / str(seed), seed) for seed in range(12)]
    assert set(refused) == {True, False}  # both ends occur, or the tampering says nothing


def test_the_shipped_recogniser_fits():
    assert not find_misfit(load_naming_model())


def test_an_archive_that_unpacks_without_end_is_not_unpacked(tmp_path):
    folder = Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))
    with (
        zipfile.ZipFile(folder / "weights.npz", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.npy", "w") as entry,
    ):
        for _ in range((LARGEST_BYTES >> 20) + 1):
            entry.write(bytes(1 << 20))
    with pytest.raises(FormatError, match="can't be read"):
        read_model(folder)


def test_shapes_of_more_than_any_model_are_not_unpacked(tmp_path):
    folder = Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))
    with np.load(folder / "weights.npz", allow_pickle=False) as archive:
        stored = {name: archive[name] for name in archive.files}
    stored["shapes"] = np.full(stored["shapes"].shape, 65_535, np.uint16)
    np.savez(folder / "weights.npz", allow_pickle=False, **stored)
    with pytest.raises(FormatError, match="lack layers"):
        read_model(folder)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_caption_model_is_one_line(tmp_path, seed):
    """Every part of the archive has a checksum: it is whole, or it is refused."""
    chance = random.Random(seed)
    path = tmp_path / MODEL_FILE
    good = (resources.files("codec") / "model" / MODEL_FILE).read_bytes()
    path.write_bytes(mutate_bytes(good, chance) if seed else good[:1000])
    try:
        model = CaptionModel.load(path)
    except FormatError as error:
        problem = str(error)
    else:
        text = "a red barn in the snow"
        assert model.encode(text) == CaptionModel.shipped().encode(text)
        return
    assert len(problem.splitlines()) == 1
    assert "install the program again" in problem
