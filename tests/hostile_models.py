"""Tampers with copies of the recogniser's model, and holds them to the rule: they look at a picture, or are refused."""

import random
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from codec.errors import FormatError
from sketch.naming import MODEL_FOLDER, load_naming_model, look
from tests.hostile_files import mutate_bytes, mutate_json, time_limit

PICTURE = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)


def check_tampered_model(folder: Path, seed: int) -> bool:
    """Tamper with a copy of the shipped model made at `folder`, and look with it; tell whether it was refused."""
    chance = random.Random(seed)
    shutil.copytree(MODEL_FOLDER, folder)
    tamper = chance.choice((_tamper_json, _tamper_bytes, _tamper_array, _tamper_array))
    tamper(folder, chance)
    try:
        with time_limit(20), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of numbers that overflow: such a model sees nothing, in good order
            look(PICTURE, folder=folder)
    except FormatError as error:
        problem = str(error)
    else:
        return False
    finally:
        load_naming_model.cache_clear()
    assert len(problem.splitlines()) == 1, problem
    assert str(folder) in problem
    return True


def _tamper_json(folder: Path, chance: random.Random) -> None:
    path = folder / "calibration.json"
    path.write_bytes(mutate_json(path.read_text("utf-8"), chance))


def _tamper_bytes(folder: Path, chance: random.Random) -> None:
    path = folder / chance.choice(("weights.npz", "calibration.json"))
    path.write_bytes(mutate_bytes(path.read_bytes(), chance))


def _tamper_array(folder: Path, chance: random.Random) -> None:
    """Change an array and write a file that is whole again: no checksum gives it away."""
    path = folder / "weights.npz"
    with np.load(path, allow_pickle=False) as archive:
        stored: dict[str, npt.NDArray[Any]] = {name: archive[name] for name in archive.files}
    name = chance.choice(list(stored))
    old = stored[name]
    match chance.randrange(10):
        case 0:
            del stored[name]
        case 1:
            stored[name] = old[: len(old) // 2]
        case 2:
            stored[name] = np.concatenate([old, old])
        case 3:
            stored[name] = old.reshape(1, *old.shape)
        case 4:
            stored[name] = np.array(chance.choice((0, -1, 1.5, "x")))
        case 5:
            stored[name] = np.full(old.shape, np.nan)
        case 6:
            stored[name] = np.full(old.shape, "x")
        case 7:
            stored[name] = np.zeros_like(old)
        case 8:
            stored[name] = np.full(old.shape, 65_535, np.uint16)
        case _:
            other = old.ravel().copy()
            other[chance.randrange(len(other))] = 1
            stored[name] = other.reshape(old.shape)
    np.savez(path, allow_pickle=False, **stored)
