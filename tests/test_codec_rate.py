import pytest

from codec.budget import Budget, Meter
from codec.errors import FormatError
from codec.geometry import Geometry
from codec.mub import Decoder, MubFile, pack
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


@pytest.mark.parametrize(("unit", "factor"), [("bytes", 1), ("bits", 8), ("ubpp", 8e6 / (640 * 480))])
def test_meter_prices_the_whole_file(unit, factor):
    container = MubFile("", Decoder.OPENAI, Geometry.of(640, 480), 3, 2)
    data = pack(MubFile(TEXT, Decoder.OPENAI, Geometry.of(640, 480), 3, 2))
    meter = Meter(Budget(10_000, unit), pixels=640 * 480, container=container)
    assert meter.cost(TEXT) == pytest.approx(len(data) * factor)
    assert meter.cost(TEXT) == meter.cost(TEXT)


def test_meter_fits_exactly_what_the_file_may_be():
    size = len(pack(MubFile(TEXT)))
    assert Meter(Budget(size, "bytes")).fits(TEXT)
    assert not Meter(Budget(size - 1, "bytes")).fits(TEXT)
    assert not Meter(Budget(8 * size - 1, "bits")).fits(TEXT)
