"""Marks of stuff: the region, and what some looks need beside it: clouds, pickets, rails, stars, flowers, windows."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sketch.arrange_cliffs import cliff_marks, waterfall_marks
from sketch.arrange_ground import GREEN, Ground
from sketch.arrange_layers import IN_ROWS, mountain_marks, row_marks
from sketch.arrange_leaves import IN_LEAVES, leaf_marks
from sketch.arrange_region import ellipse, rectangle, region
from sketch.arrange_scapes import scape_marks
from sketch.arrange_town import GAUDY_WALLS, skyline_marks, town_marks
from sketch.looks.sprite import smooth, stroke
from sketch.looks.stuff import GRADED, SCAPES, stuff_of
from sketch.paint_marks import Fill, Grain, Mark, Shade
from sketch.paint_noise import uniforms
from sketch.paint_raster import Points


def _region(ground: Ground) -> list[Mark]:
    stuff = stuff_of(ground.look)
    outline, solid = region(stuff, ground.box, ground.frame, ground.key)
    return [
        Mark(
            outlines=(outline,),
            fill=ground.fill(stuff),
            box=ground.box if ground.look in GRADED and len(ground.colours) > 1 else None,
            opacity=stuff.opacity,
            soft=stuff.soft,
            solid=None if stuff.soft else solid,
        )
    ]


def _puffs(ground: Ground, count: int) -> tuple[Points, ...]:
    """Return outlines of heaped clouds with flat bottoms within the box."""
    x0, y0, x1, y1 = ground.box
    numbers = uniforms(ground.key, count * 24).reshape(count, 24)
    outlines = []
    for index, row in enumerate(numbers):
        width = min(0.42, (x1 - x0) * 0.7) * (0.5 + 0.6 * row[0])
        height = min(0.3 * width, 0.5 * (y1 - y0))
        cx = x0 + (x1 - x0) * ((index + 0.5 + 0.5 * (row[1] - 0.5)) / count)
        cy = y0 + (y1 - y0) * (0.25 + 0.55 * row[2])
        for puff in range(5):
            t = puff / 4 * 2 - 1
            rx = width * (0.17 + 0.09 * row[3 + puff])
            ry = height * (0.75 - 0.45 * t * t + 0.35 * row[8 + puff])
            outlines.append(ellipse(cx + t * width * 0.36, cy - ry * 0.55, rx, ry))
        outlines.append(ellipse(cx, cy, width * 0.52, height * 0.22))
    return tuple(outlines)


def cloud_marks(ground: Ground, *, opacity: float = 0.92) -> list[Mark]:
    """Return heaps of cloud: a shaded underside, and a light top."""
    count = max(1, min(5, round((ground.box[2] - ground.box[0]) / 0.28)))
    puffs = _puffs(ground, count)
    shift = np.array([0.008, 0.014])
    tinted = Fill(
        colour=ground.colours[0],
        tinted=True,
        end=Shade(0.96, (0.0, 0.0, -1.0)),
        grains=(Grain(amount=(1.5, 0.0, 0.0), cell=(0.06, 0.03), key=4),),
    )
    under = Fill(colour=ground.colours[0], tinted=True, start=Shade(0.88), end=Shade(0.82, (0.0, 0.0, -3.0)))
    return [
        Mark(outlines=tuple(puff + shift for puff in puffs), fill=under, opacity=opacity * 0.7, soft=0.012),
        Mark(outlines=puffs, fill=tinted, opacity=opacity, soft=0.007),
    ]


def _sky(ground: Ground) -> list[Mark]:
    marks = _region(ground)
    if ground.texture == "cloudy":
        x0, y0, x1, y1 = ground.box
        light = (min(ground.colours[0][0] + 18, 95.0), ground.colours[0][1] * 0.4, ground.colours[0][2] * 0.4)
        inner = (x0, y0, x1, y0 + (y1 - y0) * 0.6)
        clouds = Ground("clouds", (light,), "", inner, ground.frame, ground.key + 3)
        marks += [
            Mark(
                outlines=mark.outlines,
                fill=Fill(colour=light, start=mark.fill.start, end=mark.fill.end, grains=mark.fill.grains),
                opacity=mark.opacity * 0.8,
                soft=mark.soft,
            )
            for mark in cloud_marks(clouds)
        ]
    return marks


def _scatter(ground: Ground, count: int, radius: tuple[float, float], *, flat: float = 1.0) -> tuple[Points, ...]:
    """Return dots strewn over the box; smaller ones higher up."""
    x0, y0, x1, y1 = ground.box
    numbers = uniforms(ground.key + 11, count * 3).reshape(count, 3)
    down = numbers[:, 1] ** 0.8
    sizes = radius[0] + (radius[1] - radius[0]) * down * (0.6 + 0.4 * numbers[:, 2])
    return tuple(
        ellipse(x0 + (x1 - x0) * across, y0 + (y1 - y0) * (0.04 + 0.92 * depth), size, size * flat, 9)
        for across, depth, size in zip(numbers[:, 0], down, sizes, strict=True)
    )


def _stars(ground: Ground) -> list[Mark]:
    fill = Fill(colour=ground.colours[0], tinted=True)
    area = (ground.box[2] - ground.box[0]) * (ground.box[3] - ground.box[1])
    return [Mark(outlines=_scatter(ground, max(12, int(90 * area)), (0.003, 0.006)), fill=fill)]


def _bokeh(ground: Ground) -> list[Mark]:
    area = (ground.box[2] - ground.box[0]) * (ground.box[3] - ground.box[1])
    dots = _scatter(ground, max(14, int(110 * area)), (0.012, 0.034))
    fill = Fill(colour=ground.colours[0], tinted=True, start=Shade(1.0, (4.0, 0.0, 0.0)))
    return [
        Mark(outlines=dots[::2], fill=fill, opacity=0.75),
        Mark(outlines=dots[1::2], fill=fill, opacity=0.5, soft=0.004),
    ]


def _flower_field(ground: Ground) -> list[Mark]:
    stuff = stuff_of("grass")
    green = Fill(colour=GREEN, start=stuff.start, end=stuff.end, grains=stuff.grains)
    area = (ground.box[2] - ground.box[0]) * (ground.box[3] - ground.box[1])
    count = max(30, int(420 * area))
    outline, solid = region(stuff, ground.box, ground.frame, ground.key)
    base = Mark(outlines=(outline,), fill=green, solid=solid)
    dots = _scatter(ground, count, (0.006, 0.022), flat=0.75)
    centres = tuple(dot.mean(axis=0) + (dot - dot.mean(axis=0)) * 0.35 for dot in dots[::2])
    flowers = Fill(
        colour=ground.colours[0], tinted=True, start=Shade(1.0, (4.0, 0.0, 0.0)),
        grains=(Grain(amount=(5.0, 0.0, 0.0), cell=(0.01, 0.01), key=61),),
    )  # fmt: skip
    middle = Fill(colour=(68.0, 8.0, 52.0))
    return [base, Mark(outlines=dots, fill=flowers), Mark(outlines=centres, fill=middle)]


def _fence(ground: Ground) -> list[Mark]:
    x0, y0, x1, y1 = ground.box
    height = min(y1 - y0, 0.22)
    y0 = y1 - height
    step = height * 0.24
    count = max(2, int((x1 - x0) / step))
    at = x0 + (np.arange(count) + 0.5) * (x1 - x0) / count
    half = step * 0.32
    pickets = tuple(
        np.array([[x - half, y1], [x - half, y0 + half], [x, y0], [x + half, y0 + half], [x + half, y1]]) for x in at
    )
    rails = tuple(rectangle(x0, y0 + height * share, x1, y0 + height * (share + 0.09)) for share in (0.25, 0.68))
    dark = Fill(
        colour=ground.colours[0], tinted=True, start=Shade(1.0, (-12.0, 0.0, 0.0)), end=Shade(1.0, (-12.0, 0.0, 0.0))
    )
    light = Fill(
        colour=ground.colours[0], tinted=True, start=Shade(1.0, (4.0, 0.0, 0.0)), end=Shade(1.0, (-6.0, 0.0, 0.0)),
        grains=(Grain(amount=(2.0, 0.0, 0.0), cell=(0.006, 0.05), key=62),),
    )  # fmt: skip
    return [Mark(outlines=rails, fill=dark), Mark(outlines=pickets, fill=light)]


def _rails(ground: Ground) -> list[Mark]:
    x0, y0, x1, y1 = ground.box
    marks = _region(Ground("soil", ground.colours, "", ground.box, ground.frame, ground.key))
    middle, spread = (x0 + x1) / 2, (x1 - x0) * 0.32
    depth = (np.arange(9) / 8) ** 1.8
    ties = []
    for t in depth:
        y, half = y0 + (y1 - y0) * t, (0.12 + 0.95 * t) * spread
        ties.append(rectangle(middle - half * 1.25, y, middle + half * 1.25, y + 0.004 + 0.018 * t))
    steel = []
    for side in (-1, 1):
        near, far = middle + side * spread * 1.05, middle + side * spread * 0.12
        steel.append(
            np.array([[far - 0.002, y0], [far + 0.002, y0], [near + 0.014, y1 + 0.02], [near - 0.014, y1 + 0.02]])
        )
    wood, metal = Fill(colour=(28.0, 6.0, 10.0)), Fill(colour=(66.0, 0.0, -2.0))
    return [*marks, Mark(outlines=tuple(ties), fill=wood), Mark(outlines=tuple(steel), fill=metal)]


def _skyline(ground: Ground) -> list[Mark]:
    return skyline_marks(ground.fill(stuff_of("skyline")), ground.colours[1:], ground.box, ground.frame, ground.key)


def _town(ground: Ground) -> list[Mark]:
    gaudy = ground.texture == "patterned" and len(ground.colours) == 1
    calm = replace(ground, texture="plain") if gaudy else ground
    others = GAUDY_WALLS if gaudy else ground.colours[1:]
    return town_marks(calm.fill(stuff_of("town")), others, ground.box, ground.frame, ground.key)


def _room(ground: Ground) -> list[Mark]:
    marks = _region(ground)
    x0, y0, x1, y1 = ground.box
    line = y0 + (y1 - y0) * 0.74
    if y1 - y0 > 0.5:
        floor = Ground("floor", ((46.0, 8.0, 16.0),), "", (x0, line, x1, y1), ground.frame, ground.key)
        stuff = stuff_of("floor")
        fill = Fill(colour=floor.colours[0], start=stuff.start, end=stuff.end, grains=stuff.grains)
        skirting = Shade(1.0, (8.0, 0.0, 0.0))
        marks.append(Mark(outlines=(rectangle(x0 - 0.05, line, x1 + 0.05, y1 + 0.05),), fill=fill))
        board = Fill(colour=ground.colours[0], tinted=True, start=skirting, end=skirting)
        marks.append(Mark(outlines=(rectangle(x0 - 0.05, line - 0.016, x1 + 0.05, line),), fill=board))
    return marks


def _path(ground: Ground) -> list[Mark]:
    """Return a path that runs from far (narrow, above) to near; one that fills its strip lies across."""
    x0, y0, x1, y1 = ground.box
    if x1 - x0 > 0.95 * ground.frame.width and y1 - y0 < 0.2:
        return _region(ground)
    t = np.linspace(0.0, 1.0, 14)
    middle = (x0 + x1) / 2 + 0.12 * (x1 - x0) * np.sin(t * 3.0 + 6.28 * uniforms(ground.key, 1)[0]) * (1 - t)
    half = (0.07 + 0.43 * t**1.4) * (x1 - x0)
    y = y0 + (y1 + (0.05 if y1 >= 0.99 * ground.frame.height else 0.0) - y0) * t
    left, right = np.stack([middle - half, y], axis=1), np.stack([middle + half, y], axis=1)
    return [Mark(outlines=(np.concatenate([left, right[::-1]]),), fill=ground.fill(stuff_of("path")))]


def _crowd(ground: Ground) -> list[Mark]:
    marks = _region(ground)
    heads = _scatter(ground, 60, (0.008, 0.016), flat=1.2)
    skin = Fill(colour=(62.0, 14.0, 18.0), grains=(Grain(amount=(9.0, 0.0, 0.0), cell=(0.03, 0.03), key=63),))
    return [*marks, Mark(outlines=heads, fill=skin)]


def _branches(ground: Ground) -> list[Mark]:
    x0, y0, x1, y1 = ground.box
    numbers = uniforms(ground.key, 80)
    strokes = []
    for index in range(10):
        a, b, c, d, e, f, g, h = numbers[8 * index : 8 * index + 8]
        start = np.array([x0 + (x1 - x0) * a, y0 if index % 2 else y0 + (y1 - y0) * b])
        end = np.array([x0 + (x1 - x0) * c, y0 + (y1 - y0) * d])
        bend = (start + end) / 2 + (np.array([e, f]) - 0.5) * 0.12
        strokes.append(stroke(smooth(np.stack([start, bend, end]), closed=False), 0.003 + 0.007 * g * h))
    fill = Fill(
        colour=ground.colours[0], tinted=True, start=Shade(1.0, (3.0, 0.0, 0.0)), end=Shade(1.0, (-4.0, 0.0, 0.0))
    )
    return [Mark(outlines=(outline,), fill=fill) for outline in strokes]


def _waves(ground: Ground) -> list[Mark]:
    marks = _region(ground)
    x0, y0, x1, y1 = ground.box
    crests = []
    for index in range(5):
        t = (index + 0.6) / 5
        y = y0 + (y1 - y0) * t**1.3
        at = np.linspace(x0 - 0.05, x1 + 0.05, 40)
        sway = np.sin(at * (16 - 2 * index) + 6.28 * uniforms(ground.key + index, 1)[0]) * 0.006 * (1 + 2 * t)
        thick = (0.003 + 0.012 * t) * (0.6 + 0.4 * np.sin(at * 23 + index))
        crests.append(np.concatenate([np.stack([at, y + sway], 1), np.stack([at, y + sway + thick], 1)[::-1]]))
    foam = Fill(colour=(90.0, -2.0, -1.0))
    return [*marks, Mark(outlines=tuple(crests), fill=foam, opacity=0.75, soft=0.002)]


_OWN: dict[str, Callable[[Ground], list[Mark]]] = {
    "sky": _sky,
    "clouds": cloud_marks,
    "stars": _stars,
    "bokeh": _bokeh,
    "flowerfield": _flower_field,
    "fence": _fence,
    "rails": _rails,
    "skyline": _skyline,
    "town": _town,
    "cliff": cliff_marks,
    "mountains": mountain_marks,
    **dict.fromkeys(IN_LEAVES, leaf_marks),
    **dict.fromkeys(IN_ROWS, row_marks),
    "path": _path,
    "room": _room,
    "crowd": _crowd,
    "waterfall": waterfall_marks,
    "branches": _branches,
    "waves": _waves,
    **dict.fromkeys(SCAPES, scape_marks),
}


def stuff_marks(ground: Ground) -> tuple[Mark, ...]:
    """Return the marks of a region of stuff."""
    return tuple(_OWN.get(ground.look, _region)(ground))
