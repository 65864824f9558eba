"""The measures of how far a picture is from an original, all in one list; the loop itself maximises `codec.fidelity`.

A new measure is a function of a `Pair` in a `codec.distortion_*` file and an entry in `MEASURES`
here: tables, plots, pages and benchmarks go by the list. Knows nothing of descriptions or agents.
"""

from collections.abc import Sequence
from typing import Final

from PIL import Image

from codec.distortion_colour import delta_e, delta_e_2000, histogram, palette
from codec.distortion_edges import edge_f1, hog
from codec.distortion_pair import DistortionMeasure, Pair
from codec.distortion_structure import gmsd, haarpsi, ms_ssim, ssim
from codec.fidelity import fidelity

MEASURES: Final = (
    DistortionMeasure(
        name="fidelity",
        says="what the loop maximises: colour, structure, edges, shape and palette (codec.fidelity)",
        better="more",
        equal=1.0,
        compare=lambda pair: fidelity(pair.original, pair.picture).total,
        headline=True,
    ),
    DistortionMeasure(
        name="ssim",
        says="structural similarity of luma (Wang et al. 2004)",
        better="more",
        equal=1.0,
        compare=ssim,
    ),
    DistortionMeasure(
        name="ms_ssim",
        says="structural similarity of luma at five scales (Wang et al. 2003)",
        better="more",
        equal=1.0,
        compare=ms_ssim,
        headline=True,
    ),
    DistortionMeasure(
        name="gmsd",
        says="gradient magnitude similarity deviation (Xue et al. 2014)",
        better="less",
        equal=0.0,
        compare=gmsd,
        headline=True,
    ),
    DistortionMeasure(
        name="haarpsi",
        says="Haar wavelet-based perceptual similarity (Reisenhofer et al. 2018)",
        better="more",
        equal=1.0,
        compare=haarpsi,
        headline=True,
    ),
    DistortionMeasure(
        name="delta_e",
        says="mean CIE 1976 colour difference",
        better="less",
        equal=0.0,
        compare=delta_e,
    ),
    DistortionMeasure(
        name="delta_e_2000",
        says="mean CIEDE2000 colour difference (Sharma et al. 2005)",
        better="less",
        equal=0.0,
        compare=delta_e_2000,
        headline=True,
    ),
    DistortionMeasure(
        name="palette",
        says="sliced Wasserstein distance of Lab colours, wherever they are (Rabin et al. 2011)",
        better="less",
        equal=0.0,
        compare=palette,
        headline=True,
    ),
    DistortionMeasure(
        name="histogram",
        says="intersection of Lab histograms (Swain and Ballard 1991)",
        better="more",
        equal=1.0,
        compare=histogram,
    ),
    DistortionMeasure(
        name="edge_f1",
        says="F1 of Canny edges, matched within 1% of the diagonal",
        better="more",
        equal=1.0,
        compare=edge_f1,
    ),
    DistortionMeasure(
        name="hog",
        says="cosine of histograms of oriented gradients (Dalal and Triggs 2005)",
        better="more",
        equal=1.0,
        compare=hog,
    ),
)
"""In the order in which tables show them."""


def distortion(
    original: Image.Image, picture: Image.Image, *, measures: Sequence[DistortionMeasure] = MEASURES
) -> dict[str, float]:
    """Measure what separates two pictures of any sizes; the figures by name (about 0.2 s for all).

    Both are resampled to one size first (see `Pair.rgb`), so that figures of photographs of different sizes compare.
    """
    pair = Pair(original, picture)
    return {measure.name: measure.compare(pair) for measure in measures}
