import tracemalloc

import numpy as np
import pytest

from sketch import paint_sheets
from sketch.arrange import arrange
from sketch.arrange_marks import clause_marks
from sketch.paint import paint
from sketch.paint_marks import Fill, Mark
from sketch.paint_raster import coverage_apart
from sketch.paint_sheets import _cover, alphas_together
from sketch.paint_windows import Window, alpha_of, window_of
from sketch.parse import parse

FILL = Fill(colour=(50.0, 0.0, 0.0))


def _disc(x: float, y: float, radius: float) -> np.ndarray:
    angle = np.arange(24) * (2 * np.pi / 24)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


def _windowed(marks: list[Mark], width: int, height: int) -> list[tuple[Mark, Window]]:
    scale = (width / np.sqrt(width / height), height * np.sqrt(width / height))
    windows = [(mark, window_of(mark, scale, width, height)) for mark in marks]
    return [(mark, window) for mark, window in windows if window is not None]


def _agree(pairs: list[tuple[Mark, Window]]) -> None:
    for (mark, window), plane in zip(pairs, alphas_together(pairs), strict=True):
        assert plane.shape == (window.height, window.width)
        np.testing.assert_allclose(plane, alpha_of(mark, window), atol=2e-5)


@pytest.mark.parametrize("text", ["many people", "many red apples left half", "many fish", "pile of oranges", "a cat"])
@pytest.mark.parametrize("sides", [(300, 300), (400, 180), (37, 90)])
def test_many_marks_at_once_cover_what_each_does_alone(text, sides):
    pairs = _windowed(list(arrange(parse(text).scene, sides[0] / sides[1], seed=1)), *sides)
    for first in range(0, len(pairs), 12):
        _agree(pairs[first : first + 12])


def test_what_lies_apart_overlaps_reaches_out_or_has_holes():
    apart = Mark(outlines=(_disc(0.1, 0.1, 0.05), _disc(0.9, 0.12, 0.05), _disc(0.5, 0.9, 0.04)), fill=FILL)
    meeting = Mark(outlines=(_disc(0.3, 0.5, 0.2), _disc(0.5, 0.5, 0.2)), fill=FILL)
    out = Mark(outlines=(_disc(-0.02, 0.5, 0.05), _disc(1.0, 0.0, 0.06), _disc(0.5, 1.3, 0.1)), fill=FILL)
    ring = Mark(outlines=(_disc(0.5, 0.5, 0.1), _disc(0.5, 0.5, 0.05)[::-1]), fill=FILL, opacity=0.4)
    _agree(_windowed([apart, meeting, out, ring], 300, 300))


def test_a_window_may_be_a_part_of_what_a_mark_touches():
    mark = Mark(outlines=(_disc(0.1, 0.1, 0.08), _disc(0.9, 0.8, 0.08)), fill=FILL)
    ((_, whole),) = _windowed([mark], 300, 300)
    rows = Window(whole.left, whole.top + 8, whole.width, 170, whole.scale, whole.rows, whole.columns)
    (plane,) = alphas_together([(mark, rows)])
    np.testing.assert_allclose(plane, alpha_of(mark, whole)[8:178], atol=2e-5)


def test_a_crowd_is_covered_on_sheets(monkeypatch):
    pairs = _windowed(list(arrange(parse("many people").scene, 4 / 3)), 400, 300)
    sheets, alone = [], []
    monkeypatch.setattr(paint_sheets, "coverage_apart", lambda *a, **k: sheets.append(a) or coverage_apart(*a, **k))
    monkeypatch.setattr(paint_sheets, "alpha_again", lambda *pair: alone.append(pair) or alpha_of(*pair))
    _cover.cache_clear()
    assert len(list(alphas_together(pairs))) == len(pairs) > 20
    assert len(sheets) == 1
    assert len(alone) < len(pairs) / 4


@pytest.mark.parametrize("radii", [(0.05, 0.05), (0.08, 0.025)])
def test_what_lies_beyond_the_picture_takes_no_sheet(radii):
    discs = [_disc(0.0, 0.0, 1.0) * radii + (0.008 - radii[0], 0.1 + at / 500) for at in range(400)]
    pairs = _windowed([Mark(outlines=(disc,), fill=FILL) for disc in discs], 2000, 2000)
    tracemalloc.start()
    planes = list(alphas_together(pairs))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(planes) == 400
    assert peak < 30_000_000


def test_a_picture_does_not_depend_on_what_was_painted_before():
    people, crowded = parse("many people, blue sky").scene, parse("many people, many white sailboats on blue sea").scene
    fresh = paint(people, 400, 300)
    _cover.cache_clear()
    clause_marks.cache_clear()
    paint(crowded, 400, 300)
    assert (paint(people, 400, 300) == fresh).all()
