"""Writes scenes as SVG: the same marks as the painter's, as paths with gradients and filters; knows nothing of English.

Strokes of the brush become the same strokes as lines, other noise feTurbulence of the same grain and strength, regular
patterns <pattern> elements, blurred edges feGaussianBlur. Lab ramps are sampled at several stops, since browsers mix in
sRGB.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import hypot, sqrt
from typing import TypeVar
from xml.sax.saxutils import escape

from sketch.arrange import arrange
from sketch.paint import painted_size
from sketch.paint_lab import Lab, hex_of
from sketch.paint_marks import Fill, Grain, Mark
from sketch.paint_noise import PATTERNS, crispness, mix
from sketch.paint_raster import Points
from sketch.paint_strokes import STROKES, side_of
from sketch.scene import Scene
from sketch.svg_strokes import ground_of, stroke_lines, veil_of

_STOPS = 4
_Value = TypeVar("_Value")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_L_TO_BYTE = 2.5
"""Bytes of sRGB per unit of L, about, in the middle of the range."""
_TURBULENCE = 0.13
"""The deviation of one octave of feTurbulence, about; its middle is 0.5."""


@dataclass
class _Sheet:
    """What is written so far: definitions by their text, and shapes."""

    scale: float
    seed: int
    size: tuple[float, float]
    """Width and height, scene units."""
    definitions: dict[str, str] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)
    strokes: dict[tuple[str, int, float], str] = field(default_factory=dict)
    """Ids of strokes by their form, side and cell: to write them takes longer than all else of a mark."""

    def define(self, kind: str, body: str) -> str:
        """Keep a definition once; return its id. The body has {id} where the id goes."""
        if body not in self.definitions:
            self.definitions[body] = f"{kind}{len(self.definitions)}"
        return self.definitions[body]


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _path(outlines: tuple[Points, ...], scale: float) -> str:
    parts = []
    for outline in outlines:
        points = " ".join(f"{_number(x)} {_number(y)}" for x, y in outline * scale)
        parts.append(f"M{points}Z")
    return "".join(parts)


def _bounds(mark: Mark) -> tuple[float, float, float, float]:
    if mark.box is not None:
        return mark.box
    low, high = mark.edges.low, mark.edges.high
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _ramp(fill: Fill, at: float) -> Lab:
    def channel(index: int) -> float:
        start = fill.start.keep * fill.colour[index] + fill.start.add[index]
        end = fill.end.keep * fill.colour[index] + fill.end.add[index]
        return start + (end - start) * at

    return ground_of((channel(0), channel(1), channel(2)), _strokes(fill))


def _strokes(fill: Fill) -> tuple[Grain, ...]:
    return tuple(grain for grain in fill.grains if grain.form in STROKES)


def _gradient_line(fill: Fill, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the line of a gradient whose value is dx * u + dy * v over the box's fractions u and v."""
    width, height = max(box[2] - box[0], 1e-6), max(box[3] - box[1], 1e-6)
    dx, dy = fill.axis
    slope_x, slope_y = dx / width, dy / height
    length = slope_x**2 + slope_y**2
    x0, y0 = (box[0] if dx >= 0 else box[2]), (box[1] if dy >= 0 else box[3])
    return x0, y0, x0 + slope_x / length, y0 + slope_y / length


def _column(mark: Mark, colours: Sequence[Lab], sheet: _Sheet) -> str:
    """Return a gradient from top to bottom through one column of a mesh."""
    x, y0, _, y1 = (_number(value * sheet.scale) for value in _bounds(mark))
    strokes = _strokes(mark.fill)
    stops = _stops(colours, lambda colour: f'stop-color="{hex_of(ground_of(colour, strokes))}"')
    body = f'<linearGradient id="{{id}}" gradientUnits="userSpaceOnUse" x1="{x}" y1="{y0}" x2="{x}" y2="{y1}">'
    return f"url(#{sheet.define('g', f'{body}{stops}</linearGradient>')})"


def _stops(values: Sequence[_Value], say: Callable[[_Value], str]) -> str:
    """Return gradient stops where a mesh has its colours pure, and where it mixes them by halves."""
    count = len(values)
    if count == 1:
        return f'<stop offset="0" {say(values[0])}/>'
    return "".join(
        f'<stop offset="{_number((at + 0.25) / (count - 0.5))}" {say(value)}/>' for at, value in enumerate(values)
    )


def _curtain(mark: Mark, column: int, columns: int, sheet: _Sheet) -> str:
    """Return a mask that shows a column of a mesh from where the one before it ends."""
    x0, y, x1, _ = (_number(value * sheet.scale) for value in _bounds(mark))
    shares = [float(at >= column) for at in range(columns)]
    stops = _stops(shares, lambda share: f'stop-color="#fff" stop-opacity="{_number(share)}"')
    body = f'<linearGradient id="{{id}}" gradientUnits="userSpaceOnUse" x1="{x0}" y1="{y}" x2="{x1}" y2="{y}">'
    ramp = sheet.define("g", f"{body}{stops}</linearGradient>")
    room = 'x="-10%" y="-10%" width="120%" height="120%"'
    body = f'<mask id="{{id}}" maskUnits="userSpaceOnUse" {room}><rect {room} fill="url(#{ramp})"/></mask>'
    return sheet.define("m", body)


def _paint(mark: Mark, sheet: _Sheet) -> str:
    fill = mark.fill
    if fill.mesh:
        return _column(mark, [row[0] for row in fill.mesh], sheet)
    if fill.start == fill.end:
        return hex_of(_ramp(fill, 0.0))
    x1, y1, x2, y2 = (_number(value * sheet.scale) for value in _gradient_line(fill, _bounds(mark)))
    stops = "".join(
        f'<stop offset="{_number(index / (_STOPS - 1))}" stop-color="{hex_of(_ramp(fill, index / (_STOPS - 1)))}"/>'
        for index in range(_STOPS)
    )
    body = (
        f'<linearGradient id="{{id}}" gradientUnits="userSpaceOnUse" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}">'
        f"{stops}</linearGradient>"
    )
    return f"url(#{sheet.define('g', body)})"


def _turbulence(index: int, grain: Grain, sheet: _Sheet) -> str:
    """Return filter steps that add one grain to the picture so far."""
    across, down = (1 / max(cell * sheet.scale * 2.2, 0.7) for cell in grain.cell)
    noise, before, after = f"n{index}", f"s{index}", f"s{index + 1}"
    spread, cut = _TURBULENCE, ""
    footprint = hypot(*(1 / (cell * sheet.scale) for cell in grain.cell))
    if grain.form == "patchy":
        slope = 0.5 * crispness(footprint) / _TURBULENCE
        # What is cut to two tones lies at 0 and 1, not about a half.
        spread, cut = 0.5, _cut(noise, slope, 0.5)
    gain, pink, warm = (
        amount * share * _L_TO_BYTE / 255 / spread for amount, share in zip(grain.amount, (1.0, 0.8, 0.8), strict=True)
    )
    rows = "  ".join(
        f"{_number(change)} 0 0 0 {_number(0.5 - change * 0.5)}"
        for change in (gain + warm * 0.3 + pink, gain + warm * 0.1 - pink * 0.5, gain - warm)
    )
    return (
        f'<feTurbulence type="fractalNoise" baseFrequency="{across:.4f} {down:.4f}" numOctaves="1" '
        f'seed="{mix(grain.key, sheet.seed) % 997}" result="{noise}"/>'
        f"{cut}"
        f'<feColorMatrix in="{noise}" type="matrix" values="{rows}  0 0 0 0 1" result="{noise}"/>'
        # before + noise - 1/2
        f'<feComposite in="{before}" in2="{noise}" operator="arithmetic" k1="0" k2="1" k3="1" k4="-0.5" '
        f'result="{after}"/>'
    )


def _cut(noise: str, slope: float, at: float) -> str:
    """Return a filter step that makes noise crisp: below a value 0, above it 1."""
    return (
        f'<feComponentTransfer in="{noise}" result="{noise}"><feFuncR type="linear" slope="{_number(slope)}" '
        f'intercept="{_number(0.5 - slope * at)}"/></feComponentTransfer>'
    )


def _filter(mark: Mark, sheet: _Sheet) -> str:
    """Return the filter of a mark's noise and blur, "" for none."""
    noises = [grain for grain in mark.fill.grains if grain.form not in PATTERNS and grain.form not in STROKES]
    if not noises and not mark.soft:
        return ""
    steps = ""
    last = "SourceGraphic"
    if noises:
        steps += '<feOffset in="SourceGraphic" result="s0"/>'
        steps += "".join(_turbulence(index, grain, sheet) for index, grain in enumerate(noises))
        last = f"s{len(noises)}"
        steps += f'<feComposite in="{last}" in2="SourceGraphic" operator="in" result="cut"/>'
        last = "cut"
    if mark.soft:
        steps += f'<feGaussianBlur in="{last}" stdDeviation="{_number(mark.soft * sheet.scale)}"/>'
    body = (
        '<filter id="{id}" x="-20%" y="-20%" width="140%" height="140%" color-interpolation-filters="sRGB">'
        f"{steps}</filter>"
    )
    return sheet.define("f", body)


def _pattern(grain: Grain, sheet: _Sheet) -> str:
    """Return a pattern that darkens seams or stripes."""
    width, height = (cell * sheet.scale for cell in grain.cell)
    dark = _number(min(abs(grain.amount[0]) / 40, 0.6))
    light = _number(min(abs(grain.amount[0]) / 60, 0.4))
    seam = 0.16 * min(width, height)
    w, h, s = _number(width), _number(height), _number(seam)
    if grain.form in {"stripes", "checks"}:
        tall = _number(2 * height)
        cells = f'<path d="M0 0H{w}V{h if grain.form == "checks" else tall}H0Z" fill="#fff" opacity="{light}"/>'
        if grain.form == "checks":
            cells += f'<path d="M{w} {h}H{_number(2 * width)}V{tall}H{w}Z" fill="#fff" opacity="{light}"/>'
        size = f'width="{_number(2 * width)}" height="{tall}"'
    elif grain.form == "planks":
        cells = f'<path d="M0 0H{_number(0.06 * width)}V{h}H0Z" opacity="{dark}"/>'
        size = f'width="{w}" height="{h}"'
    elif grain.form == "bricks":
        half = _number(width / 2)
        cells = f'<path d="M0 0H{w}V{s}H0ZM0 {h}H{w}v{s}H0ZM0 0H{s}V{h}H0ZM{half} {h}h{s}v{h}h-{s}Z" opacity="{dark}"/>'
        size = f'width="{w}" height="{_number(2 * height)}"'
    else:
        cells = f'<path d="M0 0H{w}V{s}H0ZM0 0H{s}V{h}H0Z" opacity="{dark}"/>'
        size = f'width="{w}" height="{h}"'
    return sheet.define("p", f'<pattern id="{{id}}" patternUnits="userSpaceOnUse" {size}>{cells}</pattern>')


def _add(mark: Mark, sheet: _Sheet) -> None:
    path = _path(mark.outlines, sheet.scale)
    opacity = "" if mark.opacity == 1 else f' opacity="{_number(mark.opacity)}"'
    name = _filter(mark, sheet)
    filtered = f' filter="url(#{name})"' if name else ""
    sheet.shapes.append(f'<path d="{path}" fill="{_paint(mark, sheet)}"{opacity}{filtered}/>')
    columns = len(mark.fill.mesh[0]) if mark.fill.mesh else 1
    for column in range(1, columns):
        paint = _column(mark, [row[column] for row in mark.fill.mesh], sheet)
        curtain = _curtain(mark, column, columns, sheet)
        shape = f'<path d="{path}" fill="{paint}"{opacity}{filtered}/>'
        sheet.shapes.append(f'<g mask="url(#{curtain})">{shape}</g>')
    for grain in mark.fill.grains:
        if grain.form in PATTERNS:
            sheet.shapes.append(f'<path d="{path}" fill="url(#{_pattern(grain, sheet)})"{opacity}/>')
    for grain in _strokes(mark.fill):
        _brush(grain, mark, path, sheet)


def _brush(grain: Grain, mark: Mark, path: str, sheet: _Sheet) -> None:
    """Draw strokes within a mark."""
    side = side_of(grain.key, sheet.seed)
    strokes = sheet.strokes.get((grain.form, side, grain.cell[0]))
    if strokes is None:
        lines = stroke_lines(grain, side, sheet.size, sheet.scale)
        strokes = sheet.define("s", f'<g id="{{id}}" fill="none" stroke-linecap="round">{lines}</g>')
        sheet.strokes[grain.form, side, grain.cell[0]] = strokes
    clip = sheet.define("c", f'<clipPath id="{{id}}"><path d="{path}"/></clipPath>')
    colour, opacity = veil_of(mark.fill, grain)
    look = f'stroke="{colour}" opacity="{_number(opacity * mark.opacity)}"'
    sheet.shapes.append(f'<g clip-path="url(#{clip})"><use href="#{strokes}" {look}/></g>')


def draw_svg(scene: Scene, width: int, height: int, *, seed: int = 0, title: str = "") -> str:
    """Return a scene as an SVG document of the given size in CSS pixels; the title may be any text."""
    broad, tall = painted_size(width, height)
    aspect = broad / tall
    sheet = _Sheet(broad / sqrt(aspect), seed, (sqrt(aspect), 1 / sqrt(aspect)))
    for mark in arrange(scene, aspect, seed=seed):
        _add(mark, sheet)
    effects = []
    if "blurred" in scene.moods:
        effects.append(f"blur({_number(0.012 * sheet.scale)}px)")
    if "monochrome" in scene.moods:
        effects.append("grayscale(1)")
    style = f' style="filter:{" ".join(effects)}"' if effects else ""
    definitions = "\n".join(body.replace("{id}", name) for body, name in sheet.definitions.items())
    shapes = "\n".join(sheet.shapes)
    squeezed = "" if (broad, tall) == (width, height) else ' preserveAspectRatio="none"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {broad} {tall}"'
        f"{squeezed}>\n"
        f"<title>{escape(_printable(title))}</title>\n<defs>\n{definitions}\n</defs>\n"
        f'<rect width="{broad}" height="{tall}" fill="{hex_of((62.0, 0.0, 2.0))}"/>\n'
        f"<g{style}>\n{shapes}\n</g>\n</svg>\n"
    )


def _printable(text: str) -> str:
    """Drop what XML 1.0 can't hold."""
    return _UNPRINTABLE.sub("", text)
