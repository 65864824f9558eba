"""Stuff in layers: woods in rows, mountains in ridges, leaves one by one, cliffs and waterfalls that fall steeply."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from codec.cielab import Floats, lab_from_rgb
from sketch.arrange_cliffs import cliff_marks, waterfall_marks
from sketch.arrange_ground import Ground
from sketch.arrange_layers import IN_ROWS, mountain_marks, row_marks
from sketch.arrange_leaves import IN_LEAVES, leaf_marks
from sketch.arrange_region import Box, Frame
from sketch.paint import paint
from sketch.paint_lab import Lab
from sketch.paint_marks import Mark
from sketch.parse import parse

FRAME = Frame(1.25, 0.8)
WHOLE = (0.0, 0.0, 1.25, 0.8)
GREEN: Lab = (40.0, -20.0, 25.0)
RED: Lab = (40.0, 60.0, 40.0)
WHITE: Lab = (95.0, 0.0, 0.0)


def _ground(look: str, box: Box = WHOLE, colours: Sequence[Lab] = (GREEN,)) -> Ground:
    return Ground(look, tuple(colours), "", box, FRAME, 7)


def _painted(text: str, *, width: int = 240, height: int = 150) -> Floats:
    return lab_from_rgb(paint(parse(text).scene, width, height))


def _top(mark: Mark) -> float:
    return float(min(outline[:, 1].min() for outline in mark.outlines))


@pytest.mark.parametrize("look", IN_ROWS)
def test_rows_come_nearer_and_each_is_lit_at_its_top(look: str) -> None:
    rows = row_marks(_ground(look))
    assert len(rows) >= 3
    tops = [_top(row) for row in rows[1:]]
    assert tops == sorted(tops)
    assert all(row.fill.start.add[0] > row.fill.end.add[0] for row in rows)
    lightest = [row.fill.start.add[0] for row in rows]
    assert lightest == sorted(lightest, reverse=True), "what is far is pale"


@pytest.mark.parametrize("look", IN_ROWS)
@pytest.mark.parametrize("box", [WHOLE, (0.0, 0.3, 1.25, 0.5), (0.4, 0.2, 0.8, 0.7), (0.0, 0.3, 0.5, 0.8)])
def test_rows_leave_no_gap(look: str, box: Box) -> None:
    """What is painted of a row goes down to where the next one hides it all over."""
    rows = row_marks(_ground(look, box))
    for row, following in pairwise(rows):
        assert max(outline[:, 1].max() for outline in row.outlines) >= _highest_floor(following) - 1e-9


def _highest_floor(mark: Mark) -> float:
    """Return the lowest point of a row's upper border, away from its rounded sides."""
    outline = mark.outlines[0]
    upper = outline[: len(outline) // 2]
    middle = upper[len(upper) // 4 : -len(upper) // 4]
    return float(middle[:, 1].max())


def test_a_strip_of_trees_is_one_row() -> None:
    assert len(row_marks(_ground("trees", (0.0, 0.4, 1.25, 0.5)))) == 1


def test_mountains_have_ridges_with_shaded_sides_turned_from_the_light() -> None:
    marks = mountain_marks(_ground("mountains"))
    ridges = [mark for mark in marks if mark.opacity == 1]
    sides = [mark for mark in marks if mark.opacity < 1]
    assert len(ridges) == 3
    assert sides, "some peak casts a shade"
    for mark in sides:
        for outline in mark.outlines:
            peak = outline[outline[:, 1].argmin()]
            assert outline[:, 0].mean() > peak[0], "light comes from the upper left"
            assert mark.fill.start.add[0] < ridges[0].fill.start.add[0]


def test_low_mountains_are_a_single_ridge_and_two_colours_cap_the_first() -> None:
    assert sum(mark.opacity == 1 for mark in mountain_marks(_ground("mountains", (0.0, 0.4, 1.25, 0.55)))) == 1
    capped = [m for m in mountain_marks(_ground("mountains", colours=(GREEN, WHITE))) if m.fill.colour == WHITE]
    assert len(capped) == 1
    assert _top(capped[0]) == pytest.approx(_top(mountain_marks(_ground("mountains"))[0]))


@pytest.mark.parametrize("look", IN_LEAVES)
def test_leaves_lie_over_darker_ones_within_their_room(look: str) -> None:
    box = (0.2, 0.2, 0.9, 0.7)
    behind, leaves = leaf_marks(_ground(look, box))
    assert behind.fill.start.add[0] < leaves.fill.start.add[0]
    assert len(leaves.outlines) > 30
    middles = np.array([outline.mean(axis=0) for outline in leaves.outlines])
    assert middles[:, 0].min() > 0.15
    assert middles[:, 0].max() < 0.95
    assert middles[:, 1].min() > 0.1
    assert middles[:, 1].max() < 0.75


def test_leaves_of_several_colours_share_alike() -> None:
    _, *leaves = leaf_marks(_ground("leaves", colours=(GREEN, RED, WHITE)))
    assert [mark.fill.colour for mark in leaves] == [GREEN, RED, WHITE]
    assert [mark.fill.tinted for mark in leaves] == [True, False, False]
    counts = [len(mark.outlines) for mark in leaves]
    assert max(counts) - min(counts) <= 1


def test_a_patch_too_small_for_a_leaf_is_still_painted() -> None:
    assert leaf_marks(_ground("leaves", (0.6, 0.4, 0.61, 0.41)))


def test_a_cliff_stands_steeply_where_it_has_a_side() -> None:
    wall, clefts = cliff_marks(_ground("cliff", (0.7, 0.1, 1.25, 0.8)))
    outline = wall.outlines[0]
    left = outline[outline[:, 0] < 0.95]
    assert np.ptp(left[:, 1]) > 3 * np.ptp(left[:, 0]) or np.ptp(left[left[:, 1] > 0.2][:, 0]) < 0.15
    assert outline[:, 0].max() > FRAME.width, "on the other side it goes on"
    assert len(clefts.outlines) >= 4
    assert all(np.ptp(cleft[:, 1]) > 2 * np.ptp(cleft[:, 0]) for cleft in clefts.outlines)


def test_a_waterfall_ends_in_spray() -> None:
    water, spray = waterfall_marks(_ground("waterfall", (0.4, 0.1, 0.8, 0.7)))
    assert np.ptp(water.outlines[0][:, 0]) < 0.4
    assert spray.soft > 0
    assert all(outline[:, 1].min() > 0.5 for outline in spray.outlines)
    assert len(waterfall_marks(_ground("waterfall", (0.0, 0.3, 1.25, 0.45)))) == 1


@pytest.mark.parametrize("text", ["forest", "gray mountains", "leaves", "bushes, sky", "rocks", "cliff", "hills"])
def test_layers_are_the_same_at_every_size(text: str) -> None:
    small, large = _painted(text), _painted(text, width=960, height=600)
    pooled = large.reshape(150, 4, 240, 4, 3).mean(axis=(1, 3))
    assert float(np.abs(small - pooled).mean()) < 1.2
