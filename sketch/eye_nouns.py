"""Which nouns the describer may say where, from what the recogniser saw; measures no pictures and draws nothing.

Honest abstraction beats a wrong noun: a plain form ("shape", "wall") is always allowed and earns `PLAIN`, a noun earns
the chance that it is right where it lies. So a noun pays only where the recogniser gives it more than that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from codec.cielab import Bytes, Floats
from sketch.lexicon import NOUNS
from sketch.naming import Sight, look
from sketch.naming_things import Sighting, tell_apart

PLAIN = 0.45
"""What a plain form earns where a noun earns its chance of being right."""

STUFF: Mapping[str, tuple[str, ...]] = {
    "sky": ("sky",),
    "cloud": ("clouds", "sky"),
    "water": ("water", "sea"),
    "grass": ("grass", "field", "bushes"),
    "trees": ("trees", "leaves", "forest", "bushes"),
    "mountain": ("mountains", "hills"),
    "rock": ("rocks", "cliff"),
    "sand": ("sand", "ground"),
    "snow": ("snow",),
    "road": ("road",),
    "building": ("buildings",),
    "wall": ("wall",),
    "floor": ("floor", "tabletop"),
    "dark": ("darkness",),
}
"""Class of the recogniser to the stuff that it may be called, plainest first."""

THINGS: Mapping[str, tuple[str, ...]] = {
    "cloud": ("cloud",),
    "trees": ("tree", "bush"),
    "building": ("building",),
    "body": ("person",),
    "skin": ("face",),
    "bird": ("bird",),
    "vehicle": ("car",),
    "boat": ("boat",),
    "flower": ("flower",),
    "furniture": ("table",),
}
"""Class to things of that class; said only where the recogniser is sure of the class."""

SCAPE_PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "seaside": (("sky", "cloud"), ("water",)),
    "landscape": (("sky", "cloud"), ("grass", "sand")),
}
"""Nouns for a whole picture to the classes above and below its horizon."""
_LEAST_PART = 0.1
"""So much of a picture is each part of a scape."""
_LEAST_SCAPE = 0.5
"""So much of a picture is what a scape is made of."""

PLAIN_THINGS = ("shape", "circle", "block", "triangle", "pole", "glow")
PLAIN_STUFF = ("background", "band", "stripe")
"""For all of the picture, a region, a line."""


def _class_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in (STUFF, THINGS):
        for name, nouns in table.items():
            for noun in nouns:
                found[noun] = (*found.get(noun, ()), name)
    return found | {noun: above + below for noun, (above, below) in SCAPE_PARTS.items()}


CLASS_OF: Mapping[str, tuple[str, ...]] = _class_of()
"""Noun to the classes that it may stand for."""


_TELLING = ("body", "skin", "animal", "bird", "vehicle", "boat", "flower", "building", "food", "furniture")
"""Classes of things: a picture is recognised by them more than by their area."""


_SEEN_WHOLE = frozenset({"person", "face", "bird", "car", "boat"})
"""Things that are said only where they are among the sightings."""


@dataclass(frozen=True)
class Insight:
    """What the recogniser saw, as chances of nouns by place."""

    sight: Sight

    @cached_property
    def things(self) -> tuple[Sighting, ...]:
        """Things with boxes that the painter can draw."""
        return tell_apart([thing for thing in self.sight.things if thing.noun in NOUNS])

    def chances(self, noun: str, *, height: int, width: int) -> Floats:
        """Return the chance that a noun is right at each point of a raster, (height, width)."""
        if noun in PLAIN_THINGS or noun in PLAIN_STUFF:
            return np.full((height, width), PLAIN, np.float32)
        chance = np.zeros(self.sight.fine.shape[:2], np.float32)
        for name in CLASS_OF.get(noun, ()):
            chance += self.sight.fine[..., self.sight.classes.index(name)]
        rows, columns = self.sight.fine.shape[0], self.sight.fine.shape[1]
        for thing in self.things:
            if thing.noun == noun or NOUNS[thing.noun].look == NOUNS[noun].look:
                x0, y0, x1, y1 = thing.box
                here = (slice(int(y0 * rows), max(round(y1 * rows), int(y0 * rows) + 1)),
                        slice(int(x0 * columns), max(round(x1 * columns), int(x0 * columns) + 1)))  # fmt: skip
                chance[here] = np.maximum(chance[here], thing.confidence)
        y, x = np.arange(height) * rows // height, np.arange(width) * columns // width
        return np.asarray(np.minimum(chance[y[:, None], x[None, :]], 1.0), np.float32)

    def telling(self, *, height: int, width: int) -> Floats:
        """Return the chance that a thing rather than stuff is at each point of a raster, (height, width)."""
        fine = self.sight.fine
        chance = sum((fine[..., self.sight.classes.index(name)] for name in _TELLING), np.zeros(fine.shape[:2]))
        y, x = np.arange(height) * fine.shape[0] // height, np.arange(width) * fine.shape[1] // width
        return np.asarray(chance[y[:, None], x[None, :]], np.float32)

    @cached_property
    def stuff(self) -> tuple[str, ...]:
        """The stuff of every class that may be named."""
        return tuple(dict.fromkeys(noun for nouns in STUFF.values() for noun in nouns))

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """Things of a class that may be named.

        A cell of a class tells what there is, not how many or which: creatures, people and vehicles must be seen whole.
        """
        seen = {thing.noun for thing in self.things}
        every = dict.fromkeys(noun for nouns in THINGS.values() for noun in nouns)
        return tuple(noun for noun in every if noun in seen or noun not in _SEEN_WHOLE)

    def stuff_for(self, mask: Floats) -> list[str]:
        """Return stuff that may lie under a mask of shape (height, width), likeliest first; plain stuff at the end."""
        plain = PLAIN_STUFF[0] if float(mask.mean()) > 0.95 else PLAIN_STUFF[1]
        return [*self._likely(mask, STUFF, least=0.35)[:4], plain]

    @cached_property
    def scapes(self) -> tuple[str, ...]:
        """Scapes that the whole picture may be called, likeliest first."""
        shares = self.sight.fine.mean(axis=(0, 1))
        found = []
        for noun, parts in SCAPE_PARTS.items():
            above, below = (sum(float(shares[self.sight.classes.index(name)]) for name in part) for part in parts)
            if min(above, below) >= _LEAST_PART and above + below >= _LEAST_SCAPE:
                found.append((-above - below, noun))
        return tuple(noun for _, noun in sorted(found))

    def things_for(self, mask: Floats) -> list[str]:
        """Return things that may lie under a mask, likeliest first."""
        return [noun for noun in self._likely(mask, THINGS, least=0.45) if noun in self.apart][:2]

    def _likely(self, mask: Floats, table: Mapping[str, Sequence[str]], *, least: float) -> list[str]:
        height, width = mask.shape
        fine = self.sight.fine
        y = np.arange(height) * fine.shape[0] // height
        x = np.arange(width) * fine.shape[1] // width
        area = max(float(mask.sum()), 1e-6)
        shares = np.einsum("hw,hwk->k", mask, fine[y[:, None], x[None, :]]) / area
        ranked = sorted(table, key=lambda name: (-shares[self.sight.classes.index(name)], name))
        return [noun for name in ranked if shares[self.sight.classes.index(name)] >= least for noun in table[name]]


def insight(pixels: Bytes) -> Insight:
    """Look at RGB pixels (height, width, 3)."""
    return _insight(pixels.shape, pixels.tobytes())


@lru_cache(maxsize=4)
def _insight(shape: tuple[int, ...], pixels: bytes) -> Insight:
    return Insight(look(np.frombuffer(pixels, np.uint8).reshape(shape)))
