"""The recogniser's network: one graph, run here in numpy, trained elsewhere over another `Ops`; knows no class by name.

The graph is a small U-net (Ronneberger, Fischer and Brox 2015, "U-Net", section 2) with residual steps, a whole-picture
context vector at its coarsest level, and two image-level heads. It is written once, over the few operations of `Ops`, so
that training and run time cannot drift apart.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from codec.errors import FormatError

Array = npt.NDArray[np.float32]

INPUT_ROWS, INPUT_COLS = 96, 128
"""The picture is squeezed to this size, whatever its shape, as the labels' grid is."""
FINE_ROWS, FINE_COLS = 24, 32
"""Resolution of the class map."""


T = TypeVar("T")


class Ops(Protocol[T]):
    """What a tensor library must do for `run_network`; `name` addresses a layer's parameters."""

    def conv(self, name: str, x: T, *, stride: int = 1, relu: bool = True) -> T: ...
    def dense(self, name: str, x: T, *, relu: bool = False) -> T: ...
    def double(self, x: T) -> T: ...
    def join(self, a: T, b: T) -> T: ...
    def pooled(self, x: T) -> T: ...
    def spread(self, x: T, vector: T) -> T: ...
    def add(self, a: T, b: T) -> T: ...


LAYERS: dict[str, tuple[int, int, int]] = {
    "stem": (5, 24, 3),
    "a1": (24, 24, 3),
    "down1": (24, 48, 3),
    "b1": (48, 48, 3),
    "b2": (48, 48, 3),
    "down2": (48, 96, 3),
    "c1": (96, 96, 3),
    "c2": (96, 96, 3),
    "down3": (96, 144, 3),
    "d1": (144, 144, 3),
    "d2": (144, 144, 3),
    "up2": (240, 96, 3),
    "up1": (144, 64, 3),
    "classes": (64, 0, 1),
    "context": (288, 144, 0),
    "scene": (288, 0, 0),
    "present": (288, 0, 0),
}
"""Layer -> channels in, channels out, kernel side (0: a dense layer); the counts of the heads come from the weights."""


def run_network(ops: Ops[T], picture: T) -> tuple[T, T, T]:
    """Return the class logits (24x32), the scene logits and the presence logits of a 96x128 five-channel picture."""
    a = ops.conv("a1", ops.conv("stem", picture, stride=2))
    b = ops.conv("down1", a, stride=2)
    b = ops.add(b, ops.conv("b2", ops.conv("b1", b)))
    c = ops.conv("down2", b, stride=2)
    c = ops.add(c, ops.conv("c2", ops.conv("c1", c)))
    d = ops.conv("down3", c, stride=2)
    d = ops.add(d, ops.conv("d2", ops.conv("d1", d)))
    whole = ops.pooled(d)
    d = ops.spread(d, ops.dense("context", whole))
    up = ops.conv("up2", ops.join(ops.double(d), c))
    up = ops.conv("up1", ops.join(ops.double(up), b))
    return ops.conv("classes", up, relu=False), ops.dense("scene", whole), ops.dense("present", whole)


class NumpyOps:
    """`Ops` over one picture as a float32 array (rows, columns, channels), with normalisation folded into the weights."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights

    def conv(self, name: str, x: Array, *, stride: int = 1, relu: bool = True) -> Array:
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
        out = x @ self._weights[name] + self._weights[name + ".bias"]
        return np.asarray(np.maximum(out, 0) if relu else out, np.float32)

    def double(self, x: Array) -> Array:
        return x.repeat(2, axis=0).repeat(2, axis=1)

    def join(self, a: Array, b: Array) -> Array:
        return np.concatenate([a, b], axis=2)

    def pooled(self, x: Array) -> Array:
        return np.concatenate([x.mean(axis=(0, 1)), x.max(axis=(0, 1))])

    def spread(self, x: Array, vector: Array) -> Array:
        return np.maximum(x + vector, 0)

    def add(self, a: Array, b: Array) -> Array:
        return a + b


def with_places(rgb: Array) -> Array:
    """Add height and distance from the middle column to an RGB picture in 0..1 and centre it: (rows, cols, 5), about -1..1."""
    rows, cols = rgb.shape[:2]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None, None]
    x = np.abs(np.linspace(-1, 1, cols, dtype=np.float32))[None, :, None] * 2 - 1
    places = np.concatenate([np.broadcast_to(y, (rows, cols, 1)), np.broadcast_to(x, (rows, cols, 1))], axis=2)
    return np.concatenate([rgb * 4 - 2, places], axis=2)


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


def load_networks(path: Path) -> list[dict[str, Array]]:
    """Read the networks of a weights file, in order.

    Raises `FormatError` when the file is missing or not of this shape.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            packed = {key: archive[key] for key in archive.files}
    except (OSError, ValueError, EOFError) as error:
        raise FormatError(f"{path}: the naming weights can't be read ({error})") from error
    count = len({key.split("/")[0] for key in packed})
    networks = [
        unpack_weights({key.split("/", 1)[1]: value for key, value in packed.items() if key.startswith(f"{index}/")})
        for index in range(count)
    ]
    if not networks or any(not set(LAYERS) <= set(network) for network in networks):
        raise FormatError(f"{path}: the naming weights lack layers of this version's network")
    return networks
