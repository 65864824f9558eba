"""Where and how a picture differs from an original, in boxes, colour words and place words; knows no agents.

Both are Lab arrays on the raster of `codec.fidelity.Measure`.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from codec.cielab import Floats
from codec.fidelity import Measure, colour_loss
from sketch.lexicon import COLOURS, lab_of
from sketch.scene import Colour, Tone

Corners = tuple[float, float, float, float]
"""x0, y0, x1, y1 in fractions of the picture, origin top left."""

_TONED = (
    "gray brown tan rust red pink purple blue azure cyan teal turquoise green emerald olive lime khaki yellow gold "
    "orange mocha sage moss steel cinnamon caramel mustard kiwi paprika asparagus cork eucalyptus brass marine"
)
_TONES: dict[Tone, str] = {
    "dark": f"{_TONED} beige cream coral lavender mint peach slate walnut copper chocolate ash jade blush petrol rose "
    "vanilla oatmeal crystal aero mauve salmon",
    "pale": f"{_TONED} peach mint slate aero cobalt basil parsley plum salmon blush oatmeal",
    "light": f"{_TONED} charcoal maroon graphite slate walnut denim jade iron plum petrol basil bark cobalt ginger "
    "tobacco parsley indigo",
    "dull": "brown chocolate maroon pink blue navy azure teal green olive khaki lime orange lavender amber rust cream "
    "moss mustard steel indigo peach ginger asparagus basil hunter cork aero cobalt marine rose paprika kiwi brass "
    "coral cyan jade yellow walnut ruby",
    "deep": "gray beige khaki olive red pink purple blue azure teal turquoise green orange gold tan mint steel aero "
    "crystal cork oatmeal vanilla rose marine eucalyptus slate cream aqua lavender coral sage",
    "bright": "red pink magenta blue cyan green lime yellow orange olive rust amber copper jade sapphire brown aero "
    "asparagus brass ginger rose plum parsley kiwi violet moss aqua",
}
"""Tones with the colours that people say them of: nobody says "dark white"."""
_APART = 4.0
"""The least ΔE between two colours of the palette where a tone is said."""

_GRID = 12
_SIDES = (2, 3, 4, 6, 9, 12)
_BOXES = [
    (x0, y0, x0 + columns, y0 + rows)
    for x0 in range(_GRID)
    for y0 in range(_GRID)
    for columns in _SIDES
    for rows in _SIDES
    if x0 + columns <= _GRID and y0 + rows <= _GRID
]
_CORNERS = np.array(_BOXES).T
"""x0, y0, x1, y1 of all boxes in cells of the grid, shape (4, boxes)."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """A box in which the picture is wrong."""

    box: Corners
    loss: float
    """The share of all colour and contrast that is wrong there, from 0 to 1."""
    wanted: str
    """The original's colour there, in words."""
    drawn: str
    """The picture's."""


@cache
def palette() -> tuple[tuple[Colour, ...], Floats]:
    """Return the colours that a describer may say, and their Lab values of shape (n, 3).

    All plain ones; of those with a tone, one word more, only those that people say and that look like no other.
    """
    plain = [Colour(name) for name in COLOURS]
    toned = [Colour(name, tone) for tone, names in _TONES.items() for name in names.split()]
    every = np.array([lab_of(colour) for colour in (*plain, *toned)], np.float32)
    apart = ((every[:, None] - every) ** 2).sum(axis=2) >= _APART**2
    taken = list(range(len(plain)))
    for at in range(len(plain), len(every)):
        if apart[at, taken].all():
            taken.append(at)
    colours = (*plain, *toned)
    return tuple(colours[at] for at in taken), every[taken]


def name_colour(lab: Floats) -> Colour:
    """Find the colour words nearest to one Lab value; plain words are preferred to a tone by 2 ΔE."""
    colours, values = palette()
    distance = np.linalg.norm(values - lab, axis=1) + [2.0 if colour.tone else 0.0 for colour in colours]
    return colours[int(np.argmin(distance))]


def say_colour(lab: Floats) -> str:
    """Say one Lab value in words, such as "dark green"."""
    colour = name_colour(lab)
    return f"{colour.tone} {colour.name}".strip()


def say_place(box: Corners) -> str:
    """Say where a box lies, such as "upper left" or "across the bottom"."""
    x0, y0, x1, y1 = box
    if x1 - x0 > 0.75 and y1 - y0 > 0.75:
        return "all over"
    row = ("top", "upper middle", "middle", "lower middle", "bottom")[min(int((y0 + y1) / 2 * 5), 4)]
    if x1 - x0 > 0.75:
        return f"across the {row}"
    column = ("left", "centre", "right")[min(int((x0 + x1) / 2 * 3), 2)]
    if y1 - y0 > 0.75:
        return f"down the {column}"
    row = ("top", "centre", "bottom")[min(int((y0 + y1) / 2 * 3), 2)]
    return row if column == "centre" else column if row == "centre" else f"{row} {column}"


def loss_map(measure: Measure, lab: Floats) -> Floats:
    """Map what is wrong, (height, width): saturating colour loss by saliency, of mean at most 1."""
    return colour_loss(lab, measure.lab) * measure.weight


def find_regions(measure: Measure, lab: Floats, *, most: int = 4) -> tuple[Region, ...]:
    """Find the boxes that hold most of what is wrong, worst first; they overlap by less than half."""
    loss = loss_map(measure, lab)
    boxes = _fullest(_to_grid(loss - 0.8 * float(loss.mean())), most=most)
    total = max(float(measure.weight.sum()), 1e-9)
    regions = []
    for box in boxes:
        rows_cut, columns_cut = cut_out(box, lab.shape)
        part = loss[rows_cut, columns_cut]
        weight = part[..., None] + 1e-6
        wanted = (measure.lab[rows_cut, columns_cut] * weight).sum(axis=(0, 1)) / weight.sum()
        drawn = (lab[rows_cut, columns_cut] * weight).sum(axis=(0, 1)) / weight.sum()
        share = float(part.sum()) / total
        regions.append(Region(box=box, loss=share, wanted=say_colour(wanted), drawn=say_colour(drawn)))
    return tuple(sorted(regions, key=lambda region: -region.loss))


def _fullest(excess: Floats, *, most: int) -> list[Corners]:
    """Return the boxes of cells of a grid that hold most, if more than 0, and overlap by less than half."""
    table = np.zeros((_GRID + 1, _GRID + 1))
    table[1:, 1:] = excess.cumsum(axis=0).cumsum(axis=1)
    x0, y0, x1, y1 = _CORNERS
    held = table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0]
    areas = (x1 - x0) * (y1 - y0)
    found: list[Corners] = []
    while len(found) < most:
        at = int(held.argmax())
        if held[at] <= 0:
            break
        left, top, right, bottom = (int(side[at]) for side in _CORNERS)
        found.append((left / _GRID, top / _GRID, right / _GRID, bottom / _GRID))
        width = np.minimum(x1, right) - np.maximum(x0, left)
        height = np.minimum(y1, bottom) - np.maximum(y0, top)
        shared = np.maximum(width, 0) * np.maximum(height, 0)
        held[2 * shared >= np.minimum(areas, areas[at])] = 0
    return found


def cut_out(box: Corners, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Turn a box into slices of an array whose first axes are height and width; never empty."""
    height, width = shape[:2]
    y0, x0 = min(int(box[1] * height), height - 1), min(int(box[0] * width), width - 1)
    return slice(y0, max(round(box[3] * height), y0 + 1)), slice(x0, max(round(box[2] * width), x0 + 1))


def bounding_box(mask: Floats, *, least: float) -> Corners | None:
    """Return the box around a mask's pixels of at least that value; None where there are none."""
    rows, columns = np.nonzero(mask >= least)
    if not len(rows):
        return None
    height, width = mask.shape
    x0, x1 = int(columns.min()), int(columns.max()) + 1
    return x0 / width, int(rows.min()) / height, x1 / width, (int(rows.max()) + 1) / height


def _to_grid(plane: Floats) -> Floats:
    """Sum a plane over a `_GRID` by `_GRID` raster."""
    height, width = plane.shape
    rows = np.arange(height) * _GRID // height
    columns = np.arange(width) * _GRID // width
    summed = np.zeros((_GRID, _GRID), np.float32)
    np.add.at(summed, (rows[:, None], columns[None, :]), plane)
    return summed


def share_within(box: Corners, within: Corners) -> float:
    """Return the share of a box that lies within another, from 0 to 1."""
    width = min(box[2], within[2]) - max(box[0], within[0])
    height = min(box[3], within[3]) - max(box[1], within[1])
    return max(width, 0) * max(height, 0) / max((box[2] - box[0]) * (box[3] - box[1]), 1e-9)
