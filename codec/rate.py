"""What a .mub file costs: bits and bytes really written, and per pixel of the original; knows nothing of quality."""

from dataclasses import dataclass

from codec.mub import read_header


@dataclass(frozen=True)
class Rate:
    """The cost of one file."""

    header_bits: int
    """Version, coder, decoder, seed choice and geometry."""
    payload_bits: int
    """All the rest of the file: the coded text, filled up to a whole byte."""
    file_bytes: int
    """Header and payload as they lie on disk."""
    pixels: int
    """Width times height of the original."""

    @property
    def file_bits(self) -> int:
        """Bits of the file."""
        return self.file_bytes * 8

    @property
    def bpp(self) -> float:
        """Bits of the file per pixel of the original."""
        return self.file_bits / self.pixels

    @property
    def ubpp(self) -> float:
        """Millionths of a bit of the file per pixel of the original (µbpp)."""
        return self.file_bits * 1e6 / self.pixels

    @property
    def payload_ubpp(self) -> float:
        """Millionths of a bit per pixel without the header; show it only beside `ubpp`, and labelled."""
        return self.payload_bits * 1e6 / self.pixels


def measure_rate(data: bytes, *, pixels: int) -> Rate:
    """Price the bytes of a file; raise FormatError when its header can't be read.

    >>> from codec.mub import MubFile, pack
    >>> rate = measure_rate(pack(MubFile("a red barn")), pixels=768 * 512)
    >>> rate.header_bits + rate.payload_bits == rate.file_bytes * 8
    True
    """
    header_bits = min(read_header(data).bits, len(data) * 8)
    return Rate(header_bits, len(data) * 8 - header_bits, len(data), pixels)
