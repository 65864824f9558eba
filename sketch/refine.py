"""Words around given nouns: keeps what a description names, and searches how it looks and where it lies.

Whoever names things well – a person, a language model – places and colours them badly. `refine` keeps the nouns and
their order and searches colours, sizes, proportions, places, counts and textures for the picture that comes nearest,
within a budget. Knows nothing of agents.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from PIL import Image

from codec.cielab import lab_from_rgb
from codec.meter import Meter
from sketch.eye import Eye, eye_for
from sketch.eye_canvas import compose, layer
from sketch.eye_moves import is_scape, moved, thrifty
from sketch.lexicon import NOUNS, PLACES, POSITIONS, SIZES, lab_of
from sketch.paint import main_lab, paint
from sketch.parse import parse
from sketch.parse_settle import is_read_beside, settled
from sketch.scene import MANY, Clause, Mood, Scene
from sketch.speak import speak, speak_scene

PASSES = 3
"""At most how often every clause is gone over."""
LEAST_GAIN = 0.0012
_SHRINK, _GROW, _MOVE, _RECOLOUR, _FADE = 0.06, 0.02, 0.16, 0.03, 0.06
"""What a change is charged, in fidelity: per halving or doubling of a thing's area, per picture length, per 50 ΔE from
a colour that was said, and for a thing that stands out by less than 8 ΔE from what is behind it."""
_TEXTURES = ("", "plain", "patterned", "striped")


@dataclass(frozen=True)
class Refined:
    """A description with the same nouns, and what it gained."""

    description: str
    before: float
    """Measured fidelity of the description as given."""
    after: float
    """Measured fidelity of this one."""


def refine(original: Image.Image, description: str, *, meter: Meter) -> Refined:
    """Keep a description's nouns and their order; search colours, sizes, places, counts and textures; fit the budget.

    Returns the description itself where it fits and nothing better was found. A description above the budget loses
    attributes first, and then the clauses that are missed least. A description of which nothing
    is understood comes back as it is.
    """
    eye = eye_for(original)
    scene = parse(description).scene
    before = _fidelity(eye, scene)
    given = settled([replace(clause, relation=None) for clause in scene.clauses])
    if not given:
        return Refined(description, before, before)
    search = _Search(eye, meter, scene.moods, given)
    clauses = search.fit(given)
    for _ in range(PASSES):
        better = search.go_over(clauses)
        if better == clauses:
            break
        clauses = better
    found = search.scene(clauses)
    after = _fidelity(eye, found)
    if meter.fits(description) and after < before + LEAST_GAIN:
        return Refined(description, before, before)
    return Refined(speak_scene(found), before, after)


def _fidelity(eye: Eye, scene: Scene) -> float:
    picture = paint(scene, eye.measure.width, eye.measure.height)
    return eye.measure.of_lab(lab_from_rgb(picture)).total


@dataclass(frozen=True)
class _Search:
    """One description being refined."""

    eye: Eye
    meter: Meter
    moods: tuple[Mood, ...]
    given: tuple[Clause, ...]
    """The clauses as they were said."""

    def scene(self, clauses: Sequence[Clause]) -> Scene:
        """Return clauses with the moods that fit and that the picture is no worse for."""
        plain = Scene(clauses=tuple(clauses))
        moody = Scene(clauses=tuple(clauses), moods=self.moods)
        fits = self.meter.fits(speak_scene(moody))
        if self.moods and fits and _fidelity(self.eye, moody) >= _fidelity(self.eye, plain):
            return moody
        return plain

    def fit(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Bring clauses within the budget: leave out attributes that are missed least, then whole clauses."""
        while not self._fits(clauses):
            shorter = [
                (*clauses[:at], option, *clauses[at + 1 :])
                for at, clause in enumerate(clauses)
                for option in _barer(clause)
                if is_read_beside(option, (*clauses[:at], *clauses[at + 1 :]))
            ]
            if not shorter and len(clauses) > 1:
                shorter = [(*clauses[:at], *clauses[at + 1 :]) for at in range(len(clauses))]
            if not shorter:
                break
            clauses = max(shorter, key=self.eye.judge)
        return clauses

    def go_over(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Change each clause in turn, from back to front, to the best of its variants."""
        for at in range(len(clauses)):
            before, after = clauses[:at], clauses[at + 1 :]
            options = [clauses[at], *self._variants(clauses, at)]
            scores = self.eye.judge_options(before, options, after)
            said = next((c for c in self.given if c.noun == clauses[at].noun), clauses[at])
            ground = compose(before, width=self.eye.rough.width, height=self.eye.rough.height)
            charges = [self._drift(said, option, ground) for option in options]
            values = [float(s) - c for s, c in zip(scores, charges, strict=True)]
            best = max(range(len(options)), key=lambda index: (values[index], -index))
            if values[best] > values[0] + LEAST_GAIN:
                clauses = (*before, options[best], *after)
        return clauses

    def _variants(self, clauses: tuple[Clause, ...], at: int) -> list[Clause]:
        """Return variants of a clause that fit the budget."""
        clause = clauses[at]
        options = [replace(clause, colours=(c, *clause.colours[1:])) for c in self.eye.colours_for(clauses, at)]
        options += moved(clause) + self.eye.placements(clauses, at)
        if is_scape(clause):
            # One colour would be that of the sky or of what lies below.
            options += self.eye.grades_for(clauses, at)
        if not clause.place and not NOUNS[clause.noun].is_stuff:
            options += [replace(clause, place=place) for place in POSITIONS]
        if NOUNS[clause.noun].kind in {"wall", "patch"}:
            options += [replace(clause, texture=texture) for texture in _TEXTURES]
        elif 1 < clause.count < MANY:
            options += [replace(clause, count=count) for count in range(max(clause.count - 2, 2), clause.count + 3)]
        fresh = dict.fromkeys(thrifty(option) for option in options)
        others = (*clauses[:at], *clauses[at + 1 :])
        read = [option for option in fresh if option != clause and is_read_beside(option, others)]
        return [o for o in read if self._fits((*clauses[:at], o, *clauses[at + 1 :]))]

    def _fits(self, clauses: Sequence[Clause]) -> bool:
        return self.meter.fits(", ".join(map(speak, clauses)))

    def _drift(self, said: Clause, now: Clause, ground: np.ndarray) -> float:
        """Charge what a thing loses of what was said of it: size, place, colour, and standing out."""
        noun = NOUNS[now.noun]
        charge = 0.0
        if said.colours and now.colours:
            off = np.linalg.norm(np.subtract(lab_of(said.colours[0]), lab_of(now.colours[0])))
            charge += _RECOLOUR * min(float(off) / 50, 1.0)
        if noun.is_stuff:
            return charge
        old, new = (SIZES[c.size or noun.size] for c in (said, now))
        halvings = 2 * log(old / new, 2)
        charge += _SHRINK * max(halvings, 0.0) + _GROW * max(-halvings, 0.0)
        if said.place:
            here, there = PLACES[said.place], PLACES[now.place or noun.place]
            charge += _MOVE * (abs(here.x - there.x) + abs(here.y - there.y))
        painted = layer(now, width=ground.shape[1], height=ground.shape[0])
        cover = 1 - painted.keep[..., 0]
        area = float(cover.sum())
        if area > 0:
            behind = (ground * cover[..., None]).sum(axis=(0, 1)) / area
            contrast = float(np.linalg.norm(behind - np.array(main_lab(now), np.float32)))
            charge += _FADE * max(0.0, 1 - contrast / 8)
        return charge


def _barer(clause: Clause) -> list[Clause]:
    """Return a clause with one attribute less."""
    found = [
        replace(clause, **{name: empty})  # type: ignore[arg-type]
        for name, empty in (("texture", ""), ("pose", ""), ("aspect", ""), ("wears", ()), ("size", ""), ("order", ""))
        if getattr(clause, name) != empty
    ]
    if clause.colours:
        found.append(replace(clause, colours=clause.colours[:-1]))
        if is_scape(clause) and len(clause.colours) > 1:
            # One colour is that of what lies below.
            found.append(replace(clause, colours=clause.colours[1:]))
        if clause.colours[0].tone:
            found.append(replace(clause, colours=(replace(clause.colours[0], tone=""), *clause.colours[1:])))
    if clause.place:
        found.append(replace(clause, place=""))
    return found
