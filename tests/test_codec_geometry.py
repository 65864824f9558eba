import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.bits import BitReader, bits_to_bytes
from codec.errors import FormatError, UsageError
from codec.geometry import ASPECTS, SIZE_CLASSES, Geometry


@pytest.mark.parametrize(
    ("size", "canvas"),
    [
        ((768, 512), (768, 512)),
        ((512, 768), (512, 768)),
        ((1024, 1024), (1024, 1024)),
        ((640, 480), (640, 480)),
        ((6000, 4000), (1024, 683)),
        ((1920, 1080), (1024, 576)),
        ((256, 256), (256, 256)),
        ((1, 1), (128, 128)),
        ((100_000, 1), (1024, 102)),
        ((1, 100_000), (102, 1024)),
    ],
)
def test_canvas_of_an_original(size, canvas):
    assert Geometry.of(*size).canvas() == canvas


def test_every_code_is_read_back_and_none_is_shared():
    seen = set()
    for aspect in ASPECTS:
        for size_class in SIZE_CLASSES:
            geometry = Geometry(aspect, size_class)
            bits = geometry.to_bits()
            reader = BitReader(bits_to_bytes(bits))
            assert Geometry.from_bits(reader) == geometry
            assert reader.position == len(bits) <= 10
            seen.add(bits)
    assert len(seen) == len(ASPECTS) * len(SIZE_CLASSES)
    assert not any(a != b and b.startswith(a) for a in seen for b in seen)


def test_portrait_is_landscape_turned():
    for aspect, (wide, high) in ASPECTS.items():
        turned = next(i for i, ratio in ASPECTS.items() if ratio == (high, wide))
        assert Geometry(turned, 0).canvas() == Geometry(aspect, 0).canvas()[::-1]


@given(st.integers(1, 16384), st.integers(1, 2048))
def test_exact_size_is_kept_and_charged(width, height):
    geometry = Geometry.of(width, height, exact=True)
    bits = geometry.to_bits()
    assert geometry.canvas() == (width, height)
    assert Geometry.from_bits(BitReader(bits_to_bytes(bits))) == geometry
    assert len(bits) == 10 + 4 + 4 + int(math.log2(width)) + int(math.log2(height))


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_nearest_aspect_is_near(width, height):
    wide, high = Geometry.of(width, height).canvas()
    if 0.25 <= width / height <= 4:
        assert abs(math.log(width / height) - math.log(wide / high)) < 0.16


@given(st.binary(max_size=12))
def test_any_bits_are_a_geometry_or_a_format_error(data):
    try:
        width, height = Geometry.from_bits(BitReader(data)).canvas()
    except FormatError:
        return
    assert 1 <= width <= 16384
    assert width * height <= 1 << 25


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, -1)])
def test_impossible_size_is_refused(width, height):
    with pytest.raises(UsageError, match="can't measure"):
        Geometry.of(width, height)


def test_exact_size_out_of_bounds_is_refused():
    with pytest.raises(UsageError, match="too large"):
        Geometry.of(40_000, 10, exact=True)
