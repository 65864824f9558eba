"""Sizes asked for, pictures sent and pictures received."""

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from agents.openai.pictures import choose_size, parse_sizes, read_picture, show_picture
from agents.wire.errors import BadReply


@given(st.integers(1, 8000), st.integers(1, 8000))
def test_any_size_is_one_that_newer_models_draw(width: int, height: int) -> None:
    asked = choose_size("gpt-image-2", width=width, height=height)
    assert asked[0] % 16 == asked[1] % 16 == 0
    assert 1 / 3 <= asked[0] / asked[1] <= 3
    assert 655_360 <= asked[0] * asked[1] <= 1_400_000
    if 0.4 < width / height < 2.5:
        assert asked[0] / asked[1] == pytest.approx(width / height, rel=0.03)


@pytest.mark.parametrize(
    ("name", "canvas", "sizes", "asked"),
    [
        ("gpt-image-1.5", (800, 600), "", (1536, 1024)),
        ("gpt-image-1-mini", (600, 800), "", (1024, 1536)),
        ("gpt-image-1-mini", (640, 600), "", (1024, 1024)),
        ("stable-diffusion", (600, 800), "512x512,512x640", (512, 640)),
        ("stable-diffusion", (512, 512), "any", (1024, 1024)),
    ],
)
def test_size_nearest_in_aspect(name: str, canvas: tuple[int, int], sizes: str, asked: tuple[int, int]) -> None:
    assert choose_size(name, width=canvas[0], height=canvas[1], sizes=sizes) == asked


@pytest.mark.parametrize("text", ["512", "512x", "0x5", "axb"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is Python's
        parse_sizes(text)


def test_pictures_are_shown_small_and_known_by_all_their_pixels() -> None:
    image = Image.linear_gradient("L").resize((1000, 500)).convert("RGB")
    shown = show_picture(image, label="ORIGINAL", most_side=256)
    sent = Image.open(io.BytesIO(base64.b64decode(shown.data_url.partition(",")[2])))
    assert sent.size == (256, 128)
    changed = image.copy()
    changed.putpixel((999, 499), (1, 2, 3))
    assert show_picture(changed, label="ORIGINAL", most_side=256).name != shown.name
    assert show_picture(image, label="OTHER", most_side=256).name == shown.name


def encode(image: Image.Image, kind: str) -> str:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_are_read(kind: str) -> None:
    image = read_picture(encode(Image.new("RGB", (7, 5), (200, 30, 30)), kind))
    assert (image.size, image.mode) == ((7, 5), "RGB")


@pytest.mark.parametrize(
    ("b64", "complaint"),
    [
        ("", "not a picture"),
        ("!!!", "not base64"),
        (base64.b64encode(b"<html>").decode(), "not a picture"),
        (encode(Image.new("RGB", (64, 64)), "PNG")[:80], "not base64|not a picture"),
        (encode(Image.new("1", (9000, 9000)), "PNG"), "too large"),
    ],
)
def test_what_is_no_picture(b64: str, complaint: str) -> None:
    with pytest.raises(BadReply, match=complaint):
        read_picture(b64)
