"""Gathers what the sketch team says about photographs: `python -m benchmarks.sentences PHOTOS… -o FILE`.

The caption coder learns from them. Every photograph is described at every budget, by the best of its rounds. Lines come
photograph by photograph in the order of their names, as `codec.train --sketch` wants them.
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
from traces.folder import write_whole


def sentences(path: Path, *, tokens: Sequence[int], rounds: int) -> list[str]:
    """Describe one photograph at each of some budgets, in tokens."""
    original = load_photo(path).image
    original.thumbnail((SIDE, SIDE))
    team = sketch_team()
    played = [play(team, original, meter=Meter(Budget(most, "tokens")), rounds=rounds) for most in tokens]
    return list(dict.fromkeys(each.best.offer.description for each in played))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser: argparse.ArgumentParser = Parser(prog="python -m benchmarks.sentences", description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTOS", help="picture files or folders of them")
    parser.add_argument("--tokens", default="15,30,60", help="budgets (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds a run (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="where the sentences go")
    options = parser.parse_args(argv)
    work = partial(sentences, tokens=[int(part) for part in options.tokens.split(",")], rounds=options.rounds)
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        found = [line for lines in pool.map(work, find_photos(options.photos)) for line in lines]
    write_whole(options.out, "".join(f"{line}\n" for line in found).encode())
    print(f"{options.out}: {len(found)} sentences")
    return 0


if __name__ == "__main__":
    run_command(main, program="benchmarks.sentences")
