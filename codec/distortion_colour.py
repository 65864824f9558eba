"""Measures of colour: CIE differences in place, and what two pictures' colours have in common wherever they are.

Knows nothing of descriptions.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from codec.cielab import Floats
from codec.distortion_pair import Pair

_DIRECTIONS: Final = 32
_PALETTE_STRIDE: Final = 4


def delta_e(pair: Pair) -> float:
    """Return the mean CIE 1976 colour difference of pixels, 0 for equal pictures."""
    first, second = pair.lab
    return float(np.linalg.norm(first - second, axis=-1).mean())


def delta_e_2000(pair: Pair) -> float:
    """Return the mean CIEDE2000 colour difference of pixels (Sharma, Wu, Dalal 2005), 0 for equal pictures."""
    return float(ciede2000(*pair.lab).mean())


def palette(pair: Pair) -> float:
    """Return how far the colours of one picture must move in Lab to become those of the other; 0 for equal palettes.

    The sliced Wasserstein distance of order 1 (Rabin, Peyré, Delon, Bernot 2011; Bonneel, Rabin, Peyré, Pfister 2015)
    between the clouds of every 4th pixel each way, over 32 fixed directions that cover the half sphere evenly; times 2,
    so that moving all colours by 1 ΔE comes to about 1. Unlike the earth mover's distance of Rubner, Tomasi and Guibas
    (2000) it needs neither clusters nor a solver; like it, it does not care where in the picture a colour is.
    """
    clouds = [lab[::_PALETTE_STRIDE, ::_PALETTE_STRIDE].reshape(-1, 3) for lab in pair.lab]
    first, second = (np.sort(palette_directions() @ cloud.T.astype(np.float64), axis=1) for cloud in clouds)
    return 2 * float(np.abs(first - second).mean())


@lru_cache(maxsize=1)
def palette_directions() -> NDArray[np.float64]:
    """Return the directions of `palette`, of shape (32, 3) and length 1: a Fibonacci lattice over the half sphere."""
    number = np.arange(_DIRECTIONS)
    up = (number + 0.5) / _DIRECTIONS
    turn = number * np.pi * (3 - 5**0.5)
    flat = np.sqrt(1 - up**2)
    return np.stack([up, flat * np.cos(turn), flat * np.sin(turn)], axis=-1)


def histogram(pair: Pair) -> float:
    """Return the intersection (Swain and Ballard 1991) of Lab histograms in bins of 10 units, 1 for equal pictures."""
    histograms = []
    for lab in pair.lab:
        bins = np.floor((lab.reshape(-1, 3) + np.array([0, 120, 120])) / 10).astype(int).clip(0, [10, 24, 24])
        flat = bins[:, 0] * 625 + bins[:, 1] * 25 + bins[:, 2]
        histograms.append(np.bincount(flat, minlength=11 * 625) / len(flat))
    return float(np.minimum(*histograms).sum())


def ciede2000(first: Floats, second: Floats) -> Floats:
    """Return the CIEDE2000 difference of two Lab arrays (Sharma, Wu, Dalal 2005, equations 2–22)."""
    light1, a1, b1 = np.moveaxis(first.astype(np.float64), -1, 0)
    light2, a2, b2 = np.moveaxis(second.astype(np.float64), -1, 0)
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean7 / (mean7 + 25.0**7))
    a1, a2 = a1 * stretch, a2 * stretch
    chroma1, chroma2 = np.hypot(a1, b1), np.hypot(a2, b2)
    hue1, hue2 = np.arctan2(b1, a1) % (2 * np.pi), np.arctan2(b2, a2) % (2 * np.pi)
    grey = chroma1 * chroma2 == 0
    turn = hue2 - hue1
    turn = np.where(grey, 0, turn - 2 * np.pi * np.round(turn / (2 * np.pi)))
    hue = np.where(grey, hue1 + hue2, hue1 + turn / 2) % (2 * np.pi)
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    tint = (
        1
        - 0.17 * np.cos(hue - np.pi / 6)
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.deg2rad(6))
        - 0.20 * np.cos(4 * hue - np.deg2rad(63))
    )
    light_scale = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    chroma_scale, hue_scale = 1 + 0.045 * chroma, 1 + 0.015 * chroma * tint
    rotation = 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    rotation *= -np.sin(np.deg2rad(60) * np.exp(-(((np.rad2deg(hue) - 275) / 25) ** 2)))
    lightness = (light2 - light1) / light_scale
    saturation = (chroma2 - chroma1) / chroma_scale
    angle = 2 * np.sqrt(chroma1 * chroma2) * np.sin(turn / 2) / hue_scale
    squared = lightness**2 + saturation**2 + angle**2 + rotation * saturation * angle
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)
