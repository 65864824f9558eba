import pytest

from codec.budget import Budget, parse_budget
from codec.errors import UsageError
from codec.geometry import Geometry
from codec.meter import Meter
from codec.mub import Decoder, MubFile, pack

TEXT = "two brown horses standing in a green field"


@pytest.mark.parametrize(("budget", "cost"), [("9tokens", 9), ("7words", 7), ("36chars", 36)])
def test_meter_counts_text(budget, cost):
    meter = Meter(parse_budget(budget))
    assert meter.cost("pale blue sky, dark green trees left") == cost
    assert meter.limit == cost
    assert meter.fits("pale blue sky, dark green trees left")
    assert not meter.fits("pale blue sky, dark green trees left far")


def test_chars_are_code_points_and_words_lie_between_white_space():
    assert Meter(Budget(9, "chars")).cost("\U0001f431 e\u0301") == 4
    assert Meter(Budget(9, "words")).cost("  a dark-green\ttree,\nleft ") == 4


def test_ubpp_needs_pixels():
    with pytest.raises(UsageError, match="size in pixels"):
        Meter(Budget(100, "ubpp"))


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
