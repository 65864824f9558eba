"""Rate and distortion of one picture under every code, and their means over pictures; knows nothing of pages and plots.

Bits are those of whole files and strings, and µbpp is counted over the original file's pixels for all codes alike.
Every picture is compared with the original's working copy.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from PIL import Image

from codec import distortion
from codec.mub import MubFile, pack, unpack
from codec.photo import Photo
from graph.finish import file_of
from graph.state import Task
from lab.baselines import code_matched, code_smallest
from lab.statistics import Interval, PairedTest, bootstrap_interval, sign_flip_test
from traces.dialogue import Round
from traces.reader import Trace

MEASURES: Final = tuple(measure.name for measure in distortion.MEASURES)
BETTER_IS_LESS: Final = {measure.name for measure in distortion.MEASURES if measure.better == "less"}

OURS: Final = "ours"
FIRST: Final = "ours, round 0"
MATCHED: Final = "DCT thumbnail"

Kind = Literal["run", "matched", "smallest"]


@dataclass(frozen=True, kw_only=True)
class Coded:
    """One picture under one code."""

    image: str
    code: str
    kind: Kind
    budget: str
    """Of the run, or of the run whose bits were matched; empty for a code at its smallest."""
    bits: int
    ubpp: float
    measures: dict[str, float]
    picture: Image.Image
    words: str = ""
    """The description, for a run."""


@dataclass(frozen=True, kw_only=True)
class Mean:
    """One code at one budget over all pictures."""

    code: str
    kind: Kind
    budget: str
    images: int
    bits: float
    ubpp: float
    measures: dict[str, Interval]


@dataclass(frozen=True, kw_only=True)
class Match:
    """Ours against another code at the same budget, by one measure; a positive mean is in our favour."""

    budget: str
    measure: str
    against: str
    test: PairedTest


def measure_run(photo: Photo, trace: Trace, task: Task) -> Iterator[Coded]:
    """Yield what a finished run came to, its first round, and the thumbnail of no more bits than it took."""
    best = _accepted(trace)
    if best is None:
        return
    for code, outcome in ((OURS, best), (FIRST, trace.rounds[0].outcome)):
        if outcome.chosen is None or outcome.chosen.picture is None:
            continue
        yield Coded(
            image=photo.name,
            code=code,
            kind="run",
            budget=task.budget,
            bits=(bits := _file_bits(file_of(task, outcome))),
            ubpp=bits * 1e6 / photo.pixels,
            measures=_compare(photo, trace.folder.load_picture(outcome.chosen.picture)),
            picture=trace.folder.load_picture(outcome.chosen.picture),
            words=outcome.offer.description,
        )
    matched = code_matched(photo.image, bits=_file_bits(file_of(task, best)))
    if matched is not None:
        yield Coded(
            image=photo.name,
            code=MATCHED,
            kind="matched",
            budget=task.budget,
            bits=matched.bits,
            ubpp=matched.bits * 1e6 / photo.pixels,
            measures=_compare(photo, matched.picture),
            picture=matched.picture,
        )


def measure_smallest(photo: Photo) -> Iterator[Coded]:
    """Yield what every other code makes of a picture at its smallest, and reduced."""
    for coded in code_smallest(photo.image):
        yield Coded(
            image=photo.name,
            code=coded.name,
            kind="smallest",
            budget="",
            bits=coded.bits,
            ubpp=coded.bits * 1e6 / photo.pixels,
            measures=_compare(photo, coded.picture),
            picture=coded.picture,
        )


def average(coded: Sequence[Coded], *, seed: int = 0) -> list[Mean]:
    """Average every code at every budget over pictures, cheapest first."""
    groups: dict[tuple[str, Kind, str], list[Coded]] = defaultdict(list)
    for one in coded:
        groups[one.code, one.kind, one.budget].append(one)
    means = [
        Mean(
            code=code,
            kind=kind,
            budget=budget,
            images=len(group),
            bits=fmean(one.bits for one in group),
            ubpp=fmean(one.ubpp for one in group),
            measures={name: bootstrap_interval([one.measures[name] for one in group], seed=seed) for name in MEASURES},
        )
        for (code, kind, budget), group in groups.items()
    ]
    return sorted(means, key=lambda mean: (mean.ubpp, mean.code))


def match_codes(coded: Sequence[Coded], *, seed: int = 0) -> list[Match]:
    """Compare ours with its own first round and with the thumbnail of as many bits, paired by picture."""
    at = {(one.image, one.code, one.budget): one for one in coded}
    found = []
    for budget in dict.fromkeys(one.budget for one in coded if one.code == OURS):
        for against in (MATCHED, FIRST):
            pairs = [
                (one, at[one.image, against, budget])
                for one in coded
                if one.code == OURS and one.budget == budget and (one.image, against, budget) in at
            ]
            for name in MEASURES if pairs else ():
                sign = -1 if name in BETTER_IS_LESS else 1
                differences = [sign * (ours.measures[name] - other.measures[name]) for ours, other in pairs]
                test = sign_flip_test(differences, seed=seed)
                found.append(Match(budget=budget, measure=name, against=against, test=test))
    return found


def _accepted(trace: Trace) -> Round | None:
    return next((event.outcome for event in reversed(trace.rounds) if event.past.accepted), None)


def _compare(photo: Photo, picture: Image.Image) -> dict[str, float]:
    return distortion.distortion(photo.image, picture)


def _file_bits(mub: MubFile) -> int:
    data = pack(mub)
    if unpack(data) != mub:
        raise AssertionError(f"the file does not decode to {mub.text!r}")
    return len(data) * 8
