"""Trains the recogniser's cell head in torch; imported by training alone, it measures and ships nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as tf

from sketch.naming_data import CLASSES, UNKNOWN
from sketch.naming_patches import Array

HIDDEN = (192, 96)
BATCH = 256
EPOCHS = 3.0
"""Passes over all samples; the share of cells right falls again with more."""
RATE = 2e-3
DECAY = 0.2


@dataclass(frozen=True)
class CellSamples:
    """Described cells with their classes, drawn from many views of every photograph."""

    features: torch.Tensor
    """(n, 387) float16."""
    classes: torch.Tensor
    owners: torch.Tensor
    """Index of the photograph that a cell is of."""


def train_head(samples: CellSamples, members: Sequence[int], *, seed: int) -> dict[str, Array]:
    """Train the perceptron of `naming_patches.name_cells` on the cells of the photographs `members`."""
    torch.manual_seed(seed)
    chosen = torch.isin(samples.owners, torch.tensor(list(members))) & (samples.classes != UNKNOWN)
    index = torch.nonzero(chosen)[:, 0]
    first, second = HIDDEN
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
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = int(EPOCHS * len(index) / BATCH) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(steps):
        batch = index[torch.randint(len(index), (BATCH,))]
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
