"""What other tiny codes make of a photograph, really coded: a DCT thumbnail of any number of bits, BlurHash, ThumbHash.

Knows nothing of descriptions.
"""

from dataclasses import dataclass

from PIL import Image

from lab.baselines import match


@dataclass(frozen=True)
class Coded:
    """A picture that a code gave back, and what the code took."""

    picture: Image.Image
    bits: int


def dct_thumbnail(original: Image.Image, *, bits: int) -> Coded:
    """Code a thumbnail in at most so many bits, in whole bytes (see `lab.baselines_dct`)."""
    return _code(original, "DCT thumbnail", bits)


def blur_hash(original: Image.Image) -> Coded:
    """Code by BlurHash with 12 components, the usual number."""
    return _code(original, "BlurHash", 184)


def thumb_hash(original: Image.Image) -> Coded:
    """Code by ThumbHash, about 21 to 25 bytes."""
    return _code(original, "ThumbHash", 0)


def _code(original: Image.Image, code: str, bits: int) -> Coded:
    rung, _ = match(original, code=code, bits=bits)
    return Coded(rung.draw(*original.size), rung.bits)
