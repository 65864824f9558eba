"""Trains the recogniser's cell head in torch; imported by training alone, it measures and ships nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as tf

from sketch.naming_backbone import Array
from sketch.naming_data import CLASSES, UNKNOWN

HIDDEN = 64
BATCH = 512
EPOCHS = 4.0
"""Passes over all samples; the share of cells right falls again with more."""
RATE = 2e-3
DECAY = 0.1


@dataclass(frozen=True)
class CellSamples:
    """Described cells with their classes, drawn from many views of every photograph."""

    features: torch.Tensor
    """(n, `naming_cells.WIDTH`) float16."""
    classes: torch.Tensor
    owners: torch.Tensor
    """Index of the photograph that a cell is of."""


def train_head(samples: CellSamples, members: Sequence[int], *, seed: int) -> dict[str, Array]:
    """Train the perceptron of `naming_cells.name_cells` on the cells of the photographs `members`."""
    torch.manual_seed(seed)
    chosen = torch.isin(samples.owners, torch.tensor(list(members))) & (samples.classes != UNKNOWN)
    index = torch.nonzero(chosen)[:, 0]
    some = samples.features[index[:: max(len(index) // 20_000, 1)]].float()
    mean, deviation = some.mean(0), some.std(0).clamp(min=0.02)
    net = torch.nn.Sequential(
        torch.nn.Dropout(0.25),
        torch.nn.Linear(samples.features.shape[1], HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.5),
        torch.nn.Linear(HIDDEN, len(CLASSES)),
    )
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = int(EPOCHS * len(index) / BATCH) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(steps):
        batch = index[torch.randint(len(index), (BATCH,))]
        scores = net((samples.features[batch].float() - mean) / deviation)
        loss = tf.cross_entropy(scores, samples.classes[batch], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    first, last = net[1], net[4]
    weights = first.weight.detach() / deviation
    return {
        "first": weights.numpy().T.copy(),
        "first.bias": (first.bias.detach() - (weights * mean).sum(1)).numpy(),
        "last": last.weight.detach().numpy().T.copy(),
        "last.bias": last.bias.detach().numpy().copy(),
    }
