"""Marks of rows of buildings that fill a box: town houses with their gables to the street, and the towers of a city."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sketch.arrange_region import Box, Frame, rectangle
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Mark, Shade
from sketch.paint_noise import mix, uniforms
from sketch.paint_raster import Points

_EDGE = 1e-3
_BEYOND = 0.03
"""How far what is at the picture's edge runs over it, scene units."""

_RISE = 0.35
"""By what share of its height a row of houses that goes all across rises above its box."""

_BEHIND = Shade(0.92, (-2.0, 0.0, -1.0))
_HAZE = Shade(0.85, (11.0, 0.0, -2.0))
_TINGE = Shade(0.93, (-4.0, 1.5, 3.0))
_FRAME = Shade(0.6, (40.0, 0.0, 1.0))
_DARK = Shade(0.68, (0.0, 3.0, 3.0))
_LIT = Shade(0.55, (36.0, 1.0, 7.0))
"""What parts make of the main colour, so that their mean is about that."""

GAUDY_WALLS: tuple[Lab, ...] = (
    (78.0, 6.0, 58.0),
    (56.0, 42.0, 30.0),
    (62.0, -8.0, -28.0),
    (70.0, -24.0, 26.0),
    (80.0, 20.0, 8.0),
)
"""Walls of houses that are said to be colourful."""


@dataclass(frozen=True)
class _Front:
    """One building of a row, seen from the front; scene units."""

    x0: float
    x1: float
    peak: float
    eaves: float
    base: float
    gabled: bool

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def wall(self) -> Points:
        """Return the outline up to the ridge, or up to the eaves where the roof slopes towards us."""
        if not self.gabled:
            return rectangle(self.x0, self.eaves, self.x1, self.base)
        top = [[self.x0, self.eaves], [self.middle, self.peak], [self.x1, self.eaves]]
        return np.array([*top, [self.x1, self.base], [self.x0, self.base]])

    def roof(self) -> Points:
        """Return what is seen of the roof: two slopes from their edge, or one from its face."""
        over, thick = 0.05 * self.width, 0.2 * (self.eaves - self.peak) + 0.03 * self.width
        left, right = self.x0 - over, self.x1 + over
        if not self.gabled:
            inset = 0.12 * self.width
            return np.array(
                [[left, self.eaves], [self.x0 + inset, self.peak], [self.x1 - inset, self.peak], [right, self.eaves]]
            )
        upper = [[left, self.eaves + thick / 2], [self.middle, self.peak - thick / 2], [right, self.eaves + thick / 2]]
        return np.array([*upper, [right, self.eaves + 1.5 * thick], [self.middle, self.peak + thick],
                         [left, self.eaves + 1.5 * thick]])  # fmt: skip

    def chimney(self) -> Points:
        """Return what stands on the roof's right slope."""
        x, half = self.x0 + 0.76 * self.width, 0.05 * self.width
        foot = self.eaves - (0.4 if self.gabled else 0.9) * (self.eaves - self.peak)
        return rectangle(x - half, min(foot - 2.6 * half, self.peak + half), x + half, foot + 2 * half)


def _spans(x0: float, x1: float, count: int, key: int, unlike: float) -> Points:
    """Return the borders of neighbours of unlike widths, shape (count + 1,)."""
    widths = 1 + unlike * (uniforms(key, count) * 2 - 1)
    return np.asarray(x0 + (x1 - x0) * np.concatenate([[0.0], np.cumsum(widths) / widths.sum()]))


def _over_edges(box: Box, frame: Frame) -> Box:
    x0, y0, x1, y1 = box
    return (
        x0 - _BEYOND * (x0 <= _EDGE), y0,
        x1 + _BEYOND * (x1 >= frame.width - _EDGE), y1 + _BEYOND * (y1 >= frame.height - _EDGE),
    )  # fmt: skip


def _fronts(box: Box, frame: Frame, key: int, storey: float) -> list[_Front]:
    x0, y0, x1, y1 = _over_edges(box, frame)
    count = max(1, round((x1 - x0) / (2.4 * storey)))
    at = _spans(x0, x1, count, key, 0.2)
    numbers = uniforms(mix(key, 3), 2 * count).reshape(count, 2)
    fronts = []
    for left, right, (low, kind) in zip(at[:-1], at[1:], numbers, strict=True):
        peak = max(y0 + (0.34 * low - 0.16) * (y1 - y0), 0.015)
        rise = min((0.62 if kind < 0.65 else 0.42) * (right - left), 0.34 * (y1 - y0))
        fronts.append(_Front(float(left), float(right), peak, peak + rise, y1, bool(kind < 0.65)))
    return fronts


def _windows(front: _Front, storey: float) -> list[Box]:
    """Return a front's windows by storeys down to the ground, where the last column is left for the door."""
    columns = max(1, round(front.width / (0.85 * storey)))
    pitch = front.width / (columns + 0.35)
    rows = max(1, int((front.base - front.eaves) / storey))
    step = (front.base - front.eaves) / rows
    half, tall = 0.3 * pitch, min(0.56 * step, 1.1 * pitch)
    found = []
    for row in range(rows):
        y = front.eaves + (row + 0.25) * step
        for column in range(columns - (row == rows - 1 and columns > 1)):
            x = front.x0 + (column + 0.675) * pitch
            found.append((x - half, y, x + half, y + tall))
    if front.gabled and front.eaves - front.peak > 0.6 * storey:
        y = front.eaves - 0.3 * (front.eaves - front.peak)
        found.append((front.middle - 0.7 * half, y - 0.6 * tall, front.middle + 0.7 * half, y))
    return found


def _door(front: _Front, storey: float) -> Points:
    columns = max(1, round(front.width / (0.85 * storey)))
    pitch = front.width / (columns + 0.35)
    x = front.x1 - 0.675 * pitch
    return rectangle(x - 0.26 * pitch, front.base - min(0.72 * storey, 1.3 * pitch), x + 0.26 * pitch, front.base)


def _quarters(window: Box) -> list[Points]:
    """Return the panes of a window, between which the frame shows."""
    x0, y0, x1, y1 = window
    rim = 0.1 * (x1 - x0)
    across, down = (x1 - x0 - 3 * rim) / 2, (y1 - y0 - 3 * rim) / 2
    return [
        rectangle(left, top, left + across, top + down)
        for top in (y0 + rim, y1 - rim - down)
        for left in (x0 + rim, x1 - rim - across)
    ]


def _of_main(fill: Fill, shade: Shade, outlines: Sequence[Points], *, opacity: float = 1.0) -> Mark:
    flat = replace(fill, tinted=True, start=shade, end=shade, grains=())
    return Mark(outlines=tuple(outlines), fill=flat, opacity=opacity)


def _towers(box: Box, frame: Frame, key: int, *, wide: float, low: float) -> list[_Front]:
    """Return towers without gaps, whose tops lie between the box's upper side and a share of its height below."""
    x0, y0, x1, y1 = _over_edges(box, frame)
    count = max(2, round((x1 - x0) / wide))
    at = _spans(x0, x1, count, key, 0.4)
    tops = y0 + (y1 - y0) * low * uniforms(mix(key, 4), count)
    return [
        _Front(float(left), float(right), float(top), float(top), y1, gabled=False)
        for left, right, top in zip(at[:-1], at[1:], tops, strict=True)
    ]


def _tower(front: _Front, kind: float) -> list[Points]:
    """Return a tower's outlines: a block, one with a narrower block on it, or one with a mast."""
    body, width = front.wall(), front.width
    if kind < 0.3:
        return [
            body,
            rectangle(front.x0 + 0.2 * width, front.peak - 0.3 * width, front.x1 - 0.2 * width, front.peak + 0.01),
        ]
    if kind < 0.5:
        slope = [[front.x0, front.peak + 0.01], [front.x0, front.peak - 0.3 * width], [front.x1, front.peak + 0.01]]
        return [body, np.array(slope)]
    if kind < 0.65:
        mast = 0.03 * width
        return [body, rectangle(front.middle - mast, front.peak - 0.5 * width, front.middle + mast, front.peak + 0.01)]
    return [body]


def _lights(front: _Front, kind: float) -> list[Points]:
    """Return a tower's windows: in storeys, or one by one."""
    columns = 1 if kind < 0.4 else 3 if kind < 0.8 else 2
    storey = max(0.3 * front.width, 0.016)
    rows = min(int((front.base - front.peak) / storey), 18)
    pitch, rim = 0.8 * front.width / columns, (0.08 if columns == 1 else 0.2) * front.width / columns
    return [
        rectangle(x + rim, y, x + pitch - rim, y + 0.42 * storey)
        for row in range(rows)
        for y in [front.peak + (row + 0.4) * storey]
        for column in range(columns)
        for x in [front.x0 + 0.1 * front.width + column * pitch]
    ]


def skyline_marks(fill: Fill, others: Sequence[Lab], box: Box, frame: Frame, key: int) -> list[Mark]:
    """Return the towers of a city, hazy ones behind; of several colours they take turns."""
    x0, y0, x1, y1 = box
    wide = 0.045 + 0.11 * (y1 - y0)
    y0 = max(y0, 0.03)
    hazy = _towers((x0, y0, x1, y1), frame, mix(key, 1), wide=0.8 * wide, low=0.6)
    near = _towers((x0, y0 + 0.2 * (y1 - y0), x1, y1), frame, key, wide=wide, low=0.6)
    kinds = uniforms(mix(key, 5), len(hazy) + len(near)).tolist()
    behind = [shape for front, kind in zip(hazy, kinds, strict=False) for shape in _tower(front, kind)]
    kinds = kinds[len(hazy) :]
    towers = [_tower(front, kind) for front, kind in zip(near, kinds, strict=True)]
    fills = (fill, *(replace(fill, colour=colour, tinted=False) for colour in others))
    turns = [[shape for tower in towers[turn :: len(fills)] for shape in tower] for turn in range(len(fills))]
    lights = [light for front, kind in zip(near, kinds, strict=True) for light in _lights(front, kind)]
    tinged = [] if others else [_of_main(fill, _TINGE, [front.wall() for front in near[1::2]], opacity=0.6)]
    return [
        _of_main(fill, _HAZE, behind),
        *(Mark(outlines=tuple(walls), fill=own) for own, walls in zip(fills, turns, strict=True) if walls),
        *tinged,
        _of_main(fill, _LIT, lights),
    ]


def town_marks(fill: Fill, others: Sequence[Lab], box: Box, frame: Frame, key: int) -> list[Mark]:
    """Return a row of town houses of different heights and tints; of several colours they take turns."""
    x0, y0, x1, y1 = box
    storey = 0.045 + 0.085 * (y1 - y0)
    across = x0 <= _EDGE and x1 >= frame.width - _EDGE
    if across and y0 > _EDGE and y1 < frame.height - _EDGE:
        # The land or water that lies before a street hides its lower half.
        box = (x0, max(y0 - _RISE * (y1 - y0), 0.01), x1, y1)
    fronts = _fronts(box, frame, key, storey)
    marks = []
    if y0 <= _EDGE:
        # More houses behind fill the picture to its top.
        behind = _over_edges(box, frame)
        whole = (behind[1] - _BEYOND, behind[3]) if across else None
        marks.append(replace(_of_main(fill, _BEHIND, [rectangle(behind[0], y0 - _BEYOND, *behind[2:])]), solid=whole))
    marks += _walls(fill, others, fronts, across=across)
    windows = [window for front in fronts for window in _windows(front, storey)]
    dark = [*(front.roof() for front in fronts), *(front.chimney() for front in fronts[::3])]
    dark += [_door(front, storey) for front in fronts]
    dark += [pane for window in windows for pane in _quarters(window)]
    return [*marks, _of_main(fill, _FRAME, [rectangle(*window) for window in windows]), _of_main(fill, _DARK, dark)]


def _walls(fill: Fill, others: Sequence[Lab], fronts: list[_Front], *, across: bool) -> list[Mark]:
    """Return walls in turns: of the colours that are said, or of one and another tint of it."""
    if others:
        colours = (fill, *(replace(fill, colour=colour, tinted=False) for colour in others))
        turns = [(own, fronts[turn :: len(colours)]) for turn, own in enumerate(colours)]
        return [Mark(outlines=tuple(front.wall() for front in of_it), fill=own) for own, of_it in turns if of_it]
    solid = (max(front.eaves for front in fronts), fronts[0].base) if across else None
    walls = Mark(outlines=tuple(front.wall() for front in fronts), fill=fill, solid=solid)
    tinged = [front.wall() for front in fronts[1::2]]
    return [walls, _of_main(fill, _TINGE, tinged, opacity=0.55)] if tinged else [walls]
