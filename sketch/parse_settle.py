"""Gives a place to what would be wrong in its usual one beside what else is said: boats on water, woods below a sky.

Only what has no place is moved, and gets one that can be said, so that a scene which is spoken is read as it was.
Knows places and sizes by their words, and no pixels.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sketch.lexicon import NOUNS, PLACES, SIZES
from sketch.parse_order import clash
from sketch.scene import MANY, Clause

_FLOATING = frozenset({"boat", "sailboat", "ship", "duck", "fish", "jellyfish"})
"""Looks of what is on or in the water, where there is some."""
_AFLOAT = frozenset({"island", "swimmer", "mermaid", "buoy", "seal", "whale", "dolphin"})
_WATERS = frozenset({"sea", "water", "waves"})
_ROWS = ("upper", "", "lower", "bottom")
_DEEP = 0.75
"""The lower side of a thing is about so many of its size's root areas below its middle, two sprites being unlike."""
_SHORE = 0.1
"""So much of the water's height lies at least before the lower side of what floats on it."""
_SPREAD = {1: ("",), 2: ("left", "right"), 3: ("left", "", "right")}
"""The columns of so many things that get the same row."""

_FILLING = frozenset({"forest", "leaves"})
"""Looks that fill the picture, and would hide what lies behind them."""
_REMOTE = frozenset({"mountains", "hills", "skyline", "town"})


def settled(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return clauses with places for what floats above no water, and for what hides a sky or mountains.

    >>> settled((Clause(noun="sea", place="bottom third"), Clause(noun="boat")))[1].place
    'lower'
    """
    found = [_below_sky(clause, clauses) for clause in clauses]
    rows = [_row_for(clause, clauses) for clause in clauses]
    for row in dict.fromkeys(filter(None, rows)):
        alike = [index for index, each in enumerate(rows) if each == row]
        columns = _SPREAD.get(len(alike), _SPREAD[3])
        for turn, index in enumerate(alike):
            place = f"{row} {columns[turn % len(columns)]}".strip() if row in _ROWS else row
            found[index] = replace(found[index], place=place)
    return tuple(found)


def is_read_beside(clause: Clause, others: Sequence[Clause]) -> bool:
    """Tell whether a clause that is said beside others is read as it was meant, and so are they."""
    return not clash(clause, others) and not any(_moves(clause, other) for other in others)


@lru_cache(maxsize=6000)
def _moves(one: Clause, other: Clause) -> bool:
    both = (one, other)
    return settled(both) != both or settled(both[::-1]) != both[::-1]


def _is_loose(clause: Clause) -> bool:
    return not clause.place and clause.relation is None


def _row_for(clause: Clause, clauses: Sequence[Clause]) -> str:
    """Return the row, or the side, where a thing that floats finds water, "" where it has some or needs none."""
    noun = NOUNS[clause.noun]
    if not _is_loose(clause) or not (noun.look in _FLOATING or noun.word in _AFLOAT) or clause.count == MANY:
        return ""
    waters = [c for c in clauses if NOUNS[c.noun].look in _WATERS]
    boxes = [PLACES[water.place or NOUNS[water.noun].place].box for water in waters]
    reach = _DEEP * 0.5 * SIZES[clause.size or noun.size]
    x, y = PLACES[noun.place].x, PLACES[noun.place].y
    if not boxes or any(x0 < x < x1 and _is_in(y + reach, y0, y1) for x0, y0, x1, y1 in boxes):
        return ""
    x0, y0, x1, y1 = boxes[0]
    if not x0 < x < x1:
        return waters[0].place if waters[0].place in {"left", "right"} else ""
    fitting = [row for row in _ROWS if row and _is_in(PLACES[row].y + reach, y0, y1)]
    return min(fitting, key=lambda row: abs(PLACES[row].y - y), default="")


def _is_in(base: float, y0: float, y1: float) -> bool:
    return y0 + _SHORE * (y1 - y0) <= base <= y1


def _below_sky(clause: Clause, clauses: Sequence[Clause]) -> Clause:
    """Leave a sky, and mountains, to be seen above what would fill the picture."""
    if not _is_loose(clause) or NOUNS[clause.noun].look not in _FILLING:
        return clause
    behind = [each for each in clauses if _is_loose(each)]
    if any(NOUNS[each.noun].look in _REMOTE for each in behind):
        return replace(clause, place="bottom half")
    if any(NOUNS[each.noun].kind == "sky" for each in behind):
        return replace(clause, place="bottom two thirds")
    return clause
