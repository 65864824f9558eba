"""What noise does to the pixels of a window: grains as planes, kept where they are small; knows no colours."""

from functools import lru_cache

import numpy as np

from sketch.paint_marks import Grain
from sketch.paint_noise import PATTERNS, crispness, field, mix, pattern
from sketch.paint_strokes import STROKES, side_of, stroke_noise
from sketch.paint_windows import MOST_KEPT, Plane, Window

_FINEST = 0.8
"""Pixels across the finest grain that is painted; of finer ones a pixel's average leaves nothing."""
_COARSE = 16.0
"""Pixels across a grain from which on it is coarse."""
_MOST_COARSE = 1 << 20
"""Pixels of a picture up to which a coarse grain of all of it is kept; 4 MB."""

_Texture = tuple[str, int, tuple[float, float]]
"""The form, key and cell of a grain: of one texture there are many amounts."""


def is_seen(grain: Grain, window: Window) -> bool:
    """Tell whether a grain is coarse enough to survive the pixel's averaging."""
    return max(grain.cell) * window.scale[0] > _FINEST


def grain_over(grain: Grain, window: Window, seed: int) -> Plane:
    """Return the noise of a grain over a window, (H, W), deviation about 1; not to be written to.

    Most marks of a picture have the same few grains: of a small picture the whole is made and kept, and of a larger one
    if the grain is so coarse that it is made as quickly as the windows of a few marks.
    """
    if grain.form in STROKES:
        return stroke_noise(grain.form, side_of(grain.key, seed), grain.cell[0], window)
    texture = grain.form, mix(grain.key, seed), grain.cell
    pixels = window.rows * window.columns
    is_coarse = min(grain.cell) * window.scale[0] >= _COARSE and grain.form not in PATTERNS
    if pixels > MOST_KEPT and not (is_coarse and pixels <= _MOST_COARSE):
        return _noise(texture, window)
    whole = (_small if pixels <= MOST_KEPT else _coarse)(texture, window.whole)
    return whole[window.top : window.top + window.height, window.left : window.left + window.width]


@lru_cache(maxsize=48)
def _small(texture: _Texture, window: Window) -> Plane:
    return _fixed(_noise(texture, window))


@lru_cache(maxsize=3)
def _coarse(texture: _Texture, window: Window) -> Plane:
    return _fixed(_noise(texture, window))


def _fixed(noise: Plane) -> Plane:
    noise.flags.writeable = False
    return noise


def _noise(texture: _Texture, window: Window) -> Plane:
    form, key, cell = texture
    if form in PATTERNS:
        return pattern(form, key, window.centres, cell=cell, scale=window.scale[0])
    step_x, step_y = 1 / window.scale[0], 1 / window.scale[1]
    noise = field(
        key,
        x=((window.left + 0.5) * step_x, step_x, window.width),
        y=((window.top + 0.5) * step_y, step_y, window.height),
        cell=cell,
    )
    footprint = float(np.hypot(step_x / cell[0], step_y / cell[1]))
    # A pixel averages the noise: fine grain fades as the picture gets smaller (crispness does so by itself).
    if form == "patchy":
        noise *= np.float32(crispness(footprint))
        return np.clip(noise, -1.0, 1.0, out=noise)
    if footprint > 0.4:
        noise *= np.float32(1 / (1 + (footprint - 0.4) ** 2))
    if form == "ridge":
        np.abs(noise, out=noise)
        return np.float32(1.0) - noise * np.float32(1.5)
    return noise
