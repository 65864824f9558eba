"""One original on the forms' raster: which colours suit a part of it, which forms would help; paints nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from codec.cielab import Floats, lab_from_rgb, raster
from codec.fidelity import WEIGHTS, Measure, lab_distance, loss_at
from sketch.eye_canvas import compose
from sketch.eye_forms import form_raster, forms
from sketch.eye_judge import ACCURACY, MEANING
from sketch.eye_meshes import meshes
from sketch.eye_nouns import Insight
from sketch.eye_prospects import Promise, Prospects
from sketch.eye_residual import Corners, cut_out, palette
from sketch.scene import Clause, Colour

Bools = NDArray[np.bool_]

_EASE = 0.94
"""What a colour of two words must save as much as, where one of one word saves 1."""
_ALIKE = 0.88
"""The cosine of two forms' masks from which on they are much the same."""
_MOST_RANKINGS = 64
"""Rankings are kept: about twenty kilobytes each."""


@dataclass(frozen=True, eq=False)
class _Ranking:
    """The forms that would save something beyond a scene."""

    order: NDArray[np.intp]
    """Their indices, best first."""
    colours: NDArray[np.intp]
    """The best colour of every form."""
    gains: Floats
    """What is foreseen of the gain of every form."""


class Target:
    """What is to be drawn, at about a thousand pixels."""

    def __init__(self, rgb: Image.Image, insight: Insight) -> None:
        self.width, self.height = form_raster(rgb.width / rgb.height)
        self._lab = lab_from_rgb(raster(rgb, width=self.width, height=self.height)).reshape(-1, 3)
        self._weight = Measure(rgb, pixels=self.width * self.height).weight
        if self._weight.size != len(self._lab):
            self._weight = np.ones(len(self._lab), np.float32)
        self._weight = self._weight.reshape(-1)
        self._colours, values = palette()
        self._toned = np.array([bool(colour.tone) for colour in self._colours])
        self._palette_loss = loss_of(values[None], self._lab[:, None], self._weight[:, None])
        masks = forms(self.width, self.height)[1]
        # Of plain colours, and of those with a tone, the best of a form is the same whatever is drawn.
        kinds = [np.flatnonzero(~self._toned), np.flatnonzero(self._toned)]
        self._ease = np.array([1, _EASE], np.float32)
        form_loss = masks @ self._palette_loss
        self._best_colours = np.stack([kind[form_loss[:, kind].argmin(axis=1)] for kind in kinds], axis=1)
        self._least_losses: Floats = np.take_along_axis(form_loss, self._best_colours, axis=1)
        self._form_areas: Floats = masks.sum(axis=1)
        self._form_norms: Floats = np.maximum(np.linalg.norm(masks, axis=1), 1e-6)
        self._rankings: dict[tuple[Clause, ...], _Ranking] = {}
        self._prospects = Prospects(insight, self._weight.reshape(self.height, self.width), masks)

    def colours_under(self, mask: Floats, *, most: int, spared: float = 0.02) -> list[Colour]:
        """Return the colours that come nearest to what lies under a mask (height, width), best first.

        One of two words must spare so much loss a pixel.
        """
        flat = mask.reshape(-1)
        loss = flat @ self._palette_loss + np.where(self._toned, float(np.float32(spared) * flat.sum()), 0.0)
        return [self._colours[index] for index in np.argsort(loss, kind="stable")[:most]]

    def meshes_under(self, shown: Floats, whole: Floats, *, horizon: float = 0.0) -> list[tuple[Colour, ...]]:
        """Return lists of colours for a region of which some is shown (`sketch.eye_meshes`)."""
        lab, weight = self._lab.reshape(self.height, self.width, 3), self._weight.reshape(self.height, self.width)
        return meshes(lab, weight, shown, whole, loss=loss_of, horizon=horizon)

    def promising(self, clauses: Sequence[Clause], *, within: Corners | None, most: int) -> list[Promise]:
        """Rank all forms by what they would save in their best colour and name, and keep those that differ in place."""
        ranking = self._ranked_forms(tuple(clauses))
        every, masks = forms(self.width, self.height)
        order = ranking.order
        if within is not None:
            order = order[_lies_in(masks, self._form_areas, within, (self.height, self.width))[order]]
        picked: list[Promise] = []
        kept = np.empty((most, masks.shape[1]), np.float32)
        for index in order:
            if len(picked) == most:
                break
            mask = masks[index] / self._form_norms[index]
            if not picked or float((kept[: len(picked)] @ mask).max()) < _ALIKE:
                kept[len(picked)] = mask
                colour, nouns = self._colours[ranking.colours[index]], self._prospects.nouns[index]
                picked.append(Promise(every[index], colour, nouns, float(ranking.gains[index])))
        return picked

    def _ranked_forms(self, clauses: tuple[Clause, ...]) -> _Ranking:
        """Rank all forms by what they would save, kept since a scene is asked about box after box."""
        found = self._rankings.get(clauses)
        if found is None:
            # Several threads may share an eye: what another drops is still known here.
            found = self._rank(clauses)
            if len(self._rankings) >= _MOST_RANKINGS:
                self._rankings.clear()
            self._rankings[clauses] = found
        return found

    def _rank(self, clauses: Sequence[Clause]) -> _Ranking:
        drawn = compose(clauses, width=self.width, height=self.height).reshape(-1, 3)
        loss = loss_of(drawn, self._lab, self._weight)
        masks = forms(self.width, self.height)[1]
        rows = np.arange(len(masks))
        gains = ((masks @ loss)[:, None] - self._least_losses) * self._ease
        kind = gains.argmax(axis=1)
        named = self._prospects.gains(clauses)
        value = gains[rows, kind] + np.float32(MEANING / WEIGHTS["colour"]) * named
        foreseen = np.float32(WEIGHTS["colour"] / len(drawn)) * value
        # Of two forms that save the same the smaller is nearer to the mark.
        value /= self._form_areas**0.25
        order = np.argsort(-value, kind="stable")
        return _Ranking(order[: int((value > 0).sum())], self._best_colours[rows, kind], foreseen)


def loss_of(drawn: Floats, wanted: Floats, weight: Floats) -> Floats:
    """Return what showing one Lab colour for another costs in colour and accuracy, as they are judged; (...)."""
    away = lab_distance(drawn, wanted)
    return np.asarray(loss_at(away) * weight + np.float32(ACCURACY / WEIGHTS["colour"]) * away)


def _lies_in(masks: Floats, areas: Floats, box: Corners, shape: tuple[int, int]) -> Bools:
    """Tell which masks lie mostly in a box and fill a fair part of it."""
    inside = np.zeros(shape, np.float32)
    inside[cut_out(box, shape)] = 1
    shared = masks @ inside.reshape(-1)
    return np.asarray((shared > 0.6 * areas) & (shared > 0.15 * inside.sum()))
