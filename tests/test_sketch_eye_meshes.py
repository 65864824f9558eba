"""Two colours for a region that changes from top to bottom."""

import numpy as np

from sketch.eye_ramps import ramps
from sketch.lexicon import lab_of
from sketch.scene import Colour


def _ramp(top: str, bottom: str) -> np.ndarray:
    along = ((np.arange(24) + 0.5) / 24)[:, None, None]
    value = np.array(lab_of(Colour(top))) * (1 - along) + np.array(lab_of(Colour(bottom))) * along
    return np.broadcast_to(value, (24, 30, 3)).astype(np.float32)


def test_the_ends_of_a_ramp_are_found() -> None:
    assert ramps(_ramp("steel", "peach"), np.ones((24, 30), np.float32))[0] == (Colour("steel"), Colour("peach"))


def test_only_what_lies_under_the_mask_counts() -> None:
    target = _ramp("black", "white")
    target[:, :10] = lab_of(Colour("red"))
    mask = np.zeros((24, 30), np.float32)
    mask[:, 10:] = 1
    assert ramps(target, mask)[0] == (Colour("black"), Colour("white"))


def test_an_even_region_needs_one_colour_and_a_sliver_has_none() -> None:
    assert ramps(_ramp("sage", "sage"), np.ones((24, 30), np.float32)) == []
    sliver = np.zeros((24, 30), np.float32)
    sliver[3] = 1
    assert ramps(_ramp("black", "white"), sliver) == []
