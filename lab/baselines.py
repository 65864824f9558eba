"""What other codes make of a picture, each really encoded and decoded: in as many bits, or at their smallest.

Knows nothing of descriptions.
"""

import importlib
import importlib.util
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image, features

from lab.baselines_dct import decode_dct, encode_dct

SIDES: Final = (0, 64, 16)
"""Longest sides to which a picture is reduced before a codec sees it; 0 is its own size."""

_SAVE: Final[dict[str, dict[str, object]]] = {
    "JPEG": {"quality": 1, "optimize": True, "progressive": False, "subsampling": 2},
    "WEBP": {"quality": 0, "method": 6},
    "AVIF": {"quality": 0, "speed": 4, "max_threads": 1},
    "JXL": {"quality": 0, "effort": 7},
}
"""The settings at which each codec writes its smallest file."""


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A picture that a code gave back, and what the code took."""

    name: str
    bits: int
    """Of the whole file or string."""
    picture: Image.Image


def list_missing() -> list[str]:
    """Say which codes can't be had here, and what would bring them."""
    missing = []
    if not _has_hashes():
        missing.append("BlurHash and ThumbHash (pip install 'mubpp[bench]')")
    missing += [name for name in ("AVIF", "WEBP") if not features.check(name.lower())]
    if not _has_jxl():
        missing.append("JPEG XL (pip install pillow-jxl-plugin)")
    return missing


def code_matched(original: Image.Image, *, bits: int) -> Baseline | None:
    """Code a thumbnail in at most that many bits; None: not even a mean colour fits."""
    data = encode_dct(original, most_bits=bits)
    if data is None:
        return None
    picture = decode_dct(data, width=original.width, height=original.height)
    return Baseline(name="DCT thumbnail", bits=len(data) * 8, picture=picture)


def code_smallest(original: Image.Image) -> Iterator[Baseline]:
    """Code a picture by every code that can be had, at its smallest, full size and reduced."""
    if _has_hashes():
        hashes = importlib.import_module("lab.baselines_hash")
        for name, code in (("BlurHash", hashes.blur_hash), ("ThumbHash", hashes.thumb_hash)):
            coded = code(original)
            yield Baseline(name=name, bits=coded.bits, picture=coded.picture)
    for kind in _SAVE:
        if (kind == "JXL" and not _has_jxl()) or (kind in {"AVIF", "WEBP"} and not features.check(kind.lower())):
            continue
        for side in (side for side in SIDES if side < max(original.size)):
            yield code_file(original, kind=kind, side=side)


def code_file(original: Image.Image, *, kind: str, side: int) -> Baseline:
    """Write a picture at a kind of file's smallest, reduced to a longest side first, and read it back."""
    small = original.convert("RGB")
    if side:
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, kind, **_SAVE[kind])
    data = stream.getvalue()
    with Image.open(io.BytesIO(data), formats=[kind]) as opened:
        picture = opened.convert("RGB").resize(original.size, Image.Resampling.BICUBIC)
    name = f"{kind}, {side} px" if side else kind
    return Baseline(name=name, bits=len(data) * 8, picture=picture)


def _has_hashes() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("blurhash", "thumbhash"))


def _has_jxl() -> bool:
    if importlib.util.find_spec("pillow_jxl") is None:
        return False
    importlib.import_module("pillow_jxl")  # registers itself with Pillow
    return True
