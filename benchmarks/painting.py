"""How long first paintings take: `python -m benchmarks.painting`, in milliseconds of processor at 512x512.

Tables that any painting makes are warm. Every painting has a seed of its own, so that it keeps no marks of another; of
all the least counts, since a loaded machine makes the others longer.
"""

import argparse
import time
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from codec.command import Parser, run_command
from sketch.arrange import arrange
from sketch.paint import MAX_SEEDS, paint
from sketch.parse import parse
from sketch.scene import Scene

TEXTS: Final = (
    "red house, blue sky", "a man and a dog on a beach", "row of people", "a forest with mountains in the background",
    "many people", "many women", "many breakfast", "many flowers", "many red tulips", "many birds", "many skyscrapers",
    "many cars", "many pizza", "many red apples left half, many lime apples right half",
    "many people, many trees", "many people, many cars", "many people, many cars, many houses",
)  # fmt: skip
"""Ordinary scenes, then crowds, then some crowds at once."""
_WARMING: Final = "white cup, gray wall"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    arguments = make_parser().parse_args(argv)
    warm = parse(_WARMING).scene
    table = Table("description", "marks", f"ms, least of {arguments.paintings}")
    for text in arguments.text or TEXTS:
        paint(warm, arguments.side, arguments.side)
        scene = parse(text).scene
        least = 1e3 * first_painting_s(scene, arguments.side, paintings=arguments.paintings)
        table.add_row(text, str(len(arrange(scene, 1.0))), f"{least:.1f}")
    Console().print(table)
    return 0


def first_painting_s(scene: Scene, side: int, *, paintings: int) -> float:
    """Return how long a scene takes to paint for the first time, the least of some, seconds of processor."""
    taken = []
    for seed in range(1, 1 + min(paintings, MAX_SEEDS - 1)):
        start = time.process_time()
        paint(scene, side, side, seed=seed)
        taken.append(time.process_time() - start)
    return min(taken)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's options."""
    parser = Parser(prog="python -m benchmarks.painting", description=__doc__.splitlines()[0])
    parser.add_argument("text", nargs="*", help="what to paint, instead of scenes and crowds of all kinds")
    parser.add_argument("--side", type=int, default=512, help="pixels across and down (512)")
    parser.add_argument("--paintings", type=int, default=12, help="paintings of each, of which the least counts (12)")
    return parser


if __name__ == "__main__":
    run_command(main, program="benchmarks.painting")
