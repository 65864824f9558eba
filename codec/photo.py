"""Opens any picture file as upright RGB of a bounded size, and says what it did; knows nothing of descriptions."""

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from codec.damage import DAMAGE
from codec.errors import PictureError

FORMATS: Final = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
"""What is opened; formats that start other programs (EPS, PDF) are not among them."""

LARGEST_PIXELS: Final = 120_000_000
"""A picture with more pixels is refused before it is decoded."""

LARGEST_MOVING_PIXELS: Final = LARGEST_PIXELS // 4
"""The same for one that moves: decoders hold several frames of its canvas at a time. Pages of a TIFF don't move."""

LARGEST_FILE_BYTES: Final = 1 << 30

_BLOCK_PIXELS: Final = 1 << 20
WORKING_SIDE: Final = 1024
"""The longest side of the working copy, in pixels."""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture as the agents get to see it, and what its file was."""

    image: Image.Image
    """RGB, upright, transparency flattened on white, longest side at most `WORKING_SIDE`."""
    name: str
    """The file's name, without its folder."""
    width: int
    """Of the file, upright, in pixels."""
    height: int
    sha256: str
    """Of the file's bytes."""
    notes: tuple[str, ...]
    """What was done to the file, a few words each."""

    @property
    def pixels(self) -> int:
        """Pixels of the original: what bits per pixel are counted over."""
        return self.width * self.height


def load_photo(path: Path) -> Photo:
    """Open a PNG, JPEG, WebP, AVIF, GIF (first frame), TIFF (first page) or BMP file.

    Raises PictureError, in one line, when there is no such file, it is no such picture, it is damaged, or it is larger
    than `LARGEST_PIXELS`, or `LARGEST_MOVING_PIXELS` if it moves.
    """
    data = _read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of size and of odd metadata; the size is checked below
        try:
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                return _prepare(opened, path=path, digest=sha256(data).hexdigest())
        except Image.DecompressionBombError as error:
            raise PictureError(f"{path}: too large (more than {LARGEST_PIXELS // 10**6} megapixels)") from error
        except UnidentifiedImageError as error:
            raise PictureError(
                f"{path}: not a picture that can be read here (PNG, JPEG, WebP, AVIF, GIF, TIFF, BMP)"
            ) from error
        except MemoryError as error:
            raise PictureError(f"{path}: too large for this machine's memory") from error
        except DAMAGE as error:
            raise PictureError(f"{path}: the picture is damaged or cut off ({_first_line(error)})") from error


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise PictureError(f"{path}: a folder, not a picture; name one file")
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise PictureError(f"{path}: the file is larger than {LARGEST_FILE_BYTES >> 20} MiB")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise PictureError(f"{path}: no such file") from error
    except (OSError, ValueError) as error:
        raise PictureError(f"{path}: can't be read ({_first_line(error)})") from error
    if not data:
        raise PictureError(f"{path}: the file is empty")
    return data


def _prepare(opened: Image.Image, *, path: Path, digest: str) -> Photo:
    width, height = opened.size
    frames = getattr(opened, "n_frames", 1) if width * height <= LARGEST_PIXELS else 1
    most = LARGEST_MOVING_PIXELS if frames > 1 and opened.format != "TIFF" else LARGEST_PIXELS
    if width * height > most:
        raise PictureError(
            f"{path}: {width}x{height} is too large (more than {most // 10**6} megapixels); scale it down first"
        )
    notes: list[str] = []
    if frames > 1:
        notes.append(f"first of {frames} frames")
        opened.seek(0)
    orientation = opened.getexif().get(0x0112, 1)
    opened.draft("RGB", (WORKING_SIDE, WORKING_SIDE))
    image = _to_eight_bits(opened, notes)
    image.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.LANCZOS)
    image = _flatten(image, notes)
    if orientation in range(2, 9):
        image.getexif()[0x0112] = orientation
        image = ImageOps.exif_transpose(image)
        notes.append("turned upright")
        if orientation >= 5:
            width, height = height, width
    plain = Image.new("RGB", image.size)
    plain.paste(image)  # leaves metadata behind
    return Photo(image=plain, name=path.name, width=width, height=height, sha256=digest, notes=tuple(notes))


def _to_eight_bits(opened: Image.Image, notes: list[str]) -> Image.Image:
    """Bring any mode to RGB or RGBA with 8 bits a channel."""
    if opened.mode.startswith(("I", "F")):
        notes.append("scaled to 8 bits")
        return Image.fromarray(_scaled(np.asarray(opened), wide=opened.mode.startswith("I;16"))).convert("RGB")
    if opened.has_transparency_data:
        return opened.convert("RGBA")
    return opened.convert("RGB")


def _scaled(values: npt.NDArray[Any], *, wide: bool) -> npt.NDArray[np.uint8]:
    """Scale numbers of any range to 0..255, some rows at a time: all at once would take 32 bytes a pixel."""
    rows = max(_BLOCK_PIXELS // max(values.shape[1], 1), 1)
    parts = [slice(first, first + rows) for first in range(0, len(values), rows)]
    least = min(float(_finite(values[part]).min()) for part in parts)
    most = max(float(_finite(values[part]).max()) for part in parts)
    top = 65535.0 if wide or most > 255 else 255.0
    low, high = (0.0, top) if least >= 0 and most <= top else (least, most)
    scaled = np.empty(values.shape, np.uint8)
    for part in parts:
        scaled[part] = ((_finite(values[part]) - low) / max(high - low, 1e-9) * 255.0).round()
    return scaled


def _finite(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    return np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)


def _flatten(image: Image.Image, notes: list[str]) -> Image.Image:
    if image.mode != "RGBA":
        return image
    if image.getchannel("A").getextrema() != (255, 255):
        notes.append("transparency flattened on white")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, image).convert("RGB")


def _first_line(error: BaseException) -> str:
    text = (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip()
    return text.splitlines()[0][:120]
