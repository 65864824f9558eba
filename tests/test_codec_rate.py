import pytest

from codec.errors import FormatError
from codec.geometry import Geometry
from codec.mub import MubFile, pack
from codec.rate import measure_rate

TEXT = "two brown horses standing in a green field"


def test_every_bit_of_the_file_is_counted_once():
    data = pack(MubFile(TEXT, geometry=Geometry.of(768, 512)))
    rate = measure_rate(data, pixels=768 * 512)
    assert rate.header_bits == 6
    assert rate.header_bits + rate.payload_bits == rate.file_bits == 8 * len(data)
    assert rate.ubpp == pytest.approx(len(data) * 8 / (768 * 512) * 1e6)
    assert rate.ubpp == pytest.approx(rate.bpp * 1e6)
    assert rate.payload_ubpp < rate.ubpp


def test_a_file_that_is_none_has_no_rate():
    with pytest.raises(FormatError):
        measure_rate(b"", pixels=1)
