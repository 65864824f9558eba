"""In what order clauses are said: from back to front, and things from large to small; judges nothing."""

from collections.abc import Sequence

from sketch.eye_canvas import area
from sketch.eye_moves import is_scape
from sketch.lexicon import NOUNS
from sketch.scene import Clause

Depth = tuple[int, float]
"""How far in the front something lies, and less than nought by how large it is."""

_DEPTHS = {"sky": 0, "wall": 0, "far": 1, "ground": 2, "mass": 2, "patch": 2, "light": 2}
"""Kinds of nouns from back to front; things are 3."""


def depth_of(clause: Clause, *, width: int, height: int) -> Depth:
    """Return how deep a clause lies, by its kind and the area that it covers on a raster."""
    if is_scape(clause):
        return -1, 0.0
    return _DEPTHS.get(NOUNS[clause.noun].kind, 3), -area(clause, width=width, height=height)


def place_among(depths: Sequence[Depth], mine: Depth) -> int:
    """Return after how many of these something of a depth belongs."""
    return max((at + 1 for at, depth in enumerate(depths) if depth <= mine), default=0)
