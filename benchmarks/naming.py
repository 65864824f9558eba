"""Measures the shipped recogniser on labelled photographs: `python -m benchmarks.naming LABELS --pictures FOLDER`.

LABELS is a folder with `labels.jsonl`; this project's own, for the Kodak and some Unsplash photographs, is
`benchmarks/naming_labels`. Prints cells right, a reliability diagram, precision and recall per class, group and noun,
cells right by source, boxes, and milliseconds. What was measured while training, on sources left out, is in the model
folder's `held_out.txt`; photographs that the model was trained on show nothing here.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from codec.errors import FormatError, MubppError
from sketch.naming import UNKNOWN, Sight, load_naming_model, look
from sketch.naming_data import CLASSES, GROUPS, LabelledPhoto, open_photo, read_photos
from sketch.naming_gates import calibration_error, reliability
from sketch.naming_nouns import nouns_of

Points = list[tuple[float, float, int]]


@dataclass(frozen=True)
class Seen:
    """A labelled photograph and what the recogniser made of it."""

    photo: LabelledPhoto
    sight: Sight


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.naming", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("labels", type=Path, help="folder with labels.jsonl")
    parser.add_argument("--pictures", type=Path, help="where the pictures are (default: LABELS/photos)")
    parser.add_argument("--split", choices=("tune", "test", "all"), default="all")
    parser.add_argument("--plot", type=Path, help="write the reliability diagram to this PNG")
    args = parser.parse_args(argv)
    try:
        report(args.labels, pictures=args.pictures, split=args.split, plot=args.plot)
    except MubppError as error:
        print(f"benchmarks.naming: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def report(labels: Path, *, pictures: Path | None, split: str, plot: Path | None) -> None:
    """Look at every photograph of the split and print what was measured."""
    photos = [p for p in read_photos(labels, pictures=pictures) if split in ("all", p.split)]
    if not photos:
        raise FormatError(f"{labels}: no photographs in split {split}")
    began = time.perf_counter()
    load_naming_model()
    load_s = time.perf_counter() - began
    seen, look_s = [], []
    for photo in photos:
        pixels = np.asarray(open_photo(photo))
        began = time.perf_counter()
        seen.append(Seen(photo, look(pixels)))
        look_s.append(time.perf_counter() - began)
    print(f"{len(photos)} photographs; load {1000 * load_s:.0f} ms, look median {1000 * np.median(look_s):.0f} ms")
    points = print_cells(seen)
    if plot is not None:
        draw_reliability(points).save(plot)
    print_words(seen)
    print_nouns(seen)
    print_sources(seen)


def print_cells(seen: Sequence[Seen]) -> Points:
    """Print the share of cells right and the reliability diagram; returns its points."""
    truth = np.concatenate([s.photo.grid.ravel() for s in seen])
    chances = np.concatenate([s.sight.grid.reshape(-1, len(CLASSES)) for s in seen])[truth != UNKNOWN]
    truth = truth[truth != UNKNOWN]
    right, confidence = chances.argmax(axis=1) == truth, chances.max(axis=1)
    points = reliability(confidence, right)
    sure = confidence > 0.5
    print(
        f"cells right: {right.mean():.3f} of {len(truth)}; expected calibration error {calibration_error(points):.3f}"
    )
    if sure.any():
        print(f"with confidence over .5: {sure.mean():.3f} of the cells, right {right[sure].mean():.3f}")
    for mean, share, count in points:
        print(f"  confidence {mean:.2f} right {share:.2f} of {count:5d} {'#' * round(40 * share)}")
    return points


def print_words(seen: Sequence[Seen]) -> None:
    """Print precision and recall of the classes and groups as a describer would say them, floors applied."""
    print("classes as said (floors applied): precision, recall, cells said, cells shown")
    named = np.concatenate([s.sight.named_cells().ravel() for s in seen])
    truth = np.concatenate([s.photo.grid.ravel() for s in seen])
    for index, name in enumerate(CLASSES):
        print_score(name, (named == index) & (truth != UNKNOWN), truth == index)
    print("groups as said")
    for index, name in enumerate(seen[0].sight.groups):
        said = np.concatenate([(s.sight.group_grid[..., index] >= s.sight.group_floors[index]).ravel() for s in seen])
        print_score(name, said & (truth != UNKNOWN), np.isin(truth, [CLASSES.index(m) for m in GROUPS[name]]))


def print_nouns(seen: Sequence[Seen]) -> None:
    """Print precision and recall of the speakable nouns and scenes, and how well the boxes of right nouns lie."""
    calibration = load_naming_model().calibration
    print("speakable nouns: precision, recall, photographs said, photographs shown")
    for noun in [noun for noun, record in calibration.nouns.items() if record.speakable]:
        said = np.array([noun in {thing.noun for thing in s.sight.things} for s in seen])
        print_score(noun, said, np.array([noun in s.photo.nouns for s in seen]))
    print("scene word")
    scenes = [s.sight.scene for s in seen]
    for index, scene in enumerate(calibration.scene_names):
        if calibration.scenes[scene].speakable:
            said = np.array([word == scene for word in scenes])
            print_score(scene, said, np.array([s.photo.scene == index for s in seen]))
    overlaps = list(box_overlaps(seen))
    if overlaps:
        good = np.mean(np.array(overlaps) >= 0.3)
        print(f"boxes of right nouns: mean overlap {np.mean(overlaps):.2f}, {good:.2f} at least .3, of {len(overlaps)}")


def box_overlaps(seen: Sequence[Seen]) -> list[float]:
    """Return the best intersection over union of every right noun's box with a labelled box of that noun."""
    overlaps = []
    for s in seen:
        for thing in s.sight.things:
            boxes = [labelled.box for labelled in s.photo.objects if thing.noun in nouns_of(labelled.noun)]
            if boxes:
                overlaps.append(max(intersection_over_union(thing.box, box) for box in boxes))
    return overlaps


def intersection_over_union(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Return the shared area of two (left, top, right, bottom) boxes over their joint area."""
    shared = max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    joint = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / max(joint, 1e-9)


def print_sources(seen: Sequence[Seen]) -> None:
    """Print the share of cells right by source."""
    print("by source: photographs, cells right, cells named at all, right of the named")
    for source in sorted({s.photo.source for s in seen}):
        mine = [s for s in seen if s.photo.source == source]
        truth = np.concatenate([s.photo.grid.ravel() for s in mine])
        best = np.concatenate([s.sight.grid.argmax(axis=2).ravel() for s in mine])[truth != UNKNOWN]
        named = np.concatenate([s.sight.named_cells().ravel() for s in mine])[truth != UNKNOWN]
        truth = truth[truth != UNKNOWN]
        spoken = named != UNKNOWN
        share = (named[spoken] == truth[spoken]).mean() if spoken.any() else float("nan")
        print(f"  {source:40s} {len(mine):4d} {(best == truth).mean():.3f} {spoken.mean():.3f} {share:.3f}")


def print_score(
    word: str,
    said: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    shown: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> None:
    """Print one line, unless the word was neither said nor shown."""
    hits = int((said & shown).sum())
    if said.any() or shown.any():
        precision = f"{hits / said.sum():.2f}" if said.any() else "   -"
        recall = f"{hits / shown.sum():.2f}" if shown.any() else "   -"
        print(f"  {word:12s} {precision} {recall} {int(said.sum()):5d} {int(shown.sum()):5d}")


def draw_reliability(points: Points, *, side: int = 400) -> Image.Image:
    """Draw confidence (across) against share right (up), with the diagonal of perfect calibration."""
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    draw.line((0, side, side, 0), fill=(180, 180, 180))
    corners = [(confidence * side, side - share * side) for confidence, share, _ in points]
    draw.line(corners, fill=(20, 80, 180), width=2)
    for (x, y), (_, _, count) in zip(corners, points, strict=True):
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=(20, 80, 180))
        draw.text((x + 6, y + 2), str(count), fill=(90, 90, 90))
    draw.text((8, 8), "share of cells right (up) by confidence (across)", fill=(0, 0, 0))
    return image


if __name__ == "__main__":
    sys.exit(main())
