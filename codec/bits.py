"""Reading a byte string bit by bit, zero-extended for ever; it must not know what the bits mean."""


class BitReader:
    """Read bits from the front of `data`, most significant first; past its end every bit is 0."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0

    def bit(self) -> int:
        """Return the next bit."""
        byte, offset = divmod(self.position, 8)
        self.position += 1
        return (self._data[byte] >> (7 - offset)) & 1 if byte < len(self._data) else 0

    def number(self, width: int) -> int:
        """Return the next `width` bits as an unsigned number."""
        value = 0
        for _ in range(width):
            value = value * 2 + self.bit()
        return value

    def prefix(self, codes: dict[str, int]) -> int:
        """Read one word of a complete prefix code and return what it stands for."""
        word = ""
        while word not in codes:
            word += str(self.bit())
        return codes[word]


def to_bits(value: int, width: int) -> str:
    """Write an unsigned number in `width` binary digits.

    >>> to_bits(5, 4)
    '0101'
    """
    return format(value, f"0{width}b") if width else ""


def bits_to_bytes(bits: str) -> bytes:
    r"""Pack binary digits into bytes, filling the last one with zeros.

    >>> bits_to_bytes("000000011")
    b'\x01\x80'
    """
    size = (len(bits) + 7) // 8
    return int(bits.ljust(size * 8, "0") or "0", 2).to_bytes(size, "big")
