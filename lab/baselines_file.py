"""Image files as small as they get: JPEG, WebP, AVIF and JPEG XL of a reduced picture, written and read by Pillow.

Knows nothing of what they are compared with.
"""

import importlib
import importlib.util
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from PIL import Image, features

_SIDES: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
_LOSSLESS_SIDES: Final = (1, 2, 3, 4, 5, 6, 8)
_ENOUGH: Final = 1.15
"""A side's files are tried until they are so much larger than what is wanted."""
_PLUGIN: Final = "pillow-jxl-plugin"


@dataclass(frozen=True, kw_only=True)
class _Format:
    """How one kind of file is written at its smallest."""

    kind: str
    """What Pillow calls it."""
    qualities: tuple[int, ...]
    """From the lowest on."""
    options: dict[str, Any]
    lossless: dict[str, Any] | None = None


FILE_CODES: Final[dict[str, _Format]] = {
    "JPEG XL": _Format(
        kind="JXL",
        qualities=(0, 10, 20, 30, 45, 60, 75, 90),
        options={"effort": 7},
        lossless={"lossless": True, "effort": 9},
    ),
    "WebP": _Format(
        kind="WEBP",
        qualities=(0, 5, 10, 20, 35, 50, 65, 80, 95),
        options={"method": 6},
        lossless={"lossless": True, "quality": 100, "method": 6},
    ),
    "AVIF": _Format(kind="AVIF", qualities=(0, 10, 20, 35, 50), options={"speed": 4, "max_threads": 1}),
    "JPEG": _Format(
        kind="JPEG",
        qualities=(1, 3, 5, 10, 20, 35, 50, 75),
        options={"optimize": True, "progressive": False, "subsampling": 2},
    ),
}


def has_file_code(name: str) -> str:
    """Say what would bring a code that can't be had here; empty: it is here."""
    if name == "JPEG XL":
        if importlib.util.find_spec("pillow_jxl") is None:
            return "pip install 'mubpp[jxl]'"
        importlib.import_module("pillow_jxl")  # registers itself with Pillow
    elif name != "JPEG" and not features.check(name.lower()):
        return f"this Pillow has no {name}"
    return ""


def plugin_versions() -> list[str]:
    """Name the version of the JPEG XL plugin, if there is one."""
    try:
        return [version(_PLUGIN)]
    except PackageNotFoundError:
        return []


def file_rungs(
    original: Image.Image, name: str, *, about_bits: int = 0, sides: Sequence[int] = _SIDES
) -> Iterator[tuple[str, bytes]]:
    """Yield settings with their files, up to a little more bits than are wanted, for every longest side (0: its own).

    Of every side there is at least the file of the lowest quality, until that alone is far too large.
    """
    kind = FILE_CODES[name]
    rgb = original.convert("RGB")
    for side in (side for side in sides if side < max(original.size)):
        small = rgb.copy()
        if side:
            small.thumbnail((side, side), Image.Resampling.LANCZOS)
        words = f"{side} px" if side else "full size"
        data = b""
        for quality in kind.qualities:
            data = _write(small, kind.kind, {**kind.options, "quality": quality})
            yield f"{words}, quality {quality}", data
            if len(data) * 8 > about_bits * _ENOUGH:
                break
        if kind.lossless is not None and side in _LOSSLESS_SIDES:
            yield f"{words}, lossless", _write(small, kind.kind, kind.lossless)


def read_file(data: bytes, name: str, width: int, height: int) -> Image.Image:
    """Read a file back and enlarge it smoothly."""
    with Image.open(io.BytesIO(data), formats=[FILE_CODES[name].kind]) as opened:
        return opened.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)


def _write(picture: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()
