"""Turns held-out answers into the calibration that ships, and reports them; trains no network and reads no picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sketch.naming_backbone import Array
from sketch.naming_cells import CELL_COLS, CELL_ROWS
from sketch.naming_data import CLASSES, GRID_COLS, GRID_ROWS, GROUPS, SCENES, UNKNOWN, LabelledPhoto
from sketch.naming_evidence import OWN, logistic, shared_evidence, softmax, to_grid
from sketch.naming_faces import Face
from sketch.naming_gates import (
    LEAST_SAID,
    Measured,
    calibration_error,
    drawn_to,
    fit_logistic,
    measure,
    reliability,
)
from sketch.naming_imagenet import GROUPS as KNOWN_GROUPS
from sketch.naming_model_files import Calibration, WordRecord
from sketch.naming_nouns import NOUNS

RIDGE = 30.0
"""Pulls a word's standardised weights to nothing: there are fewer photographs than would bear less."""
OWN_STRENGTH = 3.0
"""How much less the weights of a noun's own evidence are pulled."""
ENOUGH_SHOWN = 8
"""Photographs that must show a noun before it has a regression of its own."""
LEAST_OWN = 3
"""Held-out sayings that a noun must have of its own where the record of others is counted with its own."""
GIST = 24
"""Numbers to which the classifier's scores of a whole picture are brought down."""


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
    own: Array
    """(n, groups, `OWN`): the classifier's evidence for each of its groups."""
    whole: Array
    """(n, clusters): its scores of the whole picture."""
    faces: tuple[tuple[Face, ...], ...]

    @classmethod
    def of(
        cls, photos: Sequence[LabelledPhoto], *, own: Array, whole: Array, faces: Sequence[Sequence[Face]]
    ) -> "HeldOut":
        """Return the truth about `photos` with what networks say that learned nothing of it, and room for cells."""
        n = len(photos)
        return cls(
            grids=np.stack([photo.grid for photo in photos]),
            scenes=np.array([photo.scene for photo in photos]),
            shown=np.array([[noun in photo.nouns for noun in NOUNS] for photo in photos]),
            sources=tuple(photo.source for photo in photos),
            fold=np.zeros(n, np.int64),
            logits=np.zeros((n, CELL_ROWS, CELL_COLS, len(CLASSES)), np.float32),
            own=own,
            whole=whole,
            faces=tuple(tuple(each) for each in faces),
        )


@dataclass(frozen=True)
class Regressions:
    """What turns evidence into chances of words."""

    gist: Array
    words: Array
    shared: Array


def calibrate(answers: HeldOut) -> tuple[Calibration, Regressions]:
    """Return the calibration and the regressions' weights."""
    temperature = _cell_temperature(answers)
    grid = held_out_grid(answers, temperature)
    gist = learn_gist(answers.whole)
    shared = np.stack(
        [shared_evidence(g, f, w, gist) for g, f, w in zip(grid, answers.faces, answers.whole, strict=True)]
    )
    own = _own_of_nouns(answers)
    common = _held_out_common(own, answers)
    learned, chances = _choose_learned(answers, own, shared, common)
    scene_chances = _held_out(_no_own(shared), scene_truth(answers), answers.fold)
    cells = _cells(answers, grid)
    calibration = Calibration(
        class_names=CLASSES,
        scene_names=SCENES,
        noun_names=tuple(NOUNS),
        group_names=tuple(KNOWN_GROUPS),
        learned=learned,
        temperature=temperature,
        classes=_class_records(*cells),
        groups=_group_records(*cells),
        scenes={
            word: _record(measure(scene_chances[:, k], truth, truth, answers.fold))
            for k, (word, truth) in enumerate(zip(SCENES, scene_truth(answers).T, strict=True))
        },
        nouns=_noun_records(answers, chances, learned),
    )
    rows = [_fit_word(_joined(own[:, _row(n)], shared), answers.shown[:, _row(n)]) for n in learned]
    rows += [_fit_word(_no_own(shared), truth) for truth in scene_truth(answers).T]
    return calibration, Regressions(gist, np.stack(rows), _fit_common(own, answers.shown))


def learn_gist(whole: Array) -> Array:
    """Return the directions of most variance of the scores, scaled to deviation 1: (clusters, `GIST`)."""
    _, lengths, directions = np.linalg.svd(whole - whole.mean(axis=0), full_matrices=False)
    few = min(GIST, len(directions))
    scaled = directions[:few].T / np.maximum(lengths[:few] / np.sqrt(len(whole)), 1e-3)
    return np.asarray(np.pad(scaled, ((0, 0), (0, GIST - few))), np.float32)


def scene_truth(answers: HeldOut) -> npt.NDArray[np.bool_]:
    """Return (n, scenes): which scene word a photograph has."""
    return np.asarray(answers.scenes[:, None] == np.arange(len(SCENES))[None])


def held_out_grid(answers: HeldOut, temperature: float) -> Array:
    """Return calibrated held-out chances (n, 6, 8, K)."""
    return to_grid(softmax(answers.logits / np.float32(temperature)))


def _row(noun: str) -> int:
    return tuple(NOUNS).index(noun)


def _own_of_nouns(answers: HeldOut) -> Array:
    """Return (n, nouns, `OWN`): nought for nouns that the classifier doesn't know."""
    groups = list(KNOWN_GROUPS)
    none = np.zeros((len(answers.own), OWN), np.float32)
    return np.stack([answers.own[:, groups.index(noun)] if noun in groups else none for noun in NOUNS], axis=1)


def _known() -> list[int]:
    return [row for row, noun in enumerate(NOUNS) if noun in KNOWN_GROUPS]


def _fit_common(own: Array, shown: npt.NDArray[np.bool_]) -> Array:
    """Fit one regression on every pair of a photograph and a noun that the classifier knows."""
    known = _known()
    return fit_logistic(own[:, known].reshape(-1, OWN), shown[:, known].ravel(), ridge=1.0)


def _held_out_common(own: Array, answers: HeldOut) -> Array:
    chances = np.zeros(answers.shown.shape, np.float32)
    for fold in np.unique(answers.fold):
        others = answers.fold != fold
        weights = _fit_common(own[others], answers.shown[others])
        for photo in np.nonzero(~others)[0]:
            chances[photo] = logistic(own[photo], np.broadcast_to(weights, (len(NOUNS), OWN + 1)))
    return chances


def _joined(own: Array, shared: Array) -> Array:
    return np.concatenate([own, shared], axis=1)


def _no_own(shared: Array) -> Array:
    return _joined(np.zeros((len(shared), OWN), np.float32), shared)


def _choose_learned(answers: HeldOut, own: Array, shared: Array, common: Array) -> tuple[tuple[str, ...], Array]:
    """Return the nouns that do better with a regression of their own, and held-out chances of all, (n, nouns)."""
    learned, chances = [], common.copy()
    for noun in NOUNS:
        row = _row(noun)
        truth = answers.shown[:, row]
        if truth.sum() < ENOUGH_SHOWN:
            continue
        mine = _held_out(_joined(own[:, row], shared), truth[:, None], answers.fold)[:, 0]
        if noun not in KNOWN_GROUPS or _surprise(mine, truth) < _surprise(common[:, row], truth):
            learned.append(noun)
            chances[:, row] = mine
    unknown = [_row(noun) for noun in NOUNS if noun not in KNOWN_GROUPS and noun not in learned]
    chances[:, unknown] = 0
    return tuple(learned), chances


def _surprise(chance: Array, truth: npt.NDArray[np.bool_]) -> float:
    return float(-np.log(np.where(truth, chance, 1 - chance) + 1e-6).mean())


def _held_out(evidence: Array, truth: npt.NDArray[np.bool_], folds: npt.NDArray[np.int64]) -> Array:
    """Return chances (n, words) for every fold from regressions fitted on the others."""
    chances = np.zeros(truth.shape, np.float32)
    for fold in np.unique(folds):
        here = folds == fold
        for word in range(truth.shape[1]):
            weights = _fit_word(evidence[~here], truth[~here, word])
            chances[here, word] = logistic(evidence[here], np.broadcast_to(weights, (int(here.sum()), len(weights))))
    return chances


def _fit_word(evidence: Array, truth: npt.NDArray[np.bool_]) -> Array:
    """Fit a regression on standardised evidence; the returned weights take it as it comes."""
    mean, deviation = evidence.mean(axis=0), evidence.std(axis=0) + 1e-3
    deviation[:OWN] = (deviation[:OWN] + 1) / OWN_STRENGTH
    weights = fit_logistic((evidence - mean) / deviation, truth, ridge=RIDGE)
    plain = weights[:-1] / deviation
    return np.append(plain, weights[-1] - plain @ mean).astype(np.float32)


def _noun_records(answers: HeldOut, chances: Array, learned: Sequence[str]) -> dict[str, WordRecord]:
    """Measure well-shown nouns each by itself, the others together, each drawn to what is true of all of them.

    A noun that is shown often but said too seldom to be measured by itself counts with the others if said at all.
    """
    rare = [row for row in _known() if tuple(NOUNS)[row] not in learned]
    scores, right = chances[:, rare].ravel(), answers.shown[:, rare].ravel()
    together = measure(scores, right, right, np.repeat(answers.fold, len(rare)))
    records = {}
    for row, noun in enumerate(NOUNS):
        truth = answers.shown[:, row]
        if noun in learned:
            mine = measure(chances[:, row], truth, truth, answers.fold)
            seldom = noun in KNOWN_GROUPS and mine.said < LEAST_SAID
            drawn = drawn_to(together, chances[:, row], truth)
            records[noun] = _record(drawn if seldom and drawn.said >= LEAST_OWN else mine)
        elif noun in KNOWN_GROUPS:
            records[noun] = _record(drawn_to(together, chances[:, row], truth))
        else:
            records[noun] = _record(
                replace(together, floor=2.0, precision=0.0, recall=0.0, said=0, shown=int(truth.sum()))
            )
    return records


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


def _record(measured: Measured) -> WordRecord:
    return WordRecord(
        floor=measured.floor,
        precision=measured.precision,
        recall=measured.recall,
        said=measured.said,
        shown=measured.shown,
        speakable=measured.speakable,
    )


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
    lines.append(f"nouns with a regression of their own: {', '.join(calibration.learned)}")
    for kind in ("classes", "groups", "scenes", "nouns"):
        lines.append(f"{kind}: floor, precision, recall, said, shown")
        for word, record in getattr(calibration, kind).items():
            mark = "yes" if record.speakable else "no"
            lines.append(
                f"  {word:13s} {record.floor:5.2f} {record.precision:5.2f} {record.recall:5.2f} "
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
