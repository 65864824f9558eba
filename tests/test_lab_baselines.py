"""Every baseline is a real code: its bytes alone decode to its picture; it takes the bits it is given, or says so."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from codec.fidelity import fidelity
from lab.baselines import CODES, Rung, list_codes, list_missing, match, reduce
from lab.baselines_dct import LEAST_BITS, decode_dct, encode_dct
from lab.baselines_file import FILE_CODES, file_rungs


@pytest.fixture(scope="module")
def scene():
    down, across = np.mgrid[0:80, 0:120]
    pixels = np.where((down < 40)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 40) ** 2 + (across - 60) ** 2 < 300] = (200, 40, 40)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("bits", [LEAST_BITS, 40, 72, 120, 400, 2000])
def test_a_thumbnail_keeps_its_bits_and_comes_back_from_its_bytes_alone(scene, bits):
    data = encode_dct(scene, most_bits=bits)
    assert len(data) * 8 <= bits
    first, again = (decode_dct(bytes(data), width=120, height=80) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert first.size == scene.size


@given(bits=st.integers(LEAST_BITS, 500), seed=st.integers(0, 1 << 16), side=st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_any_picture_fits_any_number_of_bits(bits, seed, side):
    noise = np.random.default_rng(seed).integers(0, 256, (side, 41 - side, 3), np.uint8)
    data = encode_dct(Image.fromarray(noise), most_bits=bits)
    assert data is not None
    assert len(data) * 8 <= bits
    assert decode_dct(data, width=30, height=20).size == (30, 20)


def test_more_bits_make_a_better_thumbnail(scene):
    drawn = [match(scene, code="DCT thumbnail", bits=bits)[0].draw(120, 80) for bits in (32, 96, 400)]
    likeness = [fidelity(scene, picture).total for picture in drawn]
    assert likeness[0] < likeness[1] < likeness[2]


def test_too_few_bits_are_no_thumbnail(scene):
    assert encode_dct(scene, most_bits=8) is None
    rung, fit = match(scene, code="DCT thumbnail", bits=8)
    assert (fit, rung.bits <= LEAST_BITS) == ("smallest", True)


def test_a_flat_picture_keeps_its_colour():
    flat = Image.new("RGB", (40, 30), (200, 60, 30))
    picture = np.asarray(match(flat, code="DCT thumbnail", bits=48)[0].draw(40, 30), float)
    assert np.abs(picture - (200, 60, 30)).max() < 16


@pytest.mark.parametrize("code", CODES)
def test_every_code_takes_our_bits_or_the_next_size_above_or_says_why_not(scene, code):
    if code not in list_codes():
        pytest.skip(f"{code} is not here")
    sizes = sorted({Rung(code=code, setting="", data=data).bits for _, data in CODES[code].rungs(scene, 480)})
    for bits in (8, 480, 1 << 20):
        rung, fit = match(scene, code=code, bits=bits)
        assert rung.draw(120, 80).size == (120, 80)
        assert rung.bits == len(rung.data) * 8
        if fit == "smallest":
            assert bits < rung.bits <= sizes[0] * 1.02 + 8
        elif fit == "largest":
            assert rung.bits < bits
        elif bits == 480:
            nearest = next((size for size in sizes if size >= bits), bits)
            assert rung.bits <= nearest * 1.02 + 8


@pytest.mark.parametrize("code", FILE_CODES)
def test_files_are_read_back_and_reducing_makes_them_smaller(scene, code):
    if code not in list_codes():
        pytest.skip(f"{code} is not here")
    files = list(reduce(scene, code=code))
    assert [rung.setting.split(",")[0] for rung in files] == ["full size", "64 px", "16 px"]
    assert files[0].bits > files[-1].bits > 0
    assert all(rung.draw(120, 80).size == (120, 80) for rung in files)


def test_a_jpeg_is_pillows_own_file(scene):
    stream = io.BytesIO()
    scene.save(stream, "JPEG", quality=1, optimize=True, progressive=False, subsampling=2)
    assert next(iter(file_rungs(scene, "JPEG", sides=(0,))))[1] == stream.getvalue()


def test_what_is_missing_is_said_with_what_would_bring_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert any(line.startswith("JPEG XL (pip install") for line in list_missing())
    assert {"JPEG XL", "BlurHash", "ThumbHash"}.isdisjoint(list_codes())


@given(components=st.integers(1, 81), data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_blurhash_is_packed_into_bytes_and_unpacked(components, data):
    hashes = pytest.importorskip("lab.baselines_hash", exc_type=ImportError)
    text = data.draw(st.text(hashes._DIGITS, min_size=4 + 2 * components, max_size=4 + 2 * components))
    packed = hashes.pack_blur_hash(text)
    assert hashes.unpack_blur_hash(packed) == text
    assert len(packed) * 8 < len(text) * 6.38 + 8


def test_a_blurhash_of_more_components_is_nearer(scene):
    pytest.importorskip("blurhash")
    few, many = (match(scene, code="BlurHash", bits=bits)[0].draw(120, 80) for bits in (40, 400))
    assert fidelity(scene, few).total < fidelity(scene, many).total
