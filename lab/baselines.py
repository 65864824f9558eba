"""What other codes make of a picture in as many bits as ours took, each really encoded and decoded, its bytes counted.

Knows nothing of descriptions, and of no code more than that it writes bytes and reads them back.
"""

import hashlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, __version__, features

from lab.baselines_dct import decode_dct, encode_dct
from lab.baselines_file import FILE_CODES, file_rungs, has_file_code, plugin_versions, read_file

Fit = Literal["matched", "smallest", "largest"]
"""matched: as many bits as ours or the next size above; smallest: it can't go so low; largest: it can't go so high."""

_SIDE: Final = 96
_SLACK: Final = 1.02
_SLACK_BITS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A picture under one setting of a code."""

    code: str
    setting: str
    """In words, such as "12 px, quality 5"; empty where there is nothing to set."""
    data: bytes
    """What the code wrote: a whole file, or a string packed into bytes."""

    @property
    def bits(self) -> int:
        """Bits of the whole of it."""
        return len(self.data) * 8

    def draw(self, width: int, height: int) -> Image.Image:
        """Read the bytes back into a picture of that size."""
        return CODES[self.code].decode(self.data, width, height)


@dataclass(frozen=True, kw_only=True)
class Code:
    """A way to write a picture into bytes."""

    rungs: Callable[[Image.Image, int], Iterable[tuple[str, bytes]]]
    """Of a picture: settings with their bytes, those worth a look where about so many bits are wanted."""
    decode: Callable[[bytes, int, int], Image.Image]
    """The bytes, as a picture of a width and height."""
    any_size: bool = False
    """Whether it takes any number of bits that it is given, or fewer where more would not help."""
    missing: Callable[[], str] = lambda: ""
    """What would bring it, in words; empty: it is here."""


def list_codes() -> list[str]:
    """Name the codes that can be had here."""
    return [name for name, code in CODES.items() if not code.missing()]


def list_missing() -> list[str]:
    """Say which codes can't be had here, and what would bring them."""
    return [f"{name} ({words})" for name, code in CODES.items() if (words := code.missing())]


def match(original: Image.Image, *, code: str, bits: int) -> tuple[Rung, Fit]:
    """Code a picture in as many bits as that, or as near above as the code can get.

    Of all settings up to that size (and up to 2% and a byte more), the one with the least squared error is taken: the
    comparison favours the other code.
    """
    rungs = _list_rungs(original, code, bits)
    sizes = sorted({rung.bits for rung in rungs})
    above = [size for size in sizes if size >= bits]
    fit: Fit = "smallest" if bits < sizes[0] else "matched" if above or CODES[code].any_size else "largest"
    limit = (above[0] if above else sizes[-1]) * _SLACK + _SLACK_BITS
    reference = _small(original)
    height, width = reference.shape[:2]
    best = min(
        (rung for rung in rungs if rung.bits <= limit),
        key=lambda rung: (float(((_array(rung.draw(width, height)) - reference) ** 2).mean()), rung.bits),
    )
    return best, fit


def reduce(original: Image.Image, *, code: str) -> Iterator[Rung]:
    """Write a picture as a kind of file at its lowest quality: at its own size, at 64 and at 16 pixels."""
    for side in (0, 64, 16):
        if side < max(original.size):
            setting, data = next(iter(file_rungs(original, code, sides=(side,))))
            yield Rung(code=code, setting=setting, data=data)


@cache
def identity() -> str:
    """Return a short name for the codes as they are here: figures of other versions are other figures."""
    here = Path(__file__).parent
    sources = b"".join(path.read_bytes() for path in sorted(here.glob("baselines*.py")))
    versions = [__version__, *(str(features.version(name)) for name in ("jpg", "webp", "avif")), *plugin_versions()]
    return hashlib.sha256(sources + " ".join(versions).encode()).hexdigest()[:16]


def _list_rungs(original: Image.Image, code: str, bits: int) -> list[Rung]:
    return [Rung(code=code, setting=words, data=data) for words, data in CODES[code].rungs(original, bits)]


def _small(original: Image.Image) -> NDArray[np.float32]:
    scale = _SIDE / max(original.size)
    width, height = (max(1, round(side * scale)) for side in original.size)
    return _array(original.convert("RGB").resize((width, height), Image.Resampling.BOX))


def _array(picture: Image.Image) -> NDArray[np.float32]:
    return np.asarray(picture, np.float32)


def _dct_rungs(original: Image.Image, bits: int) -> Iterator[tuple[str, bytes]]:
    for most_bits in dict.fromkeys((max(bits, 32), 32)):
        data = encode_dct(original, most_bits=most_bits)
        if data is not None:
            yield f"{len(data)} bytes", data


def _missing_hash(package: str) -> Callable[[], str]:
    return lambda: "" if importlib.util.find_spec(package) else "pip install 'mubpp[bench]'"


def _hash_rungs(name: str) -> Callable[[Image.Image, int], Iterable[tuple[str, bytes]]]:
    def rungs(original: Image.Image, bits: int) -> Iterable[tuple[str, bytes]]:
        found: Iterable[tuple[str, bytes]] = getattr(_hashes(), f"{name}_rungs")(original, bits)
        return found

    return rungs


def _hash_decode(name: str) -> Callable[[bytes, int, int], Image.Image]:
    def decode(data: bytes, width: int, height: int) -> Image.Image:
        picture: Image.Image = getattr(_hashes(), f"decode_{name}")(data, width, height)
        return picture

    return decode


def _hashes() -> object:
    return importlib.import_module("lab.baselines_hash")


def _file_code(name: str) -> Code:
    return Code(
        rungs=lambda original, bits: file_rungs(original, name, about_bits=bits),
        decode=lambda data, width, height: read_file(data, name, width, height),
        missing=lambda: has_file_code(name),
    )


CODES: Final[dict[str, Code]] = {
    "DCT thumbnail": Code(
        rungs=_dct_rungs,
        decode=lambda data, width, height: decode_dct(data, width=width, height=height),
        any_size=True,
    ),
    "BlurHash": Code(
        rungs=_hash_rungs("blur_hash"), decode=_hash_decode("blur_hash"), missing=_missing_hash("blurhash")
    ),
    "ThumbHash": Code(
        rungs=_hash_rungs("thumb_hash"), decode=_hash_decode("thumb_hash"), missing=_missing_hash("thumbhash")
    ),
    **{name: _file_code(name) for name in FILE_CODES},
}
"""Every other code by its name, in the order in which tables show them."""
