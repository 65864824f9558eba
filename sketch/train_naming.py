"""Trains the recogniser: `python -m sketch.train_naming FOLDER`; needs the extra `train` (torch).

FOLDER holds `photos/`, `photos.tsv` (id, source, licence) and `labels.jsonl`. Every fold leaves out whole sources. What
the fold networks answer about photographs they never saw calibrates the shipped model: the mean of some of them beside
a cell head trained on all. The dictionary of patches is learned from all photographs, without their labels. The same
seed, torch version and one thread give the same weights on one machine; other processors round sums differently.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from codec.errors import MubppError
from sketch.naming_calibrate import HeldOut, calibrate, held_out_report
from sketch.naming_data import LabelledPhoto, read_photos, split_by_source
from sketch.naming_dictionary import learn_dictionary
from sketch.naming_model_files import write_model
from sketch.naming_net import FINE_COLS, FINE_ROWS, INPUT_COLS, INPUT_ROWS, Array, pack_weights
from sketch.naming_patches import (
    CELL_COLS,
    CELL_ROWS,
    PROJECTED,
    cell_features,
    name_cells,
    project,
    whole_texture,
    with_surroundings,
)
from sketch.train_naming_nets import (
    CellSamples,
    Corpus,
    Plan,
    fold_weights,
    load_corpus,
    predict,
    train,
    train_head,
)
from sketch.train_naming_views import augment

SHIPPED_NETWORKS = 3
"""How many of the fold networks ship: more would pass 2 MB."""
VIEWS = 5
"""Views of every photograph that the cell head learns from: itself and changed ones."""
CELLS_PER_VIEW = 32


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m sketch.train_naming", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="labelled photographs")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent / "naming_model", help="model folder to write"
    )
    parser.add_argument(
        "--work", type=Path, default=Path("naming-work"), help="keeps finished folds; a second run goes on"
    )
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    try:
        train_all(args.folder, out=args.out, work=args.work, epochs=args.epochs, folds=args.folds, seed=args.seed)
    except MubppError as error:
        print(f"train_naming: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def train_all(folder: Path, *, out: Path, work: Path, epochs: int, folds: int, seed: int) -> None:
    """Train, calibrate and write everything the package ships; prints what was measured."""
    photos = read_photos(folder)
    corpus = load_corpus(photos)
    held = split_by_source(photos, folds=folds)
    work.mkdir(parents=True, exist_ok=True)
    for fold, members in enumerate(held):
        if not (work / f"fold{fold}.npz").is_file():
            _train_fold(corpus, members, Plan(epochs=epochs, seed=seed + fold), work=work, fold=fold)
    dictionary, described, samples = _describe_cells(corpus, seed=seed)
    answers = _held_out(photos, held, work=work, described=described, samples=samples, seed=seed)
    calibration, word_weights = calibrate(answers)
    head = train_head(samples, range(len(photos)), seed=seed)
    packed = {}
    for fold in range(min(SHIPPED_NETWORKS, folds)):
        with np.load(work / f"weights{fold}.npz") as stored:
            packed |= {f"net{fold}/{key.split('/', 1)[1]}": stored[key] for key in stored.files}
    write_model(out, calibration, networks=packed, patches={**dictionary, **head}, word_weights=word_weights)
    report = held_out_report(answers, calibration)
    (out / "held_out.txt").write_text(report + "\n", encoding="utf-8")
    print(report)


def _train_fold(corpus: Corpus, held: Sequence[int], plan: Plan, *, work: Path, fold: int) -> None:
    print(f"fold {fold}: {len(held)} photographs left out", file=sys.stderr)
    members = sorted(set(range(len(corpus.pixels))) - set(held))
    network = train(corpus, members, plan)
    classes, scene, present = predict(network, corpus, held)
    packed = {f"0/{name}": value for name, value in pack_weights(fold_weights(network)).items()}
    np.savez_compressed(work / f"weights{fold}.npz", allow_pickle=False, **packed)
    np.savez(
        work / f"fold{fold}.npz",
        allow_pickle=False,
        held=np.array(held),
        classes=classes.astype(np.float16),
        scene=scene,
        present=present,
    )


def _describe_cells(corpus: Corpus, *, seed: int) -> tuple[dict[str, Array], list[Array], CellSamples]:
    """Learn the dictionary; return it, every photograph's described cells, and samples from `VIEWS` views of each."""
    generator = torch.Generator().manual_seed(seed)
    views, _ = augment(corpus.pixels, corpus.grids, generator)
    dictionary = learn_dictionary([view.permute(1, 2, 0).numpy() for view in views], seed=seed)
    described: list[Array] = []
    features, classes = [], []
    for view in range(VIEWS):
        if view == 0:
            pixels = torch.nn.functional.interpolate(corpus.pixels.float() / 255, (INPUT_ROWS, INPUT_COLS), mode="area")
            grids = corpus.grids.repeat_interleave(2, 1).repeat_interleave(2, 2)
        else:
            pixels, fine = augment(corpus.pixels, corpus.grids, generator)
            grids = fine[:, 1 :: FINE_ROWS // CELL_ROWS, 1 :: FINE_COLS // CELL_COLS]
        print(f"describing view {view} of {VIEWS}", file=sys.stderr)
        for picture, grid in zip(pixels, grids, strict=True):
            cells = with_surroundings(project(cell_features(picture.permute(1, 2, 0).numpy(), dictionary), dictionary))
            if view == 0:
                described.append(cells)
            chosen = torch.randperm(CELL_ROWS * CELL_COLS, generator=generator)[:CELLS_PER_VIEW]
            features.append(torch.from_numpy(cells.reshape(-1, cells.shape[2])).half()[chosen])
            classes.append(grid.reshape(-1)[chosen])
    owners = torch.arange(len(corpus.pixels)).repeat_interleave(CELLS_PER_VIEW).repeat(VIEWS)
    return dictionary, described, CellSamples(torch.cat(features), torch.cat(classes), owners)


def _held_out(
    photos: list[LabelledPhoto],
    held: list[list[int]],
    *,
    work: Path,
    described: list[Array],
    samples: CellSamples,
    seed: int,
) -> HeldOut:
    """Gather what the fold networks and fold heads say about the photographs they never saw."""
    answers = HeldOut.empty(photos)
    for fold, members in enumerate(held):
        others = sorted(set(range(len(photos))) - set(members))
        head = train_head(samples, others, seed=seed)
        with np.load(work / f"fold{fold}.npz") as stored:
            if not np.array_equal(stored["held"], members):
                raise MubppError(f"{work}: fold {fold} is of other photographs; give another --work folder")
            answers.fold[members] = fold
            answers.net_logits[members] = stored["classes"]
            answers.scene_logits[members] = stored["scene"]
            answers.noun_logits[members] = stored["present"]
        for index in members:
            answers.patch_logits[index] = name_cells(described[index], head)
            answers.textures[index] = whole_texture(described[index][:, :, :PROJECTED])
    return answers


if __name__ == "__main__":
    sys.exit(main())
