import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codec.errors import FormatError, StorageError, UsageError
from codec.geometry import ASPECTS, SIZE_CLASSES, Geometry
from codec.mub import (
    MAX_FILE_BYTES,
    Coder,
    Decoder,
    MubFile,
    header_bits,
    load_mub,
    pack,
    read_header,
    save_mub,
    unpack,
)

GOLDEN = Path(__file__).parent / "golden" / "codec_mub.json"
"""Texts and the files that the shipped model makes of them; rewritten by `REWRITE_GOLDENS=1 pytest`."""

geometries = st.builds(Geometry, st.sampled_from(sorted(ASPECTS)), st.sampled_from(sorted(SIZE_CLASSES))) | st.builds(
    lambda width, height: Geometry.of(width, height, exact=True), st.integers(1, 5000), st.integers(1, 5000)
)


@st.composite
def files(draw):
    width = draw(st.integers(0, 8))
    choice = draw(st.integers(0, (1 << width) - 1))
    text = draw(st.sampled_from(["", "a dog", "Blue sky, green hill.", "\x00", "œ\ud83d x"]))
    return MubFile(text, draw(st.sampled_from(Decoder)), draw(geometries), choice, width)


@given(files())
@settings(max_examples=200, deadline=None)
def test_a_file_is_read_back(mub):
    assert unpack(pack(mub)) == mub


@given(files(), st.sampled_from(Coder))
def test_header_length(mub, coder):
    bits = header_bits(mub, coder=coder)
    seed_bits = mub.seed_choice_bits + 3 if mub.seed_choice_bits else 0
    if not mub.geometry.exact:
        assert 2 <= len(bits) - seed_bits <= 20


def test_header_prices():
    text = "x"
    assert len(header_bits(MubFile(text), coder=Coder.CAPTION)) == 2
    assert len(header_bits(MubFile(text, geometry=Geometry.of(768, 512)), coder=Coder.CAPTION)) == 6
    assert len(header_bits(MubFile(text, decoder=Decoder.OPENAI), coder=Coder.CAPTION)) == 6
    assert len(header_bits(MubFile(text, decoder=Decoder.GUEST), coder=Coder.CAPTION)) == 10
    seeded = MubFile(text, seed_choice=3, seed_choice_bits=2)
    assert len(header_bits(seeded, coder=Coder.CAPTION)) == 11


def test_the_shorter_coder_is_chosen():
    assert read_header(pack(MubFile("a dog on a beach"))).coder is Coder.CAPTION
    assert read_header(pack(MubFile("#~|^%" * 20))).coder is Coder.RAW


@given(st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_bytes_end_in_a_file_or_a_format_error(data):
    try:
        mub = unpack(data)
    except FormatError:
        return
    assert isinstance(mub.text, str)


@given(st.integers(0, 200), st.data())
@settings(max_examples=100, deadline=None)
def test_damaged_files_never_crash(seed, data):
    original = pack(MubFile(f"two dogs play with a red ball in the park {seed}", geometry=Geometry.of(640, 480)))
    cut = original[: data.draw(st.integers(0, len(original)))]
    at = data.draw(st.integers(0, 8 * len(original) - 1))
    flipped = bytearray(original)
    flipped[at // 8] ^= 128 >> at % 8
    for damaged in (cut, bytes(flipped), original + b"\x00", original + b"\xff" * 9):
        try:
            unpack(damaged)
        except FormatError:
            continue


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (bytes([0b11100000, 0]), "version 2;"),
        (bytes([0b11101100, 0]), "version 5;"),
        (bytes([0b10110001, 0]), "decoder 4,"),
        (bytes([0b10110111, 0]), "decoder 10,"),
        (bytes([0b01111111, 0b11100000]), "unknown picture geometry 255"),
        (b"a" * (MAX_FILE_BYTES + 1), "no .mub file has more"),
    ],
)
def test_foreign_files_are_refused_by_name(data, message):
    with pytest.raises(FormatError, match=message):
        unpack(data)


def test_invalid_plain_text_is_refused():
    header = header_bits(MubFile(""), coder=Coder.RAW)
    data = int(header.ljust(8, "1") + "1" * 16, 2).to_bytes(3, "big")
    with pytest.raises(FormatError, match="UTF-8"):
        unpack(data)


@pytest.mark.parametrize(("choice", "width"), [(2, 1), (-1, 3), (0, 9), (1, 0)])
def test_impossible_seed_choice_is_refused(choice, width):
    with pytest.raises(UsageError):
        MubFile("x", seed_choice=choice, seed_choice_bits=width)


def test_save_and_load(tmp_path):
    mub = MubFile("a red barn", geometry=Geometry.of(768, 512))
    data = save_mub(mub, path=tmp_path / "x.mub")
    assert (tmp_path / "x.mub").read_bytes() == data
    assert load_mub(tmp_path / "x.mub") == mub


def test_unreadable_and_unwritable_paths(tmp_path):
    with pytest.raises(FormatError, match="No such file"):
        load_mub(tmp_path / "none.mub")
    with pytest.raises(FormatError, match="directory"):
        load_mub(tmp_path)
    with pytest.raises(StorageError, match="no folder"):
        save_mub(MubFile("x"), path=tmp_path / "none" / "x.mub")


def test_golden_files():
    """The bytes of these files are the format: they change only with a new model, on purpose."""
    wanted = json.loads(GOLDEN.read_text("utf-8"))
    made = {text: pack(MubFile(text, geometry=Geometry.of(768, 512))).hex() for text in wanted}
    if os.environ.get("REWRITE_GOLDENS"):
        GOLDEN.write_text(json.dumps(made, indent=2, ensure_ascii=True) + "\n", "utf-8")
    assert made == wanted or os.environ.get("REWRITE_GOLDENS")
    for text, code in wanted.items():
        if made == wanted:
            assert unpack(bytes.fromhex(code)).text == text
