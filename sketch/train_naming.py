"""Trains the recogniser: `python -m sketch.train_naming FOLDER`; needs the extra `train` (torch).

FOLDER holds `photos/`, `photos.tsv` (id, source, licence) and `labels.jsonl`. Every fold leaves out whole sources; what
its head answers about the photographs it never saw calibrates the shipped head, which is trained on all. The dictionary
of patches is learned from all photographs, without their labels. The same seed, torch version and one thread give the
same weights on one machine; other processors round sums differently.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from codec.errors import MubppError
from codec.files import write_whole
from sketch.naming_calibrate import HeldOut, calibrate, held_out_report
from sketch.naming_data import LabelledPhoto, read_photos, read_pixels, split_by_source
from sketch.naming_dictionary import learn_dictionary
from sketch.naming_model_files import write_model
from sketch.naming_patches import (
    CELL_COLS,
    CELL_ROWS,
    INPUT_COLS,
    INPUT_ROWS,
    PROJECTED,
    Array,
    cell_features,
    name_cells,
    project,
    whole_texture,
    with_surroundings,
)
from sketch.train_naming_head import CellSamples, train_head
from sketch.train_naming_views import augment

STORED_ROWS, STORED_COLS = 144, 192
"""Photographs are kept at this size, so that crops of them still fill 96x128."""
CELLS_PER_VIEW = 32


@dataclass(frozen=True)
class Corpus:
    """Photographs and their grids as tensors."""

    pixels: torch.Tensor
    """(n, 3, 144, 192) uint8."""
    grids: torch.Tensor
    """(n, 6, 8) class indices."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m sketch.train_naming", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="labelled photographs")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "naming_model", help="folder to write")
    parser.add_argument("--views", type=int, default=8, help="views of every photograph to learn from (default 8)")
    parser.add_argument("--folds", type=int, default=5, help="folds of whole sources to measure on (default 5)")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    try:
        train_all(args.folder, out=args.out, views=args.views, folds=args.folds, seed=args.seed)
    except MubppError as error:
        print(f"train_naming: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def train_all(folder: Path, *, out: Path, views: int, folds: int, seed: int) -> None:
    """Train, calibrate and write everything the package ships; prints what was measured on held-out sources."""
    photos = read_photos(folder)
    corpus = load_corpus(photos)
    dictionary, described, samples = describe_cells(corpus, views=views, seed=seed)
    answers = answer_held_out(photos, folds=folds, described=described, samples=samples, seed=seed)
    calibration, word_weights = calibrate(answers)
    head = train_head(samples, range(len(photos)), seed=seed)
    write_model(out, calibration, patches={**dictionary, **head}, word_weights=word_weights)
    report = held_out_report(answers, calibration)
    write_whole(out / "held_out.txt", report.encode() + b"\n")
    print(report)


def load_corpus(photos: Sequence[LabelledPhoto]) -> Corpus:
    """Read photographs and labels; raises `FormatError` for a file that is no picture."""
    pixels = np.stack([read_pixels(photo, rows=STORED_ROWS, cols=STORED_COLS) for photo in photos])
    grids = np.stack([photo.grid for photo in photos])
    return Corpus(torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(), torch.from_numpy(grids))


def describe_cells(corpus: Corpus, *, views: int, seed: int) -> tuple[dict[str, Array], list[Array], CellSamples]:
    """Learn the dictionary; return it, every photograph's described cells, and samples of cells from all views."""
    generator = torch.Generator().manual_seed(seed)
    changed, _ = augment(corpus.pixels, corpus.grids, generator)
    dictionary = learn_dictionary([view.permute(1, 2, 0).numpy() for view in changed], seed=seed)
    described: list[Array] = []
    features, classes = [], []
    for view in range(views):
        print(f"describing view {view + 1} of {views}", file=sys.stderr)
        pixels, grids = augment(corpus.pixels, corpus.grids, generator) if view else _unchanged(corpus)
        for picture, grid in zip(pixels, grids, strict=True):
            cells = with_surroundings(project(cell_features(picture.permute(1, 2, 0).numpy(), dictionary), dictionary))
            if view == 0:
                described.append(cells)
            chosen = torch.randperm(CELL_ROWS * CELL_COLS, generator=generator)[:CELLS_PER_VIEW]
            features.append(torch.from_numpy(cells.reshape(-1, cells.shape[2])).half()[chosen])
            classes.append(grid.reshape(-1)[chosen])
    owners = torch.arange(len(corpus.pixels)).repeat_interleave(CELLS_PER_VIEW).repeat(views)
    return dictionary, described, CellSamples(torch.cat(features), torch.cat(classes), owners)


def _unchanged(corpus: Corpus) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = torch.nn.functional.interpolate(corpus.pixels.float() / 255, (INPUT_ROWS, INPUT_COLS), mode="area")
    return pixels, corpus.grids.repeat_interleave(2, 1).repeat_interleave(2, 2)


def answer_held_out(
    photos: list[LabelledPhoto], *, folds: int, described: list[Array], samples: CellSamples, seed: int
) -> HeldOut:
    """Gather what every fold's head says about the photographs whose sources it never saw."""
    answers = HeldOut.empty(photos)
    for fold, members in enumerate(split_by_source(photos, folds=folds)):
        print(f"fold {fold + 1} of {folds}: {len(members)} photographs left out", file=sys.stderr)
        head = train_head(samples, sorted(set(range(len(photos))) - set(members)), seed=seed)
        answers.fold[members] = fold
        for index in members:
            answers.logits[index] = name_cells(described[index], head)
            answers.textures[index] = whole_texture(described[index][:, :, :PROJECTED])
    return answers


if __name__ == "__main__":
    sys.exit(main())
