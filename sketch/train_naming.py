"""Trains the recogniser: `python -m sketch.train_naming FOLDER`; needs the extra `train` (torch and published weights).

FOLDER holds `photos/`, `photos.tsv` (id, source, licence) and `labels.jsonl`. A published network is rounded to few
bits; heads learn from what it makes of the photographs. Every fold leaves out whole sources; what its head answers
about the photographs it never saw calibrates the shipped head, which is trained on all. Rounding and the shrinking of
the classifier see all photographs, without their labels. The same seed, torch version and one thread give the same
weights on one machine; other processors round sums differently.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from codec.errors import MubppError
from codec.files import write_whole
from sketch.naming import LEAST_FACE
from sketch.naming_backbone import HEAD, Array, feature_maps, network_input, normalised
from sketch.naming_calibrate import HeldOut, calibrate, held_out_report
from sketch.naming_cells import COLOUR_COLS, COLOUR_ROWS, describe_cells, name_cells
from sketch.naming_data import LabelledPhoto, open_photo, read_photos, split_by_source
from sketch.naming_evidence import ask_windows, own_evidence
from sketch.naming_faces import Face, find_faces
from sketch.naming_model_files import StoredLayer, round_matrix, write_model
from sketch.train_naming_backbone import (
    BACKBONE_PACKAGE,
    CALIBRATION_SIDE,
    expanded,
    face_layers,
    find_file,
    fold_backbone,
    mend,
    round_backbone,
    stored_backbone,
    stored_faces,
)
from sketch.train_naming_classifier import distil_classifier
from sketch.train_naming_head import CellSamples, train_head
from sketch.train_naming_views import changed_view, plain_view

CELLS_PER_VIEW = 40
PICTURES_FOR_ROUNDING = 180


@dataclass(frozen=True)
class Effort:
    """How much is done."""

    views: int
    """Of every photograph, the plain one among them."""
    folds: int
    mending: int
    """Steps of distillation after rounding."""
    shrinking: int
    """Steps of distillation of the classifier."""


@dataclass(frozen=True)
class Looked:
    """What the networks make of the photographs."""

    described: list[Array]
    """Of the plain views, (12, 16, `naming_cells.WIDTH`)."""
    heads: list[npt.NDArray[np.float16]]
    """The last maps of all views."""
    samples: CellSamples
    faces: list[list[Face]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m sketch.train_naming", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="labelled photographs")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "naming_model", help="folder to write")
    parser.add_argument("--views", type=int, default=4, help="views of every photograph to learn from (default 4)")
    parser.add_argument("--folds", type=int, default=5, help="folds of whole sources to measure on (default 5)")
    parser.add_argument("--mending", type=int, default=140, help="steps that mend the rounded network (default 140)")
    parser.add_argument("--shrinking", type=int, default=400, help="steps that shrink the classifier (default 400)")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    try:
        effort = Effort(args.views, args.folds, args.mending, args.shrinking)
        train_all(args.folder, out=args.out, effort=effort, seed=args.seed)
    except MubppError as error:
        print(f"train_naming: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def train_all(folder: Path, *, out: Path, effort: Effort, seed: int) -> None:
    """Train, calibrate and write everything the package ships; prints what was measured on held-out sources."""
    photos = read_photos(folder)
    images = [open_photo(photo) for photo in photos]
    torch.manual_seed(seed)
    backbone, published = round_network(images, steps=effort.mending, seed=seed)
    faces = stored_faces()
    looked = look_at_all(photos, images, {**backbone, **faces}, views=effort.views, seed=seed)
    classifier, owner = distil_classifier(*published, looked.heads, steps=effort.shrinking, seed=seed)
    asked = [
        ask_windows(np.asarray(maps, np.float32), classifier.weights.expanded(), classifier.offset, owner)
        for maps in looked.heads[: len(photos)]
    ]
    answers = HeldOut.of(
        photos,
        own=np.stack([own_evidence(windows) for windows in asked]),
        whole=np.stack([windows.whole for windows in asked]),
        faces=looked.faces,
    )
    answer_held_out(photos, answers, looked, folds=effort.folds, seed=seed)
    calibration, regressions = calibrate(answers)
    head = train_head(looked.samples, range(len(photos)), seed=seed)
    cells = {
        "cells/first": StoredLayer(round_matrix(head["first"], bits=6, reach=0.8), head["first.bias"]),
        "cells/last": StoredLayer(round_matrix(head["last"], bits=8), head["last.bias"]),
    }
    layers = {**backbone, **faces, **cells, "classifier": classifier}
    write_model(
        out, calibration, layers,
        owner=owner, gist=regressions.gist, words=regressions.words, shared=regressions.shared,
    )  # fmt: skip
    report = held_out_report(answers, calibration)
    write_whole(out / "held_out.txt", report.encode() + b"\n")
    print(report)


def round_network(
    images: Sequence[Image.Image], *, steps: int, seed: int
) -> tuple[dict[str, StoredLayer], tuple[torch.Tensor, torch.Tensor]]:
    """Return the published network rounded and mended, and its classifier as published."""
    print("rounding the network", file=sys.stderr)
    exact, classifier = fold_backbone(find_file(BACKBONE_PACKAGE, "models/*.pth"))
    side = (CALIBRATION_SIDE, CALIBRATION_SIDE)
    small = [np.asarray(image.resize(side, Image.Resampling.BICUBIC), np.float32) for image in images]
    pictures = torch.from_numpy(normalised(np.stack(small))).permute(0, 3, 1, 2)
    every = max(len(pictures) // PICTURES_FOR_ROUNDING, 1)
    rounded = round_backbone(exact, pictures[::every])
    mend(rounded, exact, classifier, pictures, steps=steps, seed=seed)
    return stored_backbone(rounded), classifier


def look_at_all(
    photos: Sequence[LabelledPhoto],
    images: Sequence[Image.Image],
    stored: dict[str, StoredLayer],
    *,
    views: int,
    seed: int,
) -> Looked:
    """Run the shipped networks over every view of every photograph."""
    generator = np.random.default_rng(seed)
    backbone = expanded(stored)
    finder = face_layers({name: layer for name, layer in stored.items() if name.startswith("faces/")})
    described, heads, faces = [], [], []
    features, classes = [], []
    for view in range(views):
        print(f"view {view + 1} of {views}", file=sys.stderr)
        for photo, image in zip(photos, images, strict=True):
            shown = plain_view(image, photo.grid) if view == 0 else changed_view(image, photo.grid, generator)
            pixels, labels = shown
            maps = feature_maps(network_input(pixels), backbone)
            cells = describe_cells(maps, _colours(pixels))
            heads.append(maps[HEAD].astype(np.float16))
            if view == 0:
                described.append(cells)
                faces.append(find_faces(pixels, finder, least_score=LEAST_FACE))
            chosen = generator.permutation(labels.size)[:CELLS_PER_VIEW]
            features.append(torch.from_numpy(cells.reshape(labels.size, -1)[chosen]).half())
            classes.append(torch.from_numpy(labels.reshape(-1)[chosen].astype(np.int64)))
    owners = torch.arange(len(photos)).repeat_interleave(CELLS_PER_VIEW).repeat(views)
    return Looked(described, heads, CellSamples(torch.cat(features), torch.cat(classes), owners), faces)


def answer_held_out(photos: list[LabelledPhoto], answers: HeldOut, looked: Looked, *, folds: int, seed: int) -> None:
    """Fill in what every fold's head says about the photographs whose sources it never saw."""
    for fold, members in enumerate(split_by_source(photos, folds=folds)):
        print(f"fold {fold + 1} of {folds}: {len(members)} photographs left out", file=sys.stderr)
        head = train_head(looked.samples, sorted(set(range(len(photos))) - set(members)), seed=seed)
        answers.fold[members] = fold
        for index in members:
            answers.logits[index] = name_cells(looked.described[index], head)


def _colours(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Array:
    small = Image.fromarray(pixels).resize((COLOUR_COLS, COLOUR_ROWS), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


if __name__ == "__main__":
    sys.exit(main())
