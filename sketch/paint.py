"""Paints scenes: marks to pixels, composited in CIE Lab from back to front; knows nothing of English.

Deterministic to the bit on one machine; the same scene looks the same at every size, since outlines are covered exactly
by area and textures are functions of position.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketch.arrange import arrange, arrange_clause
from sketch.lexicon import NOUNS, lab_of
from sketch.paint_along import Mix, along_of
from sketch.paint_blend import blend
from sketch.paint_blur import blur
from sketch.paint_grain import grain_over, is_seen
from sketch.paint_lab import Lab, rgb_from_planes
from sketch.paint_marks import Fill, Mark, Shade, find_edges
from sketch.paint_sheets import alphas_together
from sketch.paint_windows import Plane, Window, alphas_of, window_of
from sketch.scene import Clause, Scene

DECODER_ID = "sketch/11"
"""Names the painter and its lexicon: files drawn by another version may look different."""

MAX_SEEDS = 1 << 16
"""Seeds are whole numbers from 0 to one less."""
MOST_STRETCH = 16
"""Textures take memory by the square of a picture's stretch: a file of a few bytes that asks for 16384x1 took 5 GB."""
_AT_ONCE = 1 << 17
"""Pixels of windows that are covered at once; of more a processor's cache holds but a part."""


@dataclass(frozen=True)
class Cover:
    """A clause by itself: over `below`, the picture is `below * (1 - alpha) + tint * main + fixed`."""

    alpha: Plane
    """Shape (H, W)."""
    tint: Plane
    """Shape (H, W): what share of the pixel is the clause's main colour."""
    fixed: Plane
    """Shape (H, W, 3), Lab: everything else."""


def main_lab(clause: Clause) -> Lab:
    """Return the Lab of a clause's main colour, the noun's usual one where it has none."""
    return lab_of(clause.colours[0] if clause.colours else NOUNS[clause.noun].colours[0])


def _rows(mark: Mark, scale: tuple[float, float], height: int) -> tuple[int, int]:
    """Return the rows of pixels that a mark covers all over, without the hint an empty range."""
    if mark.solid is None or mark.opacity < 1:
        return 0, 0
    first = max(int(np.ceil(mark.solid[0] * scale[1])), 0)
    return first, max(min(int(np.floor(mark.solid[1] * scale[1])), height), first)


_Strip = tuple[Mark, Window, bool]
"""A mark, a window with some of its rows, and whether it covers all of it."""


def _strips(mark: Mark, scale: tuple[float, float], sides: tuple[int, int], visible: tuple[int, int]) -> list[_Strip]:
    """Cut a mark in a picture of so many columns and rows by what of it is all covered and what later marks hide."""
    window = window_of(mark, scale, *sides)
    if window is None:
        return []
    first, last = _rows(mark, scale, sides[1])
    top, bottom = max(window.top, visible[0]), min(window.top + window.height, visible[1])
    if last <= first:
        cuts = [(top, bottom, False)]
    else:
        cuts = [(top, min(first, bottom), False), (max(first, top), min(last, bottom), True)]
        cuts.append((max(last, top), bottom, False))
    return [(mark, _between(window, start, end), full) for start, end, full in cuts if end > start]


def _between(window: Window, top: int, bottom: int) -> Window:
    """Return a window's rows from one to before another."""
    if (top, bottom) == (window.top, window.top + window.height):
        return window
    return replace(window, top=top, height=bottom - top)


def _grouped(strips: Sequence[_Strip]) -> Iterator[list[_Strip]]:
    group: list[_Strip] = []
    pixels = 0
    for strip in strips:
        group.append(strip)
        pixels += strip[1].width * strip[1].height
        if pixels >= _AT_ONCE:
            yield group
            group, pixels = [], 0
    if group:
        yield group


def _paint_strips(canvas: Plane, strips: Sequence[_Strip], seed: int) -> None:
    alphas = alphas_together([(mark, window) for mark, window, full in strips if not full])
    for mark, window, full in strips:
        blend(canvas, mark, window, None if full else next(alphas), seed)


def _visible_rows(marks: tuple[Mark, ...], scale: tuple[float, float], height: int) -> list[tuple[int, int]]:
    """Return for each mark the rows that later marks leave to be seen, as one range."""
    hidden = np.zeros(height, bool)
    ranges: list[tuple[int, int]] = []
    left = 0, height
    for mark in reversed(marks):
        ranges.append(left)
        first, last = _rows(mark, scale, height)
        if last > first:
            hidden[first:last] = True
            seen = np.flatnonzero(~hidden)
            left = (int(seen[0]), int(seen[-1]) + 1) if len(seen) else (0, 0)
    return ranges[::-1]


def painted_size(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a picture is painted, before it is squeezed: neither side is too much longer."""
    return max(width, -(-height // MOST_STRETCH)), max(height, -(-width // MOST_STRETCH))


def paint(scene: Scene, width: int, height: int, *, seed: int = 0) -> NDArray[np.uint8]:
    """Paint a scene as sRGB bytes, shape (height, width, 3); `seed` varies textures, arrangement and pose a little.

    A picture that is longer than `MOST_STRETCH` times its other side is painted at that shape and squeezed.
    """
    broad, tall = painted_size(width, height)
    if (broad, tall) != (width, height):
        picture = Image.fromarray(paint(scene, broad, tall, seed=seed))
        return np.asarray(picture.resize((width, height), Image.Resampling.BOX))
    aspect = width / height
    scale = (width / np.sqrt(aspect), height * np.sqrt(aspect))
    canvas = np.empty((3, height, width), np.float32)
    canvas[0], canvas[1], canvas[2] = 62.0, 0.0, 2.0
    marks = arrange(scene, aspect, seed=seed)
    find_edges(marks)
    cut = zip(marks, _visible_rows(marks, scale, height), strict=True)
    strips = [strip for mark, visible in cut for strip in _strips(mark, scale, (width, height), visible)]
    for group in _grouped(strips):
        _paint_strips(canvas, group, seed)
    if "blurred" in scene.moods:
        blur(canvas, 0.012 * scale[0])
    if "monochrome" in scene.moods:
        canvas[1:] = 0.0
    return rgb_from_planes(canvas)


def cover(clause: Clause, width: int, height: int, *, seed: int = 0) -> Cover:
    """Return what a clause by itself covers, and with what; relations are left out."""
    return covers([clause], width, height, seed=seed)[0]


def covers(clauses: Sequence[Clause], width: int, height: int, *, seed: int = 0) -> list[Cover]:
    """Return the cover of each clause; on small rasters many take little more time than one."""
    aspect = width / height
    scale = (width / np.sqrt(aspect), height * np.sqrt(aspect))
    marks = [(each, mark) for each, clause in enumerate(clauses) for mark in arrange_clause(clause, aspect, seed=seed)]
    find_edges(mark for _, mark in marks)
    windowed = [(each, mark, window_of(mark, scale, width, height)) for each, mark in marks]
    seen = [(each, mark, window) for each, mark, window in windowed if window is not None]
    layers = np.zeros((len(clauses), 5, height, width), np.float32)
    alphas = alphas_of([(mark, window) for _, mark, window in seen])
    for (each, mark, window), over in zip(seen, alphas, strict=True):
        _cover_mark(layers[each], mark, window, over, seed)
    # Views would keep all layers alive.
    return [Cover(own[0].copy(), own[1].copy(), np.ascontiguousarray(np.moveaxis(own[2:], 0, -1))) for own in layers]


def _cover_mark(layers: Plane, mark: Mark, window: Window, over: Plane, seed: int) -> None:
    """Cover alpha, tint and the channels of `fixed` at once, layers of shape (5, H, W)."""
    part = layers[:, window.top : window.top + window.height, window.left : window.left + window.width]
    fill = mark.fill
    goals = _goals(fill, along_of(mark, window))
    grains = [(grain.amount, grain_over(grain, window, seed)) for grain in fill.grains if is_seen(grain, window)]
    if grains:
        goals = np.broadcast_to(goals, part.shape).copy()
    for amount, noise in grains:
        for channel in range(3):
            if amount[channel]:
                goals[2 + channel] += noise * np.float32(amount[channel])
    change = goals - part
    change *= over
    part += change


def _goals(fill: Fill, along: Plane | Mix | None) -> Plane:
    """Return what full cover makes of each layer, shape (5, 1, 1) or with the sides of `along`."""
    if isinstance(along, Mix):
        return _mixed_goals(fill, along)
    start = _goal(fill, fill.start)
    if along is None:
        return start.astype(np.float32)
    return along * (_goal(fill, fill.end) - start).astype(np.float32) + start.astype(np.float32)


def _mixed_goals(fill: Fill, along: Mix) -> Plane:
    """Return the same of a mesh, whose first colour is the clause's main one; shape (5, H, W)."""
    black = (0.0, 0.0, 0.0)
    mesh = ((black, *fill.mesh[0][1:]), *fill.mesh[1:]) if fill.tinted else fill.mesh
    first = [[0.0] * len(row) for row in mesh]
    first[0][0] = float(fill.tinted)
    tint = along.of(first)
    return np.stack([np.ones_like(tint), tint, *(along.of_channel(mesh, channel) for channel in range(3))])


def _goal(fill: Fill, shade: Shade) -> NDArray[np.float64]:
    keep, (light, a, b) = shade.keep, shade.add
    if fill.tinted:
        return np.array([[[1.0]], [[keep]], [[light]], [[a]], [[b]]])
    fixed = [[[keep * colour + add]] for colour, add in zip(fill.colour, shade.add, strict=True)]
    return np.array([[[1.0]], [[0.0]], *fixed])
