"""Composes clauses on small rasters, many variants at a time, as the painter would; knows no language and no agents.

A clause by itself is an affine change of the picture below it (`sketch.paint.Cover`), so a stack of clauses needs each
clause painted once, and a variant of one clause costs no more than that clause. Whatever its shape, Lab lies in memory
channel by channel: channels in turn take several times as long. Moods, relations, and on what ground a
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
    """(height, width, 1)."""
    tint: Floats
    """(height, width)."""
    fixed: Floats
    """(3, height, width)."""


_MOST_SHEETS = 1200
_MOST_PICTURES = 32
"""Pictures that are kept: a search asks about one after the other, option by option."""
_MOST_AT_ONCE = 16
"""Clauses; a thing is about ten marks, a crowd some dozens, each a plane while it is painted."""
_sheets: OrderedDict[tuple[Clause, int, int], _Sheet] = OrderedDict()
"""The latest sheets by clause, width and height. Not an `lru_cache`, since many are painted at once."""


def _sheet(clause: Clause, width: int, height: int) -> _Sheet:
    found = _sheets.get((clause, width, height))
    return found or _paint([clause], width, height)[0]


def _paint(clauses: Sequence[Clause], width: int, height: int) -> list[_Sheet]:
    painted = covers(clauses, width, height)
    found = [_Sheet(1 - c.alpha[..., None], c.tint, c.fixed.transpose(2, 0, 1).copy()) for c in painted]
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
    add = sheet.tint * main[:, None, None]
    add += sheet.fixed
    return Layer(sheet.keep, add.transpose(1, 2, 0))


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
    return (*_scenery(clauses), *clauses)


def _scenery(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    return () if any(map(_leaves_no_room, clauses)) else implied(Scene(clauses=tuple(clauses)))


@lru_cache(maxsize=6000)
def _leaves_no_room(clause: Clause) -> bool:
    """Tell whether a scene with this clause in it, whatever else is, gets no scenery: one of it alone gets none."""
    return not implied(Scene(clauses=(clause,)))


def compose(clauses: Sequence[Clause], *, width: int, height: int) -> Floats:
    """Paint clauses from back to front as Lab (height, width, 3), with the painter's scenery; not to be written to."""
    return _composed(behind(clauses), width, height)


@lru_cache(maxsize=_MOST_PICTURES)
def _composed(clauses: tuple[Clause, ...], width: int, height: int) -> Floats:
    prepare(clauses, width=width, height=height)
    lab: Floats = _blank(1, width, height)[0]
    lab[:] = BARE
    for clause in clauses:
        painted = layer(clause, width=width, height=height)
        lab *= painted.keep
        lab += painted.add
    lab.flags.writeable = False
    return lab


@lru_cache(maxsize=_MOST_PICTURES)
def _over(clauses: tuple[Clause, ...], width: int, height: int) -> Layer:
    """Return clauses as one layer; not to be written to."""
    keep = np.ones((height, width, 1), np.float32)
    add = _blank(1, width, height)[0]
    add[:] = 0
    for clause in clauses:
        painted = layer(clause, width=width, height=height)
        keep = keep * painted.keep
        add *= painted.keep
        add += painted.add
    keep.flags.writeable = add.flags.writeable = False
    return Layer(keep, add)


def _blank(count: int, width: int, height: int) -> Floats:
    """Return room for pictures, (count, height, width, 3)."""
    room: Floats = np.empty((count, 3, height, width), np.float32).transpose(0, 2, 3, 1)
    return room


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
    labs = _blank(len(options), width, height)
    for scenery, alike in _grounds(before, options, after).items():
        ground = _composed((*scenery, *before), width, height)
        for index in alike:
            option = options[index]
            if option is None:
                labs[index] = ground
                continue
            painted = layer(option, width=width, height=height)
            np.multiply(ground, painted.keep, out=labs[index])
            labs[index] += painted.add
    over = _over(tuple(after), width, height)
    labs *= over.keep
    labs += over.add
    return labs


def _grounds(
    before: Sequence[Clause], options: Sequence[Clause | None], after: Sequence[Clause]
) -> dict[tuple[Clause, ...], list[int]]:
    """Return the kinds of scenery that scenes get, each with the places of its options."""
    if any(map(_leaves_no_room, (*before, *after))):
        return {(): list(range(len(options)))}
    grounds: dict[tuple[Clause, ...], list[int]] = {}
    for index, option in enumerate(options):
        middle = () if option is None else (option,)
        grounds.setdefault(_scenery((*before, *middle, *after)), []).append(index)
    return grounds
