"""The colours of a region that passes from one to the next."""

import numpy as np
import pytest

from codec.cielab import Floats
from sketch.eye_meshes import meshes
from sketch.lexicon import lab_of
from sketch.paint_marks import mesh_columns, mesh_shares
from sketch.scene import Colour

_SIDE = 24, 30


def _loss(drawn: Floats, wanted: Floats, weight: Floats) -> Floats:
    return np.asarray(np.linalg.norm(drawn - wanted, axis=-1) * weight / 50, np.float32)


def _mesh(*names: str) -> Floats:
    wide = mesh_columns(len(names))
    down = mesh_shares((np.arange(_SIDE[0]) + 0.5) / _SIDE[0], len(names) // wide)
    across = mesh_shares((np.arange(_SIDE[1]) + 0.5) / _SIDE[1], wide)
    values = np.array([lab_of(Colour(name)) for name in names], np.float32).reshape(len(names) // wide, wide, 3)
    return np.asarray(np.einsum("yr,xc,rcl->yxl", down, across, values), np.float32)


def _found(target: Floats, shown: Floats | None = None, whole: Floats | None = None) -> list[tuple[Colour, ...]]:
    every = np.ones(_SIDE, np.float32)
    shown = every if shown is None else shown
    return meshes(target, every, shown, shown if whole is None else whole, loss=_loss)


@pytest.mark.parametrize(
    "names",
    [
        ("steel", "peach"),
        ("white", "red", "navy"),
        ("black", "gold", "white", "olive"),
        ("red", "white", "navy", "gold", "black", "mint"),
    ],
)
def test_the_colours_of_a_mesh_are_found_in_reading_order(names: tuple[str, ...]) -> None:
    assert tuple(Colour(name) for name in names) in _found(_mesh(*names))


def test_only_what_is_seen_counts() -> None:
    target = _mesh("black", "white")
    target[:, :10] = lab_of(Colour("red"))
    shown = np.zeros(_SIDE, np.float32)
    shown[:, 10:] = 1
    assert _found(target, shown, np.ones(_SIDE, np.float32))[0] == (Colour("black"), Colour("white"))


def test_a_region_is_measured_whole_where_part_of_it_is_hidden() -> None:
    target = _mesh("black", "white")
    shown = np.ones(_SIDE, np.float32)
    shown[:12] = 0
    found = _found(target, shown, np.ones(_SIDE, np.float32))[0]
    assert found[1] == Colour("white")


def test_an_even_region_needs_one_colour_and_a_sliver_has_none() -> None:
    assert _found(_mesh("sage", "sage")) == []
    sliver = np.zeros(_SIDE, np.float32)
    sliver[3] = 1
    assert _found(_mesh("black", "white"), sliver) == []
