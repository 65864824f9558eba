"""Gathers what the sketch team says about photographs: `python -m benchmarks.sentences PHOTOS… -o FILE`.

The caption coder learns from them. Every photograph is described at every budget, by the best of its rounds. Lines come
photograph by photograph in the order of their names, as `codec.train --sketch` wants them, and each is written as soon
as it is known. `--colours` writes the values of the team's colour words beside them, for `codec.train --colours`.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from agents.sketch.team import sketch_team
from benchmarks.play import play
from benchmarks.sketch import SIDE, find_photos
from codec.budget import Budget
from codec.command import Parser, run_command
from codec.meter import Meter
from codec.photo import load_photo
from sketch.eye_residual import palette
from sketch.speak import speak_colour
from traces.folder import write_whole


def sentences(path: Path, *, tokens: Sequence[int], rounds: int) -> list[str]:
    """Describe one photograph at each of some budgets, in tokens."""
    original = load_photo(path).image
    original.thumbnail((SIDE, SIDE))
    team = sketch_team()
    played = [play(team, original, meter=Meter(Budget(most, "tokens")), rounds=rounds) for most in tokens]
    return list(dict.fromkeys(each.best.offer.description for each in played))


def write_colours(path: Path) -> None:
    """Write the team's palette: a name and its CIE Lab on each line, parted by tabs."""
    colours, values = palette()
    rows = zip(map(speak_colour, colours), values.tolist(), strict=True)
    write_whole(path, "".join(f"{name}\t{light:.1f}\t{a:.1f}\t{b:.1f}\n" for name, (light, a, b) in rows).encode())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser: argparse.ArgumentParser = Parser(prog="python -m benchmarks.sentences", description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTOS", help="picture files or folders of them")
    parser.add_argument("--tokens", default="15,30,60", help="budgets (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds a run (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="where the sentences go")
    parser.add_argument("--colours", type=Path, metavar="FILE", help="where the values of its colour words go")
    options = parser.parse_args(argv)
    if options.colours:
        write_colours(options.colours)
    work = partial(sentences, tokens=[int(part) for part in options.tokens.split(",")], rounds=options.rounds)
    photos, count = find_photos(options.photos), 0
    with (
        ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool,
        options.out.open("w", encoding="utf-8") as out,
    ):
        for lines in pool.map(work, photos):
            out.writelines(f"{line}\n" for line in lines)
            out.flush()
            count += len(lines)
    print(f"{options.out}: {count} sentences about {len(photos)} photographs")
    return 0


if __name__ == "__main__":
    run_command(main, program="benchmarks.sentences")
