r"""How alike two pictures are, from 0 to 1, by a fixed formula on a small common raster; knows nothing of descriptions.

Both pictures are resampled to the original's aspect at about 4,800 pixels and turned into CIE Lab. Five aspects, each 1
for equal pictures, make up the total

    total = 0.60 colour + 0.12 structure + 0.08 edges + 0.12 shape + 0.08 palette

colour     mean over pixels, weighted by the original's saliency, of 1 - 0.4 d²/(d² + 14²) - 0.6 d/(d + 40), d the Lab
           distance of two pixels (ΔE 1976). It saturates: past about 30 a colour is simply wrong, so a crisp edge in
           the right place beats a blur that is wrong a little everywhere; but wronger is still worse.
structure  SSIM of lightness (Wang et al. 2004, IEEE TIP 13:4; Gaussian window, sigma 1.5) at three scales, each half
           the one before, weighted 0.2, 0.35, 0.45 and by saliency; below zero counts as zero.
edges      agreement of the lightness gradients g and h after a blur of sigma 1: Σ 2 max(g·h, 0) / Σ (|g|² + |h|²),
           each gradient's length compressed to |g|/sqrt(|g| + 4) so that one strong contour doesn't decide alone.
shape      cosine of histograms of oriented gradients (Dalal and Triggs 2005): 8 unsigned orientations in soft
           cells of 8 pixels with overlap, each cell's block normalised by the energy around it.
palette    1 - D/(D + 12), D the mean sliced earth mover's distance (Rabin et al. 2011) between the colours of the two
           pictures, in Lab units, over five fixed directions.

The weights are a judgement: pixels alone reward pleasant blurs, edges alone reward noise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from PIL import Image

from codec.cielab import Floats, lab_from_rgb, raster

PIXELS = 4800
"""About how many pixels the common raster has."""
LEAST_SIDE = 16
"""The common raster's least side in pixels; extreme aspects are squeezed to fit."""
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"colour": 0.60, "structure": 0.12, "edges": 0.08, "shape": 0.12, "palette": 0.08}
)
"""What each aspect adds to the total; they sum to 1."""

_SSIM_C1 = 1.0  # (0.01 * 100)², lightness running from 0 to 100
_SSIM_C2 = 9.0
_SCALES = (0.2, 0.35, 0.45)
_ORIENTATIONS = 8
_CELL = 8
_DIRECTIONS = np.array(
    [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.577, 0.577, 0.577], [0.577, -0.577, 0.577]], dtype=np.float32
)


@dataclass(frozen=True, kw_only=True)
class Fidelity:
    """Measured likeness of a picture to an original."""

    total: float
    """From 0 to 1; 1 for equal pictures."""
    aspects: Mapping[str, float]
    """The parts by name (see the module), each from 0 to 1."""
    delta_e: float
    """The mean distance of two pixels on the raster (ΔE 1976), which is no part of the total."""


@dataclass(frozen=True, kw_only=True)
class _Gradients:
    """What edges and shape compare: the blurred lightness's compressed gradient and its oriented energy."""

    across: Floats
    down: Floats
    energy: Floats
    cells: Floats


class Measure:
    """One original, prepared for comparing many pictures with it (about 2 ms each).

    Fewer `pixels` than the formula's own make a quicker and rougher measure, for ranking many pictures.
    """

    def __init__(self, original: Image.Image, *, pixels: int = PIXELS) -> None:
        self.width, self.height = raster_size(original.width, original.height, pixels=pixels)
        self.lab: Floats = lab_from_rgb(raster(original, width=self.width, height=self.height))
        """The original on the common raster, (height, width, 3)."""
        self.weight: Floats = saliency(self.lab)
        """What each pixel counts, (height, width), mean 1."""
        self._planes = self.lab.transpose(2, 0, 1).copy().transpose(1, 2, 0)
        light = self.lab[None, ..., 0]
        self._pyramid = [_ssim_parts(level) for level in _levels(light)]
        self._weights = [level[0] / level.mean() for level in _levels(self.weight[None])]
        self._gradients = _gradients(light)
        self._step = 1 if pixels >= PIXELS else 2
        self._palette = _palette(self.lab[None], step=self._step)

    def of(self, picture: Image.Image) -> Fidelity:
        """Compare a picture of any size with the original."""
        small = raster(picture, width=self.width, height=self.height)
        return self.of_lab(lab_from_rgb(small))

    def of_lab(self, lab: Floats) -> Fidelity:
        """Compare a Lab array of shape (height, width, 3) with the original."""
        return self.of_labs(lab[None])[0]

    def of_labs(self, labs: Floats) -> list[Fidelity]:
        """Compare a stack of Lab arrays of shape (n, height, width, 3), which takes less time than one by one."""
        stacked, away = self._aspects(labs)
        each = [{name: float(values[at]) for name, values in stacked.items()} for at in range(len(labs))]
        return [
            Fidelity(total=_total(aspects), aspects=MappingProxyType(aspects), delta_e=float(off))
            for aspects, off in zip(each, away, strict=True)
        ]

    def totals(self, labs: Floats) -> tuple[Floats, Floats]:
        """Compare a stack of Lab arrays of shape (n, height, width, 3); totals and mean ΔE, each of shape (n,)."""
        aspects, away = self._aspects(labs)
        total: Floats = np.round(sum(WEIGHTS[name] * aspects[name] for name in WEIGHTS), 6)
        return total, away

    def _aspects(self, labs: Floats) -> tuple[dict[str, Floats], Floats]:
        """Measure every aspect of a stack and its mean ΔE, each of shape (n,)."""
        light = np.ascontiguousarray(labs[..., 0])  # twice as fast below
        distance = lab_distance(labs, self._planes)
        found = _gradients(light)
        aspects = {
            "colour": 1 - np.mean(loss_at(distance) * self.weight, axis=(1, 2)),
            "structure": self._structure(light),
            "edges": _agreement(self._gradients, found),
            "shape": np.einsum("nk,nk->n", self._gradients.cells, found.cells),
            "palette": self._palette_likeness(labs),
        }
        # Summed in double precision: in single, the last digit depends on how many are measured together.
        away = distance.mean(axis=(1, 2), dtype=np.float64).astype(np.float32)
        return {name: np.clip(values, 0, 1) for name, values in aspects.items()}, away

    def _structure(self, light: Floats) -> Floats:
        """Weigh SSIM over three scales, of shape (n,)."""
        total: Floats = np.zeros(len(light), np.float32)
        for level, parts, weight, share in zip(_levels(light), self._pyramid, self._weights, _SCALES, strict=True):
            similarity = _ssim(parts, level)
            total += np.float32(share) * np.mean(similarity * weight, axis=(1, 2))
        return total

    def _palette_likeness(self, labs: Floats) -> Floats:
        distance = np.abs(_palette(labs, step=self._step) - self._palette).mean(axis=(1, 2))
        likeness: Floats = 1 - distance / (distance + 12)
        return likeness


def fidelity(original: Image.Image, picture: Image.Image) -> Fidelity:
    """Measure how alike two pictures of any sizes are; see the module for the formula.

    >>> photograph = Image.linear_gradient("L")
    >>> fidelity(photograph, photograph).total
    1.0
    """
    return Measure(original).of(picture)


def lab_distance(first: Floats, second: Floats) -> Floats:
    """Return the distance of Lab colours (ΔE 1976), of arrays that broadcast to (..., 3)."""
    squared = np.square(first[..., 0] - second[..., 0])
    for channel in (1, 2):
        squared = squared + np.square(first[..., channel] - second[..., channel])
    return np.asarray(np.sqrt(squared), np.float32)


def loss_at(distance: Floats) -> Floats:
    """Return what is lost by showing one colour for another at that Lab distance, 0 to 1."""
    squared = distance * distance
    loss = np.float32(0.4) * squared / (squared + np.float32(196)) + np.float32(0.6) * distance / (distance + 40)
    return np.asarray(loss, np.float32)


def colour_loss(first: Floats, second: Floats) -> Floats:
    """Return what is lost by showing one Lab colour for another, 0 to 1, of arrays that broadcast to (..., 3)."""
    return loss_at(lab_distance(first, second))


def raster_size(width: int, height: int, *, pixels: int = PIXELS) -> tuple[int, int]:
    """Choose the common raster (width, height) for an original of that size: its aspect, about that many pixels."""
    aspect = width / height
    columns = min(max(round((pixels * aspect) ** 0.5), LEAST_SIDE), pixels // LEAST_SIDE)
    rows = min(max(round((pixels / aspect) ** 0.5), LEAST_SIDE), pixels // LEAST_SIDE)
    return columns, rows


def saliency(lab: Floats) -> Floats:
    """Weigh each pixel of a Lab array (height, width, 3) by how much it stands out; (height, width), mean 1.

    Contrast with the mean colour and with the surroundings (after Achanta et al. 2009, frequency-tuned saliency), with
    a mild preference for the centre; never below about a third of the mean.
    """
    height, width = lab.shape[:2]
    smooth = np.stack([_blur(lab[None, ..., c], sigma=1.5)[0] for c in range(3)], axis=-1)
    wide = np.stack([_blur(lab[None, ..., c], sigma=max(height, width) / 6)[0] for c in range(3)], axis=-1)
    contrast = np.linalg.norm(smooth - lab.mean(axis=(0, 1)), axis=-1)
    contrast += np.linalg.norm(smooth - wide, axis=-1)
    contrast /= max(float(contrast.mean()), 1.0)
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    weight = (0.6 + contrast) * (1.15 - 0.3 * (x * x + y * y))
    return np.asarray(weight / weight.mean(), np.float32)


def _total(aspects: Mapping[str, float]) -> float:
    """Round to what arithmetic of other machines agrees on."""
    return round(min(max(sum(WEIGHTS[name] * aspects[name] for name in WEIGHTS), 0.0), 1.0), 6)


@lru_cache(maxsize=64)
def _blur_matrix(size: int, sigma: float) -> Floats:
    """Return the (size, size) matrix of a Gaussian blur, renormalised at the borders."""
    offset = np.arange(size)[:, None] - np.arange(size)[None, :]
    kernel = np.exp(-0.5 * (offset / sigma) ** 2)
    kernel[np.abs(offset) > 4 * sigma] = 0
    matrix: Floats = (kernel / kernel.sum(axis=1, keepdims=True)).astype(np.float32)
    return matrix


def _blur(plane: Floats, *, sigma: float) -> Floats:
    """Blur a stack (…, height, width); small rasters make dense matrix products the fastest way."""
    height, width = plane.shape[-2:]
    blurred = _blur_matrix(height, sigma) @ plane @ _blur_matrix(width, sigma).T
    return np.asarray(blurred, np.float32)


@lru_cache(maxsize=32)
def _halving_matrix(size: int) -> Floats:
    """Return the (ceil(size / 2), size) matrix that averages neighbours in pairs."""
    half = (size + 1) // 2
    matrix = np.zeros((half, size), np.float32)
    matrix[np.arange(size) // 2, np.arange(size)] = 1
    halved: Floats = matrix / matrix.sum(axis=1, keepdims=True)
    return halved


def _levels(plane: Floats) -> list[Floats]:
    """Return a stack (n, height, width) at full, half and quarter size."""
    levels = [plane]
    while len(levels) < len(_SCALES):
        last = levels[-1]
        halved = _halving_matrix(last.shape[-2]) @ last @ _halving_matrix(last.shape[-1]).T
        levels.append(np.asarray(halved, np.float32))
    return levels


def _ssim_parts(plane: Floats) -> tuple[Floats, Floats, Floats]:
    """Return a plane, its local mean and its local variance."""
    mean = _blur(plane, sigma=1.5)
    return plane, mean, _blur(plane * plane, sigma=1.5) - mean * mean


def _ssim(original: tuple[Floats, Floats, Floats], plane: Floats) -> Floats:
    """Return the SSIM map (n, height, width) of a stack beside one prepared plane."""
    reference, mean, variance = original
    _, found_mean, found_variance = _ssim_parts(plane)
    covariance = _blur(reference * plane, sigma=1.5) - mean * found_mean
    likeness = (2 * mean * found_mean + _SSIM_C1) * (2 * covariance + _SSIM_C2)
    largest = (mean * mean + found_mean * found_mean + _SSIM_C1) * (variance + found_variance + _SSIM_C2)
    return np.asarray(likeness / largest, np.float32)


def _gradients(light: Floats) -> _Gradients:
    """Prepare a stack of lightness (n, height, width) for the edge and shape aspects."""
    smooth = _blur(light, sigma=1.0)
    across = np.zeros_like(smooth)
    down = np.zeros_like(smooth)
    across[..., 1:-1] = smooth[..., 2:] - smooth[..., :-2]
    down[..., 1:-1, :] = smooth[..., 2:, :] - smooth[..., :-2, :]
    length = np.sqrt(across * across + down * down)
    scale = 1 / np.sqrt(length + 4)
    across *= scale
    down *= scale
    length *= scale
    energy = np.einsum("nhw,nhw->n", length, length)
    return _Gradients(across=across, down=down, energy=energy, cells=_cells(across, down, length))


@lru_cache(maxsize=32)
def _pooling_matrix(size: int) -> Floats:
    """Return the (cells, size) matrix that sums a soft window of two cells around each cell's middle."""
    count = max(size // _CELL, 2)
    middles = (np.arange(count) + 0.5) * size / count
    offset = (np.arange(size)[None, :] + 0.5 - middles[:, None]) / (size / count)
    matrix: Floats = np.exp(-0.5 * (offset / 0.55) ** 2).astype(np.float32)
    return matrix


_ANGLES = np.arange(_ORIENTATIONS) * np.pi / _ORIENTATIONS
_C, _S = np.cos(2 * _ANGLES), np.sin(2 * _ANGLES)
_LOBES = (0.25 * np.stack([1 + _S * _S, 2 * _C, 2 * _S, _C * _C - _S * _S, 2 * _C * _S], axis=1)).astype(np.float32)
"""What each orientation takes of length, length cos 2t, length sin 2t, length cos² 2t and length cos 2t sin 2t."""


def _cells(across: Floats, down: Floats, length: Floats) -> Floats:
    """Return unit vectors (n, cells * orientations) of oriented gradient energy."""
    height, width = length.shape[-2:]
    safe = np.where(length > 1e-6, length, 1)
    cosine = (across * across - down * down) / safe  # length * cos(2 angle)
    sine = 2 * across * down / safe
    # Each orientation takes its share by a squared cosine lobe, smooth in the angle. The lobes are combinations of five
    # planes, so that five are pooled instead of one for each orientation.
    planes = np.empty((len(length), 5, height, width), np.float32)
    planes[:, 0], planes[:, 1], planes[:, 2] = length, cosine, sine
    share = cosine / safe
    np.multiply(cosine, share, out=planes[:, 3])
    np.multiply(sine, share, out=planes[:, 4])
    five = _pooling_matrix(height) @ planes @ _pooling_matrix(width).T
    pooled = np.einsum("of,nfhw->nohw", _LOBES, five)
    mean = pooled.mean(axis=1, keepdims=True)
    amount = np.sqrt(mean / (_blur(mean, sigma=1.5) + 4))
    # What all directions, or all places, have in common says nothing about shape.
    directed = (pooled - mean) / (_blur(mean, sigma=0.8) + 4)
    busy = amount - amount.mean(axis=(2, 3), keepdims=True)
    parts = np.concatenate([directed, 2 * busy], axis=1).reshape(len(length), -1)
    parts = np.concatenate([parts, np.ones_like(parts[:, :1])], axis=1)  # so that two plain pictures agree
    unit: Floats = parts / np.linalg.norm(parts, axis=1, keepdims=True)
    return unit


def _agreement(first: _Gradients, second: _Gradients) -> Floats:
    """Return how far gradients agree in place and direction, of shape (n,)."""
    product = first.across * second.across + first.down * second.down
    shared = np.maximum(product, 0).sum(axis=(1, 2))
    floor = 0.02 * first.across[0].size  # so that two plain pictures agree
    agreement: Floats = (2 * shared + floor) / (first.energy + second.energy + floor)
    return agreement


def _palette(labs: Floats, *, step: int) -> Floats:
    """Return every step-th of a stack's colours, sorted along each fixed direction: (n, directions, pixels)."""
    taken = labs.reshape(len(labs), -1, 3)[:, ::step].transpose(0, 2, 1)
    # A product takes several times as long where no two numbers are neighbours.
    ordered: Floats = _DIRECTIONS @ (taken if step == 1 else np.ascontiguousarray(taken))
    ordered.sort(axis=-1)
    return ordered
