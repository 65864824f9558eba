"""Tells which parts of a sprite are missed least for the work they are, so that fewer are drawn; knows no words.

What is seen of each part is counted in the cells of a coarse grid, by numbers whose bits are the layers over a cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import combinations
from math import dist, inf
from operator import or_

import numpy as np

from sketch.looks.sprite import Part
from sketch.paint_lab import Lab
from sketch.paint_raster import Edges, coverages, edges_of_each

_CELLS = 12
"""Cells to a unit of a sprite,"""
_COVERED = 0.35
"""and how much of one a part covers at least to be in it."""
_BEHIND = 30.0
"""How much what lies behind an item is taken to differ from it: the colour of the ground is not known."""
_SHADING = 0.5
"""How much less a part's own shade is missed than the part."""
_ONLY = 2.0
"""How much more the last part of a colour is missed: the hair of a head."""
_SHOULDERS = -0.3
"""Of people the heads, all that is above that y in the sprite's units,"""
_LOOKED_AT = 3.0
"""are missed so much more."""
_IN_FRONT = 2.0
"""Of the hair before and behind a face that before it is missed so much more."""
_REACH = 0.12
"""No part is left out that an item reaches so much further with, in the sprite's units: its head, its legs."""
_ASIDE = 0.1
"""Parts that are drawn as one may be so far from each other, one above the other, in the sprite's units."""
_TALL = 1.5
"""To draw a row of parts a unit tall is so much more work than one of a part that is hardly tall."""
_FEWEST = 2
"""So many parts an item keeps,"""
_DEAR, _TELLING = 0.1, 0.03
"""and all that it would lose so much of its looks without, of the whole of it against what lies behind; and a shade
that tells so much of it."""
_DIGITS = 6
"""Decimals by which what is missed is compared: the last digits of a sum differ from machine to machine."""

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Detail:
    """Some parts of a sprite, or all, that are drawn for the whole of it."""

    parts: tuple[Part, ...]
    lost: float
    """How much is missed beside one with a part more, Lab times square units, for the work that is saved; none is less
    than that before it."""


@dataclass(frozen=True)
class _Layer:
    bit: int
    """Which bit of a cell's number it is: the higher, the further in front."""
    part: Part
    colour: Lab
    box: _Box
    """Left, top, right and bottom in the sprite's units."""


_Cells = dict[int, int]
"""How many cells there are of each number."""


@lru_cache(maxsize=256)
def details_of(parts: tuple[Part, ...], colours: tuple[Lab, ...]) -> tuple[Detail, ...]:
    """Return parts of those colours, then without the one that is missed least, and so on.

    Where two of a role can be drawn as one, the lesser may take the other's shade instead.
    """
    edges = edges_of_each([part.outlines for part in parts])
    boxes = [(*each.low.tolist(), *each.high.tolist()) for each in edges]
    layers = [_Layer(*each) for each in zip(range(len(parts)), parts, colours, boxes, strict=True)]
    cells = _cells(edges)
    details = [Detail(parts, 0.0)]
    whole = _BEHIND * sum(cells.values())
    while len(layers) > _FEWEST:
        lost, layers, cells = _plainer(layers, cells, whole)
        if lost == inf:
            break
        kept = tuple(layer.part for layer in layers)
        details.append(Detail(kept, max(lost / _CELLS**2, details[-1].lost)))
    return tuple(details)


def _cells(edges: Sequence[Edges]) -> _Cells:
    """Count the cells that any part covers, by which these are."""
    low = np.floor(np.min([each.low for each in edges], axis=0) * _CELLS)
    across, down = (np.ceil(np.max([each.high for each in edges], axis=0) * _CELLS) - low).astype(int).tolist()
    corners, sizes = [(int(low[0]), int(low[1]))] * len(edges), [(across, down)] * len(edges)
    planes = np.array(coverages(edges, scale=(_CELLS, _CELLS), corners=corners, sizes=sizes))
    numbers = np.left_shift(1, np.arange(len(edges))) @ (planes.reshape(len(edges), -1) > _COVERED)
    codes, counts = np.unique(numbers, return_counts=True)
    return {code: count for code, count in zip(codes.tolist(), counts.tolist(), strict=True) if code}


def _plainer(layers: Sequence[_Layer], cells: _Cells, whole: float) -> tuple[float, list[_Layer], _Cells]:
    """Return layers with one less, and the cells that they cover; and what is missed for the work that is saved.

    That is infinite if all that could be left out is too dear, beside the `whole`, Lab times cells.
    """
    seen, missed = _missed(layers, cells)
    least, fewer, left = inf, list(layers), cells
    for layer in layers:
        lost = round(missed[layer.bit] / _work(layer), _DIGITS)
        if lost < least and missed[layer.bit] <= _DEAR * whole and not _reaches_out(layer, layers):
            least, gone, put, into = lost, layer, layer, 0
    for lower, upper in _pairs(layers, cells):
        shade = _SHADING * dist(lower.colour, upper.colour) * min(seen[lower.bit], seen[upper.bit])
        merged = _merged(lower, upper, lower if seen[lower.bit] > seen[upper.bit] else upper)
        lost = round(shade / (_work(lower) + _work(upper) - _work(merged)), _DIGITS)
        if lost < least and shade <= _TELLING * whole:
            least, gone, put, into = lost, lower, merged, 1 << upper.bit
    if least < inf:
        fewer = [put if layer.bit == put.bit else layer for layer in layers if layer is not gone]
        left = _without(cells, 1 << gone.bit, into)
    return least, fewer, left


def _work(layer: _Layer) -> float:
    return 1 + _TALL * _height(layer.box)


def _missed(layers: Sequence[_Layer], cells: _Cells) -> tuple[dict[int, int], dict[int, float]]:
    """Return in how many cells each layer is seen, and how much would be missed without it, by its bit."""
    seen, missed = {layer.bit: 0 for layer in layers}, {layer.bit: 0.0 for layer in layers}
    colours = {layer.bit: layer.colour for layer in layers}
    for code, count in cells.items():
        top = code.bit_length() - 1
        below = (code ^ 1 << top).bit_length() - 1
        seen[top] += count
        missed[top] += count * (_BEHIND if below < 0 else dist(colours[top], colours[below]))
    roles = [layer.part.role for layer in layers]
    for at, layer in enumerate(layers):
        if "skin" in roles and layer.box[1] + layer.box[3] < 2 * _SHOULDERS:
            missed[layer.bit] *= _LOOKED_AT * (_IN_FRONT if layer.part.role in roles[:at] else 1.0)
        if roles.count(layer.part.role) == 1:
            missed[layer.bit] *= _ONLY
    return seen, missed


def _reaches_out(layer: _Layer, layers: Iterable[_Layer]) -> bool:
    """Tell whether a layer makes all of them reach further."""
    others = [other.box for other in layers if other is not layer]
    left, top, right, bottom = layer.box
    return (
        left < min(box[0] for box in others) - _REACH
        or top < min(box[1] for box in others) - _REACH
        or right > max(box[2] for box in others) + _REACH
        or bottom > max(box[3] for box in others) + _REACH
    )


def _pairs(layers: Sequence[_Layer], cells: _Cells) -> Iterator[tuple[_Layer, _Layer]]:
    """Yield which layers can be drawn as one: of a role, close together, and nothing between them hides the lower."""
    for lower, upper in combinations(layers, 2):
        if lower.part.role == upper.part.role and _is_close(lower.box, upper.box):
            own, between = 1 << lower.bit, (1 << upper.bit) - (2 << lower.bit)
            if not between & reduce(or_, (code for code in cells if code & own), 0):
                yield lower, upper


def _is_close(one: _Box, other: _Box) -> bool:
    """Tell whether two boxes don't lie far above each other: what is drawn as one takes all rows between, too."""
    return max(one[3], other[3]) - min(one[1], other[1]) < _height(one) + _height(other) + _ASIDE


def _merged(lower: _Layer, upper: _Layer, kept: _Layer) -> _Layer:
    """Return two layers as one of the paint of either, in the place of the upper one."""
    part = replace(kept.part, outlines=lower.part.outlines + upper.part.outlines)
    one, other = lower.box, upper.box
    box = min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
    return _Layer(upper.bit, part, kept.colour, box)


def _without(cells: _Cells, gone: int, into: int) -> _Cells:
    """Return cells without the layer of a bit, which goes into that of another, or into none."""
    fewer: _Cells = {}
    for code, count in cells.items():
        own = (code ^ gone) | into if code & gone else code
        if own:
            fewer[own] = fewer.get(own, 0) + count
    return fewer


def _height(box: _Box) -> float:
    return box[3] - box[1]
