"""Pictures to PNG files, the same bytes for the same pixels; knows nothing of what they show."""

from io import BytesIO

from PIL.Image import Image


def png_of(image: Image) -> bytes:
    """Write a picture as a PNG file; equal pictures give equal bytes."""
    buffer = BytesIO()
    buffer.name = "picture.png"  # by its name Pillow loads one format instead of five
    image.save(buffer, compress_level=3)
    return buffer.getvalue()
