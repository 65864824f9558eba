from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketch import paint_raster
from sketch.paint_raster import coverage, coverages, edges_of, edges_of_each


def _cover(*outlines: np.ndarray, size: int = 32, left: int = 0, top: int = 0) -> np.ndarray:
    return coverage(edges_of(outlines), scale=(1.0, 1.0), left=left, top=top, width=size, height=size)


def _square(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def _circle(x: float, y: float, radius: float) -> np.ndarray:
    angle = np.arange(400) * (2 * np.pi / 400)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


corner = st.floats(0.0, 16.0)


@given(corner, corner, corner, corner)
def test_a_rectangle_covers_its_area_exactly(a: float, b: float, c: float, d: float) -> None:
    square = _square(min(a, b), min(c, d), max(a, b), max(c, d))
    area = abs(a - b) * abs(c - d)
    assert float(_cover(square).sum()) == pytest.approx(area, abs=1e-3)
    assert float(_cover(square[::-1]).sum()) == pytest.approx(area, abs=1e-3)


def test_partly_covered_pixels_get_their_share() -> None:
    cover = _cover(_square(1.25, 1.5, 3.0, 2.0))
    assert cover[1, 1] == pytest.approx(0.375)
    assert cover[1, 2] == pytest.approx(0.5)
    assert cover[1, 3] == pytest.approx(0.0, abs=1e-6)


def test_a_circle_is_round_and_of_the_right_area() -> None:
    cover = _cover(_circle(16, 16, 10))
    assert float(cover.sum()) == pytest.approx(np.pi * 100, rel=1e-3)
    assert np.allclose(cover, cover.T, atol=1e-4)
    assert np.allclose(cover, cover[::-1], atol=1e-4)


def test_union_and_hole() -> None:
    one, two = _square(2, 2, 10, 10), _square(6, 6, 14, 14)
    assert float(_cover(one, two).sum()) == pytest.approx(64 + 64 - 16, abs=1e-3)
    assert float(_cover(_square(2, 2, 10, 10), _square(4, 4, 8, 8)[::-1]).sum()) == pytest.approx(64 - 16, abs=1e-3)


@pytest.mark.parametrize(("dx", "dy"), [(-20, 0), (20, 0), (0, -20), (0, 20), (-7, 5), (9, -11)])
def test_a_window_sees_its_part_of_the_whole(dx: int, dy: int) -> None:
    circle = _circle(16, 16, 22)
    whole = coverage(edges_of([circle]), scale=(1.0, 1.0), left=-40, top=-40, width=112, height=112)
    part = _cover(circle, left=dx, top=dy)
    assert np.allclose(part, whole[40 + dy : 72 + dy, 40 + dx : 72 + dx], atol=1e-4)


def test_what_lies_outside_covers_nothing() -> None:
    for x, y in ((-50, 10), (90, 10), (10, -50), (10, 90)):
        assert _cover(_circle(x, y, 5)).max() < 1e-9


def test_the_same_share_at_every_scale() -> None:
    edges = edges_of([_circle(0.4, 0.5, 0.3)])
    shares = [
        float(coverage(edges, scale=(size, size), left=0, top=0, width=size, height=size).mean())
        for size in (9, 64, 301)
    ]
    assert shares == pytest.approx([np.pi * 0.09] * 3, rel=2e-3)


def test_outlines_are_covered_together_as_they_are_alone() -> None:
    shapes = [edges_of([_circle(9, 7, 6.3)]), edges_of([_square(-3, 2, 5.5, 40)]), edges_of([_circle(30, 30, 3)])]
    corners = [(2, 1), (0, 0), (26, 27)]
    sizes = [(14, 13), (9, 12), (1, 3)]
    together = coverages(shapes, scale=(1.0, 1.0), corners=corners, sizes=sizes)
    for edges, (left, top), (width, height), found in zip(shapes, corners, sizes, together, strict=True):
        alone = coverage(edges, scale=(1.0, 1.0), left=left, top=top, width=width, height=height)
        assert np.array_equal(found, alone)


def test_edges_are_found_together_as_they_are_alone() -> None:
    groups = [(_circle(9, 7, 6.3),), (_square(-3, 2, 5.5, 40), _circle(30, 30, 3)), (_circle(1, 2, 3),)]
    for group, found in zip(groups, edges_of_each(groups), strict=True):
        alone = edges_of(group)
        for field in fields(alone):
            assert np.array_equal(getattr(found, field.name), getattr(alone, field.name))
        assert np.array_equal(found.start, np.concatenate(group))
        assert np.array_equal(found.end, np.concatenate([np.roll(outline, -1, axis=0) for outline in group]))
        assert np.array_equal(found.high, np.concatenate(group).max(axis=0))


def test_outlines_with_weights_count_as_much_and_add_up() -> None:
    square = np.array([[2.0, 2.0], [8.0, 2.0], [8.0, 8.0], [2.0, 8.0]])
    edges = edges_of([square, square + 3.0])
    weights = np.repeat([0.5, 3.0], 4)
    covered = coverage(edges, scale=(1.0, 1.0), left=0, top=0, width=14, height=14, weights=weights)
    expected = np.zeros((14, 14))
    expected[2:8, 2:8] += 0.5
    expected[5:11, 5:11] += 3.0
    assert np.allclose(covered, expected, atol=1e-6)


@pytest.mark.parametrize("weighted", [False, True])
def test_of_a_large_window_the_runs_of_equal_cells_are_repeated_to_the_bit(weighted: bool, monkeypatch) -> None:
    corners = np.arange(9) * (2 * np.pi / 9)
    discs = [np.stack([x + 0.06 * np.cos(corners), 0.4 + 0.3 * x + 0.2 * np.sin(corners)], axis=1) for x in (0, 0.3, 1)]
    edges = edges_of(discs)
    weights = np.linspace(0.2, 3.0, len(edges.start)).round(0) if weighted else None
    asked = {"scale": (700.0, 500.0), "left": -20, "top": 3, "width": 650, "height": 420, "weights": weights}
    by_runs = paint_raster.coverage(edges, **asked)
    monkeypatch.setattr(paint_raster, "_LARGE", 1 << 30)
    assert np.array_equal(paint_raster.coverage(edges, **asked), by_runs)
    assert len(np.unique(by_runs)) > 100
