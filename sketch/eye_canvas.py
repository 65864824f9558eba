"""Composes clauses on small rasters, many variants at a time, as the painter would; knows no language and no agents.

A clause by itself is an affine change of the picture below it (`sketch.paint.Cover`), so a stack of clauses needs each
clause painted once, and a variant of one clause costs no more than that clause. Moods, relations, and on what ground a
crowd without a place stands are the painter's own: scenes that have them must be painted whole.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from codec.cielab import Floats
from sketch.arrange_scenery import implied
from sketch.lexicon import NOUNS
from sketch.looks.index import has_stripes
from sketch.paint import covers, main_lab
from sketch.scene import Clause, Colour, Scene

BARE: tuple[float, float, float] = (62.0, 0.0, 2.0)
"""The Lab of paper that nothing covers, as the painter has it."""

_ANY = Colour("gray")


@dataclass(frozen=True)
class Layer:
    """A clause on a raster: the picture becomes `below * keep + add`."""

    keep: Floats
    """(height, width, 1): what still shows of what is below."""
    add: Floats
    """(height, width, 3), Lab."""


@dataclass(frozen=True)
class _Sheet:
    """A clause of any main colour on a raster."""

    keep: Floats
    tint: Floats
    fixed: Floats


_MOST_SHEETS = 1200
_MOST_AT_ONCE = 16
"""Clauses; a thing is about ten marks, a crowd some dozens, each a plane while it is painted."""
_sheets: OrderedDict[tuple[Clause, int, int], _Sheet] = OrderedDict()
"""The latest sheets by clause, width and height. Not an `lru_cache`, since many are painted at once."""


def _sheet(clause: Clause, width: int, height: int) -> _Sheet:
    found = _sheets.get((clause, width, height))
    return found or _paint([clause], width, height)[0]


def _paint(clauses: Sequence[Clause], width: int, height: int) -> list[_Sheet]:
    found = [_Sheet(1 - c.alpha[..., None], c.tint[..., None], c.fixed) for c in covers(clauses, width, height)]
    for clause, sheet in zip(clauses, found, strict=True):
        _sheets[clause, width, height] = sheet
    while len(_sheets) > _MOST_SHEETS:
        _sheets.popitem(last=False)
    return found


def prepare(clauses: Iterable[Clause], *, width: int, height: int) -> None:
    """Paint clauses that are about to be asked for; together they take less time."""
    missing = [c for c in dict.fromkeys(map(_colourless, clauses)) if (c, width, height) not in _sheets]
    for first in range(0, len(missing), _MOST_AT_ONCE):
        _paint(missing[first : first + _MOST_AT_ONCE], width, height)


@lru_cache(maxsize=500)
def layer(clause: Clause, *, width: int, height: int) -> Layer:
    """Paint one clause on a raster; every colour of a clause shares one painting."""
    sheet = _sheet(_colourless(clause), width, height)
    main = np.array(main_lab(clause), np.float32)
    return Layer(sheet.keep, sheet.tint * main + sheet.fixed)


@lru_cache(maxsize=6000)
def area(clause: Clause, *, width: int, height: int) -> float:
    """Return the share of the picture that a clause covers."""
    return float(1 - _sheet(_colourless(clause), width, height).keep.mean())


@lru_cache(maxsize=6000)
def _colourless(clause: Clause) -> Clause:
    """Return the clause whose painting serves every main colour; accents are painted in."""
    told = len(clause.colours) > 1 or (len(clause.colours) == 1 and has_stripes(NOUNS[clause.noun].look))
    return replace(clause, colours=(_ANY, *clause.colours[1:]) if told else ())


def behind(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return clauses with the scenery that the painter adds behind them."""
    whole = tuple(clauses)
    return (*implied(Scene(clauses=whole)), *whole)


def compose(clauses: Sequence[Clause], *, width: int, height: int, scenery: bool = True) -> Floats:
    """Paint clauses from back to front as Lab (height, width, 3), with the painter's scenery unless told otherwise."""
    lab = np.full((height, width, 3), BARE, np.float32)
    for clause in behind(clauses) if scenery else clauses:
        painted = layer(clause, width=width, height=height)
        lab = lab * painted.keep + painted.add
    return lab


def variants(
    before: Sequence[Clause],
    options: Sequence[Clause | None],
    after: Sequence[Clause],
    *,
    width: int,
    height: int,
) -> Floats:
    """Paint `before`, one of the options (None: nothing) and `after`; Lab of shape (len(options), height, width, 3)."""
    prepare((*before, *(option for option in options if option), *after), width=width, height=height)
    keep = np.ones((height, width, 1), np.float32)
    add = np.zeros((height, width, 3), np.float32)
    for clause in after:
        painted = layer(clause, width=width, height=height)
        keep, add = keep * painted.keep, add * painted.keep + painted.add
    grounds: dict[tuple[Clause, ...], list[int]] = {}
    for index, option in enumerate(options):
        middle = () if option is None else (option,)
        grounds.setdefault(implied(Scene(clauses=(*before, *middle, *after))), []).append(index)
    labs = np.empty((len(options), height, width, 3), np.float32)
    for scenery, alike in grounds.items():
        ground = compose((*scenery, *before), width=width, height=height, scenery=False)
        for index in alike:
            option = options[index]
            labs[index] = ground
            if option is not None:
                painted = layer(option, width=width, height=height)
                labs[index] *= painted.keep
                labs[index] += painted.add
    labs *= keep
    labs += add
    return labs
