from dataclasses import replace

import numpy as np
import pytest

from sketch.arrange_parts import grains_of
from sketch.looks.stuff import STUFF, TEXTURE_GRAINS
from sketch.paint_strokes import STROKED_SHARE, STROKES, Strokes, side_of, stroke_noise, strokes_over
from sketch.paint_windows import Window
from sketch.scene import Clause

CELL = 0.0095


def _window(size: int) -> Window:
    return Window(0, 0, size, size, (float(size), float(size)), size, size)


def _noise(size: int, *, side: int = 0, form: str = "strokes") -> np.ndarray:
    return stroke_noise(form, side, CELL, _window(size))


@pytest.mark.parametrize("form", sorted(STROKES))
@pytest.mark.parametrize("size", [48, 256, 1100])
def test_strokes_leave_the_mean_as_it_is(form: str, size: int) -> None:
    noise = _noise(size, form=form)
    assert noise.shape == (size, size)
    assert abs(float(noise.mean())) < 0.04


def test_strokes_are_sparse_and_of_many_tones() -> None:
    noise = _noise(512)
    assert 0.05 < float((noise > 0.1).mean()) < 0.25
    assert 0.05 < STROKED_SHARE < 0.2
    tones = strokes_over("strokes", CELL, 1.0, 1.0).tones
    assert tones.max() > 3 * tones.min() > 0
    assert float(tones.mean()) == pytest.approx(1.0, abs=0.1)


def test_strokes_lie_where_they_do_at_every_size() -> None:
    small, large = _noise(200), _noise(600)
    assert np.allclose(large.reshape(200, 3, 200, 3).mean(axis=(1, 3)), small, atol=0.02)


@pytest.mark.parametrize("side", [0, 1, 2, 3])
def test_a_window_of_a_large_picture_is_a_part_of_the_whole(side: int) -> None:
    whole = Window(0, 0, 1200, 1000, (1200 / 1.2**0.5, 1000 * 1.2**0.5), 1000, 1200)
    part = Window(100, 700, 300, 120, whole.scale, 1000, 1200)
    assert np.allclose(
        stroke_noise("strokes", side, CELL, part),
        stroke_noise("strokes", side, CELL, whole)[700:820, 100:400],
        atol=1e-4,
    )


def test_a_window_of_a_small_picture_is_a_part_of_the_whole() -> None:
    part = Window(30, 50, 40, 20, (200.0, 200.0), 200, 200)
    assert np.array_equal(stroke_noise("strokes", 1, CELL, part), _noise(200, side=1)[50:70, 30:70])


def test_each_side_has_its_own_strokes() -> None:
    seen = [_noise(256, side=side) for side in range(4)]
    for at, one in enumerate(seen):
        for other in seen[at + 1 :]:
            assert abs(float(np.corrcoef(one.ravel(), other.ravel())[0, 1])) < 0.1


def test_keys_and_seeds_choose_the_side() -> None:
    assert {side_of(key, 0) for key in range(4)} == {0, 1, 2, 3}
    assert {side_of(1, seed) for seed in range(20)} == {0, 1, 2, 3}


def test_strokes_are_calm_at_the_top() -> None:
    noise = _noise(400)
    assert float(noise[:60].std()) < 0.7 * float(noise[220:300].std())


def _upright(strokes: Strokes) -> np.ndarray:
    """How far from level each stroke's long axis is, 0 to 1."""
    along = strokes.outlines[:, 0] - strokes.outlines[:, 4]
    return np.asarray(np.abs(along[:, 1]) / np.linalg.norm(along, axis=1))


def test_water_has_level_strokes_grass_upright_ones_and_a_wall_all_kinds() -> None:
    level, upright, any_way = (
        _upright(strokes_over(form, CELL, 1.0, 1.0)) for form in ("level strokes", "upright strokes", "strokes")
    )
    assert level.max() < 0.4
    assert upright.min() > 0.9
    assert any_way.min() < 0.1
    assert any_way.max() > 0.95


def test_things_have_other_strokes_than_the_ground_they_are_on() -> None:
    things = grains_of(Clause(noun="box"), "box", "main")
    grounds = [grain for stuff in STUFF.values() for grain in stuff.grains]
    grounds += [grain for grains in TEXTURE_GRAINS.values() for grain in grains]
    of_grounds = {side_of(grain.key, 5) for grain in grounds if grain.form in STROKES}
    assert of_grounds.isdisjoint({side_of(grain.key, 5) for grain in things if grain.form in STROKES})
    assert len(of_grounds) > 1


def test_no_ground_has_the_same_strokes_twice() -> None:
    for look, stuff in STUFF.items():
        seen = [(grain.form, side_of(grain.key, 0)) for grain in stuff.grains if grain.form in STROKES]
        assert len(seen) == len(set(seen)), look


def test_strokes_of_a_large_picture_are_kept_by_window_and_change_nothing() -> None:
    whole = Window(0, 0, 1200, 1000, (1200 / 1.2**0.5, 1000 * 1.2**0.5), 1000, 1200)
    part = replace(whole, top=300, height=200)
    first = stroke_noise("strokes", 1, CELL, part)
    assert stroke_noise("strokes", 1, CELL, replace(part)) is first
    assert not first.flags.writeable
    for top in (400, 500, 600):
        stroke_noise("strokes", 1, CELL, replace(part, top=top))
    again = stroke_noise("strokes", 1, CELL, part)
    assert again is not first, "only a few are kept"
    assert np.array_equal(again, first)


def test_edges_are_made_once() -> None:
    strokes = strokes_over("strokes", CELL, 1.0, 1.0)
    assert strokes.edges is strokes.edges
    assert strokes.weights is strokes.weights
    assert len(strokes.weights) == len(strokes.edges.start)
