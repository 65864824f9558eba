"""Draws the picture strip of the README as one SVG that loads nothing; knows nothing of where its words come from."""

import base64
import io
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image

_SIDE: Final = 300
"""Width of a picture, in pixels of the drawing."""
_GAP: Final = 20
_FONT: Final = "-apple-system, 'Segoe UI', 'DejaVu Sans', Helvetica, Arial, sans-serif"
_GROUND, _INK, _DIM, _EDGE = "#16181d", "#e6e9f0", "#9aa2b1", "#4a5160"
"""A ground of its own, so that it reads the same on light and dark pages."""
_COLUMNS: Final = 98


@dataclass(frozen=True, kw_only=True)
class Strip:
    """What the strip says."""

    photo: Path
    sentence: str
    cost: str
    """Such as "29 tokens"."""
    file_bytes: int
    ubpp: float
    smallest_jpeg_bytes: int
    compared_jpeg_bytes: int

    @property
    def times_smallest(self) -> int:
        """How many times as much as our file the smallest JPEG takes."""
        return round(self.smallest_jpeg_bytes / self.file_bytes)

    @property
    def times_compared(self) -> int:
        """How many times as much as our file the JPEG of usual quality takes."""
        return round(self.compared_jpeg_bytes / self.file_bytes)


def draw_strip(strip: Strip, *, redrawn: Path) -> str:
    """Draw the original, what was redrawn from the words alone, and the place of a JPEG of as many bytes."""
    with Image.open(strip.photo) as photo:
        height = round(_SIDE * photo.height / photo.width)
    width = 3 * _SIDE + 4 * _GAP
    lines = textwrap.wrap(f"“{strip.sentence}”", _COLUMNS)
    captions = (
        f"the original, {strip.photo.stat().st_size:,} bytes",
        f"redrawn from {strip.cost}, {strip.file_bytes} bytes",
        f"the JPEG of {strip.file_bytes} bytes",
    )
    x = [_GAP + column * (_SIDE + _GAP) for column in range(3)]
    top = _GAP
    below = top + height + 22
    parts = [
        f'<image x="{left}" y="{top}" width="{_SIDE}" height="{height}" href="{_embed(path, height)}"/>'
        for left, path in zip(x, (strip.photo, redrawn), strict=False)
    ]
    frame = f'x="{x[2] + 0.5}" y="{top + 0.5}" width="{_SIDE - 1}" height="{height - 1}"'
    parts.append(f'<rect {frame} fill="none" stroke="{_EDGE}" stroke-dasharray="5 5"/>')
    absent = ["there is none:", f"the smallest takes {strip.times_smallest:,} times as much"]
    parts += _centre(x[2] + _SIDE / 2, top + height / 2 - 12, absent)
    parts += [_text(left, below, caption, fill=_DIM, size=13) for left, caption in zip(x, captions, strict=True)]
    parts += [_text(_GAP, below + 32 + 22 * row, line, fill=_INK, size=16) for row, line in enumerate(lines)]
    bits = f"{strip.file_bytes * 8} bits in all = {strip.ubpp:.0f} millionths of a bit per pixel"
    last = below + 32 + 22 * len(lines) + 4
    parts.append(_text(_GAP, last, bits, fill=_DIM, size=13))
    total = last + 18
    title = escape(f"{strip.photo.name} and what {strip.file_bytes} bytes keep of it: {strip.sentence}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {total}" width="{width}" height="{total}" '
        f'role="img" font-family="{_FONT}">\n<title>{title}</title>\n'
        f'<rect width="{width}" height="{total}" rx="10" fill="{_GROUND}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _embed(path: Path, height: int) -> str:
    """Scale a picture to twice its size in the drawing, for sharp screens, and write it as a data URL."""
    with Image.open(path) as image:
        small = image.convert("RGB").resize((2 * _SIDE, 2 * height), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=72, optimize=True, progressive=True)
    return f"data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}"


def _text(x: float, y: float, text: str, *, fill: str, size: int) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}">{escape(text)}</text>'


def _centre(x: float, y: float, lines: list[str]) -> list[str]:
    return [
        f'<text x="{x:g}" y="{y + 22 * row:g}" fill="{_DIM}" font-size="14" text-anchor="middle">{escape(line)}</text>'
        for row, line in enumerate(lines)
    ]
