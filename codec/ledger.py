"""The ledger: one description under several codings, each decoded back before it is listed; draws nothing.

Sizes are whole bytes as they would lie on disk. The o200k row writes 18-bit ids end to end, without a length. It is
left out for a text that o200k can't give back, which only lone surrogates cause.
"""

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import brotli  # type: ignore[import-untyped]  # it has no type hints and no stubs
import zstandard
from PIL import Image

from codec.bits import BitReader, bits_to_bytes, to_bits
from codec.mub import MubFile, pack, unpack
from codec.tokens import BITS_PER_CODE_TOKEN, text_of_ids, token_ids

JPEG_COMPARED_QUALITY: Final = 75


@dataclass(frozen=True)
class Entry:
    """What a description takes under one coding."""

    coding: str
    coded_bytes: int
    """Bytes that decode back to the description, and to nothing else."""
    ours: bool = False
    """Whether this is the .mub file, header included."""


@dataclass(frozen=True)
class JpegSizes:
    """What a picture takes as JPEG."""

    smallest_bytes: int
    """The smallest baseline or progressive JPEG that Pillow writes at full size, at quality 1."""
    compared_bytes: int
    """The JPEG at quality 75 with Pillow's other defaults."""


class RoundTripError(AssertionError):
    """A coding did not give the description back: a bug, not a condition."""


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pack_ids(text: str) -> bytes:
    return bits_to_bytes("".join(to_bits(token, BITS_PER_CODE_TOKEN) for token in token_ids(text)))


def _unpack_ids(data: bytes) -> bytes:
    reader = BitReader(data)
    count = len(data) * 8 // BITS_PER_CODE_TOKEN
    return _bytes_of(text_of_ids([reader.number(BITS_PER_CODE_TOKEN) for _ in range(count)]))


_CODINGS: Final[dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]]] = {
    "UTF-8": (bytes, bytes),
    "deflate": (lambda data: zlib.compress(data, 9, -15), lambda data: zlib.decompress(data, -15)),
    "brotli 11": (lambda data: brotli.compress(data, quality=11), brotli.decompress),
    "zstd 22": (
        lambda data: zstandard.ZstdCompressor(level=22, write_checksum=False).compress(data),
        zstandard.decompress,
    ),
}


def price_text(mub: MubFile) -> list[Entry]:
    """Price a file's text under every coding, ours last; each is decoded and compared first.

    Raises RoundTripError when a coding fails, UsageError when the text is above the length cap.
    """
    data = _bytes_of(mub.text)
    entries = []
    for coding, (encode, decode) in _CODINGS.items():
        coded = encode(data)
        _check(coding, decode(coded), data)
        entries.append(Entry(coding, len(coded)))
    if _bytes_of(text_of_ids(token_ids(mub.text))) == data:
        coded = _pack_ids(mub.text)
        _check("o200k ids", _unpack_ids(coded), data)
        entries.append(Entry(f"o200k ids, {BITS_PER_CODE_TOKEN} bits each", len(coded)))
    coded = pack(mub)
    if unpack(coded) != mub:
        raise RoundTripError(f".mub does not give {mub.text!r} back")
    return [*entries, Entry(".mub, with header", len(coded), ours=True)]


def _check(coding: str, decoded: bytes, data: bytes) -> None:
    if decoded != data:
        raise RoundTripError(f"{coding} does not give the text back")


def measure_jpeg(picture: Image.Image) -> JpegSizes:
    """Measure a picture as JPEG at its full size, in memory; modes that JPEG lacks are converted to RGB."""
    rgb = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    smallest = min(
        _jpeg_bytes(rgb, quality=1, optimize=True, progressive=progressive, subsampling=2)
        for progressive in (False, True)
    )
    return JpegSizes(smallest, _jpeg_bytes(rgb, quality=JPEG_COMPARED_QUALITY))


def _jpeg_bytes(picture: Image.Image, **settings: int | bool) -> int:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", **settings)
    return len(stream.getvalue())


def format_ledger(entries: list[Entry]) -> str:
    """Write the ledger as lines of text: coding, bytes, bits, and how many times the .mub file it is."""
    ours = next(entry.coded_bytes for entry in entries if entry.ours)
    width = max(len(entry.coding) for entry in entries)
    lines = [f"{'coding':<{width}}  {'bytes':>6}  {'bits':>7}  {'x .mub':>7}"]
    for entry in entries:
        bits, times = entry.coded_bytes * 8, entry.coded_bytes / ours
        lines.append(f"{entry.coding:<{width}}  {entry.coded_bytes:>6,}  {bits:>7,}  {times:>7.2f}")
    return "\n".join(lines)
