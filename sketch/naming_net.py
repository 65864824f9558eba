"""The recogniser's network: one graph, run here in numpy, trained elsewhere over another `Ops`; knows no class by name.

The graph is a small U-net (Ronneberger, Fischer and Brox 2015, "U-Net", section 2) with residual steps, a
whole-picture context vector at its coarsest level, and two image-level heads. It is written once, over the few
operations of `Ops`, so that training and run time cannot drift apart.
"""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

INPUT_ROWS, INPUT_COLS = 96, 128
"""The picture is squeezed to this size, whatever its shape, as the labels' grid is."""
FINE_ROWS, FINE_COLS = 24, 32
"""Resolution of the class map."""


T = TypeVar("T")


class Ops(Protocol[T]):
    """What a tensor library must do for `run_network`; `name` addresses a layer's parameters."""

    def conv(self, name: str, x: T, *, stride: int = 1, relu: bool = True) -> T:
        """Convolve with the layer, padded to keep the size, and rectify."""
        ...

    def dense(self, name: str, x: T, *, relu: bool = False) -> T:
        """Multiply a vector by the layer."""
        ...

    def double(self, x: T) -> T:
        """Repeat every cell twice both ways."""
        ...

    def join(self, a: T, b: T) -> T:
        """Put the channels of two maps together."""
        ...

    def pooled(self, x: T) -> T:
        """Return the mean and the maximum of every channel."""
        ...

    def spread(self, x: T, vector: T) -> T:
        """Add a vector to every cell, and rectify."""
        ...

    def add(self, a: T, b: T) -> T:
        """Add two maps."""
        ...


LAYERS: dict[str, tuple[int, int, int]] = {
    "stem": (5, 16, 3),
    "down1": (16, 40, 3),
    "b1": (40, 40, 3),
    "down2": (40, 80, 3),
    "c1": (80, 80, 3),
    "c2": (80, 80, 3),
    "down3": (80, 96, 3),
    "d1": (96, 96, 3),
    "context": (192, 96, 0),
    "across2": (176, 80, 1),
    "up2": (80, 72, 3),
    "across1": (112, 64, 1),
    "classes": (64, 0, 1),
    "scene": (192, 0, 0),
    "present": (192, 0, 0),
}
"""Layer -> channels in, channels out, kernel side (0: a dense layer); the counts of the heads come from the weights."""


def run_network(ops: Ops[T], picture: T) -> tuple[T, T, T]:
    """Return the class logits (24x32), the scene logits and the presence logits of a 96x128 five-channel picture."""
    b = ops.conv("down1", ops.conv("stem", picture, stride=2), stride=2)
    b = ops.add(b, ops.conv("b1", b))
    c = ops.conv("down2", b, stride=2)
    c = ops.add(c, ops.conv("c2", ops.conv("c1", c)))
    d = ops.conv("down3", c, stride=2)
    d = ops.add(d, ops.conv("d1", d))
    whole = ops.pooled(d)
    d = ops.spread(d, ops.dense("context", whole))
    up = ops.conv("up2", ops.conv("across2", ops.join(ops.double(d), c)))
    up = ops.conv("across1", ops.join(ops.double(up), b))
    return ops.conv("classes", up, relu=False), ops.dense("scene", whole), ops.dense("present", whole)


class NumpyOps:
    """`Ops` over one picture, float32 (rows, columns, channels), with normalisation folded into the weights."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights

    def conv(self, name: str, x: Array, *, stride: int = 1, relu: bool = True) -> Array:
        """Convolve with the layer, padded to keep the size, and rectify."""
        kernel, bias = self._weights[name], self._weights[name + ".bias"]
        side = kernel.shape[0]
        rows, cols = x.shape[0] // stride, x.shape[1] // stride
        if side == 1:
            patches = x.reshape(rows * cols, -1)
        else:
            padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
            windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(0, 1))[::stride, ::stride]
            patches = windows.transpose(0, 1, 3, 4, 2).reshape(rows * cols, -1)
        out = patches @ kernel.reshape(-1, kernel.shape[3]) + bias
        if relu:
            np.maximum(out, 0, out=out)
        return np.asarray(out.reshape(rows, cols, -1), np.float32)

    def dense(self, name: str, x: Array, *, relu: bool = False) -> Array:
        """Multiply a vector by the layer."""
        out = x @ self._weights[name] + self._weights[name + ".bias"]
        return np.asarray(np.maximum(out, 0) if relu else out, np.float32)

    def double(self, x: Array) -> Array:
        """Repeat every cell twice both ways."""
        return x.repeat(2, axis=0).repeat(2, axis=1)

    def join(self, a: Array, b: Array) -> Array:
        """Put the channels of two maps together."""
        return np.concatenate([a, b], axis=2)

    def pooled(self, x: Array) -> Array:
        """Return the mean and the maximum of every channel."""
        return np.concatenate([x.mean(axis=(0, 1)), x.max(axis=(0, 1))])

    def spread(self, x: Array, vector: Array) -> Array:
        """Add a vector to every cell, and rectify."""
        return np.asarray(np.maximum(x + vector, 0), np.float32)

    def add(self, a: Array, b: Array) -> Array:
        """Add two maps."""
        return a + b


def with_places(rgb: Array) -> Array:
    """Centre an RGB picture in 0..1 and add height and distance from the middle column: (rows, cols, 5)."""
    rows, cols = rgb.shape[:2]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None, None]
    x = np.abs(np.linspace(-1, 1, cols, dtype=np.float32))[None, :, None] * 2 - 1
    places = np.concatenate([np.broadcast_to(y, (rows, cols, 1)), np.broadcast_to(x, (rows, cols, 1))], axis=2)
    return np.concatenate([rgb * 4 - 2, places], axis=2, dtype=np.float32)


def pack_weights(weights: Mapping[str, Array]) -> dict[str, npt.NDArray[Any]]:
    """Quantise kernels to 8 bits with a float16 step per output channel; biases stay float16."""
    packed: dict[str, npt.NDArray[Any]] = {}
    for name, value in weights.items():
        if name.endswith(".bias"):
            packed[name] = value.astype(np.float16)
            continue
        step = np.maximum(np.abs(value).reshape(-1, value.shape[-1]).max(axis=0) / 127, 1e-7).astype(np.float16)
        packed[name] = np.clip(np.rint(value / step.astype(np.float32)), -127, 127).astype(np.int8)
        packed[name + ".step"] = step
    return packed


def unpack_weights(packed: Mapping[str, npt.NDArray[Any]]) -> dict[str, Array]:
    """Undo `pack_weights` up to its rounding."""
    weights: dict[str, Array] = {}
    for name, value in packed.items():
        if name.endswith(".step"):
            continue
        weights[name] = value.astype(np.float32)
        if not name.endswith(".bias"):
            weights[name] *= packed[name + ".step"].astype(np.float32)
    return weights
