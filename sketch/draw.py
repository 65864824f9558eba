"""Draws a description with the embedded painter, in one call; knows nothing of where descriptions come from."""

from PIL import Image

from sketch.paint import paint
from sketch.parse import parse


def draw(text: str, width: int, height: int, *, seed: int = 0) -> tuple[Image.Image, tuple[str, ...]]:
    """Return the picture of a description, RGB, and the words that could not be used.

    Size in pixels. `seed` varies texture and arrangement a little.
    """
    reading = parse(text)
    return Image.fromarray(paint(reading.scene, width, height, seed=seed)), reading.ignored
