"""Our measures against published implementations, on the bundled photographs.

The figures in `golden/measures.json` are those of scikit-image 0.26.0, piq 0.8.0, pytorch-msssim 1.0.0 and POT 0.9.7
(its "versions" say), written by

    pip install piq pytorch-msssim scikit-image pot
    python -m benchmarks.measures examples/*.jpg --golden tests/golden/measures.json

Where such a package is installed, it is asked again.
"""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from benchmarks.measures import PUBLISHED, SPOILINGS, our_figures
from codec.distortion_pair import Pair
from codec.photo import load_photo

TOP = Path(__file__).parent.parent
GOLDEN = json.loads((TOP / "tests" / "golden" / "measures.json").read_text("utf-8"))
WITHIN = {"delta_e": 0.01, "delta_e_2000": 0.01, "palette": 0.01}
"""In ΔE; of the others, 1e-3. JPEG decoders differ by a level here and there, which is all that this allows for."""
PACKAGES = sorted({package for _, package in PUBLISHED})


def installed(package):
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


def test_every_published_measure_has_its_figures():
    for photograph in GOLDEN["figures"].values():
        assert set(photograph) == set(SPOILINGS)
        for measures in photograph.values():
            assert {(measure, package) for measure, figures in measures.items() for package in figures} == set(
                PUBLISHED
            )


@pytest.mark.parametrize("spoiling", SPOILINGS)
@pytest.mark.parametrize("photograph", GOLDEN["figures"])
def test_ours_are_those_of_published_implementations(photograph, spoiling):
    ours = our_figures(TOP / "examples" / photograph, spoiling)
    for measure, figures in GOLDEN["figures"][photograph][spoiling].items():
        for package, figure in figures.items():
            within = WITHIN.get(measure, 1e-3)
            assert ours[measure] == pytest.approx(figure, abs=within), f"{measure} of {package}"


@pytest.mark.parametrize(("measure", "package"), PUBLISHED, ids="-".join)
@pytest.mark.filterwarnings("ignore")
def test_an_installed_package_says_the_same(measure, package):
    if not installed(package) or (package == "pot" and not installed("scikit-image")):
        pytest.skip(f"{package} is not installed")
    original = load_photo(TOP / "examples" / "chelsea.jpg").image
    theirs = PUBLISHED[measure, package](Pair(original, SPOILINGS["posterised"](original)))
    assert our_figures(TOP / "examples" / "chelsea.jpg", "posterised")[measure] == pytest.approx(theirs, abs=1e-3)
