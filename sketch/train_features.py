"""Measures the mean features of photographs and of paintings: `python -m sketch.train_features FOLDER`.

FOLDER is that of `sketch.train_naming`. The paintings are of the descriptions by people that its labels hold, each of
its photograph's shape. Needs numpy alone. To be run again when the network is trained again or the painter paints
otherwise.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from codec.errors import MubppError
from codec.files import write_whole
from sketch.eye_features import MEANS, features_of, paint_for_features
from sketch.naming import MODEL_FOLDER
from sketch.naming_data import open_photo, read_photos
from sketch.parse import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m sketch.train_features", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="labelled photographs")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder to write")
    args = parser.parse_args(argv)
    try:
        measure_means(args.folder, out=args.out)
    except MubppError as error:
        print(f"train_features: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def measure_means(folder: Path, *, out: Path) -> None:
    """Write both means."""
    photographs, paintings = [], []
    for photo in read_photos(folder):
        pixels = np.asarray(open_photo(photo))
        photographs.append(features_of(pixels))
        clauses = parse(photo.sketch).scene.clauses
        paintings.append(features_of(paint_for_features(clauses, aspect=pixels.shape[1] / pixels.shape[0])))
    stream = io.BytesIO()
    means = {"photographs": np.mean(photographs, axis=0), "paintings": np.mean(paintings, axis=0)}
    np.savez(stream, allow_pickle=False, **{name: mean.astype(np.float16) for name, mean in means.items()})
    write_whole(out / MEANS, stream.getvalue())
    apart = float(np.linalg.norm(means["photographs"] - means["paintings"]))
    print(f"{out / MEANS}: means of {len(photographs)} photographs and as many paintings, {apart:.2f} apart")


if __name__ == "__main__":
    sys.exit(main())
