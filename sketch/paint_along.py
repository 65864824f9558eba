"""How a fill's colour changes over the pixels of a window: along an axis, or over a mesh of colours; paints nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch.paint_marks import Mark, Mesh, mesh_shares
from sketch.paint_windows import Plane, Window


@dataclass(frozen=True)
class Mix:
    """How much of each colour of a mesh lies at each pixel of a window."""

    down: Plane
    """Shape (H, rows)."""
    across: Plane
    """Shape (columns, W)."""

    def of(self, values: Sequence[Sequence[float]]) -> Plane:
        """Mix a value for each colour of the mesh; shape (H, W)."""
        return (self.down @ np.asarray(values, np.float32)) @ self.across

    def of_channel(self, mesh: Mesh, channel: int) -> Plane:
        """Mix one channel of a mesh's colours; shape (H, W)."""
        return self.of([[colour[channel] for colour in row] for row in mesh])


def along_of(mark: Mark, window: Window) -> Plane | Mix | None:
    """Return what the colour of a mark's pixels depends on; None where it is the same all over.

    Along an axis it is how far each pixel is, 0 to 1, of shape (H, W), (H, 1) or (1, W).
    """
    if mark.fill.mesh:
        return _mixed(mark, window)
    return None if mark.fill.start == mark.fill.end else _axis(mark, window)


def _box(mark: Mark) -> tuple[float, float, float, float]:
    """Return what the change of a mark's colour runs over, x0, y0, x1, y1 in scene units."""
    if mark.box is not None:
        return mark.box
    (x0, y0), (x1, y1) = mark.edges.low.tolist(), mark.edges.high.tolist()
    return x0, y0, x1, y1


def _mixed(mark: Mark, window: Window) -> Mix:
    box = _box(mark)
    x, y = window.centres
    rows, columns = len(mark.fill.mesh), len(mark.fill.mesh[0])
    down = mesh_shares((y - box[1]) / max(box[3] - box[1], 1e-6), rows)
    across = mesh_shares((x - box[0]) / max(box[2] - box[0], 1e-6), columns)
    return Mix(down, np.ascontiguousarray(across.T))


def _axis(mark: Mark, window: Window) -> Plane:
    box = _box(mark)
    dx, dy = mark.fill.axis
    x, y = window.centres
    if dx == 0:
        along = _share(y, box[1], box[3], dy)[:, None]
    elif dy == 0:
        along = _share(x, box[0], box[2], dx)[None, :]
    else:
        along = _share(x, box[0], box[2], dx)[None, :] + _share(y, box[1], box[3], dy)[:, None]
    return np.minimum(np.maximum(along, 0), 1)


def _share(at: NDArray[np.float64], low: float, high: float, weight: float) -> Plane:
    """Return how far positions are between two ends, or from the far end where the weight is negative, weighted."""
    along = (at - low) / max(high - low, 1e-6)
    if weight != 1:
        along = (along if weight >= 0 else 1 - along) * abs(weight)
    return along.astype(np.float32)
