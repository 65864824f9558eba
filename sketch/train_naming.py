"""Trains the recogniser: `python -m sketch.train_naming FOLDER`; needs the extra `train` (torch), which nothing else imports."""

import argparse
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as tf

from sketch.naming_data import CLASSES, SCENES, UNKNOWN, LabelledPhoto, read_photos, read_pixels, split_by_source
from sketch.naming_net import FINE_COLS, FINE_ROWS, INPUT_COLS, INPUT_ROWS, LAYERS, Array, pack_weights, run_network
from sketch.naming_nouns import NOUNS, nouns_of

STORED_ROWS, STORED_COLS = 144, 192
BATCH = 32


@dataclass(frozen=True)
class Plan:
    """How long and how to train."""

    epochs: int = 60
    seed: int = 0
    rate: float = 3e-3
    decay: float = 2e-2
    cutmix: float = 0.5
    width: float = 1.0


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
            self.parameters[name] = torch.randn(shape, generator=generator) * scale
            self.parameters[name + ".bias"] = torch.zeros(channels)
            if side > 1:
                self.parameters[name + ".gain"] = torch.ones(channels)
                self.buffers[name + ".mean"], self.buffers[name + ".var"] = torch.zeros(channels), torch.ones(channels)
        for tensor in self.parameters.values():
            tensor.requires_grad_()

    def conv(self, name: str, x: torch.Tensor, *, stride: int = 1, relu: bool = True) -> torch.Tensor:
        kernel, bias = self.parameters[name], self.parameters[name + ".bias"]
        if name + ".gain" not in self.parameters:
            return tf.conv2d(x, kernel, bias)
        x = tf.conv2d(x, kernel, None, stride, 1)
        mean, var = self.buffers[name + ".mean"], self.buffers[name + ".var"]
        x = tf.batch_norm(x, mean, var, self.parameters[name + ".gain"], bias, self.training, 0.1, 1e-5)
        return tf.relu(x) if relu else x

    def dense(self, name: str, x: torch.Tensor, *, relu: bool = False) -> torch.Tensor:
        if name in ("scene", "present"):
            x = tf.dropout(x, 0.3, self.training)
        x = tf.linear(x, self.parameters[name], self.parameters[name + ".bias"])
        return tf.relu(x) if relu else x

    def double(self, x: torch.Tensor) -> torch.Tensor:
        return tf.interpolate(x, scale_factor=2, mode="nearest")

    def join(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return tf.dropout2d(torch.cat([a, b], 1), 0.1, self.training)

    def pooled(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)

    def spread(self, x: torch.Tensor, vector: torch.Tensor) -> torch.Tensor:
        return tf.relu(x + vector[:, :, None, None])

    def add(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return a + b


@dataclass
class Corpus:
    pixels: torch.Tensor
    grids: torch.Tensor
    scenes: torch.Tensor
    present: torch.Tensor


def load_corpus(photos: Sequence[LabelledPhoto]) -> Corpus:
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


def _uniform(generator: torch.Generator, count: int, low: float, high: float) -> torch.Tensor:
    return torch.rand(count, generator=generator) * (high - low) + low


def augment(pixels: torch.Tensor, grids: torch.Tensor, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Crop, stretch, flip and turn a batch, and change its light: returns (n, 3, 96, 128) in 0..1 and labels (n, 24, 32)."""
    n = len(pixels)
    zoom = torch.exp(_uniform(generator, n, math.log(0.5), math.log(1.05)))
    aspect = torch.exp(_uniform(generator, n, -0.25, 0.25))
    sx, sy = (zoom * aspect).clamp(max=1.05), (zoom / aspect).clamp(max=1.05)
    flip = (torch.rand(n, generator=generator) < 0.5).float() * -2 + 1
    angle = _uniform(generator, n, -0.12, 0.12)
    tx = _uniform(generator, n, -1, 1) * (1 - sx).clamp(min=0)
    ty = _uniform(generator, n, -1, 1) * (1 - sy).clamp(min=0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.stack([torch.stack([sx * cos * flip, -sy * sin, tx], 1), torch.stack([sx * sin * flip, sy * cos, ty], 1)], 1)
    field = tf.affine_grid(theta, [n, 1, INPUT_ROWS, INPUT_COLS], align_corners=False)
    x = tf.grid_sample(pixels.float() / 255, field, padding_mode="reflection", align_corners=False)
    coarse = tf.affine_grid(theta, [n, 1, FINE_ROWS, FINE_COLS], align_corners=False)
    shifted = grids[:, None].float() + 1
    y = tf.grid_sample(shifted, coarse, mode="nearest", padding_mode="border", align_corners=False)[:, 0].long() - 1
    return relight(x, generator), y


def relight(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Change white balance, exposure, contrast, saturation and hue, each picture its own way; add a little noise."""
    n = len(x)
    column = (n, 1, 1, 1)
    x = x.clamp(0.001, 1) ** torch.exp(_uniform(generator, n, -0.45, 0.45)).view(column)
    x = x * torch.exp(torch.randn(n, 3, generator=generator) * 0.14)[:, :, None, None]
    x = x * torch.exp(_uniform(generator, n, -0.3, 0.25)).view(column)
    grey = x.mean(1, keepdim=True)
    saturation = torch.where(torch.rand(n, generator=generator) < 0.08, torch.zeros(n), _uniform(generator, n, 0.4, 1.6))
    x = grey + (x - grey) * saturation.view(column)
    x = rotate_hue(x, torch.randn(n, generator=generator) * 0.15)
    middle = x.mean((1, 2, 3), keepdim=True)
    x = middle + (x - middle) * _uniform(generator, n, 0.7, 1.3).view(column)
    x = x + torch.randn(x.shape, generator=generator) * _uniform(generator, n, 0, 0.03).view(column)
    return x.clamp(0, 1)


def rotate_hue(x: torch.Tensor, angle: torch.Tensor) -> torch.Tensor:
    """Turn colours about the grey axis by `angle` radians."""
    cos, sin = torch.cos(angle), torch.sin(angle) / math.sqrt(3)
    third = (1 - cos) / 3
    rows = [torch.stack([cos + third, third - sin, third + sin], 1), torch.stack([third + sin, cos + third, third - sin], 1),
            torch.stack([third - sin, third + sin, cos + third], 1)]
    return torch.einsum("nij,njhw->nihw", torch.stack(rows, 1), x)


def cutmix(x: torch.Tensor, y: torch.Tensor, share: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Paste a rectangle of one picture into another (Yun et al. 2019) in `share` of the batch; returns also who stayed whole."""
    n = len(x)
    order = torch.randperm(n, generator=generator)
    whole = torch.rand(n, generator=generator) >= share
    x2, y2 = x.clone(), y.clone()
    for i in range(n):
        if whole[i]:
            continue
        rows, cols = (int(v) for v in torch.randint(6, 17, (2,), generator=generator))
        top = int(torch.randint(0, FINE_ROWS - rows + 1, (1,), generator=generator))
        left = int(torch.randint(0, FINE_COLS - cols + 1, (1,), generator=generator))
        y2[i, top : top + rows, left : left + cols] = y[order[i], top : top + rows, left : left + cols]
        x2[i, :, 4 * top : 4 * (top + rows), 4 * left : 4 * (left + cols)] = x[
            order[i], :, 4 * top : 4 * (top + rows), 4 * left : 4 * (left + cols)]
    return x2, y2, whole


def add_places(x: torch.Tensor) -> torch.Tensor:
    n, _, rows, cols = x.shape
    down = torch.linspace(-1, 1, rows)[None, None, :, None].expand(n, 1, rows, cols)
    out = (torch.linspace(-1, 1, cols).abs() * 2 - 1)[None, None, None, :].expand(n, 1, rows, cols)
    return torch.cat([x * 4 - 2, down, out], 1)


def train(corpus: Corpus, members: Sequence[int], plan: Plan) -> TorchOps:
    """Train one network on the photographs `members`; the same seed, torch and thread count give the same weights."""
    generator = torch.Generator().manual_seed(plan.seed)
    torch.manual_seed(plan.seed)
    ops = TorchOps(generator)
    index = torch.tensor(list(members))
    steps = math.ceil(plan.epochs * len(index) / BATCH)
    kernels = [v for k, v in ops.parameters.items() if "." not in k]
    others = [v for k, v in ops.parameters.items() if "." in k]
    optimizer = torch.optim.AdamW([{"params": kernels, "weight_decay": plan.decay}, {"params": others, "weight_decay": 0.0}], lr=plan.rate)
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
            loss = loss + 0.15 * tf.cross_entropy(scene[whole], corpus.scenes[batch][whole], ignore_index=UNKNOWN, label_smoothing=0.1)
            loss = loss + 0.5 * tf.binary_cross_entropy_with_logits(present[whole], corpus.present[batch][whole])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(list(ops.parameters.values()), 2.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            print(f"  step {step}/{steps} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    ops.training = False
    return ops


@torch.no_grad()
def predict(ops: TorchOps, corpus: Corpus, members: Sequence[int]) -> tuple[Array, Array, Array]:
    """Return class logits (n, 24, 32, 24), scene logits and presence logits, each averaged with the mirrored picture's."""
    outs: list[tuple[Any, ...]] = []
    for start in range(0, len(members), BATCH):
        x = tf.interpolate(corpus.pixels[list(members[start : start + BATCH])].float() / 255, (INPUT_ROWS, INPUT_COLS), mode="area")
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


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m sketch.train_naming", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--out", type=Path, default=Path("/tmp/naming"))
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    photos = read_photos(args.folder)
    corpus = load_corpus(photos)
    folds = split_by_source(photos, folds=args.folds)
    args.out.mkdir(exist_ok=True, parents=True)
    for k, held in enumerate(folds):
        if args.only is not None and k != args.only:
            continue
        members = sorted(set(range(len(photos))) - set(held))
        ops = train(corpus, members, Plan(epochs=args.epochs, seed=k))
        classes, scene, present = predict(ops, corpus, held)
        y = corpus.grids[held].numpy()
        p = np.exp(classes - classes.max(-1, keepdims=True)); p /= p.sum(-1, keepdims=True)
        cell = p.reshape(len(held), 6, 4, 8, 4, -1).mean((2, 4))
        known = y >= 0
        print(k, len(held), "cell acc", (cell.argmax(-1) == y)[known].mean(), "conf>.5", (cell.max(-1)[known] > .5).mean(),
              "acc there", (cell.argmax(-1) == y)[known & (cell.max(-1) > .5)].mean(), "scene", (scene.argmax(1) == corpus.scenes[held].numpy()).mean(), flush=True)
        np.savez(args.out / f"fold{k}.npz", held=held, classes=classes.astype(np.float16), scene=scene, present=present)
        weights = fold_weights(ops)
        np.savez_compressed(args.out / f"weights{k}.npz", **{f"0/{a}": b for a, b in pack_weights(weights).items()})


if __name__ == "__main__":
    main()
