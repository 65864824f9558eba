"""Trains the recogniser's networks in torch; imported by training alone, it measures and ships nothing."""

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as tf

from sketch.naming_data import CLASSES, SCENES, UNKNOWN, LabelledPhoto, read_pixels
from sketch.naming_net import INPUT_COLS, INPUT_ROWS, LAYERS, Array, run_network
from sketch.naming_nouns import NOUNS, nouns_of
from sketch.train_naming_views import augment, cutmix

STORED_ROWS, STORED_COLS = 144, 192
BATCH = 16


@dataclass(frozen=True)
class Plan:
    """How long and how to train."""

    epochs: int
    seed: int
    rate: float = 2e-3
    decay: float = 2e-2
    cutmix: float = 0.3
    """Share of pictures that get a rectangle of another pasted in."""


class TorchOps:
    """`Ops` over batches, with batch normalisation after every convolution but the last."""

    def __init__(self, generator: torch.Generator) -> None:
        self.parameters: dict[str, torch.Tensor] = {}
        self.buffers: dict[str, torch.Tensor] = {}
        self.training = True
        heads = {"classes": len(CLASSES), "scene": len(SCENES), "present": len(NOUNS)}
        for name, (fan_in, fan_out, side) in LAYERS.items():
            channels = heads.get(name, fan_out)
            shape = (channels, fan_in, side, side) if side else (channels, fan_in)
            scale = math.sqrt(2 / (fan_in * max(side, 1) ** 2)) * (0.1 if name in heads else 1)
            kernel = torch.randn(shape, generator=generator) * scale
            self.parameters[name] = kernel.contiguous(memory_format=torch.channels_last) if side else kernel
            self.parameters[name + ".bias"] = torch.zeros(channels)
            if side > 1:
                self.parameters[name + ".gain"] = torch.ones(channels)
                self.buffers[name + ".mean"], self.buffers[name + ".var"] = torch.zeros(channels), torch.ones(channels)
        for tensor in self.parameters.values():
            tensor.requires_grad_()

    def conv(self, name: str, x: torch.Tensor, *, stride: int = 1, relu: bool = True) -> torch.Tensor:
        """Convolve, normalise over the batch (but for the last layer), and rectify."""
        kernel, bias = self.parameters[name], self.parameters[name + ".bias"]
        if name + ".gain" not in self.parameters:
            return tf.conv2d(x, kernel, bias)
        x = tf.conv2d(x, kernel, None, stride, 1)
        mean, var = self.buffers[name + ".mean"], self.buffers[name + ".var"]
        x = tf.batch_norm(x, mean, var, self.parameters[name + ".gain"], bias, self.training, 0.1, 1e-5)
        return tf.relu(x) if relu else x

    def dense(self, name: str, x: torch.Tensor, *, relu: bool = False) -> torch.Tensor:
        """Multiply a vector by the layer; the heads drop some of it in training."""
        if name in ("scene", "present"):
            x = tf.dropout(x, 0.3, self.training)
        x = tf.linear(x, self.parameters[name], self.parameters[name + ".bias"])
        return tf.relu(x) if relu else x

    def double(self, x: torch.Tensor) -> torch.Tensor:
        """Repeat every cell twice both ways."""
        return tf.interpolate(x, scale_factor=2, mode="nearest")

    def join(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """Put the channels of two maps together, dropping some in training."""
        return tf.dropout2d(torch.cat([a, b], 1), 0.1, self.training)

    def pooled(self, x: torch.Tensor) -> torch.Tensor:
        """Return the mean and the maximum of every channel."""
        return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)

    def spread(self, x: torch.Tensor, vector: torch.Tensor) -> torch.Tensor:
        """Add a vector to every cell, and rectify."""
        return tf.relu(x + vector[:, :, None, None])

    def add(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """Add two maps."""
        return a + b


@dataclass(frozen=True)
class Corpus:
    """Photographs and their labels as tensors."""

    pixels: torch.Tensor
    """(n, 3, 144, 192) uint8."""
    grids: torch.Tensor
    """(n, 6, 8) class indices."""
    scenes: torch.Tensor
    present: torch.Tensor
    """(n, nouns) 0 or 1: nouns of the labelled objects."""


def load_corpus(photos: Sequence[LabelledPhoto]) -> Corpus:
    """Read photographs and labels; raises `FormatError` for a file that is no picture."""
    pixels = np.stack([read_pixels(photo, rows=STORED_ROWS, cols=STORED_COLS) for photo in photos])
    present = np.zeros((len(photos), len(NOUNS)), np.float32)
    for row, photo in enumerate(photos):
        seen = {noun for thing in photo.objects for noun in nouns_of(thing.noun)}
        present[row] = [noun in seen for noun in NOUNS]
    return Corpus(
        torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(),
        torch.from_numpy(np.stack([photo.grid for photo in photos])),
        torch.tensor([photo.scene for photo in photos]),
        torch.from_numpy(present),
    )


def add_places(x: torch.Tensor) -> torch.Tensor:
    """Do as `naming_net.with_places` does, for a batch."""
    n, _, rows, cols = x.shape
    down = torch.linspace(-1, 1, rows)[None, None, :, None].expand(n, 1, rows, cols)
    out = (torch.linspace(-1, 1, cols).abs() * 2 - 1)[None, None, None, :].expand(n, 1, rows, cols)
    return torch.cat([x * 4 - 2, down, out], 1).contiguous(memory_format=torch.channels_last)


def train(corpus: Corpus, members: Sequence[int], plan: Plan) -> TorchOps:
    """Train one network on the photographs `members`; the same seed, torch and thread count give the same weights."""
    generator = torch.Generator().manual_seed(plan.seed)
    torch.manual_seed(plan.seed)
    ops = TorchOps(generator)
    index = torch.tensor(list(members))
    steps = math.ceil(plan.epochs * len(index) / BATCH)
    kernels = [v for k, v in ops.parameters.items() if "." not in k]
    others = [v for k, v in ops.parameters.items() if "." in k]
    optimizer = torch.optim.AdamW(
        [{"params": kernels, "weight_decay": plan.decay}, {"params": others, "weight_decay": 0.0}], lr=plan.rate
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=steps, pct_start=0.15)
    queue = torch.empty(0, dtype=torch.long)
    began = time.monotonic()
    for step in range(steps):
        if len(queue) < BATCH:
            queue = torch.cat([queue, index[torch.randperm(len(index), generator=generator)]])
        batch, queue = queue[:BATCH], queue[BATCH:]
        x, y = augment(corpus.pixels[batch], corpus.grids[batch], generator)
        x, y, whole = cutmix(x, y, plan.cutmix, generator)
        classes, scene, present = run_network(ops, add_places(x))
        loss = tf.cross_entropy(classes, y, ignore_index=UNKNOWN, label_smoothing=0.05)
        if whole.any():
            loss = loss + 0.15 * tf.cross_entropy(
                scene[whole], corpus.scenes[batch][whole], ignore_index=UNKNOWN, label_smoothing=0.1
            )
            loss = loss + 0.5 * tf.binary_cross_entropy_with_logits(present[whole], corpus.present[batch][whole])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(list(ops.parameters.values()), 2.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(
                f"  step {step}/{steps} loss {loss.item():.3f} {time.monotonic() - began:.0f} s",
                file=sys.stderr,
                flush=True,
            )
    ops.training = False
    return ops


@torch.no_grad()
def predict(ops: TorchOps, corpus: Corpus, members: Sequence[int]) -> tuple[Array, Array, Array]:
    """Return class logits (n, 24, 32, K), scene and noun logits, each averaged with the mirrored picture's."""
    outs: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]] = []
    for start in range(0, len(members), BATCH):
        x = tf.interpolate(
            corpus.pixels[list(members[start : start + BATCH])].float() / 255, (INPUT_ROWS, INPUT_COLS), mode="area"
        )
        a, b = run_network(ops, add_places(x)), run_network(ops, add_places(x.flip(3)))
        outs.append(((a[0] + b[0].flip(3)) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2))
    classes, scene, present = (torch.cat(part).numpy() for part in zip(*outs, strict=True))
    return classes.transpose(0, 2, 3, 1), scene, present


def fold_weights(ops: TorchOps) -> dict[str, Array]:
    """Fold normalisation into the kernels and turn them to numpy's order."""
    weights: dict[str, Array] = {}
    for name, (_, _, side) in LAYERS.items():
        kernel, bias = ops.parameters[name].detach().numpy(), ops.parameters[name + ".bias"].detach().numpy()
        if side > 1:
            scale = ops.parameters[name + ".gain"].detach().numpy() / np.sqrt(ops.buffers[name + ".var"].numpy() + 1e-5)
            bias = bias - ops.buffers[name + ".mean"].numpy() * scale
            kernel = kernel * scale[:, None, None, None]
        weights[name] = kernel.transpose(2, 3, 1, 0) if side else kernel.T
        weights[name + ".bias"] = bias
    return weights


@dataclass(frozen=True)
class CellSamples:
    """Described cells with their classes, drawn from many views of every photograph."""

    features: torch.Tensor
    """(n, 387) float16."""
    classes: torch.Tensor
    owners: torch.Tensor
    """Index of the photograph that a cell is of."""


HEAD_HIDDEN = (192, 96)
HEAD_BATCH = 256


def train_head(samples: CellSamples, members: Sequence[int], *, seed: int, epochs: float = 3.0) -> dict[str, Array]:
    """Train the perceptron of `naming_patches.name_cells` on the cells of the photographs `members`."""
    torch.manual_seed(seed)
    chosen = torch.isin(samples.owners, torch.tensor(list(members))) & (samples.classes != UNKNOWN)
    index = torch.nonzero(chosen)[:, 0]
    first, second = HEAD_HIDDEN
    net = torch.nn.Sequential(
        torch.nn.Dropout(0.2),
        torch.nn.Linear(samples.features.shape[1], first),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.5),
        torch.nn.Linear(first, second),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.25),
        torch.nn.Linear(second, len(CLASSES)),
    )
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.2)
    steps = int(epochs * len(index) / HEAD_BATCH) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for _ in range(steps):
        batch = index[torch.randint(len(index), (HEAD_BATCH,))]
        loss = tf.cross_entropy(net(samples.features[batch].float()), samples.classes[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    head: dict[str, Array] = {}
    for name, layer in zip(("first", "second", "last"), (net[1], net[4], net[7]), strict=True):
        head[name] = layer.weight.detach().numpy().T.copy()
        head[name + ".bias"] = layer.bias.detach().numpy().copy()
    return head
