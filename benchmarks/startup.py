"""`python -m benchmarks.startup`: how long commands take to start, beside an empty Python, and what an install weighs.

Times are the least of several starts, in seconds of processor and of wall; a loaded machine shows in the wall alone.
With `--fresh` it also makes the environment of the README's first command in a scratch folder and times each part.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from codec.command import Parser, run_command
from codec.mub import MubFile, save_mub
from lab.console import COMMANDS
from traces.__main__ import COMMANDS as TRACES

TOP: Final = Path(__file__).parent.parent
_MUBPP: Final = ("-c", "from lab.console import command; command()")
"""What the console script does."""
STARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "an empty Python": ("-c", "pass"),
    "mubpp --help": (*_MUBPP, "--help"),
    **{f"mubpp {name} --help": (*_MUBPP, name, "--help") for name in COMMANDS},
    **{f"mubpp traces {name} --help": (*_MUBPP, "traces", name, "--help") for name in TRACES},
    "mubpp traces list": (*_MUBPP, "traces", "list"),
    "mubpp decode file.mub -o out.png": (*_MUBPP, "decode", "file.mub", "-o", "out.png"),
    "python -m graph.decode file.mub -o out.png": ("-m", "graph.decode", "file.mub", "-o", "out.png"),
    "import numpy": ("-c", "import numpy"),
    "import langgraph.graph": ("-c", "import langgraph.graph"),
}
"""What is started, by name; the first is what the others are compared with."""
_MOST_ROWS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Started:
    """How long something took at its best."""

    name: str
    processor_s: float
    wall_s: float


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    arguments = make_parser().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mubpp-startup-") as scratch:
        if arguments.fresh:
            _show_fresh(Path(scratch))
        save_mub(MubFile("a red barn, snow below"), path=Path(scratch) / "file.mub")
        started = [start(name, cwd=Path(scratch), times=arguments.times) for name in STARTS]
    Console(width=100).print(tabulate(started))
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m benchmarks.startup",
        description="Time the start of commands beside an empty Python, and what a fresh install takes.",
        epilog="example:\n  python -m benchmarks.startup --times 5 --fresh",
    )
    parser.add_argument("--times", type=int, default=5, metavar="N", help="starts of each, of which the least counts")
    parser.add_argument("--fresh", action="store_true", help="also time the README's first command; takes minutes")
    return parser


def start(name: str, *, cwd: Path, times: int) -> Started:
    """Start something of `STARTS` several times and keep the least; a first time, which compiles it, isn't counted."""
    words = [sys.executable, *STARTS[name]]
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPATH"] = str(TOP)
    processor_s = wall_s = float("inf")
    for number in range(times + 1):
        before, began_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(words, cwd=cwd, env=environ, check=True, capture_output=True)
        took_s = time.perf_counter() - began_s
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if number:
            wall_s = min(wall_s, took_s)
            processor_s = min(processor_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Started(name=name, processor_s=processor_s, wall_s=wall_s)


def tabulate(started: Sequence[Started]) -> Table:
    """Set the times beside those of the first command."""
    first = started[0]
    table = Table(caption=f"least times; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    table.add_column("")
    for name in ("processor s", "wall s", "wall, times an empty Python"):
        table.add_column(name, justify="right")
    for one in started:
        row = (f"{one.processor_s:.2f}", f"{one.wall_s:.2f}", f"{one.wall_s / first.wall_s:.1f}")
        table.add_row(one.name, *row)
    return table


def _show_fresh(scratch: Path) -> None:
    """Make the environment of the README's first command from a copy of what is committed, and time each part."""
    place = scratch / "clone"
    subprocess.run(["git", "clone", "-q", str(TOP), str(place)], check=True)
    command = (TOP / "README.md").read_text("utf-8").partition("<!-- fresh: run -->\n```\n")[2].partition("\n")[0]
    began_s = time.perf_counter()
    for part in command.split(" && "):
        part_began_s = time.perf_counter()
        subprocess.run(part, shell=True, cwd=place, check=True, capture_output=True)
        print(f"{time.perf_counter() - part_began_s:6.1f} s  {part}", flush=True)
    print(f"{time.perf_counter() - began_s:6.1f} s  in all, load {os.getloadavg()[0]:.1f}")
    packages = next((place / ".venv" / "lib").glob("python3*/site-packages"))
    weights = sorted(((weigh(path), path.name) for path in packages.iterdir()), reverse=True)
    heavy = ", ".join(f"{name} {size_mb:.0f}" for size_mb, name in weights[:_MOST_ROWS])
    print(f"{weigh(place / '.venv'):6.0f} MB on disk, most of it {heavy}")
    shutil.rmtree(place)


def weigh(path: Path) -> float:
    """Sum the sizes of all files at a place, in megabytes."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file() and not each.is_symlink()]
    return sum(each.stat().st_size for each in files) / 1e6


if __name__ == "__main__":
    run_command(main, program="benchmarks.startup")
