"""Redraws the picture of a `.mub` file: the embedded painter at once, anybody else after being hired.

Knows nothing of the run that made the file. Loads no more than the painter needs: its pictures take half a second.
"""

import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from codec.errors import UsageError
from codec.files import write_whole
from codec.mub import Decoder, load_mub
from codec.png import png_of
from sketch.draw import draw
from traces.cleaning import clean_line

LARGEST_SIDE: Final = 8192
"""Of a picture whose size is asked for, in pixels."""
PAINTER: Final = Decoder.SKETCH.name.lower()
"""The player that is embedded."""


def redraw(arguments: Namespace, environ: Mapping[str, str]) -> str:
    """Do what the options of `graph.decode` say, and return what was drawn where, in one line.

    Raises FormatError for a file that says nothing, UsageError for options that make no sense, PictureError when nobody
    drew anything, StorageError when the picture can't be written.
    """
    file: Path = arguments.file
    out: Path = arguments.out or file.with_suffix(".png")
    if out.suffix.lower() != ".png":
        raise UsageError(f"--out {out}: the picture is written as PNG; give it a name that ends in .png")
    mub = load_mub(file)
    width, height = _read_size(arguments.size) if arguments.size else mub.geometry.canvas()
    player: str = arguments.renderer or _find_player(mub.decoder, file)
    if player == PAINTER:
        decoder = PAINTER
        image, _ = draw(mub.text, width, height, seed=mub.seed_choice)
    else:
        # Protocols, settings and clients take longer to load than the painter takes to paint.
        from graph.redraw_hired import draw_hired  # noqa: PLC0415

        decoder, image = draw_hired(player, mub, (width, height), arguments, environ)
    write_whole(out, png_of(image))
    meant = "" if decoder == mub.decoder.name.lower() else f" (the file asks for {mub.decoder.name.lower()})"
    return f"{out}: {width}x{height}, drawn by {player}{meant} from: {clean_line(mub.text)}"


def _find_player(decoder: Decoder, file: Path) -> str:
    """Say who draws a file when nobody is named."""
    if decoder is Decoder.GUEST:
        raise UsageError(f"{file} was drawn by a renderer of another package: name it with --renderer")
    return decoder.name.lower()


def _read_size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*([0-9]{1,5})\s*[x×]\s*([0-9]{1,5})\s*", text.lower())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise UsageError(f"--size {text[:40]}: write it like 768x512, each side from 1 to {LARGEST_SIDE}")
    return width, height
