import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.arithmetic import ArithmeticDecoder, ArithmeticEncoder
from codec.bits import BitReader
from codec.errors import FormatError

choices = st.integers(1, 1 << 34).flatmap(
    lambda total: st.integers(0, total - 1).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(1, total - start), st.just(total))
    )
)
headers = st.text("01", max_size=20)


def shortest(intervals, header):
    encoder = ArithmeticEncoder(header=header)
    for interval in intervals:
        encoder.encode(*interval)
    size = max(1, encoder.spent_bits // 8 - 8)
    while (data := encoder.finish_in(size)) is None:
        size += 1
    return data, encoder.spent_bits


@given(st.lists(choices, max_size=40), headers)
def test_what_was_encoded_is_read_back(intervals, header):
    data, _ = shortest(intervals, header)
    reader = BitReader(data)
    assert "".join(str(reader.bit()) for _ in header) == header
    decoder = ArithmeticDecoder(reader, file_bytes=len(data))
    for start, size, total in intervals:
        assert start <= decoder.target(total) < start + size
        decoder.take(start, size)


@given(st.lists(choices, max_size=40), headers)
def test_a_file_is_within_a_byte_of_the_information(intervals, header):
    data, spent_bits = shortest(intervals, header)
    information = len(header) + sum(math.log2(total / size) for _, size, total in intervals)
    assert information - 1 <= spent_bits + 1 <= information + 2 + len(intervals) / 1000
    assert len(data) <= max(1, math.ceil((information + len(intervals) / 1000) / 8) + 1)


def test_encoder_and_decoder_count_the_same_bits():
    intervals = [(1, 3, 7), (0, 1, 1 << 30), (5, 9, 999)] * 9
    data, spent_bits = shortest(intervals, "0101")
    reader = BitReader(data)
    reader.position = 4
    decoder = ArithmeticDecoder(reader, file_bytes=len(data))
    for start, size, total in intervals:
        decoder.target(total)
        decoder.take(start, size)
    assert decoder.spent_bits == spent_bits


def test_a_certain_choice_costs_nothing():
    assert len(shortest([(0, 9, 9)] * 1000, "")[0]) == 1


def read_many(decoder):
    for _ in range(100):
        decoder.take(decoder.target(1000), 1)


def test_reading_far_past_the_end_is_a_format_error():
    decoder = ArithmeticDecoder(BitReader(b"\x17"), file_bytes=1)
    with pytest.raises(FormatError, match="damaged"):
        read_many(decoder)
