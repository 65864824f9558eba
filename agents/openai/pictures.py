"""Turns pictures into what chat endpoints take and image answers into pictures; asks nobody."""

import base64
import binascii
import hashlib
import io
import math
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image

from agents.wire.errors import BadReply
from codec.damage import DAMAGE
from codec.photo import FORMATS

MOST_PIXELS: Final = 64_000_000
"""A picture above this is not decoded."""

_FLEXIBLE_PREFIXES: Final = ("gpt-image-2", "gpt-image-3", "chatgpt-image")
_STANDARD_SIZES: Final = ((1024, 1024), (1536, 1024), (1024, 1536))
_PIXELS: Final = 1024 * 1024


@dataclass(frozen=True)
class Shown:
    """A picture as it is attached to a request."""

    label: str
    """What the prompt calls it, such as "ORIGINAL"."""
    data_url: str
    name: str
    """Stands for its pixels in the key of the request: encoders differ between machines, pixels don't."""
    most_input_tokens: int
    """An upper estimate of what looking at it takes: 32-pixel patches, times 2.5 for the greediest models."""


def show_picture(image: Image.Image, *, label: str, most_side: int) -> Shown:
    """Scale a picture down to a longest side in pixels and write it as a data URL (PNG)."""
    rgb = image.convert("RGB")
    digest = hashlib.sha256(f"{rgb.width}x{rgb.height}>{most_side}:".encode() + rgb.tobytes()).hexdigest()
    if max(rgb.size) > most_side:
        scale = most_side / max(rgb.size)
        size = (max(round(rgb.width * scale), 1), max(round(rgb.height * scale), 1))
        rgb = rgb.resize(size, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    rgb.save(buffer, "PNG")
    patches = math.ceil(rgb.width / 32) * math.ceil(rgb.height / 32)
    return Shown(
        label=label,
        data_url="data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii"),
        name=f"picture:{digest}",
        most_input_tokens=math.ceil(patches * 2.5) + 300,
    )


def read_picture(b64: str) -> Image.Image:
    """Decode base64 picture data into RGB; raise BadReply if it is no picture."""
    try:
        content = base64.b64decode(b64.removeprefix("data:image/png;base64,"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadReply("the picture is not base64") from error
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb below twice its own limit; ours is checked before decoding.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            # Formats are named: for some others Pillow starts programs, and the server may be anybody's.
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadReply(f"the picture is too large ({image.width}x{image.height})")
                return image.convert("RGB")
    except (Image.DecompressionBombError, MemoryError, *DAMAGE) as error:
        raise BadReply("the data is not a picture that can be read") from error


def parse_sizes(text: str) -> tuple[tuple[int, int], ...]:
    """Read sizes such as "512x512,768x512"; raise ValueError for anything else.

    >>> parse_sizes("512x512, 768x512")
    ((512, 512), (768, 512))
    """
    sizes = []
    for piece in text.split(","):
        width, _, height = piece.strip().partition("x")
        sizes.append((int(width), int(height)))
        if min(sizes[-1]) < 1:
            raise ValueError(piece)
    return tuple(sizes)


def choose_size(image_model: str, *, width: int, height: int, sizes: str = "") -> tuple[int, int]:
    """Choose the size to ask for: the aspect nearest to the canvas that the model can draw.

    `sizes` lists what the model can draw, or is "any"; if it is empty, GPT image models from 2 on draw any multiple of
    16 from 1:3 to 3:1, all others three standard sizes.

    >>> choose_size("gpt-image-2.6-flare", width=1600, height=900)
    (1360, 768)
    >>> choose_size("gpt-image-1-mini", width=1600, height=900)
    (1536, 1024)
    >>> choose_size("sd", width=1600, height=900, sizes="512x512,768x512")
    (768, 512)
    """
    if sizes == "any" or (not sizes and image_model.startswith(_FLEXIBLE_PREFIXES)):
        return _fit_any(width / height)
    known = parse_sizes(sizes) if sizes else _STANDARD_SIZES
    return min(
        known, key=lambda size: (abs(math.log(size[0] / size[1]) - math.log(width / height)), -size[0] * size[1])
    )


def _fit_any(aspect: float) -> tuple[int, int]:
    """Find multiples of 16 from 1:3 to 3:1, near a million pixels, whose aspect is nearest."""
    wanted = min(max(aspect, 1 / 3), 3.0)
    ideal = math.sqrt(_PIXELS * wanted)
    best = (1024, 1024)
    best_miss = math.inf
    for steps in range(int(ideal / 16) - 2, int(ideal / 16) + 4):
        for other in (math.floor(steps / wanted), math.ceil(steps / wanted)):
            if other < 1 or not 1 / 3 <= steps / other <= 3:
                continue
            miss = abs(math.log(steps / other / wanted)) + abs(math.log(steps * other * 256 / _PIXELS)) / 4
            if miss < best_miss:
                best, best_miss = (steps * 16, other * 16), miss
    return best


def estimate_most_image_tokens(quality: str, *, width: int, height: int) -> int:
    """Estimate the most output tokens of a picture: published counts for 1024x1024 per quality, scaled by area."""
    per_megapixel = {"low": 300, "medium": 1100, "high": 4200, "xhigh": 4200}.get(quality, 7100)
    return math.ceil(per_megapixel * width * height / _PIXELS)
