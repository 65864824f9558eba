"""How much a mark covers of each pixel that it touches: windows of the picture, sharp and soft edges; no colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from sketch.paint_marks import Mark
from sketch.paint_raster import coverage, coverages

MOST_KEPT = 1 << 16
"""Pixels of a plane up to which it is kept; a quarter of a megabyte."""

Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """The pixels that a mark touches, and the scale of the picture."""

    left: int
    top: int
    width: int
    height: int
    scale: tuple[float, float]
    """Pixels per scene unit."""
    rows: int
    """Rows of the whole picture."""
    columns: int
    """Columns of the whole picture."""

    @property
    def whole(self) -> "Window":
        """The window that is the whole picture."""
        return Window(0, 0, self.columns, self.rows, self.scale, self.rows, self.columns)

    @property
    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixel centres in scene units: x of each column, y of each row; not to be written to."""
        across, down = _centres(self.columns, self.scale[0]), _centres(self.rows, self.scale[1])
        return across[self.left : self.left + self.width], down[self.top : self.top + self.height]


@lru_cache(maxsize=16)
def _centres(count: int, scale: float) -> NDArray[np.float64]:
    return (np.arange(count, dtype=np.float64) + 0.5) / scale


def window_of(mark: Mark, scale: tuple[float, float], width: int, height: int) -> Window | None:
    """Return the window of a mark in a picture of that size, None where it lies outside."""
    (x0, y0), (x1, y1), spread = mark.edges.low.tolist(), mark.edges.high.tolist(), 3 * mark.soft
    left, top = max(floor((x0 - spread) * scale[0]), 0), max(floor((y0 - spread) * scale[1]), 0)
    right, bottom = min(ceil((x1 + spread) * scale[0]), width), min(ceil((y1 + spread) * scale[1]), height)
    if right <= left or bottom <= top:
        return None
    return Window(left, top, right - left, bottom - top, scale, height, width)


@lru_cache(maxsize=64)
def _gauss(size: int, cells: int, factor: float, offset: float, sigma: float) -> Plane:
    """Return weights (size, cells) that blur coarse cells and spread them over pixels at once."""
    at = (np.arange(size) + 0.5) / factor + offset
    distance = (at[:, None] - (np.arange(cells) + 0.5)[None, :]) / sigma
    weights = np.exp(-0.5 * distance * distance)
    weights /= np.sqrt(2 * np.pi) * sigma
    return weights.astype(np.float32)


def _soft_coverage(mark: Mark, window: Window) -> Plane:
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


def _sharp_coverage(mark: Mark, window: Window) -> Plane:
    return coverage(
        mark.edges,
        scale=window.scale,
        left=window.left,
        top=window.top,
        width=window.width,
        height=window.height,
    )


def alpha_of(mark: Mark, window: Window) -> Plane:
    """Return how much a mark covers of each pixel of its window, (H, W), 0 to 1."""
    cover = _soft_coverage(mark, window) if mark.soft > 0 else _sharp_coverage(mark, window)
    return veiled(cover, mark)


def alpha_again(mark: Mark, window: Window) -> Plane:
    """Return `alpha_of`, kept where it is small: a critic has nearly the same small picture painted again and again."""
    return _small_alpha(mark, window) if window.width * window.height <= MOST_KEPT else alpha_of(mark, window)


@lru_cache(maxsize=96)
def _small_alpha(mark: Mark, window: Window) -> Plane:
    alpha = alpha_of(mark, window)
    alpha.flags.writeable = False
    return alpha


def alphas_of(marks: Sequence[tuple[Mark, Window]]) -> list[Plane]:
    """Return what `alpha_of` does for each mark; those with sharp edges are covered together."""
    sharp = [(mark, window) for mark, window in marks if mark.soft == 0]
    if len(sharp) < 2:
        return [alpha_of(mark, window) for mark, window in marks]
    planes = iter(
        coverages(
            [mark.edges for mark, _ in sharp],
            scale=sharp[0][1].scale,
            corners=[(window.left, window.top) for _, window in sharp],
            sizes=[(window.width, window.height) for _, window in sharp],
        )
    )
    return [alpha_of(mark, window) if mark.soft else veiled(next(planes), mark) for mark, window in marks]


def veiled(cover: Plane, mark: Mark) -> Plane:
    """Return what is left of a mark's cover if it is not opaque."""
    return cover if mark.opacity == 1.0 else cover * np.float32(mark.opacity)
