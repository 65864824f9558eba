"""Finds the colours of a region that passes from one to the next, such as an evening sky; paints nothing.

The colours of a mesh are said as one reads (`sketch.paint_marks.mesh_columns`): a few words for what changes slowly.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from codec.cielab import Floats
from sketch.arrange_scapes import above_below
from sketch.eye_residual import palette
from sketch.paint_marks import mesh_columns, mesh_shares
from sketch.scene import Colour

Doubles = NDArray[np.float64]
Loss = Callable[[Floats, Floats, Floats], Floats]
"""What showing Lab colours (..., n, 3) instead of others (n, 3) costs, where pixels weigh (n,); shape (..., n)."""

_COUNTS = (2, 3, 4, 6)
_LEAST_CHANGE = 8.0
"""The least ΔE between the colours of a mesh that is worth their words."""
_TRIED = 10
"""So many palette colours are tried for each colour of a mesh."""
_PASSES = 2
_MOST_PIXELS = 500
_SPARED_BY_PLAIN = 0.012
"""What a colour of two words must save, as loss over the whole picture."""


def meshes(
    target: Floats, weight: Floats, shown: Floats, whole: Floats, *, loss: Loss, horizon: float = 0.0
) -> list[tuple[Colour, ...]]:
    """Return the colours that come nearest to what lies under `shown`, for two colours, three, four and six.

    `target` is Lab of shape (height, width, 3), `weight` what its pixels weigh; `shown`, of values 0..1, what can be
    seen of a region, and `whole` all of it. `horizon` is how far down that of a scape lies, 0 for all else. Nothing
    comes of a region of one colour.
    """
    rows, columns = np.nonzero(whole.max(axis=1) > 0.5)[0], np.nonzero(whole.max(axis=0) > 0.5)[0]
    seen = np.flatnonzero(shown > 0.5)
    if len(rows) < 3 or len(columns) < 3 or len(seen) < 9:
        return []
    step = len(seen) // _MOST_PIXELS + 1
    seen = seen[::step]
    y, x = np.divmod(seen, shown.shape[1])
    down = (y - rows[0] + 0.5) / (rows[-1] + 1 - rows[0])
    across = (x - columns[0] + 0.5) / (columns[-1] + 1 - columns[0])
    wanted, heavy = target.reshape(-1, 3)[seen], weight.reshape(-1)[seen]
    found = []
    for count in _COUNTS:
        shares = _scape_shares(down, across, count, horizon) if horizon else _shares(down, across, count)
        colours = _fit(shares, wanted, heavy, loss, pixels=shown.size / step)
        if colours is not None:
            found.append(colours)
    return found


def _shares(down: Doubles, across: Doubles, count: int) -> Floats:
    """Return how much of each colour of a mesh lies at each point, (points, count)."""
    wide = mesh_columns(count)
    shares = mesh_shares(down, count // wide)[:, :, None] * mesh_shares(across, wide)[:, None, :]
    return np.asarray(shares.reshape(len(down), count), np.float32)


def _scape_shares(down: Doubles, across: Doubles, count: int, horizon: float) -> Floats:
    """Return the same of a scape whose horizon lies so far down."""
    above, below = above_below(range(count), horizon=horizon)
    is_above = (down < horizon)[:, None]
    sky = _shares(np.minimum(down / horizon, 1), across, len(above)) * is_above
    land = _shares(np.maximum((down - horizon) / (1 - horizon), 0), across, len(below)) * ~is_above
    return np.concatenate([sky, land], axis=1)


def _fit(shares: Floats, wanted: Floats, weight: Floats, loss: Loss, *, pixels: float) -> tuple[Colour, ...] | None:
    """Choose the colours of a mesh, given the shares (pixels, colours) of each; None where they are much the same.

    `pixels` is how many the whole picture has, at the density of those that are given.
    """
    colours, values = palette()
    dear = np.array([_SPARED_BY_PLAIN * pixels if colour.tone else 0.0 for colour in colours], np.float32)
    # What is hardly seen is drawn to the mean rather than to anything at all.
    pull = np.float32(0.02 * len(wanted) / shares.shape[1])
    ridge = shares.T @ shares + pull * np.eye(shares.shape[1], dtype=np.float32)
    nodes = np.linalg.solve(ridge, shares.T @ wanted + pull * wanted.mean(axis=0))
    if float(np.linalg.norm(nodes - nodes.mean(axis=0), axis=1).max()) < _LEAST_CHANGE / 2:
        return None
    near = [np.argsort(((values - node) ** 2).sum(axis=1), kind="stable")[:_TRIED] for node in nodes]
    chosen = [int(tried[0]) for tried in near]
    drawn = shares @ values[chosen]
    for _ in range(_PASSES):
        before = list(chosen)
        for at, tried in enumerate(near):
            share = shares[:, at]
            options = drawn + share[:, None] * (values[tried] - values[chosen[at]])[:, None, :]
            costs = loss(options, wanted, weight).sum(axis=1) + dear[tried]
            best = int(costs.argmin())
            drawn, chosen[at] = options[best], int(tried[best])
        if before == chosen:
            break
    return tuple(colours[index] for index in chosen)
