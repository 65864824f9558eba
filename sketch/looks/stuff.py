"""Stuff: how regions without a shape of their own are bounded, shaded and textured, as data.

Knows nothing of words, scenes or pixels; noise is hashed by the painter.
"""

from dataclasses import dataclass
from typing import Literal

from sketch.paint_marks import PLAIN, Grain, Shade

Edge = Literal["flat", "wavy", "lumpy", "ridge", "hills", "spikes", "soft"]
"""What the upper border is like."""


@dataclass(frozen=True, kw_only=True)
class Stuff:
    """How one look of stuff is drawn."""

    edge: Edge = "flat"
    rough: float = 0.02
    """How far the border strays, as a share of the picture's root area."""
    grain: float = 0.1
    """Length of the border's bumps, scene units."""
    start: Shade = PLAIN
    """Shade at the top of the region."""
    end: Shade = PLAIN
    """Shade at its bottom."""
    grains: tuple[Grain, ...] = ()
    standing: bool = False
    """Whether it stands on its lower side (trees) instead of lying or floating."""
    soft: float = 0.0
    opacity: float = 1.0


def _shade(light: float, keep: float = 1.0) -> Shade:
    return Shade(keep, (light, 0.0, 0.0))


def _grain(
    light: float, across: float, down: float, *, key: int, form: str = "smooth", a: float = 0, b: float = 0
) -> Grain:
    return Grain(amount=(light, a, b), cell=(across, down), key=key, form=form)


STROKE_CELL = 0.0095, 0.0095
"""All strokes of the brush are about as large: 13 by 4 pixels at 512."""
_WARMTH = 0.55
"""How much a dab's b* changes with its lightness."""


def _dabs(light: float, across: float, down: float, *, key: int) -> Grain:
    """Return broad dabs of a brush, lit ones warmer and dim ones cooler, as in gouache."""
    return _grain(light, across, down, key=key, form="patchy", b=_WARMTH * light)


def _strokes(light: float, *, key: int, way: str = "strokes") -> Grain:
    """Return sparse warm strokes of a brush.

    Photographs have crisp detail nearly everywhere: networks that judge likeness (LPIPS) put flat and smoothly shaded
    regions further from them than regions with crisp detail a few pixels wide at their 256. Of what was tried at the
    same colour error, sparse strokes of many tones come nearest: nearer than strokes of one tone, shapeless flecks, two
    tones in equal parts, dead leaves, veins and the detail of other photographs.
    """
    return Grain(amount=(light, 0.2 * light, 0.4 * light), cell=STROKE_CELL, key=key, form=way)


STUFF: dict[str, Stuff] = {
    "sky": Stuff(
        start=Shade(1.0, (-4.0, 0.0, -1.0)),
        end=Shade(0.72, (25.0, 0.3, 2.0)),
        grains=(_grain(1.2, 0.5, 0.2, key=1), _grain(0.5, 0.002, 0.002, key=2)),
    ),
    "clouds": Stuff(edge="soft", soft=0.03, grains=(_grain(3.0, 0.2, 0.08, key=3), _grain(1.5, 0.06, 0.03, key=4))),
    "fog": Stuff(edge="soft", soft=0.07, opacity=0.85, grains=(_grain(2.0, 0.3, 0.1, key=5),)),
    "wall": Stuff(
        start=_shade(3),
        end=_shade(-4),
        rough=0.004,
        grain=0.4,
        grains=(_grain(0.7, 0.4, 0.3, key=6), _strokes(12, key=7)),
    ),
    "dark": Stuff(
        start=_shade(0), end=_shade(0), grains=(_grain(1.0, 0.3, 0.3, key=8), _strokes(7.4, key=88))
    ),
    "shadow": Stuff(edge="soft", soft=0.02, opacity=0.55, grains=(_grain(1.0, 0.2, 0.1, key=230),)),
    "curtain": Stuff(
        rough=0.006,
        start=_shade(3),
        end=_shade(-6),
        grains=(_grain(6.0, 0.045, 0.6, key=9), _strokes(5.2, key=10, way="upright strokes")),
    ),
    "forest": Stuff(
        edge="lumpy",
        rough=0.06,
        grain=0.1,
        start=_shade(8),
        end=_shade(-9),
        standing=True,
        grains=(
            _grain(4.0, 0.06, 0.16, key=11, b=2),
            _dabs(2.4, 0.033, 0.034, key=12),
            _strokes(6.6, key=114),
        ),
    ),
    "mountains": Stuff(
        edge="ridge",
        rough=0.16,
        grain=0.35,
        start=_shade(-5),
        end=Shade(0.8, (14.0, 0.0, -1.0)),
        standing=True,
        grains=(_grain(1.5, 0.1, 0.035, key=14, b=1), _strokes(7.9, key=15)),
    ),
    "hills": Stuff(
        edge="hills",
        rough=0.08,
        grain=0.5,
        start=_shade(3),
        end=_shade(-3),
        standing=True,
        grains=(_grain(3.0, 0.2, 0.06, key=16, b=2), _strokes(6.6, key=118)),
    ),
    "skyline": Stuff(
        start=_shade(2), end=_shade(-3), standing=True, grains=(_strokes(5.5, key=18, way="upright strokes"),)
    ),
    "town": Stuff(
        start=_shade(9), end=_shade(1), standing=True, grains=(_strokes(8.3, key=124),)
    ),
    "cliff": Stuff(
        edge="ridge",
        rough=0.07,
        grain=0.15,
        start=_shade(6),
        end=_shade(-8),
        standing=True,
        grains=(
            _dabs(3.0, 0.05, 0.14, key=20),
            _strokes(9.2, key=123),
            _strokes(6.6, key=22),
        ),
    ),
    "rocks": Stuff(
        edge="lumpy",
        rough=0.05,
        grain=0.13,
        start=_shade(6),
        end=_shade(-8),
        standing=True,
        grains=(
            _grain(2.5, 0.06, 0.04, key=23),
            _strokes(9.2, key=24),
            _strokes(5.2, key=126),
        ),
    ),
    "trees": Stuff(
        edge="lumpy",
        rough=0.06,
        grain=0.11,
        start=_shade(7),
        end=_shade(-9),
        standing=True,
        grains=(
            _grain(4.0, 0.07, 0.08, key=26, b=2),
            _dabs(2.4, 0.033, 0.033, key=27),
            _strokes(6.6, key=28),
        ),
    ),
    "leaves": Stuff(
        edge="lumpy",
        rough=0.03,
        grain=0.06,
        grains=(_strokes(7.9, key=30),),
    ),
    "branches": Stuff(edge="spikes", rough=0.03, grain=0.05, grains=(_grain(7.0, 0.03, 0.05, key=32, form="patchy"),)),
    "crowd": Stuff(
        edge="lumpy",
        rough=0.02,
        grain=0.04,
        start=_shade(3),
        end=_shade(-5),
        standing=True,
        grains=(
            _grain(9.0, 0.02, 0.03, key=33, form="patchy", a=6),
            _grain(5.0, 0.016, 0.024, key=34, b=8),
            _grain(3.0, 0.0035, 0.0045, key=35),
        ),
    ),
    "grass": Stuff(
        edge="wavy",
        rough=0.008,
        grain=0.12,
        start=_shade(5),
        end=_shade(-5),
        grains=(
            _grain(2.5, 0.3, 0.05, key=36, b=3),
            _dabs(2.5, 0.01, 0.024, key=37),
            _strokes(5.2, key=38, way="upright strokes"),
        ),
    ),
    "grassblade": Stuff(
        edge="spikes",
        rough=0.09,
        grain=0.03,
        start=_shade(8),
        end=_shade(-10),
        grains=(_grain(6.0, 0.012, 0.2, key=39, form="patchy", b=3), _dabs(3.0, 0.006, 0.06, key=40)),
    ),
    "sand": Stuff(
        edge="wavy",
        rough=0.006,
        grain=0.5,
        start=_shade(4),
        end=_shade(-4),
        grains=(_grain(2.0, 0.25, 0.04, key=41), _dabs(1.6, 0.024, 0.009, key=42), _grain(1.4, 0.0025, 0.0025, key=43)),
    ),
    "snow": Stuff(
        edge="hills",
        rough=0.02,
        grain=0.5,
        start=_shade(1),
        end=Shade(0.95, (0.0, -1.0, -4.0)),
        grains=(_grain(3.0, 0.3, 0.07, key=44, b=1.5), _strokes(3.1, key=146)),
    ),
    "sea": Stuff(
        rough=0.0,
        start=Shade(0.85, (12.0, 0.0, 1.0)),
        end=_shade(-6),
        grains=(
            _grain(3.0, 0.16, 0.018, key=46),
            _dabs(2.7, 0.05, 0.008, key=47),
            _strokes(4.5, key=48, way="level strokes"),
        ),
    ),
    "water": Stuff(
        edge="wavy",
        rough=0.004,
        grain=0.4,
        start=Shade(0.9, (6.0, 0.0, 0.0)),
        end=_shade(-6),
        grains=(_grain(2.0, 0.14, 0.022, key=49), _dabs(2.7, 0.05, 0.008, key=50), _grain(1.5, 0.006, 0.0025, key=51)),
    ),
    "waves": Stuff(
        edge="wavy",
        rough=0.02,
        grain=0.2,
        start=_shade(4),
        end=_shade(-4),
        grains=(
            _grain(9.0, 0.16, 0.03, key=52, form="patchy", b=4),
            _dabs(4.0, 0.05, 0.012, key=53),
            _strokes(5.2, key=54, way="level strokes"),
        ),
    ),
    "waterfall": Stuff(
        rough=0.012,
        grain=0.1,
        start=_shade(-3),
        end=_shade(5),
        grains=(_grain(6.0, 0.02, 0.3, key=55), _dabs(4.0, 0.009, 0.08, key=56)),
    ),
    "road": Stuff(
        start=_shade(4),
        end=_shade(-4),
        grains=(_grain(1.5, 0.2, 0.03, key=57), _strokes(5.2, key=58, way="level strokes")),
    ),
    "soil": Stuff(
        edge="wavy",
        rough=0.008,
        grain=0.15,
        start=_shade(4),
        end=_shade(-5),
        grains=(_grain(3.0, 0.1, 0.03, key=59), _strokes(7.9, key=60), _grain(1.5, 0.003, 0.0025, key=61)),
    ),
    "floor": Stuff(
        start=_shade(5),
        end=_shade(-5),
        grains=(_grain(2.0, 0.4, 0.016, key=62), _dabs(2.0, 0.03, 0.009, key=63)),
    ),
    "carpet": Stuff(
        start=_shade(3),
        end=_shade(-4),
        grains=(_grain(1.5, 0.05, 0.02, key=64), _strokes(6.3, key=166)),
    ),
    "bushes": Stuff(
        edge="lumpy",
        rough=0.035,
        grain=0.07,
        start=_shade(7),
        end=_shade(-8),
        standing=True,
        grains=(_strokes(10.5, key=66),),
    ),
    "hair": Stuff(
        edge="wavy", rough=0.02, grain=0.08, start=_shade(3), end=_shade(-4),
        grains=(_grain(4.0, 0.015, 0.12, key=68), _dabs(2.0, 0.006, 0.04, key=69)),
    ),
    "brickwall": Stuff(
        start=_shade(3), end=_shade(-4),
        grains=(
            _grain(3.0, 0.09, 0.036, key=71, form="bricks"),
            _grain(2.0, 0.3, 0.2, key=72),
            _grain(1.5, 0.003, 0.003, key=73),
        ),
    ),
    "stonewall": Stuff(
        rough=0.004, start=_shade(4), end=_shade(-5),
        grains=(
            _grain(5.0, 0.13, 0.07, key=74, form="bricks"), _dabs(2.5, 0.05, 0.04, key=75),
            _strokes(5.2, key=76),
        ),
    ),
    "panelling": Stuff(
        start=_shade(3), end=_shade(-5),
        grains=(_grain(4.0, 0.09, 0.5, key=77, form="planks"), _dabs(2.0, 0.009, 0.06, key=78)),
    ),
    "tiles": Stuff(
        start=_shade(3), end=_shade(-4),
        grains=(_grain(2.5, 0.075, 0.075, key=79, form="grid"), _strokes(7.4, key=80)),
    ),
    "books": Stuff(
        grains=(
            Grain(amount=(9.0, 14.0, 10.0), cell=(0.03, 0.2), key=81, form="planks"),
            Grain(amount=(2.0, -8.0, 12.0), cell=(0.03, 0.2), key=82, form="planks"),
            _grain(4.0, 3.0, 0.2, key=83, form="grid"),
        ),
    ),
    "tabletop": Stuff(
        start=_shade(5), end=_shade(-5),
        grains=(_grain(2.0, 0.35, 0.014, key=84), _dabs(2.4, 0.022, 0.011, key=85)),
    ),
    "path": Stuff(
        edge="wavy", rough=0.01, grain=0.3, start=_shade(4), end=_shade(-4),
        grains=(_grain(2.0, 0.15, 0.03, key=86), _strokes(5.8, key=87)),
    ),
    "stripe": Stuff(start=_shade(2), end=_shade(-2), grains=(_strokes(12, key=70),)),
}  # fmt: skip

ALIKE: dict[str, str] = {
    "room": "wall",
    "field": "grass",
    "ceiling": "wall",
    "skin": "hair",
    "flowerfield": "grass",
    "rails": "road",
    "fence": "stripe",
    "stars": "stripe",
    "bokeh": "stripe",
    "seascape": "sea",
    "landscape": "grass",
}
"""Looks that start from another look's region."""


def stuff_of(look: str) -> Stuff:
    """Return how a look of stuff is drawn, a plain region where the look has nothing of its own."""
    return STUFF.get(look) or STUFF.get(ALIKE.get(look, ""), STUFF["wall"])


TEXTURE_GRAINS: dict[str, tuple[Grain, ...]] = {
    "striped": (_grain(11.0, 0.022, 0.022, key=201, form="stripes"),),
    "spotted": (_grain(9.0, 0.03, 0.03, key=202, form="patchy"),),
    "checkered": (_grain(11.0, 0.03, 0.03, key=203, form="checks"),),
    "cloudy": (_grain(6.0, 0.2, 0.09, key=204), _grain(3.0, 0.07, 0.04, key=205)),
    "wavy": (_grain(4.0, 0.12, 0.02, key=206, form="patchy"),),
    "rocky": (_grain(7.0, 0.05, 0.035, key=207, form="patchy"), _strokes(7.9, key=208)),
    "grassy": (_grain(4.5, 0.011, 0.035, key=209, form="patchy", b=3.5),),
    "leafy": (_grain(7.0, 0.03, 0.026, key=210, form="patchy", b=4), _strokes(7.9, key=211)),
    "wooden": (_grain(4.0, 0.06, 0.5, key=212, form="planks"), _dabs(2.2, 0.009, 0.07, key=213)),
    "brick": (_grain(5.0, 0.06, 0.024, key=214, form="bricks"),),
    "stone": (_grain(4.0, 0.08, 0.045, key=215, form="bricks"), _strokes(5.8, key=216)),
    "fluffy": (_grain(4.0, 0.01, 0.01, key=217), _grain(3.0, 0.003, 0.004, key=218)),
    "patterned": (
        _grain(8.0, 0.03, 0.03, key=219, form="patchy", a=10), _grain(5.0, 0.01, 0.01, key=220, form="patchy", b=14),
    ),
    "tiled": (_grain(4.0, 0.06, 0.06, key=221, form="grid"),),
}  # fmt: skip
"""What texture words add to a fill."""

SCAPES = frozenset({"seascape", "landscape"})
"""Looks of a sky and what lies below it."""

GRADED = frozenset({"sky", "wall", "stripe", "dark", "fog", *SCAPES})
"""Looks whose colours, where several are said, pass into each other as one reads (`paint_marks.mesh_columns`)."""

SMOOTHING = frozenset({"plain", "blurred", "shiny"})
"""Texture words that take a look's own coarse grain away."""
