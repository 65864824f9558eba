"""Pictures for a report: stored PNGs as small WebP data URLs; knows nothing of where they stand in it."""

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

from codec.errors import PictureError
from traces.dialogue import Picture
from traces.folder import RunFolder

HERO_SIDE: Final = 960
CARD_SIDE: Final = 512
TILE_SIDE: Final = 224


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture ready to stand in a page."""

    src: str
    """A data URL; empty: the picture is missing."""
    width: int
    height: int


def show_webp(picture: Picture | None, *, folder: RunFolder, side: int) -> Shown | None:
    """Encode a stored picture, its longest side at most `side` pixels; None stays None.

    A picture that can't be read has no `src`.
    """
    if picture is None:
        return None
    try:
        image = folder.load_picture(picture)
    except PictureError:
        return Shown(src="", width=picture.width, height=picture.height)
    scale = min(1.0, side / max(image.size))
    if scale < 1:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=82 if side == HERO_SIDE else 76, method=4)
    encoded = base64.b64encode(buffer.getvalue()).decode()
    return Shown(src=f"data:image/webp;base64,{encoded}", width=image.width, height=image.height)
