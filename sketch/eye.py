"""Looks at an original and judges scenes against it: what to add where, and how to alter a clause; words nothing.

It searches a little whenever it is asked and keeps nothing but caches. Candidates come from plain forms scored against
the loss of colour and accuracy in one matrix product (`eye_target`) and against what names would earn
(`eye_prospects`), and are judged by painting them (`eye_canvas`) and measuring with `codec.fidelity` on a rough raster.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from codec.cielab import Bytes, Floats, raster
from codec.fidelity import Measure
from sketch.arrange_scapes import horizon_at
from sketch.eye_canvas import compose, layer, prepare
from sketch.eye_depths import Depth, depth_of, place_among
from sketch.eye_features import Features
from sketch.eye_fits import Fits
from sketch.eye_judge import Judge, Question
from sketch.eye_moves import HORIZONS, counted, full, is_plain, is_scape, moved, scapes_for, thrifty
from sketch.eye_nouns import PLAIN_STUFF, PLAIN_THINGS, Insight, insight
from sketch.eye_prospects import Promise
from sketch.eye_residual import Corners
from sketch.eye_sightings import Roll
from sketch.eye_target import Target
from sketch.lexicon import NOUNS, PLACES
from sketch.looks.stuff import GRADED
from sketch.parse_settle import is_read_beside
from sketch.scene import Clause, Colour

ROUGH_PIXELS = 900
"""About how many pixels the raster has on which options are ranked."""
_LOOK_SIDE = 512
_MOST_ANSWERS = 128
"""Lists of options are kept: about ten kilobytes each."""
_FEW = 2
"""For so few clauses everything that was seen is tried in the place of each."""
_FORMS_OF_EACH = 2
"""In the place of more, so many coloured and so many plain forms of each noun are tried."""
_SURE = 0.6
"""What was seen with less confidence doesn't take the place of anything."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Option:
    """One way to change a scene, with what the eye expects of it."""

    clauses: tuple[Clause, ...]
    """The whole scene after it."""
    clause: Clause | None
    """What is new in it; None where something was left out."""
    score: float
    """As by `Eye.judge`."""


class Eye:
    """One original, looked at; scenes are tuples of clauses without moods and relations."""

    def __init__(self, original: Image.Image) -> None:
        rgb = original.convert("RGB")
        self.measure = Measure(rgb)
        self.rough = Measure(rgb, pixels=ROUGH_PIXELS)
        seen = _looked_at(rgb)
        self.insight: Insight = insight(seen)
        self.features = Features(seen)
        self._target = Target(rgb, self.insight)
        self._form_size = self._target.width, self._target.height
        self._answers: dict[tuple[object, ...], list[Option]] = {}
        self._roll = Roll(self.insight.things, width=self.rough.width, height=self.rough.height)
        self._fits = Fits(self._roll, self.insight.things, self._target, self.measure.lab)
        self._judge = Judge(self.rough, self.insight, self._roll)

    def judge(self, clauses: Sequence[Clause]) -> float:
        """Score a scene roughly: fidelity, how true all colours are, and what its nouns earn."""
        return float(self.judge_options(clauses[:-1], clauses[-1:] or (None,), ())[0])

    def judge_options(
        self, before: Sequence[Clause], options: Sequence[Clause | None], after: Sequence[Clause]
    ) -> Floats:
        """Score a scene with each of the options (None: nothing) between `before` and `after`; shape (options,)."""
        return self._judge.answer([(before, options, after)])[0]

    def judge_many(self, scenes: Sequence[Sequence[Clause]]) -> list[float]:
        """Judge several scenes together, which takes less time."""
        return [float(scores[0]) for scores in self._judge.answer([(s[:-1], s[-1:] or (None,), ()) for s in scenes])]

    def named(self, clauses: Sequence[Clause]) -> float:
        """Return the share of what the recogniser is sure of that clauses name where it is, from 0 to 1."""
        return self._judge.named(clauses)

    def draw(self, clauses: Sequence[Clause]) -> Floats:
        """Paint a scene on the full measure's raster, as Lab (height, width, 3)."""
        return compose(clauses, width=self.measure.width, height=self.measure.height)

    def draw_many(self, scenes: Sequence[Sequence[Clause]]) -> Floats:
        """Paint several scenes together, which takes less time; (scenes, height, width, 3)."""
        width, height = self.measure.width, self.measure.height
        prepare((clause for clauses in scenes for clause in clauses), width=width, height=height)
        return np.stack([self.draw(clauses) for clauses in scenes])

    def backdrops(self) -> list[Option]:
        """Find clauses that cover the whole picture, best first."""
        width, height = self._form_size
        nouns = dict.fromkeys([PLAIN_STUFF[0], *self.insight.stuff_for(np.ones((height, width), np.float32))])
        colours = self._target.colours_under(np.ones((height, width), np.float32), most=5, spared=0.0)
        options = [thrifty(Clause(noun=n, place="everywhere", colours=(c,))) for n in nouns for c in colours]
        options += [Clause(noun=noun) for noun in nouns]
        for noun in nouns:
            if NOUNS[noun].look in GRADED:
                options += self._graded(Clause(noun=noun, place="everywhere"), np.ones((height, width), np.float32))
        for scape in (Clause(noun=noun, place=place) for noun in self.insight.scapes for place in HORIZONS):
            options += self._graded(scape, np.ones((height, width), np.float32))
        scores = self.judge_options((), options, ())
        found = [Option((o,), o, float(score)) for o, score in zip(options, scores, strict=True)]
        return sorted(found, key=lambda option: -option.score)

    def additions(
        self, clauses: Sequence[Clause], *, within: Corners | None = None, most: int = 24, shapes: int = 2
    ) -> list[Option]:
        """Find clauses that would help most, best first, those that lie in a box if one is given."""
        return self.added(clauses, list(self.foreseen(clauses, within=within, most=most, shapes=shapes)))

    def foreseen(
        self, clauses: Sequence[Clause], *, within: Corners | None, most: int, shapes: int
    ) -> dict[Clause, float]:
        """Find clauses that might help and what is foreseen of their gains, much less exact than judging them.

        Of what was seen everything is to be hoped for.
        """
        found: dict[Clause, float] = {}
        for promise in self._target.promising(clauses, within=within, most=most):
            for clause in self._clauses_for(promise, shapes=shapes):
                found.setdefault(clause, promise.gain)
        found |= dict.fromkeys(self._fits.within(within), inf)
        return {clause: gain for clause, gain in found.items() if not self._roll.is_met(clause.noun, clauses)}

    def added(self, clauses: Sequence[Clause], candidates: Sequence[Clause]) -> list[Option]:
        """Add each candidate to a scene; best first."""
        return self._judged_additions([clauses], candidates)

    def namings(self, clauses: Sequence[Clause]) -> list[Option]:
        """Find scenes in which a clause gives way to something that was seen and isn't named yet; best first."""

        def find() -> list[Option]:
            sure = {each.noun for each in self._roll.apart if each.confidence >= _SURE}
            unnamed = [c for c in self._fits.within(None) if c.noun in sure and not self._roll.is_met(c.noun, clauses)]
            rests = [(*clauses[:at], *clauses[at + 1 :]) for at in range(len(clauses))] if len(clauses) > 1 else []
            likely = self._likeliest(clauses, unnamed) if len(rests) > _FEW else unnamed
            return self._judged_additions(rests, likely)

        return self._answer(("namings", tuple(clauses)), find)

    def _likeliest(self, clauses: Sequence[Clause], candidates: Sequence[Clause]) -> list[Clause]:
        """Return the forms of each noun that do best in a scene in which nothing gives way to them.

        Those that say neither colours nor clothes are chosen apart: where there is little room no others fit.
        """
        kept: dict[tuple[str, bool], list[Clause]] = {}
        for option in self.added(clauses, candidates):
            if option.clause:
                alike = kept.setdefault((option.clause.noun, bool(option.clause.colours or option.clause.wears)), [])
                if len(alike) < _FORMS_OF_EACH:
                    alike.append(option.clause)
        return [clause for each in kept.values() for clause in each]

    def alterations(self, clauses: Sequence[Clause], at: int, *, wide: bool = False) -> list[Option]:
        """Find better forms of one clause: other colours, places, sizes, proportions, nouns if `wide`; best first."""
        return self._answer(("alterations", tuple(clauses), at, wide), lambda: self._altered(clauses, at, wide=wide))

    def _answer(self, asked: tuple[object, ...], find: Callable[[], list[Option]]) -> list[Option]:
        """Return what was found before; round after round asks for much of it again."""
        found = self._answers.get(asked)
        if found is None:
            found = find()
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            self._answers[asked] = found
        return list(found)

    def _altered(self, clauses: Sequence[Clause], at: int, *, wide: bool) -> list[Option]:
        clause = clauses[at]
        before, after = clauses[:at], clauses[at + 1 :]
        options: list[Clause] = [replace(clause, colours=(c,)) for c in self.colours_for(clauses, at)]
        options += self.grades_for(clauses, at) + moved(clause) + self._fits.clothed(clause)
        if is_plain(clause) or self._roll.may_be_many(clause.noun):
            options += counted(clause)
        if wide:
            options += self._renamed(clause) + self.placements(clauses, at, most=6)
            for scape in scapes_for(clauses, at, self.insight.scapes):
                options += self._graded(scape, self._shown(clauses, at))
        fresh = [option for option in dict.fromkeys(map(thrifty, options)) if option != clause]
        fresh = [option for option in fresh if is_read_beside(option, (*before, *after))]
        scores = self.judge_options(before, fresh, after)
        found = [
            Option((*before, option, *after), option, float(score)) for option, score in zip(fresh, scores, strict=True)
        ]
        return sorted(found, key=lambda option: -option.score)

    def placements(self, clauses: Sequence[Clause], at: int, *, most: int = 10) -> list[Clause]:
        """Return a clause in other places, sizes, proportions and colours at once, where they promise most."""
        clause = clauses[at]
        if is_scape(clause):
            return []
        stuff = NOUNS[clause.noun].is_stuff
        rest = (*clauses[:at], *clauses[at + 1 :])
        return [
            thrifty(
                replace(
                    clause,
                    place=each.form.place,
                    size=each.form.size,
                    aspect=each.form.aspect,
                    colours=(each.colour, *clause.colours[1:]),
                )
            )
            for each in self._target.promising(rest, within=None, most=2 * most)
            if each.form.stuff == stuff and (is_plain(clause) or each.form.aspect in ("", clause.aspect))
        ][:most]

    def without(self, clauses: Sequence[Clause]) -> list[float]:
        """Score the scene without each of its clauses."""
        asked: list[Question] = [(clauses[:at], (None,), clauses[at + 1 :]) for at in range(len(clauses))]
        return [float(scores[0]) for scores in self._judge.answer(asked)]

    def colours_for(self, clauses: Sequence[Clause], at: int, *, most: int = 6) -> list[Colour]:
        """Return the colours in which a clause comes nearest to what can be seen of it, best first."""
        return self._target.colours_under(self._shown(clauses, at), most=most)

    def grades_for(self, clauses: Sequence[Clause], at: int) -> list[Clause]:
        """Return a clause in several colours that pass into each other, if its look is drawn so."""
        return self._graded(clauses[at], self._shown(clauses, at)) if NOUNS[clauses[at].noun].look in GRADED else []

    def _shown(self, clauses: Sequence[Clause], at: int) -> Floats:
        """Return how much of a clause is to be seen at each point of the forms' raster, (height, width)."""
        width, height = self._form_size
        shown = 1 - layer(clauses[at], width=width, height=height).keep
        for above in clauses[at + 1 :]:
            shown = shown * layer(above, width=width, height=height).keep
        return np.asarray(shown[..., 0])

    def _graded(self, clause: Clause, shown: Floats) -> list[Clause]:
        """Return a clause in colours that pass into each other as what is seen of it, (height, width), has them."""
        height, width = shown.shape
        whole = 1 - layer(clause, width=width, height=height).keep[..., 0]
        place = PLACES[clause.place or NOUNS[clause.noun].place]
        found = self._target.meshes_under(shown, whole, horizon=horizon_at(place.box[1]) if is_scape(clause) else 0.0)
        return [thrifty(replace(clause, colours=colours)) for colours in found]

    def _clauses_for(self, promise: Promise, *, shapes: int) -> list[Clause]:
        """Turn a promise into clauses: what the recogniser saw there, and plain things."""
        form, nouns = promise.form, list(promise.nouns)
        if not form.stuff:
            plain = ("pole",) if form.aspect == "thin" else ("stripe",) if form.aspect == "long" else PLAIN_THINGS
            nouns += plain[:shapes]
        found = [Clause(noun=noun, colours=(promise.colour,), size=form.size, place=form.place) for noun in nouns]
        return [thrifty(replace(c, aspect=form.aspect) if is_plain(c) else c) for c in found]

    def _renamed(self, clause: Clause) -> list[Clause]:
        if self._roll.names(clause.noun):
            return []
        if is_scape(clause):
            return [replace(clause, noun=noun) for noun in self.insight.scapes if noun != clause.noun]
        width, height = self._form_size
        mask = 1 - layer(clause, width=width, height=height).keep[..., 0]
        names = self.insight.stuff_for(mask) if NOUNS[clause.noun].is_stuff else self.insight.things_for(mask)
        others = names if NOUNS[clause.noun].is_stuff else [*names, *PLAIN_THINGS]
        return [full(clause, noun=noun) for noun in others if noun != clause.noun]

    def _judged_additions(self, scenes: Sequence[Sequence[Clause]], candidates: Sequence[Clause]) -> list[Option]:
        """Judge every candidate in each scene where it belongs in the order from back to front; best first."""
        prepare(candidates, width=self.rough.width, height=self.rough.height)
        asked: list[Question] = []
        for clauses in scenes:
            places: dict[int, list[Clause]] = {}
            depths, said = [self._depth(clause) for clause in clauses], set(clauses)
            for candidate in candidates:
                if candidate not in said and is_read_beside(candidate, clauses):
                    places.setdefault(place_among(depths, self._depth(candidate)), []).append(candidate)
            asked += [(tuple(clauses[:at]), options, tuple(clauses[at:])) for at, options in places.items()]
        found = [
            Option((*before, option, *after), option, float(score))
            for (before, options, after), scores in zip(asked, self._judge.answer(asked), strict=True)
            for option, score in zip(options, scores, strict=True)
            if option
        ]
        return sorted(found, key=lambda option: -option.score)

    def place_in(self, clauses: Sequence[Clause], clause: Clause) -> int:
        """Return where a clause belongs: after all that lies deeper, things in order of falling area."""
        return place_among([self._depth(other) for other in clauses], self._depth(clause))

    def _depth(self, clause: Clause) -> Depth:
        return depth_of(clause, width=self.rough.width, height=self.rough.height)


def eye_for(original: Image.Image) -> Eye:
    """Return the eye for an original; the last few are kept."""
    return _eye(original.mode, original.size, original.tobytes())


@lru_cache(maxsize=3)
def _eye(mode: str, size: tuple[int, int], pixels: bytes) -> Eye:
    return Eye(Image.frombytes(mode, size, pixels))


def _looked_at(rgb: Image.Image) -> Bytes:
    scale = min(1.0, _LOOK_SIDE / max(rgb.size))
    width, height = (max(1, round(side * scale)) for side in rgb.size)
    return raster(rgb, width=width, height=height)
