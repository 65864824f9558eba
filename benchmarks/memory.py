"""Whether memory stays flat over many runs in one process: `python -m benchmarks.memory PHOTO --runs 1000`.

Reads the resident memory after every run and fits a line behind the first ones: what a run adds. Instant agents play,
through the graph and with their traces on disk; a run is deleted once it has ended. Knows nothing of what a run does.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.overhead import Stage, play_once
from codec.command import Parser, run_command
from codec.errors import UsageError
from graph.batch_progress import show_progress

_PAGE_MIB: Final = os.sysconf("SC_PAGE_SIZE") / 2**20
_WARM_UP: Final = 0.2
"""Share of the runs at the beginning that the line leaves out: caches fill."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = Parser(prog="python -m benchmarks.memory", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photo", type=Path, help="any picture")
    parser.add_argument("--runs", type=int, default=1000, help="(default %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="of each run (default %(default)s)")
    options = parser.parse_args(argv)
    if options.runs < 10:
        raise UsageError(f"--runs {options.runs}: at least 10 are wanted")
    print(*describe(measure(options)), sep="\n")
    return 0


def measure(options: argparse.Namespace) -> list[float]:
    """Play the runs; return the resident memory in MiB after each."""
    sizes_mib = []
    with tempfile.TemporaryDirectory() as scratch, show_progress("runs", total=options.runs) as advance:
        stage = Stage.of(options.photo, Path(scratch))
        for _ in range(options.runs):
            play_once(stage, rounds=options.rounds)
            for folder in Path(scratch).iterdir():
                shutil.rmtree(folder)
            sizes_mib.append(_resident_mib())
            advance(f"{sizes_mib[-1]:.1f} MiB")
    return sizes_mib


def describe(sizes_mib: Sequence[float]) -> list[str]:
    """Fit a line and say what it comes to."""
    first = round(len(sizes_mib) * _WARM_UP)
    kept = np.asarray(sizes_mib[first:])
    numbers = np.arange(len(kept))
    slope, start = np.polyfit(numbers, kept, 1)
    off = kept - (slope * numbers + start)
    error = np.sqrt((off @ off) / (len(kept) - 2) / ((numbers - numbers.mean()) ** 2).sum())
    return [
        f"{len(sizes_mib)} runs: {sizes_mib[0]:.1f} MiB resident after the first, {sizes_mib[first]:.1f} after "
        f"{first + 1}, {sizes_mib[-1]:.1f} after the last, at most {max(sizes_mib):.1f}",
        f"line through runs {first + 1} to {len(sizes_mib)}: {slope * 1024:+.2f} KiB a run "
        f"(standard error {error * 1024:.2f}, as if runs were independent)",
    ]


def _resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE_MIB


if __name__ == "__main__":
    run_command(main, program="benchmarks.memory")
