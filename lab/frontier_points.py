"""Rate and distortion of one picture under every code, and their means over pictures; knows nothing of pages and plots.

Bits are those of whole files and packed strings, and µbpp is counted over the original file's pixels for all codes
alike. Every picture is compared with the original's working copy.
"""

import base64
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, Final, Literal

from PIL import Image

from codec.distortion import distortion
from codec.distortion_pair import DistortionMeasure
from codec.errors import FormatError
from codec.mub import MubFile, pack, unpack
from codec.photo import Photo
from graph.finish import file_of
from graph.state import Task
from lab.baselines import CODES, Rung, identity, list_codes, match, reduce
from lab.baselines_file import FILE_CODES
from lab.frontier_record import Record, figure_key
from lab.statistics import Interval, PairedTest, bootstrap_interval, sign_flip_test
from traces.dialogue import Round
from traces.folder import RunFolder
from traces.reader import Trace

OURS: Final = "ours"
FIRST: Final = "ours, round 0"
ORDER: Final = (OURS, FIRST, *CODES)
"""Codes in the order in which tables show them."""

Kind = Literal["run", "matched", "reduced"]
"""run: ours; matched: another code in as many bits; reduced: a file of the lowest quality, as large as it comes."""


@dataclass(frozen=True, kw_only=True)
class Coded:
    """One picture under one code; the picture itself is drawn when it is asked for."""

    image: str
    code: str
    kind: Kind
    budget: str
    """Of the run, or of the run whose bits were to be matched; empty for a reduced file."""
    fit: str
    """How near a matched code came to our bits (`lab.baselines.Fit`)."""
    setting: str
    bits: int
    wanted_bits: int
    """Of ours at that budget; 0 for a reduced file."""
    ubpp: float
    measures: dict[str, float]
    draw: Callable[[], Image.Image]
    words: str = ""
    """The description, for a run."""


@dataclass(frozen=True, kw_only=True)
class Mean:
    """One code at one budget over all pictures."""

    code: str
    kind: Kind
    budget: str
    setting: str
    """Of a reduced file."""
    fit: str
    """Of all pictures, or how many were matched, such as "matched 7 of 20, else smallest"."""
    images: int
    bits: float
    wanted_bits: float
    ubpp: float
    measures: dict[str, Interval]
    spreads: dict[str, float]
    """Standard deviation over pictures; 0 for a single one."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """Ours against another code at the same budget, by one measure; a positive mean is in our favour."""

    budget: str
    measure: str
    against: str
    fit: str
    test: PairedTest


class Bench:
    """Codes and measures one picture; what its record knows is not done again."""

    def __init__(self, photo: Photo, runs: Path, measures: Sequence[DistortionMeasure]) -> None:
        """Open the picture's record beside the runs; raises StorageError."""
        self._photo = photo
        self._measures = measures
        self._record = Record(runs, photo.sha256)

    @property
    def worked(self) -> bool:
        """Whether anything was coded or measured that was not on record."""
        return self._record.grown

    def measure_run(self, trace: Trace, task: Task) -> Iterator[Coded]:
        """Yield what a finished run came to, its first round, and every other code in as many bits.

        Raises FormatError for a run whose file does not say what its trace says.
        """
        best = next((event.outcome for event in reversed(trace.rounds) if event.past.accepted), None)
        if best is None:
            return
        wanted_bits = _file_bits(trace.folder, best.offer.description)
        for code, outcome in ((OURS, best), (FIRST, trace.rounds[0].outcome)):
            if outcome.chosen is not None and outcome.chosen.picture is not None:
                bits = wanted_bits if outcome is best else len(_pack(file_of(task, outcome))) * 8
                yield self._ours(code, trace.folder, outcome, budget=task.budget, bits=bits)
        for code in list_codes():
            rung, fit = self._match(code, wanted_bits)
            yield self._theirs(rung, kind="matched", budget=task.budget, fit=fit, wanted_bits=wanted_bits)

    def measure_reduced(self) -> Iterator[Coded]:
        """Yield the files of every kind at their lowest quality, full size and reduced."""
        for code in (code for code in list_codes() if code in FILE_CODES):
            for kept in self._record.recall(f"reduced {code} {identity()}", partial(self._reduce, code)):
                yield self._theirs(_take(code, kept), kind="reduced", budget="", fit="", wanted_bits=0)

    def _reduce(self, code: str) -> list[list[str]]:
        return [_keep(rung) for rung in reduce(self._photo.image, code=code)]

    def _match(self, code: str, bits: int) -> tuple[Rung, str]:
        def make() -> list[str]:
            rung, fit = match(self._photo.image, code=code, bits=bits)
            return [*_keep(rung), fit]

        *kept, fit = self._record.recall(f"matched {code} {bits} {identity()}", make)
        return _take(code, kept), fit

    def _ours(self, code: str, folder: RunFolder, outcome: Round, *, budget: str, bits: int) -> Coded:
        assert outcome.chosen is not None
        picture = outcome.chosen.picture
        assert picture is not None

        def draw() -> Image.Image:
            return folder.load_picture(picture)

        return Coded(
            image=self._photo.name,
            code=code,
            kind="run",
            budget=budget,
            fit="",
            setting="",
            bits=bits,
            wanted_bits=bits,
            ubpp=bits * 1e6 / self._photo.pixels,
            measures=self._compare(picture.sha256, draw),
            draw=draw,
            words=outcome.offer.description,
        )

    def _theirs(self, rung: Rung, *, kind: Kind, budget: str, fit: str, wanted_bits: int) -> Coded:
        width, height = self._photo.image.size

        def draw() -> Image.Image:
            return rung.draw(width, height)

        return Coded(
            image=self._photo.name,
            code=rung.code,
            kind=kind,
            budget=budget,
            fit=fit,
            setting=rung.setting,
            bits=rung.bits,
            wanted_bits=wanted_bits,
            ubpp=rung.bits * 1e6 / self._photo.pixels,
            measures=self._compare(f"{rung.code} {sha256(rung.data).hexdigest()} {identity()}", draw),
            draw=draw,
        )

    def _compare(self, subject: str, draw: Callable[[], Image.Image]) -> dict[str, float]:
        keys = {figure_key(subject, measure): measure for measure in self._measures}

        def make(missing: list[str]) -> dict[str, float]:
            found = distortion(self._photo.image, draw(), measures=[keys[key] for key in missing])
            return {key: found[keys[key].name] for key in missing}

        figures = self._record.recall_all(list(keys), make)
        return {measure.name: float(figures[key]) for key, measure in keys.items()}


def average(coded: Sequence[Coded], measures: Sequence[DistortionMeasure], *, seed: int = 0) -> list[Mean]:
    """Average every code at every budget over pictures: budgets as they come, codes by `ORDER`, reduced files last."""
    groups: dict[tuple[str, Kind, str, str], list[Coded]] = defaultdict(list)
    for one in coded:
        groups[one.code, one.kind, one.budget, _side(one)].append(one)
    budgets = list(dict.fromkeys(one.budget for one in coded if one.kind == "run"))
    means = [
        Mean(
            code=code,
            kind=kind,
            budget=budget,
            setting=setting,
            fit=_say_fit(group),
            images=len(group),
            bits=fmean(one.bits for one in group),
            wanted_bits=fmean(one.wanted_bits for one in group),
            ubpp=fmean(one.ubpp for one in group),
            measures={m.name: bootstrap_interval([o.measures[m.name] for o in group], seed=seed) for m in measures},
            spreads={m.name: _spread([o.measures[m.name] for o in group]) for m in measures},
        )
        for (code, kind, budget, setting), group in groups.items()
    ]

    def rank(mean: Mean) -> tuple[float, int, float]:
        return budgets.index(mean.budget) if mean.budget else math.inf, ORDER.index(mean.code), mean.bits

    return sorted(means, key=rank)


def match_codes(coded: Sequence[Coded], measures: Sequence[DistortionMeasure], *, seed: int = 0) -> list[Match]:
    """Compare ours with its own first round and with every other code at the same budget, paired by picture."""
    at = {(one.image, one.code, one.budget): one for one in coded if one.kind != "reduced"}
    found = []
    for budget in dict.fromkeys(one.budget for one in coded if one.code == OURS):
        for against in ORDER[1:]:
            pairs = [
                (one, at[one.image, against, budget])
                for one in coded
                if one.code == OURS and one.budget == budget and (one.image, against, budget) in at
            ]
            for measure in measures if pairs else ():
                sign = -1 if measure.better == "less" else 1
                differences = [sign * (ours.measures[measure.name] - o.measures[measure.name]) for ours, o in pairs]
                test = sign_flip_test(differences, seed=seed)
                fit = _say_fit([other for _, other in pairs])
                found.append(Match(budget=budget, measure=measure.name, against=against, fit=fit, test=test))
    return found


def _side(one: Coded) -> str:
    """Name what a reduced file was reduced to."""
    return one.setting.split(",")[0] if one.kind == "reduced" else ""


def _say_fit(group: Sequence[Coded]) -> str:
    counts = Counter(one.fit for one in group)
    if len(counts) == 1:
        return next(iter(counts))
    others = " or ".join(sorted(fit for fit in counts if fit != "matched"))
    return f"matched {counts['matched']} of {len(group)}, else {others}"


def _spread(values: Sequence[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def _keep(rung: Rung) -> list[str]:
    return [rung.setting, base64.b64encode(rung.data).decode()]


def _take(code: str, kept: Sequence[Any]) -> Rung:
    setting, data = kept
    return Rung(code=code, setting=setting, data=base64.b64decode(data))


def _file_bits(folder: RunFolder, said: str) -> int:
    """Count the bits of the run's file as it lies on disk, decoded back."""
    try:
        data = folder.result_file.read_bytes()
    except OSError as error:
        raise FormatError(f"{folder.result_file}: can't be read ({error.strerror or error})") from error
    if unpack(data).text != said:
        raise FormatError(f"{folder.result_file}: says something else than the trace beside it")
    return len(data) * 8


def _pack(mub: MubFile) -> bytes:
    data = pack(mub)
    if unpack(data) != mub:
        raise AssertionError(f"the file does not decode to {mub.text!r}")
    return data
