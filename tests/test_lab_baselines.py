"""Every baseline is a real code: its bits decode to its picture, and a budget in bits is kept."""

import io

import numpy as np
import pytest
from PIL import Image, features

from codec.fidelity import fidelity
from lab.baselines import SIDES, code_file, code_matched, code_smallest
from lab.baselines_dct import LEAST_BITS, decode_dct, encode_dct


@pytest.fixture(scope="module")
def scene():
    down, across = np.mgrid[0:80, 0:120]
    pixels = np.where((down < 40)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 40) ** 2 + (across - 60) ** 2 < 300] = (200, 40, 40)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("bits", [LEAST_BITS, 40, 72, 120, 400])
def test_a_thumbnail_keeps_its_bits_and_comes_back_from_its_bytes_alone(scene, bits):
    data = encode_dct(scene, most_bits=bits)
    assert len(data) * 8 <= -(-bits // 8) * 8
    first, again = (decode_dct(bytes(data), width=120, height=80) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert first.size == scene.size
    assert code_matched(scene, bits=bits).picture.tobytes() == first.tobytes()


def test_more_bits_make_a_better_thumbnail(scene):
    likeness = [fidelity(scene, code_matched(scene, bits=bits).picture).total for bits in (32, 96, 400)]
    assert likeness[0] < likeness[1] < likeness[2]


def test_too_few_bits_are_no_thumbnail(scene):
    assert code_matched(scene, bits=LEAST_BITS - 1) is None


def test_a_flat_picture_keeps_its_colour():
    flat = Image.new("RGB", (40, 30), (200, 60, 30))
    picture = np.asarray(code_matched(flat, bits=48).picture, float)
    assert np.abs(picture - (200, 60, 30)).max() < 16


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_files_are_read_back_and_reducing_makes_them_smaller(scene, kind):
    if kind != "JPEG" and not features.check(kind.lower()):
        pytest.skip(f"this Pillow has no {kind}")
    sizes = [code_file(scene, kind=kind, side=side) for side in SIDES]
    assert all(coded.picture.size == scene.size for coded in sizes)
    assert sizes[0].bits > sizes[-1].bits > 0


def test_the_smallest_of_each_code_are_named_once(scene):
    names = [coded.name for coded in code_smallest(scene)]
    assert len(names) == len(set(names))
    assert {"JPEG", "JPEG, 64 px", "JPEG, 16 px"} <= set(names)


def test_jpeg_bits_are_those_of_pillows_file(scene):
    stream = io.BytesIO()
    scene.save(stream, "JPEG", quality=1, optimize=True, progressive=False, subsampling=2)
    assert code_file(scene, kind="JPEG", side=0).bits == len(stream.getvalue()) * 8
