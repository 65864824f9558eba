"""Sprites of houses, barns, shops and other buildings that people live and work in.

Walls are of the main colour, roofs of the second, and where there is a third, doors and shutters are of it. Names that
end in ".tall" and ".wide" are other forms of a look, for boxes of other proportions.
"""

_Window = tuple[float, float, float, float]
"""Centre x and y, half width and half height."""

_SASH = 0.16
"""The width of a frame, as a share of the half width of its window."""


def _frames(windows: tuple[_Window, ...]) -> str:
    return "\n".join(f"white-10~ r {x} {y} {hw:.3f} {hh:.3f}" for x, y, hw, hh in windows)


def _panes(windows: tuple[_Window, ...]) -> str:
    """Return four panes for each window, between which its frame shows."""
    lines = []
    for x, y, hw, hh in windows:
        across, down = (hw - 1.5 * _SASH * hw) / 2, (hh - 1.5 * _SASH * hw) / 2
        lines += [
            f"glass~ r {x + sx * (across + 0.25 * _SASH * hw):.3f} {y + sy * (down + 0.25 * _SASH * hw):.3f} "
            f"{across:.3f} {down:.3f}"
            for sy in (-1, 1)
            for sx in (-1, 1)
        ]
    return "\n".join(lines)


def _shutters(windows: tuple[_Window, ...]) -> str:
    return "\n".join(
        f"?third third-3~ r {x + side * 1.5 * hw:.3f} {y} {0.46 * hw:.3f} {hh}"
        for x, y, hw, hh in windows
        for side in (-1, 1)
    )


def _openings(windows: tuple[_Window, ...], door: _Window, *, bare: tuple[_Window, ...] = ()) -> str:
    """Return windows with shutters, windows without, and a door in its frame."""
    x, y, hw, hh = door
    leaf = f"r {x} {y} {hw} {hh}"
    jamb = (x, y - 0.03, hw + 0.045, hh + 0.03)
    light = f"glass~ r {x} {y - 0.6 * hh:.3f} {0.6 * hw:.3f} {0.2 * hh:.3f}"
    lines = (
        _shutters(windows),
        _frames((*windows, *bare, jamb)),
        f"?!third brown-8~ {leaf}\n?third third-8~ {leaf}",
        _panes((*windows, *bare)),
        light,
    )
    return "\n".join(lines)


def _grid(columns: tuple[float, ...], rows: tuple[float, ...], hw: float, hh: float) -> tuple[_Window, ...]:
    return tuple((x, y, hw, hh) for y in rows for x in columns)


_GABLED = """1.15
main-9~ r 0.46 0.44 0.56 0.56
roof p -0.52,-0.9 0.3,-0.9 0.3,-1 0.48,-1 0.48,-0.9 0.74,-0.9 1.15,-0.07 0,-0.07
main p -1,1 -1,-0.1 -0.52,-0.8 -0.04,-0.1 -0.04,1
roof-9~ p -1.12,-0.05 -0.52,-0.92 0.06,-0.08 0.02,0.06 -0.52,-0.75 -1.06,0.05
roof-9~ r 0.57 -0.05 0.56 0.03
""" + _openings(
    _grid((0.26, 0.74), (0.22, 0.68), 0.115, 0.15) + _grid((-0.52,), (0.14,), 0.13, 0.15),
    (-0.52, 0.73, 0.14, 0.27),
    bare=((-0.52, -0.36, 0.08, 0.08),),
)
"""A house of two storeys seen from its corner."""

_TALL = """0.6
roof p -0.6,-0.36 0,-1 0.24,-0.74 0.24,-0.96 0.38,-0.96 0.38,-0.6 0.6,-0.36 0.6,-0.26 -0.6,-0.26
main p -0.52,1 -0.52,-0.28 0,-0.82 0.52,-0.28 0.52,1
main-9~ p -0.52,-0.28 0,-0.82 0.52,-0.28 0.52,-0.18 0,-0.72 -0.52,-0.18
main-9~ r 0 0.94 0.52 0.06
""" + _openings(
    (*_grid((-0.26, 0.26), (-0.08, 0.29), 0.11, 0.12), (0.22, 0.7, 0.13, 0.13)),
    (-0.24, 0.75, 0.12, 0.23),
    bare=((0.0, -0.46, 0.09, 0.09),),
)
"""A town house with its gable to the street."""

_WIDE = """2.1
roof p -2.1,-0.08 -1.72,-0.82 -1.3,-0.82 -1.3,-1 -1.06,-1 -1.06,-0.82 1.06,-0.82 1.06,-1 1.3,-1 1.3,-0.82 1.72,-0.82 \
2.1,-0.08 2.1,0 -2.1,0
main p -1.96,1 -1.96,-0.06 -0.56,-0.06 0,-0.66 0.56,-0.06 1.96,-0.06 1.96,1
roof-9~ p -2.1,-0.08 -0.64,-0.08 0,-0.78 0.64,-0.08 2.1,-0.08 2.1,0.02 0.6,0.02 0,-0.62 -0.6,0.02 -2.1,0.02
""" + _openings(
    (*_grid((-1.55, -0.95, 0.95, 1.55), (0.3, 0.74), 0.15, 0.14), (0.0, 0.13, 0.17, 0.14)),
    (0.0, 0.71, 0.18, 0.29),
    bare=((0.0, -0.3, 0.1, 0.1),),
)
"""A long house with a gable in the middle."""


def _blocks(columns: tuple[float, ...], rows: tuple[float, ...], hw: float, hh: float) -> str:
    return "\n".join(f"glass~ r {x} {y} {hw} {hh}" for y in rows for x in columns)


SPRITES: dict[str, str] = {
    "building": _GABLED,
    "building.tall": _TALL,
    "building.wide": _WIDE,
    "townhouse": _TALL,
    "townhouse.wide": _GABLED,
    "house": """1.25
roof-10 r 0.55 -0.82 0.12 0.18
main r 0 0.3 1.02 0.7
main-8~ p -1.02,-0.3 1.02,-0.3 1.02,-0.16 -1.02,-0.16
roof p -1.25,-0.26 -0.85,-0.9 0.85,-0.9 1.25,-0.26
roof-14~ r 0 -0.26 1.25 0.035
"""
    + _openings(((-0.6, 0.25, 0.24, 0.25), (0.6, 0.25, 0.24, 0.25)), (0, 0.62, 0.19, 0.38))
    + "\ngold~ e 0.12 0.66 0.03 0.035",
    "house.tall": _TALL,
    "house.wide": _WIDE,
    "barn": """1.15
main r 0 0.4 1 0.6
main+3 p -1,-0.2 -0.72,-0.66 0,-0.92 0.72,-0.66 1,-0.2
main-7~ r 0 -0.17 1 0.035
roof-2 p -1.12,-0.14 -0.8,-0.72 0,-1 0.8,-0.72 1.12,-0.14 0.98,-0.12 0.72,-0.62 0,-0.87 -0.72,-0.62 -0.98,-0.12
white-3~ r 0 0.51 0.44 0.49
white-3~ r 0 -0.42 0.18 0.2
white-3~ r -0.75 0.42 0.14 0.16
white-3~ r 0.75 0.42 0.14 0.16
main-12~ p -0.33,0.12 0.33,0.12 0,0.5
main-12~ p -0.33,0.98 0.33,0.98 0,0.6
main-12~ p -0.38,0.18 -0.05,0.55 -0.38,0.92
main-12~ p 0.38,0.18 0.05,0.55 0.38,0.92
black+10~ r 0 -0.42 0.13 0.15
black+10~ r -0.75 0.42 0.1 0.12
black+10~ r 0.75 0.42 0.1 0.12""",
    "barn.wide": """2.1
main-9~ r 0.86 0.44 1.1 0.56
roof p -1.05,-0.98 1.6,-0.98 1.94,-0.66 2.1,-0.06 -0.2,-0.06
main p -1.95,1 -1.95,-0.12 -1.68,-0.62 -1.05,-0.88 -0.42,-0.62 -0.15,-0.12 -0.15,1
roof-8~ p -2.08,-0.04 -1.78,-0.7 -1.05,-1 -0.32,-0.7 -0.02,-0.04 -0.16,-0.02 -0.43,-0.6 -1.05,-0.86 -1.67,-0.6 \
-1.94,-0.02
white-3~ r -1.05 0.53 0.43 0.47
white-3~ r -1.05 -0.38 0.18 0.19
white-3~ r 0.4 0.42 0.17 0.16
white-3~ r 0.97 0.42 0.17 0.16
white-3~ r 1.54 0.42 0.17 0.16
main-12~ p -1.37,0.15 -0.73,0.15 -1.05,0.51
main-12~ p -1.37,0.98 -0.73,0.98 -1.05,0.61
main-12~ p -1.42,0.2 -1.1,0.56 -1.42,0.92
main-12~ p -0.68,0.2 -1,0.56 -0.68,0.92
black+10~ r -1.05 -0.38 0.13 0.14
black+10~ r 0.4 0.42 0.12 0.11
black+10~ r 0.97 0.42 0.12 0.11
black+10~ r 1.54 0.42 0.12 0.11""",
    "office": """1.1
main r 0 0.03 1.05 0.97
main-12~ r 0 -0.94 1.1 0.06
main-12~ p 0.62,-0.88 1.05,-0.88 1.05,1 0.62,1
"""
    + _blocks((-0.8, -0.42, -0.04, 0.34, 0.83), (-0.66, -0.3, 0.06, 0.42), 0.13, 0.11)
    + """
glass~ r -0.23 0.8 0.3 0.2
main-16~ r -0.23 0.62 0.4 0.035
main-16~ r -0.23 0.8 0.02 0.2""",
    "factory": """1.6
main-14~ p 1,-0.2 1.06,-1 1.32,-1 1.38,-0.2
main p -1.55,1 -1.55,-0.05 -1.05,-0.52 -1.05,-0.05 -0.4,-0.52 -0.4,-0.05 0.25,-0.52 0.25,-0.05 0.9,-0.52 0.9,-0.05 \
1.55,-0.05 1.55,1
main-12~ r 1.19 -0.8 0.16 0.05
main-12~ r 0 -0.02 1.58 0.04
brown-8~ r 1.1 0.68 0.24 0.32
"""
    + _blocks((-1.28, -0.84, -0.4, 0.04, 0.48), (0.3, 0.66), 0.15, 0.12)
    + """
glass~ p -1.11,-0.12 -1.11,-0.38 -1.38,-0.12
glass~ p -0.46,-0.12 -0.46,-0.38 -0.82,-0.12
glass~ p 0.19,-0.12 0.19,-0.38 -0.17,-0.12
glass~ p 0.84,-0.12 0.84,-0.38 0.48,-0.12""",
    "shop": """1.15
main r 0 0.05 1.05 0.95
roof r 0 -0.92 1.13 0.08
main-9~ r 0 -0.79 1.05 0.05
white-3~ r -0.55 -0.5 0.17 0.18
white-3~ r 0 -0.5 0.17 0.18
white-3~ r 0.55 -0.5 0.17 0.18
white-3~ r -0.28 0.6 0.66 0.34
white-3~ r 0.68 0.62 0.25 0.38
white-3~ p -1,-0.04 1,-0.04 1.13,0.36 -1.13,0.36
brown-8~ r 0.68 0.64 0.2 0.36
"""
    + _panes(_grid((-0.55, 0.0, 0.55), (-0.5,), 0.17, 0.18))
    + """
glass~ r -0.28 0.6 0.6 0.28
glass~ r 0.68 0.56 0.13 0.18
"""
    + "\n".join(
        f"roof+4~ p {x / 1.13:.3f},-0.04 {(x + 0.25) / 1.13:.3f},-0.04 {x + 0.25:.3f},0.36 {x:.3f},0.36"
        for x in (-1.13, -0.628, -0.126, 0.376, 0.878)
    ),
}
