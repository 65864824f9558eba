"""Runs EfficientNet-Lite0 in numpy: pixels to maps of features; names nothing and reads no files.

The network is Google's (Tan and Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks";
Lite: no squeeze-and-excitation, ReLU6), with batch normalisation folded into weights and offsets. Maps are (rows,
columns, channels).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Array = npt.NDArray[np.float32]

PIXELS = 256 * 256
Formats = tuple[tuple[int, int], ...]
FORMATS: Formats = ((256, 256), (224, 288), (288, 224))
"""Rows and columns to which a picture is brought, whichever squeezes it least; multiples of 32."""
TAPS = (4, 7, 10, 15)
"""The blocks whose maps are handed out, at strides 8, 16, 16 and 32."""
HEAD = 16
"""The key of the last map, 1280 channels at stride 32."""


@dataclass(frozen=True)
class Block:
    """One inverted bottleneck."""

    side: int
    """Of the depthwise filters, pixels."""
    stride: int
    inner: int
    """Channels of the depthwise convolution."""
    taken: int
    given: int

    @property
    def adds(self) -> bool:
        """Whether the block's input is added to its output."""
        return self.stride == 1 and self.taken == self.given


def _blocks() -> tuple[Block, ...]:
    stages = [
        (1, 3, 1, 1, 32, 16),
        (2, 3, 2, 6, 16, 24),
        (2, 5, 2, 6, 24, 40),
        (3, 3, 2, 6, 40, 80),
        (3, 5, 1, 6, 80, 112),
        (4, 5, 2, 6, 112, 192),
        (1, 3, 1, 6, 192, 320),
    ]
    found = []
    for repeats, side, stride, wider, taken, given in stages:
        for repeat in range(repeats):
            entering = taken if repeat == 0 else given
            found.append(Block(side, stride if repeat == 0 else 1, entering * wider, entering, given))
    return tuple(found)


BLOCKS = _blocks()
CHANNELS = {**{tap: BLOCKS[tap].given for tap in TAPS}, HEAD: 1280}
"""Channels of each map that is handed out."""


def layer_shapes() -> dict[str, tuple[int, int]]:
    """Return every layer's matrix shape, (inputs, outputs): what is summed over, and channels.

    A depthwise layer sums over its filter's pixels, row by row; the stem over its 3x3 pixels of 3 colours.
    """
    shapes = {"stem": (27, 32)}
    for number, block in enumerate(BLOCKS):
        if block.inner != block.taken:
            shapes[f"{number}.expand"] = (block.taken, block.inner)
        shapes[f"{number}.depth"] = (block.side**2, block.inner)
        shapes[f"{number}.project"] = (block.inner, block.given)
    shapes["head"] = (BLOCKS[-1].given, 1280)
    return shapes


def input_format(rows: int, cols: int, *, formats: Formats = FORMATS) -> tuple[int, int]:
    """Choose the rows and columns to which a picture is brought."""
    return min(formats, key=lambda size: (abs(np.log(size[1] * rows / (size[0] * cols))), size))


def network_input(image_rgb: npt.NDArray[np.uint8], *, formats: Formats = FORMATS) -> Array:
    """Bring RGB pixels to one of the formats and to what the network was trained on, about -1..1."""
    rows, cols = input_format(*image_rgb.shape[:2], formats=formats)
    small = Image.fromarray(image_rgb).resize((cols, rows), Image.Resampling.BICUBIC)
    return normalised(np.asarray(small, np.float32))


def normalised(rgb: Array) -> Array:
    """Bring RGB of 0..255 to what the network was trained on."""
    return np.asarray((rgb - np.float32(127)) / np.float32(128), np.float32)


def feature_maps(pixels: Array, layers: Mapping[str, tuple[Array, Array]]) -> dict[int, Array]:
    """Run the network on `network_input`; returns the maps of `TAPS` and `HEAD`.

    `layers` holds per name of `layer_shapes` a matrix of that shape and an offset per output.
    """
    weights, offset = layers["stem"]
    x = _relu6(_patches(_padded(pixels, 3, 2), 3, 2) @ weights + offset)
    maps: dict[int, Array] = {}
    for number, block in enumerate(BLOCKS):
        y = x
        if block.inner != block.taken:
            y = _relu6(pointwise(y, *layers[f"{number}.expand"]))
        y = _relu6(depthwise(y, *layers[f"{number}.depth"], stride=block.stride))
        y = pointwise(y, *layers[f"{number}.project"])
        x = x + y if block.adds else y
        if number in TAPS:
            maps[number] = x
    maps[HEAD] = _relu6(pointwise(x, *layers["head"]))
    return maps


def pointwise(x: Array, weights: Array, offset: Array) -> Array:
    """Convolve by 1x1: one matrix product."""
    y = x.reshape(-1, x.shape[2]) @ weights
    y += offset
    return np.asarray(y.reshape(*x.shape[:2], -1), np.float32)


def depthwise(x: Array, weights: Array, offset: Array, *, stride: int) -> Array:
    """Convolve each channel by its own filter, `weights` (side * side, channels); padded so that the size is kept."""
    side = int(len(weights) ** 0.5)
    padded = _padded(x, side, stride)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(0, 1))[::stride, ::stride]
    summed = np.einsum("rckij,ijk->rck", windows, weights.reshape(side, side, -1))
    summed += offset
    return np.asarray(summed, np.float32)


def _padded(x: Array, side: int, stride: int) -> Array:
    """Pad with zeros as TensorFlow does for "same": the odd one at the bottom and right."""
    excess = side - stride
    before, after = excess // 2, excess - excess // 2
    rows, cols, channels = x.shape
    # Quicker than `np.pad`, which is an eighth of the whole network's time.
    padded = np.zeros((rows + before + after, cols + before + after, channels), np.float32)
    padded[before : before + rows, before : before + cols] = x
    return padded


def _patches(padded: Array, side: int, stride: int) -> Array:
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(0, 1))[::stride, ::stride]
    ordered = windows.transpose(0, 1, 3, 4, 2)
    return np.ascontiguousarray(ordered).reshape(*ordered.shape[:2], -1)


def _relu6(x: Array) -> Array:
    return np.clip(x, 0, 6, out=x)
