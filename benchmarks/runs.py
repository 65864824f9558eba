"""`python -m benchmarks.runs PHOTOS…`: run the whole loop on photographs and print one row each, and what it came to.

Knows nothing of how a run is played: it starts the command that a user would.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from codec.command import Parser, run_command
from codec.errors import UsageError
from traces.folder import find_run
from traces.reader import read_trace

DESCRIPTION = "Run the loop on photographs and print a row each; options that are not listed go to graph.run."
SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".avif"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One photograph's run."""

    file: str
    cost: float
    rounds: int
    accepted: int
    """Rounds after the first that became the incumbent."""
    stop: str
    first_score: float
    best_score: float
    file_bits: int
    wall_s: float
    """Of the whole process, imports included."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = Parser(prog="python -m benchmarks.runs", description=DESCRIPTION)
    parser.add_argument("photos", nargs="+", type=Path, help="files or folders")
    parser.add_argument("--budget", default="30tokens")
    parser.add_argument("--runs", type=Path, default=Path("traces/runs"), help="where the traces go")
    arguments, rest = parser.parse_known_args(argv)
    photos = list_photos(arguments.photos)
    rows = []
    for number, photo in enumerate(photos, 1):
        rows.append(run_one(photo, budget=arguments.budget, runs=arguments.runs, rest=rest))
        print(f"{number} of {len(photos)}: {photo.name}, {rows[-1].wall_s:.1f} s", file=sys.stderr, flush=True)
    Console(width=120 if not sys.stdout.isatty() else None).print(tabulate(rows), *sum_up(rows), sep="\n")
    return 0


def list_photos(places: Sequence[Path]) -> list[Path]:
    """List the pictures among files and folders.

    Raises UsageError when there are none.
    """
    found = [
        path
        for place in places
        for path in (sorted(place.rglob("*")) if place.is_dir() else [place])
        if path.suffix.lower() in SUFFIXES
    ]
    if not found:
        raise UsageError(f"no pictures in {', '.join(map(str, places))}")
    return found


def run_one(photo: Path, *, budget: str, runs: Path, rest: Sequence[str]) -> Row:
    """Run the command on one photograph and read its trace."""
    command = [sys.executable, "-m", "graph.run", str(photo), "--budget", budget, "--runs", str(runs)]
    began_s = time.perf_counter()
    done = subprocess.run(
        [*command, "--display", "json", *rest], check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    wall_s = time.perf_counter() - began_s
    finished = json.loads(done.stdout)
    trace = read_trace(find_run("latest", runs))
    scores = [decided.past.score or 0.0 for decided in trace.rounds]
    return Row(
        file=photo.name,
        cost=finished["cost"],
        rounds=finished["rounds"],
        accepted=sum(decided.past.accepted for decided in trace.rounds[1:]),
        stop=finished["stop"]["policy"],
        first_score=scores[0],
        best_score=finished["score"] or 0.0,
        file_bits=finished["file_bytes"] * 8,
        wall_s=wall_s,
    )


def tabulate(rows: Sequence[Row]) -> Table:
    """Set the rows as a table."""
    table = Table()
    for name in ("file", "cost", "rounds", "accepted", "stopped by", "first score", "best score", "bits", "wall s"):
        table.add_column(name, justify="left" if name in {"file", "stopped by"} else "right")
    for row in rows:
        table.add_row(
            row.file[:28],
            f"{row.cost:g}",
            str(row.rounds),
            str(row.accepted),
            row.stop,
            f"{row.first_score:.3f}",
            f"{row.best_score:.3f}",
            str(row.file_bits),
            f"{row.wall_s:.1f}",
        )
    return table


def sum_up(rows: Sequence[Row]) -> list[str]:
    """Say what the table comes to."""
    first, best = [row.first_score for row in rows], [row.best_score for row in rows]
    gains = [after - before for before, after in zip(first, best, strict=True)]
    return [
        f"a later round was accepted on {sum(row.accepted > 0 for row in rows)} of {len(rows)} photographs",
        f"mean score {mean(first):.3f} first, {mean(best):.3f} best; gain: mean {mean(gains):.3f}, "
        f"least {min(gains):.3f}",
        f"means: {mean(row.rounds for row in rows):.1f} rounds, {mean(row.file_bits for row in rows):.0f} bits, "
        f"{mean(row.wall_s for row in rows):.1f} s",
    ]


if __name__ == "__main__":
    run_command(main, program="benchmarks.runs")
