"""Contact sheets: rows of pictures with captions beneath, as one PNG; measures nothing."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_CELL, _GAP, _LINE, _LINES = 256, 8, 11, 6


@dataclass(frozen=True)
class Cell:
    """One picture with what stands beneath it."""

    picture: Image.Image
    caption: str


def write_sheet(rows: Sequence[Sequence[Cell]], path: Path) -> None:
    """Draw rows of cells, each picture fitted into a square, and save the sheet as PNG."""
    columns = max(len(row) for row in rows)
    high = _CELL + _LINE * _LINES + _GAP
    sheet = Image.new("RGB", (columns * (_CELL + _GAP) + _GAP, len(rows) * high + _GAP), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=_LINE - 1)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            scale = _CELL / max(cell.picture.size)
            size = (max(1, round(cell.picture.width * scale)), max(1, round(cell.picture.height * scale)))
            left, top = _GAP + x * (_CELL + _GAP), _GAP + y * high
            sheet.paste(cell.picture.resize(size, Image.Resampling.LANCZOS), (left, top))
            wrapped = textwrap.wrap(cell.caption, 44)[:_LINES]
            draw.multiline_text((left, top + size[1] + 2), "\n".join(wrapped), fill="black", font=font, spacing=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
