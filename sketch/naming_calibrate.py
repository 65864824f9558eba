"""Turns held-out answers into the calibration that ships, and reports them; trains nothing and reads no picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketch.naming_data import CLASSES, GRID_COLS, GRID_ROWS, GROUPS, SCENES, UNKNOWN, LabelledPhoto
from sketch.naming_evidence import evidence_vector, logistic, softmax, to_grid
from sketch.naming_gates import Measured, calibration_error, fit_logistic, measure, reliability
from sketch.naming_model_files import Calibration, WordRecord
from sketch.naming_nouns import NOUNS
from sketch.naming_patches import BROAD, CELL_COLS, CELL_ROWS, Array

RIDGE = 100.0
"""Pulls the noun regressions' standardised weights to nothing: there are fewer photographs than would bear less."""


@dataclass
class HeldOut:
    """Answers about photographs from heads that never saw their sources, with the truth beside them."""

    grids: npt.NDArray[np.int64]
    scenes: npt.NDArray[np.int64]
    shown: npt.NDArray[np.bool_]
    """(n, nouns)"""
    sources: tuple[str, ...]
    fold: npt.NDArray[np.int64]
    logits: Array
    """(n, 12, 16, K)"""
    textures: Array
    """(n, 128)"""

    @classmethod
    def empty(cls, photos: Sequence[LabelledPhoto]) -> "HeldOut":
        """Return the truth about `photos` with room for answers."""
        n = len(photos)
        return cls(
            grids=np.stack([photo.grid for photo in photos]),
            scenes=np.array([photo.scene for photo in photos]),
            shown=np.array([[noun in photo.nouns for noun in NOUNS] for photo in photos]),
            sources=tuple(photo.source for photo in photos),
            fold=np.zeros(n, np.int64),
            logits=np.zeros((n, CELL_ROWS, CELL_COLS, len(CLASSES)), np.float32),
            textures=np.zeros((n, 2 * BROAD), np.float32),
        )


def calibrate(answers: HeldOut) -> tuple[Calibration, Array]:
    """Return the calibration and the noun regressions' weights."""
    temperature = _cell_temperature(answers)
    grid = held_out_grid(answers, temperature)
    evidence = np.stack([evidence_vector(*row) for row in zip(grid, answers.textures, strict=True)])
    cells = _cells(answers, grid)
    calibration = Calibration(
        class_names=CLASSES,
        scene_names=SCENES,
        noun_names=tuple(NOUNS),
        temperature=temperature,
        classes=_class_records(*cells),
        groups=_group_records(*cells),
        scenes=_word_records(
            SCENES, held_out_chances(evidence, scene_truth(answers), answers.fold), scene_truth(answers), answers.fold
        ),
        nouns=_word_records(
            tuple(NOUNS), held_out_chances(evidence, answers.shown, answers.fold), answers.shown, answers.fold
        ),
    )
    truth = np.concatenate([answers.shown, scene_truth(answers)], axis=1)
    return calibration, _fit_words(evidence, truth)


def scene_truth(answers: HeldOut) -> npt.NDArray[np.bool_]:
    """Return (n, scenes): which scene word a photograph has."""
    return np.asarray(answers.scenes[:, None] == np.arange(len(SCENES))[None])


def held_out_grid(answers: HeldOut, temperature: float) -> Array:
    """Return calibrated held-out chances (n, 6, 8, K)."""
    return to_grid(softmax(answers.logits / np.float32(temperature)))


def _cell_temperature(answers: HeldOut) -> float:
    """Fit on the chances that are used: those averaged to the grid."""
    known = answers.grids != UNKNOWN
    costs = {}
    for temperature in np.arange(0.6, 2.61, 0.1):
        grid = held_out_grid(answers, float(temperature))
        chances = np.take_along_axis(grid[known], answers.grids[known][:, None], axis=1)
        costs[float(temperature)] = float(-np.log(chances + 1e-6).mean())
    return min(costs, key=lambda temperature: costs[temperature])


def _cells(answers: HeldOut, grid: Array) -> tuple[Array, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    known = (answers.grids != UNKNOWN).ravel()
    folds = np.repeat(answers.fold, GRID_ROWS * GRID_COLS)
    return grid.reshape(-1, grid.shape[-1])[known], answers.grids.ravel()[known], folds[known]


def _class_records(chances: Array, truth: npt.NDArray[np.int64], folds: npt.NDArray[np.int64]) -> dict[str, WordRecord]:
    best = chances.argmax(axis=1)
    return {
        name: _record(measure(chances[:, k], truth == k, truth == k, folds, candidates=best == k))
        for k, name in enumerate(CLASSES)
    }


def _group_records(chances: Array, truth: npt.NDArray[np.int64], folds: npt.NDArray[np.int64]) -> dict[str, WordRecord]:
    records = {}
    for name, members in GROUPS.items():
        columns = [CLASSES.index(member) for member in members]
        right = np.isin(truth, columns)
        records[name] = _record(measure(chances[:, columns].sum(axis=1), right, right, folds))
    return records


def _word_records(
    words: Sequence[str], chances: Array, truth: npt.NDArray[np.bool_], folds: npt.NDArray[np.int64]
) -> dict[str, WordRecord]:
    return {word: _record(measure(chances[:, k], truth[:, k], truth[:, k], folds)) for k, word in enumerate(words)}


def _record(measured: Measured) -> WordRecord:
    return WordRecord(
        floor=measured.floor,
        precision=measured.precision,
        recall=measured.recall,
        said=measured.said,
        shown=measured.shown,
        speakable=measured.speakable,
    )


def held_out_chances(evidence: Array, truth: npt.NDArray[np.bool_], folds: npt.NDArray[np.int64]) -> Array:
    """Return chances (n, words) for every fold from regressions fitted on the others."""
    chances = np.zeros(truth.shape, np.float32)
    for fold in np.unique(folds):
        weights = _fit_words(evidence[folds != fold], truth[folds != fold])
        for row in np.nonzero(folds == fold)[0]:
            chances[row] = logistic(evidence[row], weights)
    return chances


def _fit_words(evidence: Array, truth: npt.NDArray[np.bool_]) -> Array:
    """Fit a regression per word on standardised evidence; the returned weights take it as it comes."""
    mean, deviation = evidence.mean(axis=0), evidence.std(axis=0) + 1e-3
    rows = []
    for column in truth.T:
        weights = fit_logistic((evidence - mean) / deviation, column, ridge=RIDGE)
        plain = weights[:-1] / deviation
        rows.append(np.append(plain, weights[-1] - plain @ mean))
    return np.stack(rows).astype(np.float32)


def held_out_report(answers: HeldOut, calibration: Calibration) -> str:
    """Return what was measured on held-out sources, as text."""
    chances, truth, _ = _cells(answers, held_out_grid(answers, calibration.temperature))
    right, confidence = chances.argmax(axis=1) == truth, chances.max(axis=1)
    points = reliability(confidence, right)
    sure = confidence > 0.5
    share = int((right & sure).sum()) / max(int(sure.sum()), 1)
    lines = [
        f"cells right: {right.mean():.3f}; of the {sure.mean():.3f} with confidence over .5: {share:.3f}; "
        f"expected calibration error {calibration_error(points):.3f}",
        *(f"  confidence {a:.2f}: right {b:.2f} of {count}" for a, b, count in points),
    ]
    lines.append("by source: photographs, share of cells right")
    lines += _by_source(answers, held_out_grid(answers, calibration.temperature))
    for kind in ("classes", "groups", "scenes", "nouns"):
        lines.append(f"{kind}: floor, precision, recall, said, shown")
        for word, record in getattr(calibration, kind).items():
            mark = "yes" if record.speakable else "no"
            lines.append(
                f"  {word:11s} {record.floor:5.2f} {record.precision:5.2f} {record.recall:5.2f} "
                f"{record.said:5d} {record.shown:5d}  speakable: {mark}"
            )
    return "\n".join(lines)


def _by_source(answers: HeldOut, grid: Array) -> list[str]:
    names = np.array(answers.sources)
    right, known = grid.argmax(axis=3) == answers.grids, answers.grids != UNKNOWN
    counts = {name: int((names == name).sum()) for name in sorted(set(answers.sources))}
    lines = []
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        rows = names == name
        lines.append(f"  {counts[name]:4d}  {right[rows][known[rows]].mean():.3f}  {name}")
    return lines
