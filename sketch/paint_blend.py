"""Puts marks over a canvas: the colours of a window's pixels, blended block by block; knows no scenes.

All channels of a block at once: on small windows the calls take longer than the work, and of a large one a processor's
cache holds but a part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sketch.paint_along import Mix, along_of
from sketch.paint_grain import grain_over, is_seen
from sketch.paint_marks import Fill, Mark
from sketch.paint_windows import Plane, Window

_BLOCK = 1 << 15
"""Pixels that are blended at once."""

_Noise = tuple[Plane, tuple[int, ...], Plane]
"""What one deviation of a grain adds to each channel, shape (C, 1, 1), to which it adds any, and its noise, (H, W)."""


@dataclass(frozen=True)
class _Ground:
    """The colours of a window without their noise: `start`, and `change` times how far `along` pixels are."""

    start: Plane
    """Shape (C, H, W), or 1 instead of H or W."""
    change: Plane | None = None
    """Shape (C, 1, 1)."""
    along: Plane | None = None
    """Shape (H, W)."""

    def put(self, rows: slice, room: Plane) -> None:
        """Put the colours of some rows into an array of their shape."""
        if self.along is None or self.change is None:
            room[...] = self.start if self.start.shape[1] == 1 else self.start[:, rows]
            return
        np.multiply(self.along[rows], self.change, out=room)
        room += self.start


def blend(canvas: Plane, mark: Mark, window: Window, alpha: Plane | None, seed: int) -> None:
    """Blend a mark into a canvas of Lab, shape (3, H, W); without `alpha`, (H, W), it covers all of the window.

    `seed` is hashed into textures.
    """
    part = canvas[:, window.top : window.top + window.height, window.left : window.left + window.width]
    along = along_of(mark, window)
    grains = [(grain.amount, grain_over(grain, window, seed)) for grain in mark.fill.grains if is_seen(grain, window)]
    if not isinstance(along, Mix):
        _put(part, _ground(mark.fill, along), [_noise(amount, noise) for amount, noise in grains], alpha)
        return
    for channel in range(3):
        # One after the other, since each is a plane.
        noises = [_noise((amount[channel],), noise) for amount, noise in grains]
        mixed = along.of_channel(mark.fill.mesh, channel)[None]
        _put(part[channel : channel + 1], _Ground(mixed), noises, alpha)


def _noise(amount: tuple[float, ...], noise: Plane) -> _Noise:
    changed = tuple(channel for channel, own in enumerate(amount) if own)
    return np.array(amount, np.float32)[:, None, None], changed, noise


def _ground(fill: Fill, along: Plane | None) -> _Ground:
    starts = [fill.start.keep * colour + add for colour, add in zip(fill.colour, fill.start.add, strict=True)]
    start = np.array(starts, np.float32)[:, None, None]
    if along is None:
        return _Ground(start)
    ends = [fill.end.keep * colour + add for colour, add in zip(fill.colour, fill.end.add, strict=True)]
    change = np.array([after - before for before, after in zip(starts, ends, strict=True)], np.float32)[:, None, None]
    return _Ground(start, change, along) if min(along.shape) > 1 else _Ground(along * change + start)


def _put(part: Plane, ground: _Ground, noises: Sequence[_Noise], alpha: Plane | None) -> None:
    """Blend colours into a part of a canvas, all over it without `alpha`; (C, H, W)."""
    channels, height, width = part.shape
    step = max(_BLOCK // width, 1)
    scratch = np.empty((2, channels, min(step, height), width), np.float32)
    # Of what is a part of each row, every row is a step of its own, and to copy them is quicker than to reckon on them.
    is_whole = part.strides[1] == width * part.itemsize
    for first in range(0, height, step):
        rows = slice(first, min(first + step, height))
        below = part[:, rows]
        value, spare = scratch[:, :, : below.shape[1]]
        if alpha is None and is_whole:
            _colour(below, ground, noises, rows, spare)
            continue
        _colour(value, ground, noises, rows, spare)
        if alpha is None:
            below[...] = value
        elif is_whole:
            value -= below
            value *= alpha[rows]
            below += value
        else:
            spare[...] = below
            value -= spare
            value *= alpha[rows]
            spare += value
            below[...] = spare


def _colour(value: Plane, ground: _Ground, noises: Sequence[_Noise], rows: slice, spare: Plane) -> None:
    """Put the colours of some rows, with their noise, into an array of their shape; `spare` is another."""
    ground.put(rows, value)
    for amount, changed, noise in noises:
        if len(changed) == len(value):
            np.multiply(noise[rows], amount, out=spare)
            value += spare
            continue
        for channel in changed:
            np.multiply(noise[rows], amount[channel], out=spare[channel])
            value[channel] += spare[channel]
