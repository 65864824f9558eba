"""Takes words from the recogniser that don't hold on other photographs: `python -m sketch.naming_transfer LABELS`.

Held-out folds share a labeller and a way of collecting. LABELS is a folder of photographs labelled apart; those of its
split "tune" join the record of every class, group, noun and scene, and what is then right less than 6 times in 10 is no
longer speakable. Nothing is ever made speakable here, no weight or floor changes, and the split "test" isn't opened.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from codec.errors import MubppError
from sketch.naming import MODEL_FOLDER, Sight, look
from sketch.naming_data import CLASSES, GROUPS, SCENES, UNKNOWN, LabelledPhoto, open_photo, read_photos
from sketch.naming_gates import PRIOR_SAYINGS, TARGET_PRECISION
from sketch.naming_model_files import Calibration, WordRecord, read_calibration, write_calibration

Bools = npt.NDArray[np.bool_]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    summary = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m sketch.naming_transfer", description=summary)
    parser.add_argument("labels", type=Path, help="folder with labels.jsonl")
    parser.add_argument("--pictures", type=Path, help="where the pictures are (default: LABELS/photos)")
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER, help="model folder to change")
    args = parser.parse_args(argv)
    try:
        photos = [photo for photo in read_photos(args.labels, pictures=args.pictures) if photo.split == "tune"]
        calibration = read_calibration(args.model)
        seen = [(photo, look(np.asarray(open_photo(photo)), folder=args.model)) for photo in photos]
        write_calibration(join_records(calibration, seen), args.model)
    except MubppError as error:
        print(f"naming_transfer: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def join_records(calibration: Calibration, seen: Sequence[tuple[LabelledPhoto, Sight]]) -> Calibration:
    """Return the calibration with the records of speakable words joined with what was said of `seen`."""
    truth = np.concatenate([photo.grid.ravel() for photo, _ in seen]) if seen else np.zeros(0, np.int64)
    known = truth != UNKNOWN
    named = np.concatenate([sight.named_cells().ravel() for _, sight in seen]) if seen else truth
    passed = [(sight.group_grid >= sight.group_floors).reshape(-1, len(sight.groups)) for _, sight in seen]
    grouped = np.concatenate(passed) if seen else np.zeros((0, len(calibration.groups)), bool)
    changes: dict[str, dict[str, WordRecord]] = {"classes": {}, "groups": {}, "scenes": {}, "nouns": {}}
    for index, name in enumerate(CLASSES):
        changes["classes"][name] = _joined(calibration.classes[name], (named == index) & known, truth == index)
    for index, name in enumerate(calibration.groups):
        members = [CLASSES.index(member) for member in GROUPS[name]]
        said = grouped[:, index] & known
        changes["groups"][name] = _joined(calibration.groups[name], said, np.isin(truth, members))
    for kind in ("scenes", "nouns"):
        for name, record in getattr(calibration, kind).items():
            said = np.array([getattr(sight, kind)[name] >= record.floor for _, sight in seen], bool)
            shown = np.array(
                [name in (photo.nouns if kind == "nouns" else _scene_of(photo)) for photo, _ in seen], bool
            )
            rare = kind == "nouns" and name not in calibration.learned
            changes[kind][name] = _joined(record, said, shown, prior=PRIOR_SAYINGS if rare else 0.0)
    return calibration.model_copy(update=changes)


def _scene_of(photo: LabelledPhoto) -> tuple[str, ...]:
    return () if photo.scene == UNKNOWN else (SCENES[photo.scene],)


def _joined(record: WordRecord, said: Bools, shown: Bools, *, prior: float = 0.0) -> WordRecord:
    """Join a record with what was said since; `prior` sayings of other words are counted in its precision."""
    if not record.speakable:
        return record
    hits = record.precision * (record.said + prior) + int((said & shown).sum())
    found = round(record.recall * record.shown) + int((said & shown).sum())
    total, present = record.said + int(said.sum()), record.shown + int(shown.sum())
    precision = hits / (total + prior)
    return record.model_copy(
        update={
            "precision": precision,
            "recall": found / max(present, 1),
            "said": total,
            "shown": present,
            "speakable": precision >= TARGET_PRECISION,
        }
    )


if __name__ == "__main__":
    sys.exit(main())
