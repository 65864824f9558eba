"""The commands of `python -m codec`, from options to what is printed; knows nothing of argparse's setup."""

import argparse
import sys

from codec.command import make_printable
from codec.errors import UsageError
from codec.geometry import Geometry
from codec.ledger import format_ledger, price_text
from codec.mub import MubFile, load_mub, save_mub
from codec.rate import measure_rate

_EXAMPLE_PIXELS = {"1024x1024": 1024 * 1024, "768x512": 768 * 512}


def parse_size(text: str) -> tuple[int, int]:
    """Read a size such as 768x512; raise UsageError when it is none."""
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.strip().isdecimal() and height.strip().isdecimal()) or len(text) > 24:
        raise UsageError(f"can't read the size {text[:24]!r}: write 768x512")
    return int(width), int(height)


def _read_text(argument: str) -> str:
    if argument != "-":
        return argument
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8 text") from error


def _mub_of(options: argparse.Namespace, *, exact: bool) -> tuple[MubFile, int]:
    """Return the file to be written, and the pixels of the picture."""
    width, height = parse_size(options.size) if options.size else (1024, 1024)
    return MubFile(_read_text(options.text), geometry=Geometry.of(width, height, exact=exact)), width * height


def encode(options: argparse.Namespace) -> None:
    """Write a text to a file; raises UsageError and StorageError."""
    mub, pixels = _mub_of(options, exact=options.exact_size)
    rate = measure_rate(save_mub(mub, path=options.out), pixels=pixels)
    print(
        f"{options.out}: {rate.file_bytes} bytes = {rate.header_bits} header bits + {rate.payload_bits} payload bits,"
        f" {rate.ubpp:.1f} µbpp at {options.size or '1024x1024'}"
    )


def decode(options: argparse.Namespace) -> None:
    """Print the text of a file; raises FormatError where it is none."""
    text = load_mub(options.file).text
    # A file may come from anybody: to a program it is handed as it is, to a terminal without what that would obey.
    shown = make_printable(text) if sys.stdout.isatty() else text
    sys.stdout.buffer.write(shown.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.flush()


def ledger(options: argparse.Namespace) -> None:
    """Print what a text takes under several codings, in bits; raises UsageError."""
    mub, pixels = _mub_of(options, exact=False)
    entries = price_text(mub)
    print(format_ledger(entries))
    file_bits = next(entry.coded_bytes for entry in entries if entry.ours) * 8
    shown = {options.size: pixels} if options.size else _EXAMPLE_PIXELS
    for size, count in shown.items():
        print(f"{file_bits * 1e6 / count:.1f} µbpp at {size}")
