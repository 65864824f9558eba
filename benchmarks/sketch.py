"""Measures the sketch team on photographs: `python -m benchmarks.sketch PHOTOS… --out FOLDER`.

At 15, 30 and 60 tokens it prints, for each photograph and over all, the bits of the real .mub file, our measures
(`codec.distortion`) for the team, for a DCT thumbnail of as many bits, for BlurHash and ThumbHash (of more bits), on
how many photographs the team beats the thumbnail, processor seconds and memory; and writes contact sheets.

The split: the engine was tuned on the odd numbers of Kodak's 24 photographs and on those of 15 Unsplash photographs
whose names begin with a to j; figures on those are marked "tuned", all others "held out".
"""

import argparse
import re
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from agents.protocols import Team
from agents.sketch.team import sketch_team
from benchmarks.baselines import Coded, blur_hash, dct_thumbnail, thumb_hash
from benchmarks.play import play
from benchmarks.sheet import Cell, write_sheet
from codec.budget import Budget
from codec.command import Parser, run_command
from codec.distortion import MEASURES, distortion
from codec.errors import UsageError
from codec.geometry import Geometry
from codec.meter import Meter
from codec.mub import MubFile, pack, unpack
from codec.photo import load_photo

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".gif"})
SIDE = 768
"""Photographs are reduced to this longest side first."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one photograph at one budget."""

    name: str
    tuned: bool
    budget: int
    """In tokens."""
    description: str
    code_tokens: int
    file_bits: int
    """Of the real file: eight times its bytes."""
    picture: Image.Image
    scores: tuple[float, ...]
    """The best score up to each round."""
    ours: dict[str, float]
    """Measures by name (`codec.distortion`)."""
    thumbnail: Coded
    thumbnail_distortion: dict[str, float]
    elapsed_cpu_s: float


def is_tuned(name: str) -> bool:
    """Tell whether the engine was tuned on a photograph of that file name."""
    kodak = re.fullmatch(r"kodim(\d\d)", Path(name).stem)
    return int(kodak[1]) % 2 == 1 if kodak else Path(name).stem[:1].lower() < "k"


def find_photos(paths: Sequence[Path]) -> list[Path]:
    """List picture files among files and folders, in order; UsageError if there are none."""
    found = [
        path
        for given in paths
        for path in (sorted(given.rglob("*")) if given.is_dir() else [given])
        if path.suffix.lower() in SUFFIXES
    ]
    if not found:
        raise UsageError(f"no photographs in {', '.join(map(str, paths))}")
    return found


def measure_photo(team: Team, path: Path, *, budget: int, rounds: int) -> tuple[Image.Image, Result]:
    """Play one run on a photograph, pack its description, decode it back, and measure."""
    original = load_photo(path).image
    original.thumbnail((SIDE, SIDE))
    meter = Meter(Budget(budget, "tokens"))
    start_s = time.process_time()
    played = play(team, original, meter=meter, rounds=rounds)
    elapsed_s = time.process_time() - start_s
    description = played.best.offer.description
    data = pack(MubFile(description, geometry=Geometry.of(original.width, original.height)))
    if unpack(data).text != description:
        raise AssertionError(f"{path}: the file says something else: {unpack(data).text!r}")
    thumbnail = dct_thumbnail(original, bits=len(data) * 8)
    return original, Result(
        name=path.name,
        tuned=is_tuned(path.name),
        budget=budget,
        description=description,
        code_tokens=int(meter.cost(description)),
        file_bits=len(data) * 8,
        picture=played.picture,
        scores=played.best_scores,
        ours=distortion(original, played.picture),
        thumbnail=thumbnail,
        thumbnail_distortion=distortion(original, thumbnail.picture),
        elapsed_cpu_s=elapsed_s,
    )


def summarise(results: Sequence[Result], *, title: str) -> Iterator[str]:
    """Yield a table of means over photographs, ours beside the thumbnail's, with wins."""
    if not results:
        return
    count = len(results)
    scores = np.mean([(r.scores[0], r.scores[-1]) for r in results], axis=0)
    bits = np.mean([r.file_bits for r in results])
    seconds = [r.elapsed_cpu_s for r in results]
    yield (
        f"{title}: {count} photographs, {np.mean([r.code_tokens for r in results]):.1f} tokens, {bits:.0f} file bits "
        f"(thumbnail {np.mean([r.thumbnail.bits for r in results]):.0f}), score {scores[0]:.3f} -> {scores[1]:.3f}, "
        f"{np.mean(seconds):.2f} s CPU (most {max(seconds):.2f})"
    )
    yield f"  mean best score by round: {by_round([r.scores for r in results])}"
    yield f"  {'measure':<14}{'ours':>9}{'DCT':>9}{'wins':>9}"
    for measure in MEASURES:
        ours = np.array([r.ours[measure.name] for r in results])
        theirs = np.array([r.thumbnail_distortion[measure.name] for r in results])
        wins = int((ours < theirs).sum() if measure.better == "less" else (ours > theirs).sum())
        yield f"  {measure.name:<14}{ours.mean():>9.3f}{theirs.mean():>9.3f}{f'{wins}/{count}':>9}"


def by_round(scores: Sequence[Sequence[float]]) -> str:
    """Say the mean over runs after each round; a run that ended early keeps its last score.

    >>> by_round([(0.5, 0.6), (0.3,)])
    '0.400 0.450'
    """
    last = max(map(len, scores))
    return " ".join(f"{np.mean([run[min(at, len(run) - 1)] for run in scores]):.3f}" for at in range(last))


def hash_lines(originals: Sequence[Image.Image]) -> Iterator[str]:
    """Yield the means of BlurHash and ThumbHash, which no budget changes."""
    for title, code in (("BlurHash", blur_hash), ("ThumbHash", thumb_hash)):
        coded = [code(original) for original in originals]
        found = [distortion(o, c.picture) for o, c in zip(originals, coded, strict=True)]
        means = ", ".join(f"{m.name} {np.mean([each[m.name] for each in found]):.3f}" for m in MEASURES)
        yield f"{title}, {np.mean([each.bits for each in coded]):.0f} bits: {means}"


def sheet_row(original: Image.Image, results: Sequence[Result]) -> list[Cell]:
    """Lay out one photograph: original, every budget with its sentence, baselines."""
    mark = "tuned" if results[0].tuned else "held out"
    row = [Cell(original, f"{results[0].name} ({mark})")]
    row += [Cell(r.picture, f"{r.code_tokens} tokens, {r.file_bits} bits: {r.description}") for r in results]
    middle = results[len(results) // 2]
    row.append(Cell(middle.thumbnail.picture, f"DCT thumbnail, {middle.thumbnail.bits} bits"))
    for title, coded in (("BlurHash", blur_hash(original)), ("ThumbHash", thumb_hash(original))):
        row.append(Cell(coded.picture, f"{title}, {coded.bits} bits"))
    return row


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    options = _parser().parse_args(argv)
    budgets = [int(part) for part in options.tokens.split(",")]
    team = sketch_team(seed=options.seed)
    results: list[Result] = []
    originals: list[Image.Image] = []
    rows: list[list[Cell]] = []
    for path in find_photos(options.photos):
        if options.split != "all" and is_tuned(path.name) != (options.split == "tuned"):
            continue
        mine = []
        for budget in budgets:
            original, result = measure_photo(team, path, budget=budget, rounds=options.rounds)
            mine.append(result)
            rounds = " ".join(f"{score:.3f}" for score in result.scores)
            print(
                f"{result.name[:24]:<24} {budget:>3} tokens {result.file_bits:>4} bits "
                f"{result.elapsed_cpu_s:>5.2f} s  {rounds}  {result.description}",
                flush=True,
            )
        results += mine
        originals.append(original)
        rows.append(sheet_row(original, mine))
    for tuned in (True, False):
        for budget in budgets:
            chosen = [r for r in results if r.tuned == tuned and r.budget == budget]
            print(*summarise(chosen, title=f"{'tuned' if tuned else 'held out'}, {budget} tokens"), sep="\n")
    print(*hash_lines(originals), sep="\n")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if options.out is not None:
        for number, start in enumerate(range(0, len(rows), _ROWS)):
            write_sheet(rows[start : start + _ROWS], options.out / f"sheet{number}.png")
    return 0


_ROWS = 8
"""Photographs on one contact sheet."""


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m benchmarks.sketch", description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTOS", help="picture files or folders of them")
    parser.add_argument("--tokens", default="15,30,60", help="budgets (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=6, help="rounds a run (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split", choices=("all", "tuned", "held"), default="all", help="which photographs")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where contact sheets go")
    return parser


if __name__ == "__main__":
    run_command(main, program="benchmarks.sketch")
