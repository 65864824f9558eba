"""Shrinks a classifier of 1000 classes to clusters that tell our nouns apart; in torch, imported by training alone.

Classes that mean one noun are gathered by k-means of their weights; the clusters then learn to say of windows of
photographs what the classifier said, noun by noun (distillation, Hinton et al. 2015). No labels are used.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as tf

from sketch.naming_evidence import SHARES
from sketch.naming_imagenet import CLASSES, GROUPS, OTHERS
from sketch.naming_model_files import StoredLayer, Whole

OTHER_CLUSTERS = 24
_BITS = 4
_REACH = 0.9


def cluster_classes(weights: torch.Tensor, offset: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return clusters' weights and offsets, and the group of each; the last group is everything else."""
    rows, offsets, owner = [], [], []
    for group, members in enumerate([*GROUPS.values(), OTHERS]):
        index = torch.tensor(members)
        count = OTHER_CLUSTERS if group == len(GROUPS) else max(1, round(len(members) ** 0.42))
        nearest = _k_means(weights[index], count)
        for cluster in range(count):
            own = index[nearest == cluster]
            if len(own):
                rows.append(weights[own].mean(0))
                offsets.append(torch.logsumexp(offset[own], 0))
                owner.append(group)
    return torch.stack(rows), torch.stack(offsets), torch.tensor(owner)


def _k_means(points: torch.Tensor, count: int, rounds: int = 20) -> torch.Tensor:
    centres = points[torch.randperm(len(points), generator=torch.Generator().manual_seed(0))[:count]].clone()
    nearest = torch.zeros(len(points), dtype=torch.long)
    for _ in range(rounds):
        nearest = torch.cdist(points, centres).argmin(1)
        for cluster in range(count):
            if (nearest == cluster).any():
                centres[cluster] = points[nearest == cluster].mean(0)
    return nearest


def distil_classifier(
    weights: torch.Tensor, offset: torch.Tensor, maps: Sequence[npt.NDArray[np.float16]], *, steps: int, seed: int
) -> tuple[StoredLayer, npt.NDArray[np.int64]]:
    """Return the clusters' scores as a stored layer (1280, clusters), and their owners.

    `weights` (1000, 1280) and `offset` are the classifier's, `maps` the network's last maps of photographs.
    """
    generator = torch.Generator().manual_seed(seed)
    start, start_offset, owner = cluster_classes(weights, offset)
    rows, offsets = start.clone().requires_grad_(), start_offset.clone().requires_grad_()
    to_groups = _memberships()
    from_clusters = tf.one_hot(owner, len(GROUPS) + 1).float()
    optimizer = torch.optim.Adam([rows, offsets], lr=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max(steps, 1))
    for _ in range(steps):
        x = _windows(maps, generator)
        with torch.no_grad():
            wanted = torch.softmax(tf.linear(x, weights, offset), 1) @ to_groups
        values, scale = _rounded(rows)
        found = torch.log(torch.softmax(tf.linear(x, values * scale, offsets), 1) @ from_clusters + 1e-9)
        loss = -(wanted * found).sum(1).mean() + 0.05 * ((rows - start) ** 2).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    values, scale = _rounded(rows)
    whole = Whole(values.detach().T.contiguous().to(torch.int8).numpy(), scale[:, 0].numpy())
    return StoredLayer(whole, offsets.detach().numpy()), np.asarray(owner.numpy(), np.int64)


def _memberships() -> torch.Tensor:
    found = torch.zeros(CLASSES, len(GROUPS) + 1)
    for group, members in enumerate([*GROUPS.values(), OTHERS]):
        found[list(members), group] = 1
    return found


def _rounded(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    most = 2 ** (_BITS - 1) - 1
    scale = (rows.detach().abs().amax(1, keepdim=True) * _REACH / most).half().float()
    held = (rows / scale).clamp(-most, most)
    return held + (torch.round(held) - held).detach(), scale


def _windows(maps: Sequence[npt.NDArray[np.float16]], generator: torch.Generator) -> torch.Tensor:
    """Return features of random windows of random photographs, half of them mixed in pairs, in other strengths."""
    found = []
    for index in torch.randint(len(maps), (24,), generator=generator).tolist():
        x = torch.from_numpy(np.asarray(maps[index], np.float32)).permute(2, 0, 1)[None]
        means = []
        for share in SHARES[:3]:
            side = max(round(x.shape[2] * share), 1), max(round(x.shape[3] * share), 1)
            means.append(tf.avg_pool2d(x, side, 1).flatten(2)[0].T)
        windows = torch.cat(means)
        found.append(windows[torch.randperm(len(windows), generator=generator)[:12]])
    x = torch.cat(found)
    share = torch.rand(len(x), 1, generator=generator)
    share = torch.where(share < 0.5, torch.ones_like(share), share)
    mixed = x * share + x[torch.randperm(len(x), generator=generator)] * (1 - share)
    return mixed * torch.exp(torch.randn(len(x), 1, generator=generator) * 0.15)
