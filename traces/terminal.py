"""What a terminal can show and how this project uses it: colours, marks for words, thumbnails of pictures.

Knows nothing of rounds and runs.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image
from rich.console import Console, RenderableType
from rich.text import Text
from rich_pixels import Pixels

from traces.worddiff import Piece

ROLE_STYLES: Final = {
    "describer": "cyan",
    "compressor": "yellow",
    "renderer": "magenta",
    "critic": "green",
    "person": "bold",
    "graph": "dim",
}
"""The colour in which each role speaks."""

_RAMP: Final = " .:-=+*#%@"
_ASCII: Final = str.maketrans(
    {"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x", "µ": "u", "·": "|", "…": "..."}
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one terminal can show."""

    width: int
    """In columns."""
    height: int
    """In rows."""
    colour: bool
    """False under NO_COLOR, TERM=dumb, or when the output is a file."""
    blocks: bool
    """Whether pictures may be drawn in half blocks: that takes Unicode and 256 colours."""
    unicode: bool
    pictures: bool = True
    """Whether pictures are wanted at all: in a pipe or file they would be in the way of the words."""

    def spell(self, text: str) -> str:
        """Replace what the terminal's encoding lacks among this project's own marks."""
        return text if self.unicode else text.translate(_ASCII)


class Screen(Console):
    """A console whose reader may leave: rich would end the process, this one tells its caller."""

    def on_broken_pipe(self) -> None:
        """Fall silent and raise the BrokenPipeError that rich swallows."""
        self.quiet = True
        raise BrokenPipeError


def look_at(console: Console) -> Look:
    """Find out what a console can show."""
    colour = console.color_system is not None and not console.no_color and not console.is_dumb_terminal
    unicode = console.encoding.lower().replace("-", "").startswith("utf")
    rich_colour = colour and console.color_system in {"256", "truecolor"}
    return Look(
        width=console.width,
        height=console.height,
        colour=colour,
        blocks=unicode and rich_colour,
        unicode=unicode,
        pictures=console.is_terminal,
    )


def mark_words(pieces: Iterable[Piece], *, look: Look) -> Text:
    """Write a description with its added and cut words marked: by colour, or as `{+added+}` and `[-cut-]` without."""
    text = Text()
    for piece in pieces:
        blank = " " if piece.text.startswith(" ") else ""
        words = piece.text[len(blank) :]
        text.append(blank)
        if piece.mark == "same":
            text.append(words)
        elif piece.mark == "added":
            text.append(words if look.colour else f"{{+{words}+}}", "bold green underline" if look.colour else "")
        else:
            text.append(words if look.colour else f"[-{words}-]", "red strike" if look.colour else "")
    return text


def draw_bar(share: float, *, width: int, look: Look, style: str = "green") -> Text:
    """Draw a share from 0 to 1 as a bar of `width` columns."""
    filled = min(max(round(share * width), 1 if share > 0 else 0), width)
    if not look.colour or not look.unicode:
        full, rest = ("█", "·") if look.unicode else ("#", ".")
        return Text(full * filled + rest * (width - filled))
    return Text.assemble(("━" * filled, "red" if share > 1 else style), ("━" * (width - filled), "bright_black"))


def fit_cells(width: int, height: int, *, columns: int, rows: int) -> tuple[int, int]:
    """Return the columns and rows of a picture of this size in pixels inside a room of cells, twice as high as wide.

    >>> fit_cells(400, 300, columns=24, rows=12)
    (24, 9)
    >>> fit_cells(1, 5000, columns=24, rows=12)
    (1, 12)
    """
    scale = min(columns / width, 2 * rows / height)
    return max(1, min(columns, round(width * scale))), max(1, min(rows, math.ceil(round(height * scale) / 2)))


def draw_thumbnail(image: Image.Image, *, columns: int, rows: int, look: Look) -> RenderableType:
    """Draw a picture inside a room of cells, in half blocks or else as a ramp of ASCII characters."""
    fitted_columns, fitted_rows = fit_cells(image.width, image.height, columns=columns, rows=rows)
    if look.blocks:
        small = image.convert("RGB").resize((fitted_columns, fitted_rows * 2), Image.Resampling.BOX)
        pixels: RenderableType = Pixels.from_image(small)
        return pixels
    grey = image.convert("L").resize((fitted_columns, fitted_rows), Image.Resampling.BOX)
    return Text("\n".join(_shade_row(grey.crop((0, y, grey.width, y + 1)).tobytes()) for y in range(grey.height)))


def _shade_row(lights: Sequence[int]) -> str:
    return "".join(_RAMP[light * len(_RAMP) // 256] for light in lights)
