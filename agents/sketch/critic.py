"""The sketch team's critic: it measures, says what is off and where, and prices phrases by redrawing without them.

It judges by the aspects of `agents.sketch.judgement` and knows nothing of how the description came about.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from agents.fit import join_phrases
from agents.protocols import CompareRequest, CritiqueRequest
from agents.sketch.judgement import FEATURES, TIE, aspects_of, aspects_of_each
from agents.sketch.knobs import Knobs
from codec.cielab import Floats, lab_from_rgb, raster
from codec.fidelity import Measure
from sketch.eye import Eye, eye_for
from sketch.eye_residual import Corners, Region, bounding_box, cut_out, find_regions, loss_map, say_place
from sketch.parse import parse
from traces.dialogue import Box, Critique, Kept, Remark, Rent, Verdict

FLOOR = 0.02
"""The least weight of a remark that is worth making."""
_SEEN = 6.0
"""From which ΔE on a phrase shows."""
WASTE = 0.001
"""A phrase whose rent is below this pays nothing."""


@dataclass(frozen=True)
class _Part:
    """A phrase, what the score loses without it, and where it shows."""

    phrase: str
    rent: float
    shows: Floats | None
    """The Lab distance that it makes at each pixel of the raster; None where it wasn't redrawn."""


class SketchCritic:
    """Compares by measuring; every number it gives with a redraw at hand is exact."""

    def __init__(self, knobs: Knobs | None = None) -> None:
        self._knobs = knobs or Knobs()

    def critique(self, request: CritiqueRequest) -> Critique:
        """Measure the picture, name its worst regions, and price every phrase kept."""
        eye = eye_for(request.original)
        measure = eye.measure
        lab = _lab(request.picture, measure)
        aspects = aspects_of(eye, lab, parse(request.offer.description).scene.clauses)
        if self._knobs.weights[FEATURES]:
            aspects[FEATURES] = eye.features.of_picture(request.picture)
        score = self._knobs.weigh(aspects)
        parts = self._price(request.offer.kept, eye, request.redraw, score)
        regions = find_regions(measure, lab)
        loss = loss_map(measure, lab)
        remarks = [_remark(region, parts, loss) for region in regions]
        remarks += [remark for part in parts if (remark := _unpaid(part)) is not None]
        heard = tuple(sorted((r for r in remarks if r.weight >= FLOOR), key=lambda remark: -remark.weight))
        rents = tuple(Rent(phrase=part.phrase, rent=part.rent, measured=part.shows is not None) for part in parts)
        return Critique(
            score=score,
            fidelity=request.fidelity,
            aspects={name: round(value, 4) for name, value in aspects.items()},
            remarks=heard,
            rents=rents,
            note=_note(score, heard, rents),
        )

    def _price(
        self, kept: tuple[Kept, ...], eye: Eye, redraw: Callable[[str], Image.Image] | None, score: float
    ) -> list[_Part]:
        """Price phrases by redrawing without each, features aside; without a redraw, share out the score by worth."""
        texts = [each.phrase.text for each in kept]
        if redraw is None:
            worths = sum(each.phrase.worth for each in kept) or 1.0
            return [_Part(each.phrase.text, score * each.phrase.worth / worths, None) for each in kept]
        rests = [join_phrases(texts[:index] + texts[index + 1 :]) for index in range(len(texts))]
        # Without its only phrase a picture is blank: the mean colour is the least that a decoder could show.
        blank = np.broadcast_to(eye.measure.lab.mean(axis=(0, 1)), eye.measure.lab.shape).astype(np.float32)
        said = [join_phrases(texts), *rests]
        labs = np.stack([_lab(redraw(text), eye.measure) if text else blank for text in said])
        scenes = [parse(text).scene.clauses for text in said]
        total, *scores = map(self._knobs.weigh, aspects_of_each(eye, labs, scenes))
        shows = np.linalg.norm(labs[0] - labs[1:], axis=-1).astype(np.float32)
        found = zip(texts, scores, shows, strict=True)
        return [_Part(text, round(total - score, 6), shown) for text, score, shown in found]

    def compare(self, request: CompareRequest) -> Verdict:
        """Rank by score; a difference below `TIE` is a tie."""
        gain = request.newcomer_critique.score - request.incumbent_critique.score
        if abs(gain) < TIE:
            return Verdict(winner="tie", reason=f"the scores differ by {abs(gain):.4f}, too little to see")
        aspects = request.newcomer_critique.aspects
        before = request.incumbent_critique.aspects
        moved = {name: aspects[name] - before[name] for name in aspects if name in before}
        most = max(moved, key=lambda name: moved[name] * (1 if gain > 0 else -1), default="")
        by = f", most by {most} ({moved[most]:+.3f})" if most else ""
        winner = "newcomer" if gain > 0 else "incumbent"
        return Verdict(winner=winner, reason=f"the score {'rises' if gain > 0 else 'falls'} by {abs(gain):.4f}{by}")


def _lab(picture: Image.Image, measure: Measure) -> Floats:
    return lab_from_rgb(raster(picture, width=measure.width, height=measure.height))


def _remark(region: Region, parts: list[_Part], loss: Floats) -> Remark:
    """Say of a bad region what should be there, and which phrase is to blame."""
    owner = _owner(region.box, parts, loss)
    place = say_place(region.box)
    weight = min(region.loss * 2, 1.0)
    x0, y0, x1, y1 = region.box
    box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
    if owner is None:
        return Remark(fault="missing", text=f"something {region.wanted} is missing {place}", weight=weight, box=box)
    if region.wanted == region.drawn:
        text = f"{place}: {region.wanted} is right, but not its outline"
    else:
        text = f"{place}: should be {region.wanted}, is {region.drawn}"
    return Remark(fault="wrong", text=text, weight=weight, phrase=owner, box=box)


def _owner(box: Corners, parts: list[_Part], loss: Floats) -> str | None:
    """Find the phrase to blame for most of the loss in a box, if it is confined enough to be blamed.

    Where several phrases show, the one of the smallest extent is in front. A backdrop shows everywhere: what is amiss
    in a corner of it is something missing there, not the backdrop.
    """
    area = (box[2] - box[0]) * (box[3] - box[1])
    here = cut_out(box, loss.shape)
    open_loss = loss[here].copy()
    total = max(float(open_loss.sum()), 1e-9)
    shown = [(part, part.shows > _SEEN) for part in parts if part.shows is not None]
    for part, seen in sorted(shown, key=lambda pair: int(pair[1].sum())):
        mine = seen[here]
        share = float(open_loss[mine].sum()) / total
        if share > 0.4 and float(seen.mean()) < 3 * area:
            return part.phrase
        open_loss[mine] = 0
    return None


def _unpaid(part: _Part) -> Remark | None:
    """Complain of a phrase that pays nothing, or less."""
    if part.shows is None or part.rent >= WASTE:
        return None
    corners = bounding_box(part.shows, least=_SEEN)
    box = Box(x0=corners[0], y0=corners[1], x1=corners[2], y1=corners[3]) if corners else None
    if corners and part.rent < -WASTE:
        text = f"{part.phrase} is not in the photograph like this: better by {-part.rent:.4f} without"
        weight = min(max(-part.rent * 20, FLOOR), 1.0)
        return Remark(fault="invented", text=text, weight=weight, phrase=part.phrase, box=box)
    text = f"{part.phrase} pays no rent"
    return Remark(fault="wasted", text=text, weight=FLOOR, phrase=part.phrase, box=box)


def _note(score: float, remarks: tuple[Remark, ...], rents: tuple[Rent, ...]) -> str:
    """Sum the critique up in one line."""
    worst = remarks[0].text if remarks else "nothing stands out"
    if not rents:
        return f"{score:.3f}: {worst}."
    best = max(rents, key=lambda rent: rent.rent)
    return f"{score:.3f}: {worst}; {best.phrase} pays most."
