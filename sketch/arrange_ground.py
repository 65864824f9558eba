"""One clause of stuff with its room, and what fills it: the colours and grains of its look; draws no outlines."""

from dataclasses import dataclass, replace

from sketch.arrange_region import Box, Frame
from sketch.looks.stuff import GRADED, SMOOTHING, TEXTURE_GRAINS, Stuff
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Grain, Mesh, mesh_columns
from sketch.paint_noise import mix
from sketch.paint_strokes import STROKES

GREEN: Lab = (42.0, -18.0, 26.0)


@dataclass(frozen=True)
class Ground:
    """One clause of stuff with its room."""

    look: str
    colours: tuple[Lab, ...]
    texture: str
    box: Box
    frame: Frame
    key: int

    def fill(self, stuff: Stuff) -> Fill:
        """Return the region's fill: shaded in one colour, or in all its colours where what is graded has several."""
        light = sum(colour[0] for colour in self.colours) / len(self.colours)
        grains = lit(textured(stuff.grains, self.texture), light)
        if self.look in GRADED and len(self.colours) > 1:
            return Fill(colour=self.colours[0], tinted=True, mesh=mesh_of(self.colours), grains=grains)
        return Fill(colour=self.colours[0], tinted=True, start=stuff.start, end=stuff.end, grains=grains)


def mesh_of(colours: tuple[Lab, ...]) -> Mesh:
    """Lay out colours as one reads: one below the other, four and more in two columns, nine in three."""
    columns = mesh_columns(len(colours))
    return tuple(colours[at : at + columns] for at in range(0, len(colours), columns))


def lit(grains: tuple[Grain, ...], light: float) -> tuple[Grain, ...]:
    """Return grains with strokes that stay short of white on a ground of that lightness, 0 to 100."""
    room = min(max((98.0 - light) / 16.0, 0.25), 1.0)
    if room == 1.0:
        return grains
    return tuple(
        replace(grain, amount=(room * grain.amount[0], room * grain.amount[1], room * grain.amount[2]))
        if grain.form in STROKES
        else grain
        for grain in grains
    )


def textured(grains: tuple[Grain, ...], texture: str) -> tuple[Grain, ...]:
    """Return a look's grains changed by a texture word, which takes its strokes away."""
    if not texture:
        return grains
    calm = tuple(grain for grain in grains if grain.form not in STROKES)
    if texture in SMOOTHING:
        return tuple(grain for grain in calm if max(grain.cell) < 0.02 and texture == "plain")
    if texture in TEXTURE_GRAINS:
        return calm[-1:] + TEXTURE_GRAINS[texture]
    return grains


def ground_key(look: str, seed: int) -> int:
    """Return the hash of a look's textures and borders for a seed."""
    return mix(seed, sum(ord(letter) * (index + 7) for index, letter in enumerate(look)))
