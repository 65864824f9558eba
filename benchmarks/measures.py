"""Holds our measures against published implementations on photographs: `python -m benchmarks.measures PHOTOS…`.

Needs `pip install piq pytorch-msssim scikit-image pot` (torch comes with them); what is missing is left out and said.
`--golden FILE` keeps their figures, which the tests then hold ours against without any of these packages. Every
photograph is compared with itself blurred, posterised, and enlarged from a few pixels. Knows nothing of descriptions.
"""

import argparse
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from PIL import Image, ImageFilter

from codec.command import Parser, run_command
from codec.distortion import distortion
from codec.distortion_colour import palette_directions
from codec.distortion_pair import Pair
from codec.errors import UsageError
from codec.photo import load_photo
from traces.folder import write_whole

GOLDEN: Final = "tests/golden/measures.json"

SPOILINGS: Final[Mapping[str, Callable[[Image.Image], Image.Image]]] = MappingProxyType(
    {
        "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(4)),
        "posterised": lambda image: image.filter(ImageFilter.GaussianBlur(3)).point(lambda v: v // 32 * 32 + 16),
        "tiny": lambda image: image.resize((6, 4), Image.Resampling.BOX).resize(image.size, Image.Resampling.BICUBIC),
    }
)


def _tensors(pair: Pair) -> list[Any]:
    """Give both pictures as torch wants them: (1, 3, height, width), 0 to 1, in double precision."""
    torch = importlib.import_module("torch")
    return [torch.from_numpy(rgb.astype(np.float64) / 255).permute(2, 0, 1)[None] for rgb in pair.rgb]


def _luma_tensors(pair: Pair) -> list[Any]:
    torch = importlib.import_module("torch")
    return [torch.from_numpy(luma.astype(np.float64) / 255)[None, None] for luma in pair.luma]


def _skimage_ssim(pair: Pair) -> float:
    metrics = importlib.import_module("skimage.metrics")
    return float(
        metrics.structural_similarity(
            *pair.luma, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255
        )
    )


def _skimage_delta(pair: Pair, name: str) -> float:
    colour = importlib.import_module("skimage.color")
    return float(getattr(colour, name)(*map(colour.rgb2lab, pair.rgb)).mean())


def _pot_palette(pair: Pair) -> float:
    """Twice POT's sliced Wasserstein distance over our directions; its Lab colours come from scikit-image."""
    colour, transport = importlib.import_module("skimage.color"), importlib.import_module("ot")
    clouds = [colour.rgb2lab(rgb)[::4, ::4].reshape(-1, 3) for rgb in pair.rgb]
    return 2 * float(transport.sliced_wasserstein_distance(*clouds, projections=palette_directions().T, p=1))


PUBLISHED: Final[Mapping[tuple[str, str], Callable[[Pair], float]]] = MappingProxyType(
    {
        ("ssim", "scikit-image"): _skimage_ssim,
        ("ssim", "piq"): lambda pair: float(importlib.import_module("piq").ssim(*_luma_tensors(pair))),
        ("ms_ssim", "piq"): lambda pair: float(importlib.import_module("piq").multi_scale_ssim(*_luma_tensors(pair))),
        ("ms_ssim", "pytorch-msssim"): lambda pair: float(
            importlib.import_module("pytorch_msssim").ms_ssim(*_luma_tensors(pair), data_range=1)
        ),
        ("gmsd", "piq"): lambda pair: float(importlib.import_module("piq").gmsd(*_tensors(pair))),
        ("haarpsi", "piq"): lambda pair: float(importlib.import_module("piq").haarpsi(*_tensors(pair))),
        ("delta_e", "scikit-image"): lambda pair: _skimage_delta(pair, "deltaE_cie76"),
        ("delta_e_2000", "scikit-image"): lambda pair: _skimage_delta(pair, "deltaE_ciede2000"),
        ("palette", "pot"): _pot_palette,
    }
)
"""Measure and package to what the package says of a pair."""


def published_figures(path: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Ask every installed package: spoiling, measure and package to figure."""
    original = load_photo(path).image
    found: dict[str, dict[str, dict[str, float]]] = {}
    for spoiling, spoil in SPOILINGS.items():
        pair = Pair(original, spoil(original))
        measures = found.setdefault(spoiling, {})
        for (measure, package), ask in PUBLISHED.items():
            if _version(package):
                measures.setdefault(measure, {})[package] = ask(pair)
    return found


def our_figures(path: Path, spoiling: str) -> dict[str, float]:
    """Measure a photograph beside its spoilt self by all our measures."""
    original = load_photo(path).image
    return distortion(original, SPOILINGS[spoiling](original))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    options = make_parser().parse_args(argv)
    versions = {package: found for _, package in PUBLISHED if (found := _version(package))}
    if not versions:
        raise UsageError("none of them is installed: pip install piq pytorch-msssim scikit-image pot")
    theirs = {path.name: published_figures(path) for path in options.photos}
    largest: dict[tuple[str, str], float] = {}
    for path in options.photos:
        for spoiling, measures in theirs[path.name].items():
            ours = our_figures(path, spoiling)
            for measure, figures in measures.items():
                for package, figure in figures.items():
                    key = measure, package
                    largest[key] = max(largest.get(key, 0.0), abs(ours[measure] - figure))
    print(f"{len(options.photos)} photographs, {len(SPOILINGS)} spoilings; largest difference from ours:")
    for (measure, package), difference in largest.items():
        print(f"  {measure:<14}{f'{package} {versions[package]}':<26}{difference:.1e}")
    missing = sorted({package for _, package in PUBLISHED} - versions.keys())
    if missing:
        print(f"not installed: {', '.join(missing)}")
    if options.golden:
        golden = {"versions": versions, "figures": theirs}
        write_whole(options.golden, json.dumps(golden, indent=1, sort_keys=True).encode() + b"\n")
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Make the benchmark's parser."""
    parser = Parser(prog="python -m benchmarks.measures", description="Our measures beside published implementations.")
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTOS", help="picture files")
    parser.add_argument("--golden", type=Path, metavar="FILE", help=f"keep their figures, such as {GOLDEN}")
    return parser


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    run_command(main, program="benchmarks.measures")
