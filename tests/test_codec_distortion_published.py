"""Our measures against published implementations, on the bundled photographs.

The expected figures were computed once with scikit-image 0.26.0 on the same two arrays: `structural_similarity` of luma
with gaussian_weights, sigma 1.5, use_sample_covariance=False and data_range 255 (the mean of its full map), and the
means of `deltaE_cie76` and `deltaE_ciede2000` over `rgb2lab`.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from codec.distortion import distortion

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(
    ("photograph", "ssim", "delta_e", "delta_e_2000"),
    [
        ("chelsea.jpg", 0.5499, 10.564, 8.607),
        ("coffee.jpg", 0.5391, 11.494, 7.425),
        ("rocket.jpg", 0.7429, 10.406, 8.523),
    ],
)
def test_ssim_and_colour_differences_are_those_of_scikit_image(photograph, ssim, delta_e, delta_e_2000):
    with Image.open(EXAMPLES / photograph) as opened:
        original = opened.convert("RGB").resize((192, 128), Image.Resampling.BOX)
    spoilt = original.filter(ImageFilter.GaussianBlur(3)).point(lambda level: level // 32 * 32 + 16)
    found = distortion(original, spoilt)
    assert found.ssim == pytest.approx(ssim, abs=1e-3)
    assert found.delta_e == pytest.approx(delta_e, abs=0.01)
    assert found.delta_e_2000 == pytest.approx(delta_e_2000, abs=0.01)
