"""Draws the file that `python -m sketch draw` is asked for; knows nothing of argparse's setup."""

import argparse
from io import BytesIO
from pathlib import Path

from PIL import Image

from codec.command import say_error
from codec.errors import StorageError, UsageError
from codec.files import write_whole
from sketch.paint import MAX_SEEDS, paint
from sketch.parse import parse
from sketch.svg import draw_svg

_LARGEST = 8192


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.strip().isdecimal() and len(part) < 10 for part in parts):
        raise UsageError(f"--size {text[:40]!r}: write it as WIDTHxHEIGHT, such as 768x512")
    width, height = int(parts[0]), int(parts[1])
    if not (1 <= width <= _LARGEST and 1 <= height <= _LARGEST):
        raise UsageError(f"--size {text!r}: each side is 1 to {_LARGEST} pixels")
    return width, height


def draw_file(arguments: argparse.Namespace) -> None:
    """Draw a text to a file; raises UsageError and StorageError."""
    width, height = _size(arguments.size)
    if not 0 <= arguments.seed < MAX_SEEDS:
        raise UsageError(f"--seed {arguments.seed}: a whole number from 0 to {MAX_SEEDS - 1}")
    reading = parse(arguments.text)
    out: Path = arguments.out
    form = arguments.format or ("svg" if out.suffix.lower() == ".svg" else "png")
    if not out.parent.is_dir():
        raise StorageError(f"{out} can't be written: there is no folder {out.parent}; make it first")
    if form == "svg":
        drawing = draw_svg(reading.scene, width, height, seed=arguments.seed, title=arguments.text).encode()
    else:
        stream = BytesIO()
        Image.fromarray(paint(reading.scene, width, height, seed=arguments.seed)).save(stream, "PNG")
        drawing = stream.getvalue()
    write_whole(out, drawing)
    if reading.ignored:
        say_error(f"not used: {', '.join(reading.ignored)}", program="sketch")
    print(out)
