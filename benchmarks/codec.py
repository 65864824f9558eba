"""Bits per caption of our coder beside others: `python -m benchmarks.codec DATA_DIR`.

DATA_DIR holds `captions/` and `regions/`. Every coded caption is decoded and compared before it counts. The first
validation lines of each set, on which the model's few free numbers were set, are left out, and so are lines whose
beginning is a training line's. Needs the `bench` extra.
"""

import argparse
import statistics
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pyppmd  # type: ignore[import-untyped]
import unishox2  # type: ignore[import-untyped]
import zstandard

from codec.caption import CaptionModel
from codec.errors import MubppError
from codec.mub import MubFile, pack, unpack
from codec.train_corpus import TextSet, read_corpus

CALIBRATION_LINES = 150
SOFT_LIMIT_BITS = 105
"""100 µbpp at 1024x1024."""
DICTIONARY_BYTES = 112_640

Coding = tuple[Callable[[str], bytes], Callable[[bytes], str]]


@dataclass(frozen=True)
class Result:
    """How one coder did on one set."""

    bits: list[int]
    """File size of each caption."""
    words: int
    encode_ms: float
    """Mean time to encode a caption."""
    decode_ms: float
    """Mean time to decode one."""


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.codec", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("--sketch", type=Path, metavar="FILE", help="sentences of the sketch team, one a line")
    parser.add_argument("--lines", type=int, default=300, help="captions of each set (300)")
    options = parser.parse_args()
    try:
        sets = [s for s in read_corpus(options.data, sketch_sentences=options.sketch) if s.valid]
    except MubppError as error:
        print(f"benchmarks.codec: {error}", file=sys.stderr)
        return error.exit_code
    codings = make_codings(sets)
    for text_set in sets:
        lines = unseen_lines(text_set)[: options.lines]
        print_table(text_set.name, {name: measure(coding, lines) for name, coding in codings.items()})
    return 0


def unseen_lines(text_set: TextSet) -> list[str]:
    """Return the validation lines that had no part in the making of the model."""
    seen = {line[:40] for line in text_set.train}
    kept = text_set.valid[CALIBRATION_LINES:] or text_set.valid
    return [line for line in kept if line[:40] not in seen]


def make_codings(sets: list[TextSet]) -> dict[str, Coding]:
    """Return the coders by name; zstd's dictionary is trained on the sets' training lines."""
    codings: dict[str, Coding] = {
        "mubpp (.mub file)": (lambda text: pack(MubFile(text)), lambda data: unpack(data).text),
        "UTF-8": (str.encode, bytes.decode),
        "deflate": (_on_bytes(lambda b: zlib.compress(b, 9, -15)), _to_text(lambda b: zlib.decompress(b, -15))),
    }
    _add_brotli(codings)
    _add_zstd(codings, sets)
    _add_unishox(codings)
    _add_ppmd(codings)
    return codings


def _on_bytes(encode: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    return lambda text: encode(text.encode())


def _to_text(decode: Callable[[bytes], bytes]) -> Callable[[bytes], str]:
    return lambda data: decode(data).decode()


def _add_brotli(codings: dict[str, Coding]) -> None:
    codings["brotli 11, text"] = (
        _on_bytes(lambda b: brotli.compress(b, mode=brotli.MODE_TEXT, quality=11)),
        _to_text(brotli.decompress),
    )


def _add_zstd(codings: dict[str, Coding], sets: list[TextSet]) -> None:
    samples = [line.encode() for s in sets for line in s.train[:20_000]]
    dictionary = zstandard.train_dictionary(DICTIONARY_BYTES, samples)
    settings: dict[str, Any] = {"write_content_size": False, "write_dict_id": False, "write_checksum": False}
    encoder = zstandard.ZstdCompressor(
        dict_data=dictionary, compression_params=zstandard.ZstdCompressionParameters.from_level(22, **settings)
    )
    decoder = zstandard.ZstdDecompressor(dict_data=dictionary)
    codings["zstd 22, trained dictionary"] = (
        _on_bytes(encoder.compress),
        _to_text(lambda b: decoder.decompressobj().decompress(b)),
    )


def _add_unishox(codings: dict[str, Coding]) -> None:
    codings["unishox2"] = (
        lambda text: unishox2.compress(text)[0],
        lambda data: unishox2.decompress(data, 20_000),
    )


def _add_ppmd(codings: dict[str, Coding]) -> None:
    def decode(data: bytes) -> bytes:
        decoder = pyppmd.Ppmd8Decoder(max_order=6, mem_size=1 << 20)
        return decoder.decode(data, -1)

    def encode(data: bytes) -> bytes:
        encoder = pyppmd.Ppmd8Encoder(max_order=6, mem_size=1 << 20)
        return encoder.encode(data) + encoder.flush(endmark=True)

    codings["PPMd 8 (order 6)"] = (_on_bytes(encode), _to_text(decode))


def measure(coding: Coding, lines: list[str]) -> Result:
    """Code every line, decode it back, and compare; raise AssertionError where a coder fails."""
    encode, decode = coding
    started = time.process_time()
    coded = [encode(line) for line in lines]
    encoded = time.process_time() - started
    CaptionModel.shipped().predictor.forget()
    started = time.process_time()
    decoded = [decode(data) for data in coded]
    decoding = time.process_time() - started
    if decoded != lines:
        raise AssertionError("a coder did not give a caption back")
    words = sum(len(line.split()) for line in lines)
    each = 1000 / len(lines)
    return Result([len(c) * 8 for c in coded], words, encoded * each, decoding * each)


def print_table(name: str, results: dict[str, Result]) -> None:
    """Print one line for each coder."""
    first = next(iter(results.values()))
    print(f"\n{name}: {len(first.bits)} captions, {first.words / len(first.bits):.1f} words each")
    columns = ("mean bits", "median", "p95", "bits/word", f"<={SOFT_LIMIT_BITS} bits", "µbpp 1024²", "µbpp 768x512")
    print(f"{'':28}" + "".join(f"{column:>13}" for column in (*columns, "encode ms", "decode ms")))
    for coder, result in results.items():
        bits = sorted(result.bits)
        mean = statistics.fmean(bits)
        share = sum(size <= SOFT_LIMIT_BITS for size in bits) / len(bits)
        cells = [
            f"{mean:.1f}",
            f"{statistics.median(bits):.0f}",
            f"{bits[int(0.95 * (len(bits) - 1))]}",
            f"{sum(bits) / result.words:.2f}",
            f"{share:.0%}",
            f"{mean * 1e6 / 1024**2:.1f}",
            f"{mean * 1e6 / (768 * 512):.1f}",
            f"{result.encode_ms:.2f}",
            f"{result.decode_ms:.2f}",
        ]
        print(f"{coder:28}" + "".join(f"{cell:>13}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())
