import contextlib
import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from codec.errors import PictureError
from codec.photo import WORKING_SIDE, load_photo


def save(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


@pytest.fixture
def gradient() -> Image.Image:
    across, down = np.meshgrid(np.linspace(0, 255, 60), np.linspace(0, 255, 40))
    return Image.fromarray(np.stack([across, down, 255 - across], -1).astype(np.uint8))


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "avif", "gif", "tiff", "bmp"])
def test_every_format_opens_as_the_same_picture(tmp_path, gradient, suffix):
    photo = load_photo(save(tmp_path / f"a.{suffix}", gradient))
    assert (photo.width, photo.height, photo.image.mode) == (60, 40, "RGB")
    difference = np.asarray(photo.image, float) - np.asarray(gradient, float)
    assert np.abs(difference).mean() < 12


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [("1", 1, 255), ("L", 77, 77), ("P", 0, 0), ("LA", (77, 255), 77), ("CMYK", (0, 0, 0, 155), 100)],
)
def test_every_mode_becomes_rgb(tmp_path, mode, value, expected):
    suffix = "jpg" if mode == "CMYK" else "png"
    photo = load_photo(save(tmp_path / f"a.{suffix}", Image.new(mode, (9, 7), value)))
    assert abs(int(np.asarray(photo.image)[3, 3, 0]) - expected) <= 2


def test_sixteen_bits_keep_their_range(tmp_path):
    ramp = np.linspace(0, 65535, 50).astype(np.uint16)[None].repeat(8, 0)
    photo = load_photo(save(tmp_path / "a.png", Image.fromarray(ramp)))
    red = np.asarray(photo.image)[4, :, 0]
    assert (red[0], red[-1]) == (0, 255)
    assert "scaled to 8 bits" in photo.notes


def test_transparency_is_flattened_on_white_and_said_so(tmp_path):
    photo = load_photo(save(tmp_path / "a.png", Image.new("RGBA", (5, 5), (255, 0, 0, 0))))
    assert photo.image.getpixel((2, 2)) == (255, 255, 255)
    assert photo.notes == ("transparency flattened on white",)


def test_opaque_alpha_is_not_worth_a_note(tmp_path):
    assert load_photo(save(tmp_path / "a.png", Image.new("RGBA", (5, 5), (1, 2, 3, 255)))).notes == ()


def test_first_frame_is_taken_and_said_so(tmp_path):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "lime")]
    photo = load_photo(save(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:]))
    assert photo.notes == ("first of 3 frames",)
    assert photo.image.getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_is_applied(tmp_path, orientation):
    upright = Image.new("RGB", (30, 20), "blue")
    upright.paste("red", (0, 0, 15, 10))  # the red corner is top left
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = upright if undo is None else upright.transpose(Image.Transpose(undo))
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = load_photo(save(tmp_path / "a.png", stored, exif=exif))
    assert (photo.width, photo.height) == (30, 20)
    assert photo.image.getpixel((3, 3)) == (255, 0, 0)
    assert photo.image.getpixel((27, 17)) == (0, 0, 255)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (1025, 2)])
def test_extreme_sizes_keep_at_least_a_pixel(tmp_path, size):
    photo = load_photo(save(tmp_path / "a.png", Image.new("RGB", size, "green")))
    assert (photo.width, photo.height) == size
    assert min(photo.image.size) >= 1
    assert max(photo.image.size) <= WORKING_SIDE


def test_a_large_jpeg_is_scaled_down(tmp_path):
    photo = load_photo(save(tmp_path / "a.jpg", Image.new("RGB", (5000, 3000), "teal")))
    assert (photo.width, photo.height) == (5000, 3000)
    assert photo.image.size == (1024, 614)


def test_missing_folder_text_and_empty_files_are_named(tmp_path):
    (tmp_path / "text.png").write_text("I am no picture")
    (tmp_path / "empty.png").write_bytes(b"")
    for name, says in [
        ("none.png", "no such file"),
        (".", "a folder"),
        ("text.png", "not a picture"),
        ("empty.png", "is empty"),
    ]:
        with pytest.raises(PictureError, match=says) as caught:
            load_photo(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "tiff", "bmp", "avif"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_a_cut_off_file_is_an_error_or_a_picture(tmp_path, gradient, suffix, part):
    whole = save(tmp_path / f"whole.{suffix}", gradient).read_bytes()
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(whole[: max(1, int(len(whole) * part))])
    with contextlib.suppress(PictureError):
        assert load_photo(cut).image.size == (60, 40)


def test_a_truncated_jpeg_is_refused(tmp_path, gradient):
    buffer = io.BytesIO()
    gradient.resize((600, 400)).save(buffer, "JPEG")
    (tmp_path / "cut.jpg").write_bytes(buffer.getvalue()[:3000])
    with pytest.raises(PictureError, match="damaged or cut off"):
        load_photo(tmp_path / "cut.jpg")


@pytest.mark.parametrize("size", [(12_001, 10_000), (30_000, 30_000)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(tmp_path, size):
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    (tmp_path / "bomb.png").write_bytes(data)
    with pytest.raises(PictureError, match="too large"):
        load_photo(tmp_path / "bomb.png")
