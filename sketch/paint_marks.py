"""The drawing program between scene and picture: filled outlines in scene units.

Scene units: the picture's area is 1, so it is sqrt(aspect) wide and 1 / sqrt(aspect) high; x to the right, y down.
Knows nothing of words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sketch.paint_lab import Lab
from sketch.paint_raster import Edges, Points, edges_of, edges_of_each

Mesh = tuple[tuple[Lab, ...], ...]
"""Colours by row and column; every row has as many."""


@dataclass(frozen=True)
class Shade:
    """A change of a colour: `keep * colour + add`."""

    keep: float = 1.0
    add: Lab = (0.0, 0.0, 0.0)


PLAIN = Shade()


@dataclass(frozen=True, kw_only=True)
class Grain:
    """Noise over a fill."""

    amount: Lab
    """What one deviation of the noise adds."""
    cell: tuple[float, float]
    """Width and height of the grain, scene units; strokes are 2.7 cells long."""
    key: int
    """Hashed with the seed; strokes are seen from one of four sides by it."""
    form: str = "smooth"
    """smooth, ridge (thin light veins), patchy (two tones with borders as crisp as outlines),
    strokes, level strokes and upright strokes (sparse strokes of a brush, mean 0 with the ground between them)."""


@dataclass(frozen=True, kw_only=True)
class Fill:
    """How an outline is filled: a colour that goes from `start` to `end` along an axis over the box, and noise."""

    colour: Lab
    tinted: bool = False
    """Whether `colour` is the clause's main colour."""
    start: Shade = PLAIN
    end: Shade = PLAIN
    axis: tuple[float, float] = (0.0, 1.0)
    """Direction of the change in fractions of the box: 0 at one corner, 1 at the other; components add up to 1."""
    mesh: Mesh = ()
    """Rows of colours that pass into each other over the box, instead of `start` and `end`; the first is `colour`."""
    grains: tuple[Grain, ...] = ()


def mesh_columns(colours: int) -> int:
    """Return in how many columns so many colours are laid out.

    >>> [mesh_columns(count) for count in range(1, 10)]
    [1, 1, 1, 2, 1, 2, 1, 2, 3]
    """
    if colours == 9:
        return 3
    return 2 if colours >= 4 and colours % 2 == 0 else 1


def mesh_shares(at: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    """Return how much of each of `count` colours in a line lies at each fraction of its length, (len(at), count).

    The first and the last colour are pure for half as long as it takes to pass from one colour to the next.
    """
    if count == 1:
        return np.ones((len(at), 1), np.float32)
    along = np.clip(at * (count - 0.5) - 0.25, 0, count - 1)
    shares = np.clip(1 - np.abs(along[:, None] - np.arange(count)), 0, 1)
    return np.asarray(shares, np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Mark:
    """Outlines filled alike."""

    outlines: tuple[Points, ...]
    fill: Fill
    opacity: float = 1.0
    soft: float = 0.0
    """Deviation of a Gaussian blur of the edge, scene units."""
    box: tuple[float, float, float, float] | None = None
    """What the fill's axis runs over (x0, y0, x1, y1); None: the outlines' own bounds."""
    solid: tuple[float, float] | None = None
    """Rows from y0 to y1 that are covered over the picture's whole width; a hint that saves work."""

    @cached_property
    def edges(self) -> Edges:
        """The outlines as edges, kept since a mark is painted many times."""
        return edges_of(self.outlines)


def find_edges(marks: Iterable[Mark]) -> None:
    """Find the edges of marks that don't have theirs yet, all at once."""
    missing = [mark for mark in marks if "edges" not in mark.__dict__]
    if missing:
        for mark, edges in zip(missing, edges_of_each([mark.outlines for mark in missing]), strict=True):
            mark.__dict__["edges"] = edges
