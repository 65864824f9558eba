"""Measures what `sketch.refine` buys on descriptions by people: `python -m benchmarks.refining FOLDER`.

The folder holds `labels.jsonl` (objects with `id` and `sketch`, a telegraphic description) and `photos/<id>.jpg`. Each
description is refined within as many tokens as its writer used, so that what is gained is gained by placing alone.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.sheet import Cell, write_sheet
from codec.budget import Budget
from codec.command import Parser, run_command
from codec.distortion import MEASURES, distortion
from codec.errors import FormatError
from codec.meter import Meter
from codec.photo import load_photo
from codec.tokens import count_code_tokens
from sketch.paint import paint
from sketch.parse import parse
from sketch.refine import Refined, refine


@dataclass(frozen=True)
class Case:
    """A photograph with a person's description, as given and refined."""

    original: Image.Image
    given: str
    found: Refined
    before: dict[str, float]
    after: dict[str, float]
    elapsed_cpu_s: float


def draw(description: str, size: tuple[int, int]) -> Image.Image:
    """Paint a description at the size of a photograph."""
    return Image.fromarray(paint(parse(description).scene, *size))


def run_cases(folder: Path, *, every: int) -> Iterator[Case]:
    """Refine every n-th labelled description; FormatError for labels that can't be read."""
    try:
        lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
        labels = [json.loads(line) for line in lines[::every]]
    except (OSError, ValueError) as error:
        raise FormatError(f"{folder}: no readable labels.jsonl ({error})") from error
    for label in labels:
        original = load_photo(folder / "photos" / f"{label['id']}.jpg").image
        given = str(label["sketch"])
        start_s = time.process_time()
        found = refine(original, given, meter=Meter(Budget(count_code_tokens(given), "tokens")))
        elapsed_s = time.process_time() - start_s
        yield Case(
            original,
            given,
            found,
            distortion(original, draw(given, original.size)),
            distortion(original, draw(found.description, original.size)),
            elapsed_s,
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser: argparse.ArgumentParser = Parser(
        prog="python -m benchmarks.refining", description="What refining buys on descriptions by people."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labels.jsonl and photos/")
    parser.add_argument("--every", type=int, default=10, metavar="N", help="take every Nth (default: %(default)s)")
    parser.add_argument("--out", type=Path, metavar="PNG", help="where a contact sheet of the first 10 goes")
    options = parser.parse_args(argv)
    cases = list(run_cases(options.folder, every=options.every))
    print(f"{len(cases)} descriptions, {np.mean([case.elapsed_cpu_s for case in cases]):.2f} s CPU each")
    print(f"  {'measure':<14}{'given':>9}{'refined':>9}{'better':>9}")
    for measure in MEASURES:
        name, sign = measure.name, -1 if measure.better == "less" else 1
        before, after = [c.before[name] for c in cases], [c.after[name] for c in cases]
        better = sum(sign * b > sign * a for a, b in zip(before, after, strict=True))
        print(f"  {name:<14}{np.mean(before):>9.3f}{np.mean(after):>9.3f}{f'{better}/{len(cases)}':>9}")
    if options.out is not None:
        write_sheet([_row(case) for case in cases[:10]], options.out)
    return 0


def _row(case: Case) -> list[Cell]:
    size = case.original.size
    return [
        Cell(case.original, ""),
        Cell(draw(case.given, size), f"{case.found.before:.3f}: {case.given}"),
        Cell(draw(case.found.description, size), f"{case.found.after:.3f}: {case.found.description}"),
    ]


if __name__ == "__main__":
    run_command(main, program="benchmarks.refining")
