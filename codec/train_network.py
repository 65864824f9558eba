"""The recurrent network behind the caption model, trained in floating point; it must not know how it is quantised.

One GRU layer over word embeddings; the output projection meets the same embeddings again (Press and Wolf 2017, "Using
the output embedding"). The loss is a softmax over the commonest symbols and a fresh sample of the others, each sampled
one standing for its share of the rest (importance-sampled softmax; Bengio and Senécal 2008).
"""

import math
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from codec.files import write_whole

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shape:
    """Sizes of the network and of what it is trained on at once."""

    embedding: int = 128
    hidden: int = 320
    batch_symbols: int = 2048
    longest: int = 96
    """Longer texts are cut, in symbols."""
    head: int = 1536
    sampled: int = 512
    dropout: float = 0.1


class CaptionNetwork(nn.Module):
    """Next-symbol scores from the symbols before."""

    def __init__(self, symbols: int, *, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(symbols, shape.embedding)
        self.gru = nn.GRU(shape.embedding, shape.hidden, batch_first=True)
        self.project = nn.Linear(shape.hidden, shape.embedding)
        self.bias = nn.Parameter(torch.zeros(symbols))
        nn.init.normal_(self.embedding.weight, std=0.1)

    def features(self, symbols: torch.Tensor) -> torch.Tensor:
        """Return the output features (batch, time, embedding) after each symbol of (batch, time)."""
        inside = functional.dropout(self.embedding(symbols), self.shape.dropout, self.training)
        states, _ = self.gru(inside)
        out: torch.Tensor = self.project(functional.dropout(states, self.shape.dropout, self.training))
        return out

    def scores(self, symbols: torch.Tensor) -> torch.Tensor:
        """Return unnormalised log-probabilities (batch, time, symbols)."""
        return self.features(symbols) @ self.embedding.weight.T + self.bias


def sampled_loss(
    network: CaptionNetwork, features: torch.Tensor, targets: torch.Tensor, tail: torch.Tensor
) -> torch.Tensor:
    """Return the mean loss in nats of `features` (n, embedding) against `targets` (n,).

    Symbols below `shape.head` all compete; of the others those in `tail`, and the target itself.
    """
    shape, weight = network.shape, network.embedding.weight
    head = features @ weight[: shape.head].T + network.bias[: shape.head]
    share = math.log((weight.shape[0] - shape.head) / len(tail))
    rest = features @ weight[tail].T + network.bias[tail] + share
    rest = rest.masked_fill(targets[:, None] == tail[None, :], -1e4)
    rare = targets >= shape.head
    own = (features * weight[targets]).sum(1) + network.bias[targets]
    total = torch.logsumexp(torch.cat([head, rest, own.masked_fill(~rare, -1e4)[:, None]], 1), 1)
    return (total - own).mean()


def make_batches(texts: list[Ids], *, shape: Shape, rule: np.random.Generator) -> list[list[int]]:
    """Group texts of like length, at random; return lists of indices of about `batch_symbols` symbols each."""
    lengths = np.minimum([len(text) for text in texts], shape.longest)
    order = np.argsort(lengths + rule.random(len(texts)) * 2.5, kind="stable")
    batches: list[list[int]] = []
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * lengths[i] > shape.batch_symbols:
            batches.append(batch)
            batch = []
        batch.append(int(i))
    batches.append(batch)
    rule.shuffle(batches)
    return batches


def collate(texts: list[Ids], *, longest: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pad texts to one length; return inputs, targets and the mask of real targets, each (batch, time)."""
    cut = [text[:longest] for text in texts]
    width = max(len(text) for text in cut) - 1
    padded = np.zeros((len(cut), width + 1), np.int64)
    mask = np.zeros((len(cut), width), bool)
    for row, text in enumerate(cut):
        padded[row, : len(text)] = text
        mask[row, : len(text) - 1] = True
    return torch.from_numpy(padded[:, :-1]), torch.from_numpy(padded[:, 1:]), torch.from_numpy(mask)


def train_network(
    network: CaptionNetwork,
    texts: list[Ids],
    *,
    passes: float,
    peak: float,
    final: float,
    checkpoint: Path,
    seed: int = 1,
) -> None:
    """Train in place over `passes` passes; the learning rate falls from `peak` to `final` along a half cosine.

    `texts` are symbol ids from the start symbol to END. The weights are saved to `checkpoint` now and
    then. One thread makes the result repeatable on one machine.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rule = np.random.default_rng(seed)
    shape = network.shape
    optimizer = torch.optim.Adam(network.parameters(), lr=peak, betas=(0.9, 0.99))
    batches: list[list[int]] = []
    while len(batches) == 0 or passes > 1e-9:
        fresh = make_batches(texts, shape=shape, rule=rule)
        batches += fresh[: math.ceil(len(fresh) * min(1.0, passes))]
        passes -= 1
    network.train()
    started, running = time.monotonic(), 0.0
    for step, batch in enumerate(batches):
        rate = final + (peak - final) * 0.5 * (1 + math.cos(math.pi * step / len(batches)))
        optimizer.param_groups[0]["lr"] = rate * min(1.0, (step + 1) / 200)
        inputs, targets, mask = collate([texts[i] for i in batch], longest=shape.longest)
        drawn = rule.choice(network.bias.shape[0] - shape.head, shape.sampled, replace=False)
        tail = torch.from_numpy(drawn + shape.head)
        loss = sampled_loss(network, network.features(inputs)[mask], targets[mask], tail)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        running += (loss.item() - running) / min(step + 1, 500)
        if step % 500 == 499:
            elapsed_s = time.monotonic() - started
            save_tensors(network.state_dict(), checkpoint)
            report = f"step {step + 1}/{len(batches)} loss {running:.3f} nats {elapsed_s:.0f} s"
            print(report, file=sys.stderr, flush=True)


def save_tensors(values: Mapping[str, Any], path: Path) -> None:
    """Write what `torch.load` reads, whole or not at all."""
    stream = BytesIO()
    torch.save(values, stream)
    write_whole(path, stream.getvalue())


def measure_network(network: CaptionNetwork, texts: list[Ids]) -> float:
    """Return the mean cost of a text in bits under the full softmax."""
    network.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(texts), 32):
            inputs, targets, mask = collate(texts[start : start + 32], longest=network.shape.longest)
            losses = functional.cross_entropy(network.scores(inputs)[mask], targets[mask], reduction="sum")
            total += losses.item() / math.log(2)
    return total / len(texts)
