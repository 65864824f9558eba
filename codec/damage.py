"""What Pillow raises on damaged pictures; apart, so that whoever reads none loads no array library for it."""

import struct
import zlib
from typing import Final

DAMAGE: Final = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, AttributeError, AssertionError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's readers raise on damaged files."""
