"""Changes labelled photographs: crops, turns, other light; imported by training alone."""

import math

import torch
import torch.nn.functional as tf

from sketch.naming_patches import CELL_COLS, CELL_ROWS, INPUT_COLS, INPUT_ROWS


def _uniform(generator: torch.Generator, count: int, low: float, high: float) -> torch.Tensor:
    return torch.rand(count, generator=generator) * (high - low) + low


def augment(pixels: torch.Tensor, grids: torch.Tensor, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Crop, stretch, flip, turn and relight a batch: returns (n, 3, 96, 128) in 0..1 and labels (n, 12, 16)."""
    n = len(pixels)
    zoom = torch.exp(_uniform(generator, n, math.log(0.5), math.log(1.05)))
    aspect = torch.exp(_uniform(generator, n, -0.25, 0.25))
    sx, sy = (zoom * aspect).clamp(max=1.05), (zoom / aspect).clamp(max=1.05)
    flip = (torch.rand(n, generator=generator) < 0.5).float() * -2 + 1
    angle = _uniform(generator, n, -0.12, 0.12)
    tx = _uniform(generator, n, -1, 1) * (1 - sx).clamp(min=0)
    ty = _uniform(generator, n, -1, 1) * (1 - sy).clamp(min=0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.stack(
        [torch.stack([sx * cos * flip, -sy * sin, tx], 1), torch.stack([sx * sin * flip, sy * cos, ty], 1)], 1
    )
    field = tf.affine_grid(theta, [n, 1, INPUT_ROWS, INPUT_COLS], align_corners=False)
    x = tf.grid_sample(pixels.float() / 255, field, padding_mode="reflection", align_corners=False)
    coarse = tf.affine_grid(theta, [n, 1, CELL_ROWS, CELL_COLS], align_corners=False)
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
    saturation = torch.where(
        torch.rand(n, generator=generator) < 0.08, torch.zeros(n), _uniform(generator, n, 0.4, 1.6)
    )
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
    rows = [
        torch.stack([cos + third, third - sin, third + sin], 1),
        torch.stack([third + sin, cos + third, third - sin], 1),
        torch.stack([third - sin, third + sin, cos + third], 1),
    ]
    return torch.einsum("nij,njhw->nihw", torch.stack(rows, 1), x)
