"""Paints scenes: marks to pixels, composited in CIE Lab from back to front; knows nothing of English.

Deterministic to the bit on one machine; the same scene looks the same at every size, since outlines are covered exactly
by area and textures are functions of position.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketch.arrange import arrange, arrange_clause
from sketch.lexicon import NOUNS, lab_of
from sketch.paint_lab import Lab, rgb_from_planes
from sketch.paint_marks import Fill, Grain, Mark, Shade
from sketch.paint_noise import PATTERNS, field, mix, pattern
from sketch.paint_raster import coverage, coverages
from sketch.scene import Clause, Scene

DECODER_ID = "sketch/3"
"""Names the painter and its lexicon: files drawn by another version may look different."""

MAX_SEEDS = 1 << 16
"""Seeds are whole numbers from 0 to one less."""
MOST_STRETCH = 16
"""Textures take memory by the square of a picture's stretch: a file of a few bytes that asks for 16384x1 took 5 GB."""

_MOST_KEPT = 1 << 16
"""Pixels of a plane up to which it is kept; a quarter of a megabyte."""

Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Cover:
    """A clause by itself: over `below`, the picture is `below * (1 - alpha) + tint * main + fixed`."""

    alpha: Plane
    """Shape (H, W)."""
    tint: Plane
    """Shape (H, W): what share of the pixel is the clause's main colour."""
    fixed: Plane
    """Shape (H, W, 3), Lab: everything else."""


@dataclass(frozen=True)
class _Window:
    """The pixels that a mark touches, and the scale of the picture."""

    left: int
    top: int
    width: int
    height: int
    scale: tuple[float, float]
    """Pixels per scene unit."""

    @property
    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixel centres in scene units: x of each column, y of each row."""
        return (
            (np.arange(self.width, dtype=np.float64) + (self.left + 0.5)) / self.scale[0],
            (np.arange(self.height, dtype=np.float64) + (self.top + 0.5)) / self.scale[1],
        )


def main_lab(clause: Clause) -> Lab:
    """Return the Lab of a clause's main colour, the noun's usual one where it has none."""
    return lab_of(clause.colours[0] if clause.colours else NOUNS[clause.noun].colours[0])


def _window(mark: Mark, scale: tuple[float, float], width: int, height: int) -> _Window | None:
    (x0, y0), (x1, y1), spread = mark.edges.low.tolist(), mark.edges.high.tolist(), 3 * mark.soft
    left, top = max(floor((x0 - spread) * scale[0]), 0), max(floor((y0 - spread) * scale[1]), 0)
    right, bottom = min(ceil((x1 + spread) * scale[0]), width), min(ceil((y1 + spread) * scale[1]), height)
    if right <= left or bottom <= top:
        return None
    return _Window(left, top, right - left, bottom - top, scale)


@lru_cache(maxsize=64)
def _gauss(size: int, cells: int, factor: float, offset: float, sigma: float) -> Plane:
    """Return weights (size, cells) that blur coarse cells and spread them over pixels at once."""
    at = (np.arange(size) + 0.5) / factor + offset
    distance = (at[:, None] - (np.arange(cells) + 0.5)[None, :]) / sigma
    weights = np.exp(-0.5 * distance * distance)
    weights /= np.sqrt(2 * np.pi) * sigma
    return weights.astype(np.float32)


def _soft_coverage(mark: Mark, window: _Window) -> Plane:
    """Cover with a blurred edge: rasterise coarsely, then blur and enlarge by two matrix products."""
    sigma = mark.soft * window.scale[0]
    if sigma < 0.7:
        return _sharp_coverage(mark, window)
    factor = max(sigma / 1.6, 1.0)
    margin = 5
    coarse_width = int(np.ceil(window.width / factor)) + 2 * margin
    coarse_height = int(np.ceil(window.height / factor)) + 2 * margin
    coarse = coverage(
        mark.edges,
        scale=(window.scale[0] / factor, window.scale[1] / factor),
        left=window.left / factor - margin,
        top=window.top / factor - margin,
        width=coarse_width,
        height=coarse_height,
    )
    down = _gauss(window.height, coarse_height, factor, float(margin), sigma / factor)
    across = _gauss(window.width, coarse_width, factor, float(margin), sigma / factor)
    return np.clip(down @ coarse @ across.T, 0.0, 1.0)


def _sharp_coverage(mark: Mark, window: _Window) -> Plane:
    return coverage(
        mark.edges,
        scale=window.scale,
        left=window.left,
        top=window.top,
        width=window.width,
        height=window.height,
    )


def _alpha(mark: Mark, window: _Window) -> Plane:
    cover = _soft_coverage(mark, window) if mark.soft > 0 else _sharp_coverage(mark, window)
    return _veiled(cover, mark)


def _alpha_again(mark: Mark, window: _Window) -> Plane:
    """Return `_alpha`, kept where it is small: a critic has nearly the same small picture painted again and again."""
    return _small_alpha(mark, window) if window.width * window.height <= _MOST_KEPT else _alpha(mark, window)


@lru_cache(maxsize=96)
def _small_alpha(mark: Mark, window: _Window) -> Plane:
    alpha = _alpha(mark, window)
    alpha.flags.writeable = False
    return alpha


def _alphas(marks: Sequence[tuple[Mark, _Window]]) -> list[Plane]:
    """Return what `_alpha` does for each mark; those with sharp edges are covered together."""
    sharp = [(mark, window) for mark, window in marks if mark.soft == 0]
    if len(sharp) < 2:
        return [_alpha(mark, window) for mark, window in marks]
    planes = iter(
        coverages(
            [mark.edges for mark, _ in sharp],
            scale=sharp[0][1].scale,
            corners=[(window.left, window.top) for _, window in sharp],
            width=max(window.width for _, window in sharp),
            height=max(window.height for _, window in sharp),
        )
    )
    return [
        _alpha(mark, window) if mark.soft else _veiled(next(planes)[: window.height, : window.width], mark)
        for mark, window in marks
    ]


def _veiled(cover: Plane, mark: Mark) -> Plane:
    return cover if mark.opacity == 1.0 else cover * np.float32(mark.opacity)


def _grain(grain: Grain, window: _Window, seed: int) -> Plane:
    if grain.form in PATTERNS:
        return pattern(grain.form, mix(grain.key, seed), window.centres, cell=grain.cell, scale=window.scale[0])
    step_x, step_y = 1 / window.scale[0], 1 / window.scale[1]
    noise = field(
        mix(grain.key, seed),
        x=((window.left + 0.5) * step_x, step_x, window.width),
        y=((window.top + 0.5) * step_y, step_y, window.height),
        cell=grain.cell,
    )
    # A pixel averages the noise: fine grain fades as the picture gets smaller.
    footprint = np.hypot(step_x / grain.cell[0], step_y / grain.cell[1])
    if footprint > 0.4:
        noise *= np.float32(1 / (1 + (footprint - 0.4) ** 2))
    if grain.form == "ridge":
        np.abs(noise, out=noise)
        return np.float32(1.0) - noise * np.float32(1.5)
    if grain.form == "patchy":
        noise *= np.float32(2.5)
        return np.clip(noise, -1.0, 1.0, out=noise)
    return noise


def _grain_again(grain: Grain, window: _Window, seed: int) -> Plane:
    """Return `_grain`, kept where it is small."""
    return (_small_grain if window.width * window.height <= _MOST_KEPT else _grain)(grain, window, seed)


@lru_cache(maxsize=24)
def _small_grain(grain: Grain, window: _Window, seed: int) -> Plane:
    noise = _grain(grain, window, seed)
    noise.flags.writeable = False
    return noise


def _axis(mark: Mark, window: _Window) -> Plane:
    """Return how far each pixel of the window is along the fill's axis, 0 to 1, shape (H, W), (H, 1) or (1, W)."""
    if mark.box is None:
        (x0, y0), (x1, y1) = mark.edges.low.tolist(), mark.edges.high.tolist()
        box = (x0, y0, x1, y1)
    else:
        box = mark.box
    dx, dy = mark.fill.axis
    x, y = window.centres
    if dx == 0:
        along = _share(y, box[1], box[3], dy)[:, None]
    elif dy == 0:
        along = _share(x, box[0], box[2], dx)[None, :]
    else:
        along = _share(x, box[0], box[2], dx)[None, :] + _share(y, box[1], box[3], dy)[:, None]
    return np.minimum(np.maximum(along, 0), 1)


def _share(at: NDArray[np.float64], low: float, high: float, weight: float) -> Plane:
    """Return how far positions are between two ends, or from the far end where the weight is negative, weighted."""
    along = (at - low) / max(high - low, 1e-6)
    return ((along if weight >= 0 else 1 - along) * abs(weight)).astype(np.float32)


def _channel(fill: Fill, channel: int, along: Plane | None, grains: list[tuple[Lab, Plane]]) -> Plane | float:
    start = fill.start.keep * fill.colour[channel] + fill.start.add[channel]
    value: Plane | float = start
    if along is not None:
        end = fill.end.keep * fill.colour[channel] + fill.end.add[channel]
        value = along * np.float32(end - start) + np.float32(start)
    for amount, noise in grains:
        if amount[channel]:
            value = noise * np.float32(amount[channel]) + value
    return value


def _rows(mark: Mark, scale: tuple[float, float], height: int) -> tuple[int, int]:
    """Return the rows of pixels that a mark covers all over, without the hint an empty range."""
    if mark.solid is None or mark.opacity < 1:
        return 0, 0
    first = max(int(np.ceil(mark.solid[0] * scale[1])), 0)
    return first, max(min(int(np.floor(mark.solid[1] * scale[1])), height), first)


def _paint_mark(canvas: Plane, mark: Mark, scale: tuple[float, float], seed: int, visible: tuple[int, int]) -> None:
    """Paint a mark; rows outside the visible ones are hidden by later marks."""
    _, height, width = canvas.shape
    window = _window(mark, scale, width, height)
    if window is None:
        return
    first, last = _rows(mark, scale, height)
    top, bottom = max(window.top, visible[0]), min(window.top + window.height, visible[1])
    if last <= first:
        _paint_rows(canvas, mark, window, (top, bottom), seed, full=False)
        return
    _paint_rows(canvas, mark, window, (top, min(first, bottom)), seed, full=False)
    _paint_rows(canvas, mark, window, (max(first, top), min(last, bottom)), seed, full=True)
    _paint_rows(canvas, mark, window, (max(last, top), bottom), seed, full=False)


def _paint_rows(canvas: Plane, mark: Mark, window: _Window, rows: tuple[int, int], seed: int, *, full: bool) -> None:
    if rows[1] <= rows[0]:
        return
    window = replace(window, top=rows[0], height=rows[1] - rows[0])
    alpha = None if full else _alpha_again(mark, window)
    fill = mark.fill
    along = None if fill.start == fill.end else _axis(mark, window)
    grains = [(grain.amount, _grain_again(grain, window, seed)) for grain in fill.grains if _is_seen(grain, window)]
    for channel in range(3):
        part = canvas[channel, window.top : window.top + window.height, window.left : window.left + window.width]
        value = _channel(fill, channel, along, grains)
        if alpha is None:
            part[:] = value
        else:
            change = value - part
            change *= alpha
            part += change


def _is_seen(grain: Grain, window: _Window) -> bool:
    """Tell whether a grain is coarse enough to survive the pixel's averaging."""
    return max(grain.cell) * window.scale[0] > 1.0


def _visible_rows(marks: tuple[Mark, ...], scale: tuple[float, float], height: int) -> list[tuple[int, int]]:
    """Return for each mark the rows that later marks leave to be seen, as one range."""
    hidden = np.zeros(height, bool)
    ranges: list[tuple[int, int]] = []
    for mark in reversed(marks):
        seen = np.flatnonzero(~hidden)
        ranges.append((int(seen[0]), int(seen[-1]) + 1) if len(seen) else (0, 0))
        first, last = _rows(mark, scale, height)
        hidden[first:last] = True
    return ranges[::-1]


def paint(scene: Scene, width: int, height: int, *, seed: int = 0) -> NDArray[np.uint8]:
    """Paint a scene as sRGB bytes, shape (height, width, 3); `seed` varies textures, arrangement and pose a little.

    A picture that is longer than `MOST_STRETCH` times its other side is painted at that shape and squeezed.
    """
    broad, tall = max(width, -(-height // MOST_STRETCH)), max(height, -(-width // MOST_STRETCH))
    if (broad, tall) != (width, height):
        picture = Image.fromarray(paint(scene, broad, tall, seed=seed))
        return np.asarray(picture.resize((width, height), Image.Resampling.BOX))
    aspect = width / height
    scale = (width / np.sqrt(aspect), height * np.sqrt(aspect))
    canvas = np.empty((3, height, width), np.float32)
    canvas[0], canvas[1], canvas[2] = 62.0, 0.0, 2.0
    marks = arrange(scene, aspect, seed=seed)
    for mark, visible in zip(marks, _visible_rows(marks, scale, height), strict=True):
        _paint_mark(canvas, mark, scale, seed, visible)
    if "blurred" in scene.moods:
        canvas = _blurred(canvas, 0.012 * scale[0])
    if "monochrome" in scene.moods:
        canvas[1:] = 0.0
    return rgb_from_planes(canvas)


def _blurred(canvas: Plane, sigma: float) -> Plane:
    """Blur the whole picture; its edges are repeated outwards."""
    _, height, width = canvas.shape
    down, across = _edge_gauss(height, sigma), _edge_gauss(width, sigma)
    return np.stack([down @ plane @ across.T for plane in canvas])


def _edge_gauss(size: int, sigma: float) -> Plane:
    distance = (np.arange(size)[:, None] - np.arange(size)[None, :]) / max(sigma, 0.3)
    weights = np.exp(-0.5 * distance * distance)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


def cover(clause: Clause, width: int, height: int, *, seed: int = 0) -> Cover:
    """Return what a clause by itself covers, and with what; relations are left out."""
    return covers([clause], width, height, seed=seed)[0]


def covers(clauses: Sequence[Clause], width: int, height: int, *, seed: int = 0) -> list[Cover]:
    """Return the cover of each clause; on small rasters many take little more time than one."""
    aspect = width / height
    scale = (width / np.sqrt(aspect), height * np.sqrt(aspect))
    marks = [(each, mark) for each, clause in enumerate(clauses) for mark in arrange_clause(clause, aspect, seed=seed)]
    windowed = [(each, mark, _window(mark, scale, width, height)) for each, mark in marks]
    seen = [(each, mark, window) for each, mark, window in windowed if window is not None]
    layers = np.zeros((len(clauses), 5, height, width), np.float32)
    alphas = _alphas([(mark, window) for _, mark, window in seen])
    for (each, mark, window), over in zip(seen, alphas, strict=True):
        _cover_mark(layers[each], mark, window, over, seed)
    # Views would keep all layers alive.
    return [Cover(own[0].copy(), own[1].copy(), np.ascontiguousarray(np.moveaxis(own[2:], 0, -1))) for own in layers]


def _cover_mark(layers: Plane, mark: Mark, window: _Window, over: Plane, seed: int) -> None:
    """Cover alpha, tint and the channels of `fixed` at once, layers of shape (5, H, W)."""
    part = layers[:, window.top : window.top + window.height, window.left : window.left + window.width]
    fill = mark.fill
    goals = _goals(fill, None if fill.start == fill.end else _axis(mark, window))
    grains = [(grain.amount, _grain(grain, window, seed)) for grain in fill.grains if _is_seen(grain, window)]
    if grains:
        goals = np.broadcast_to(goals, part.shape).copy()
    for amount, noise in grains:
        for channel in range(3):
            if amount[channel]:
                goals[2 + channel] += noise * np.float32(amount[channel])
    change = goals - part
    change *= over
    part += change


def _goals(fill: Fill, along: Plane | None) -> Plane:
    """Return what full cover makes of each layer, shape (5, 1, 1) or with the sides of `along`."""
    start = _goal(fill, fill.start)
    if along is None:
        return start.astype(np.float32)
    return along * (_goal(fill, fill.end) - start).astype(np.float32) + start.astype(np.float32)


def _goal(fill: Fill, shade: Shade) -> NDArray[np.float64]:
    keep, (light, a, b) = shade.keep, shade.add
    if fill.tinted:
        return np.array([[[1.0]], [[keep]], [[light]], [[a]], [[b]]])
    fixed = [[[keep * colour + add]] for colour, add in zip(fill.colour, shade.add, strict=True)]
    return np.array([[[1.0]], [[0.0]], *fixed])
