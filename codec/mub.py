"""The .mub container: a few header bits, then the coded description; it must not know what a decoder draws.

The file is one string of bits, documented in docs/format.md: no magic number, no length, no padding but to a whole
byte. Ids are explicit numbers that are never reused.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Final

from codec.bits import BitReader, to_bits
from codec.caption import CaptionModel
from codec.errors import FormatError, StorageError, UsageError
from codec.files import write_whole
from codec.geometry import Geometry
from codec.raw import MAX_CHARS, decode_raw, encode_raw

VERSION: Final = 1
"""The only version of the format so far."""

MAX_FILE_BYTES: Final = 4 * MAX_CHARS + 16
"""No file is longer: every text fits in its UTF-8 form."""

MAX_SEED_CHOICE_BITS: Final = 8


class Coder(IntEnum):
    """How the description became bits."""

    CAPTION = 0
    """Caption model 1 (`codec/model`)."""
    RAW = 1
    """UTF-8 as it stands."""


class Decoder(IntEnum):
    """What redraws the picture from the description."""

    SKETCH = 0
    """The embedded sketch painter."""
    OPENAI = 1
    """An OpenAI image model behind the wrapper prompt."""
    DIFFUSERS = 2
    """A local diffusion pipeline."""
    GUEST = 3
    """A renderer of somebody else's package; whoever decodes must name it."""


@dataclass(frozen=True)
class MubFile:
    """What a .mub file says."""

    text: str
    """The description."""
    decoder: Decoder = Decoder.SKETCH
    geometry: Geometry = field(default_factory=Geometry)
    seed_choice: int = 0
    """Which of 2**seed_choice_bits candidate seeds drew the best picture, from 0."""
    seed_choice_bits: int = 0
    """Width of the seed choice in bits, 0 to 8; 0 means that there was nothing to choose."""

    def __post_init__(self) -> None:
        """Refuse a seed choice that its width can't hold."""
        if not 0 <= self.seed_choice_bits <= MAX_SEED_CHOICE_BITS:
            raise UsageError(f"a seed is chosen among at most {1 << MAX_SEED_CHOICE_BITS} candidates")
        if not 0 <= self.seed_choice < 1 << self.seed_choice_bits:
            raise UsageError(f"seed choice {self.seed_choice} does not fit in {self.seed_choice_bits} bits")


_CODERS: Final = {"0": int(Coder.CAPTION), "10": int(Coder.RAW)}
_OTHER_VERSION: Final = -1
_DECODER_ESCAPE: Final = 3


def header_bits(mub: MubFile, *, coder: Coder) -> str:
    """Write the header of a file as binary digits: 2 to 20, and more only for a seed choice or an exact size."""
    if (coder, mub.decoder, mub.seed_choice_bits) == (Coder.CAPTION, Decoder.SKETCH, 0):
        return "0" + mub.geometry.to_bits()
    coder_word = next(word for word, number in _CODERS.items() if number == coder)
    width = mub.seed_choice_bits
    seed = "1" + to_bits(width - 1, 3) + to_bits(mub.seed_choice, width) if width else "0"
    return "1" + coder_word + _decoder_word(mub.decoder) + seed + mub.geometry.to_bits()


def _decoder_word(decoder: Decoder) -> str:
    if decoder < _DECODER_ESCAPE:
        return to_bits(decoder, 2)
    return to_bits(_DECODER_ESCAPE, 2) + to_bits(decoder - _DECODER_ESCAPE, 4)


@dataclass(frozen=True)
class Header:
    """The header of a file as read."""

    coder: Coder
    decoder: Decoder
    geometry: Geometry
    seed_choice: int
    seed_choice_bits: int
    bits: int
    """Length of the header in bits."""


def read_header(data: bytes) -> Header:
    """Read the header of a file; raise FormatError for an empty file, an unknown version, coder or decoder."""
    if not data:
        raise FormatError("the file is empty: a .mub file has at least one byte")
    reader = BitReader(data)
    coder, decoder, choice, width = Coder.CAPTION, Decoder.SKETCH, 0, 0
    if reader.bit():
        coder = _read_coder(reader)
        decoder = _read_decoder(reader)
        if reader.bit():
            width = reader.number(3) + 1
            choice = reader.number(width)
    geometry = Geometry.from_bits(reader)
    if reader.position > len(data) * 8 + 16:
        raise FormatError("the file ends inside its header: it is damaged")
    return Header(coder, decoder, geometry, choice, width, reader.position)


def _read_coder(reader: BitReader) -> Coder:
    number = reader.prefix({**_CODERS, "11": _OTHER_VERSION})
    if number == _OTHER_VERSION:
        version = reader.number(3) + VERSION + 1
        raise FormatError(f"the file is of format version {version}; this program reads version {VERSION}")
    return Coder(number)


def _read_decoder(reader: BitReader) -> Decoder:
    number = reader.number(2)
    if number == _DECODER_ESCAPE:
        number += reader.number(4)
    if number not in set(Decoder):
        raise FormatError(f"the file asks for decoder {number}, which this program doesn't know")
    return Decoder(number)


def pack(mub: MubFile) -> bytes:
    """Return the bytes of a file, under the coder that makes it shortest; raise UsageError for a text above the cap."""
    data = CaptionModel.shipped().encode(mub.text, header=header_bits(mub, coder=Coder.CAPTION))
    if len(data) <= len(mub.text):
        return data
    plain = encode_raw(mub.text, header=header_bits(mub, coder=Coder.RAW))
    return plain if len(plain) < len(data) else data


def unpack(data: bytes) -> MubFile:
    """Return what the bytes of a file say; raise FormatError when they say nothing."""
    if len(data) > MAX_FILE_BYTES:
        raise FormatError(f"the file has {len(data):,} bytes: no .mub file has more than {MAX_FILE_BYTES:,}")
    header = read_header(data)
    if header.coder is Coder.RAW:
        text = decode_raw(data, start=header.bits)
    else:
        text = CaptionModel.shipped().decode(data, start=header.bits)
    return MubFile(text, header.decoder, header.geometry, header.seed_choice, header.seed_choice_bits)


def load_mub(path: Path) -> MubFile:
    """Read a file; raise FormatError when it can't be read or says nothing."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise FormatError(f"can't read {path}: {error.strerror or error}") from error
    return unpack(data)


def save_mub(mub: MubFile, *, path: Path) -> bytes:
    """Write a file and return its bytes; raise StorageError when it can't be written, such as in no folder."""
    data = pack(mub)
    if not path.parent.is_dir():
        raise StorageError(f"can't write {path}: there is no folder {path.parent}; make it first")
    write_whole(path, data)
    return data
