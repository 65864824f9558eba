import io

import numpy as np
import pytest
from PIL import Image

from codec import ledger
from codec.ledger import RoundTripError, format_ledger, measure_jpeg, price_text
from codec.mub import MubFile, pack
from codec.tokens import count_code_tokens

TEXT = "pale blue sky, dark green trees left"


def test_rows_are_the_bytes_of_each_coding():
    entries = {entry.coding: entry.coded_bytes for entry in price_text(MubFile(TEXT))}
    assert entries["UTF-8"] == len(TEXT)
    assert entries["o200k ids, 18 bits each"] == -(-18 * count_code_tokens(TEXT) // 8)
    assert entries[".mub, with header"] == len(pack(MubFile(TEXT)))
    assert set(entries) >= {"deflate", "brotli 11", "zstd 22"}
    assert min(entries, key=entries.get) == ".mub, with header"


@pytest.mark.parametrize("text", ["", "\ud800", "\u4f60\u597d \U0001f431", "x" * 3000])
def test_any_text_has_a_ledger(text):
    assert price_text(MubFile(text))[-1].ours


def test_a_coding_that_fails_is_never_listed(monkeypatch):
    monkeypatch.setitem(ledger._CODINGS, "deflate", (lambda data: data[:-1], lambda data: data))
    with pytest.raises(RoundTripError, match="deflate"):
        price_text(MubFile(TEXT))


def test_ledger_as_text():
    lines = format_ledger(price_text(MubFile(TEXT))).splitlines()
    assert lines[1].split() == ["UTF-8", "36", "288", f"{36 / len(pack(MubFile(TEXT))):.2f}"]
    assert lines[-1].split()[-1] == "1.00"


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1"])
def test_jpeg_sizes(mode):
    noise = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
    picture = Image.fromarray(noise).convert(mode)
    sizes = measure_jpeg(picture)
    stream = io.BytesIO()
    (picture if mode == "L" else picture.convert("RGB")).save(stream, "JPEG", quality=75)
    assert sizes.compared_bytes == len(stream.getvalue())
    assert 100 < sizes.smallest_bytes < sizes.compared_bytes
