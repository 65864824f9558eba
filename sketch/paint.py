"""Paints scenes: marks to pixels, composited in CIE Lab from back to front; knows nothing of English.

Deterministic to the bit on one machine; the same scene looks the same at every size, since outlines are covered exactly
by area and textures are functions of position.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketch.arrange import arrange, arrange_clause
from sketch.lexicon import NOUNS, lab_of
from sketch.paint_lab import Lab, rgb_from_planes
from sketch.paint_marks import Fill, Grain, Mark, Shade
from sketch.paint_noise import PATTERNS, crispness, field, mix, pattern
from sketch.paint_raster import coverage
from sketch.scene import Clause, Scene

DECODER_ID = "sketch/3"
"""Names the painter and its lexicon: files drawn by another version may look different."""

MAX_SEEDS = 1 << 16
"""Seeds are whole numbers from 0 to one less."""
MOST_STRETCH = 16
"""Textures take memory by the square of a picture's stretch: a file of a few bytes that asks for 16384x1 took 5 GB."""
_FINEST = 0.8
"""Pixels across the finest grain that is painted; of finer ones a pixel's average leaves nothing."""

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
    low, high = mark.edges.low - 3 * mark.soft, mark.edges.high + 3 * mark.soft
    left, top = max(int(np.floor(low[0] * scale[0])), 0), max(int(np.floor(low[1] * scale[1])), 0)
    right, bottom = min(int(np.ceil(high[0] * scale[0])), width), min(int(np.ceil(high[1] * scale[1])), height)
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
    footprint = float(np.hypot(step_x / grain.cell[0], step_y / grain.cell[1]))
    # A pixel averages the noise: fine grain fades as the picture gets smaller (crispness does so by itself).
    if grain.form == "patchy":
        noise *= np.float32(crispness(footprint))
        return np.clip(noise, -1.0, 1.0, out=noise)
    if footprint > 0.4:
        noise *= np.float32(1 / (1 + (footprint - 0.4) ** 2))
    if grain.form == "ridge":
        np.abs(noise, out=noise)
        return np.float32(1.0) - noise * np.float32(1.5)
    return noise


def _axis(mark: Mark, window: _Window) -> Plane:
    """Return how far each pixel of the window is along the fill's axis, 0 to 1, shape (H, W), (H, 1) or (1, W)."""
    if mark.box is None:
        low, high = mark.edges.low, mark.edges.high
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    else:
        box = mark.box
    dx, dy = mark.fill.axis
    x, y = window.centres
    u, v = (x - box[0]) / max(box[2] - box[0], 1e-6), (y - box[1]) / max(box[3] - box[1], 1e-6)
    along_x = ((u if dx >= 0 else 1 - u) * abs(dx)).astype(np.float32)[None, :]
    along_y = ((v if dy >= 0 else 1 - v) * abs(dy)).astype(np.float32)[:, None]
    along = along_y if dx == 0 else along_x if dy == 0 else along_x + along_y
    return np.minimum(np.maximum(along, 0), 1)


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
    alpha = None if full else _alpha(mark, window)
    fill = mark.fill
    along = None if fill.start == fill.end else _axis(mark, window)
    grains = [(grain.amount, _grain(grain, window, seed)) for grain in fill.grains if _is_seen(grain, window)]
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
    return max(grain.cell) * window.scale[0] > _FINEST


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
    aspect = width / height
    scale = (width / np.sqrt(aspect), height * np.sqrt(aspect))
    alpha, tint = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    fixed = np.zeros((3, height, width), np.float32)
    for mark in arrange_clause(clause, aspect, seed=seed):
        window = _window(mark, scale, width, height)
        if window is not None:
            _cover_mark(alpha, tint, fixed, mark, window, seed)
    return Cover(alpha, tint, np.ascontiguousarray(np.moveaxis(fixed, 0, -1)))


def _cover_mark(alpha: Plane, tint: Plane, fixed: Plane, mark: Mark, window: _Window, seed: int) -> None:
    here = (slice(window.top, window.top + window.height), slice(window.left, window.left + window.width))
    over = _alpha(mark, window)
    fill = mark.fill
    along = None if fill.start == fill.end else _axis(mark, window)
    grains = [(grain.amount, _grain(grain, window, seed)) for grain in fill.grains if _is_seen(grain, window)]
    alpha[here] += over * (1 - alpha[here])
    keep = _keep(fill.start, fill.end, along) if fill.tinted else 0.0
    tint[here] += over * (keep - tint[here])
    untinted = Fill(colour=(0.0, 0.0, 0.0), start=fill.start, end=fill.end) if fill.tinted else fill
    for channel in range(3):
        part = fixed[channel][here]
        part += over * (_channel(untinted, channel, along, grains) - part)


def _keep(start: Shade, end: Shade, along: Plane | None) -> Plane | float:
    return start.keep if along is None else along * np.float32(end.keep - start.keep) + np.float32(start.keep)
