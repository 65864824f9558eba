"""How a batch scales: `python -m benchmarks.batch scaling PHOTOS…` and `python -m benchmarks.batch stream PHOTO`.

scaling: the same pictures by one process and by two. stream: a list of a million lines whose pictures are done. Starts
the command that a user would.
"""

import argparse
import ctypes
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from codec.command import Parser, run_command
from codec.errors import MubppError
from codec.photo import load_photo
from graph.batch_items import stream_pictures

_PR_SET_CHILD_SUBREAPER: Final = 36
"""Of linux/prctl.h."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one command took, its workers included."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    """Of the largest of its processes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = Parser(prog="python -m benchmarks.batch", description=(__doc__ or "").splitlines()[0])
    ways = parser.add_subparsers(dest="way", required=True)
    scaling = ways.add_parser("scaling", help="one process against two")
    scaling.add_argument("photos", nargs="+", help="files, folders, patterns")
    scaling.add_argument("--pictures", type=int, default=16, help="cut from the photos (default %(default)s)")
    scaling.add_argument("--stop", default="rounds=3", help="of each run (default %(default)s)")
    stream = ways.add_parser("stream", help="a long list")
    stream.add_argument("photo", type=Path, help="any picture")
    stream.add_argument("--lines", type=int, default=1_000_000, help="(default %(default)s)")
    options = parser.parse_args(argv)
    _adopt_orphans()
    with tempfile.TemporaryDirectory() as scratch:
        print(*(scale if options.way == "scaling" else measure_stream)(options, Path(scratch)), sep="\n")
    return 0


def scale(options: argparse.Namespace, scratch: Path) -> list[str]:
    """Do the same pictures with one worker process and with two."""
    cut_pictures(options.photos, scratch / "in", count=options.pictures)
    load = os.getloadavg()[0]
    words = [str(scratch / "in"), "--engine", "processes", "--budget", "20tokens", "--stop", options.stop]
    empty = _run([*words[1:], str(scratch / "none")], runs=scratch / "runs0", fails=True)
    one, two = (_run([*words, "--jobs", str(jobs)], runs=scratch / f"runs{jobs}") for jobs in (1, 2))
    return [
        f"{options.pictures} pictures; load of the machine before: {load:.1f} of {os.cpu_count()} processors",
        f"one process:   {one.wall_s:.1f} s of wall, {one.cpu_s:.1f} s of processor, largest {one.peak_mib:.0f} MiB",
        f"two processes: {two.wall_s:.1f} s of wall, {two.cpu_s:.1f} s of processor, largest {two.peak_mib:.0f} MiB",
        f"starting the command: {empty.wall_s:.1f} s of wall, {empty.cpu_s:.1f} s of processor",
        f"speed-up by wall time: {one.wall_s / two.wall_s:.2f}x",
        f"by processor time, were both processors free: {2 * one.cpu_s / two.cpu_s:.2f}x",
    ]


def cut_pictures(photos: Sequence[str], folder: Path, *, count: int) -> None:
    """Cut pictures of up to 256x256 from photos, each at another place: equal ones would be done once."""
    folder.mkdir()
    for number, path in zip(range(count), itertools.cycle(stream_pictures(photos)), strict=False):
        photo = load_photo(path).image
        side = min(256, *photo.size)
        left, top = (number * 37 % max(1, length - side) for length in photo.size)
        photo.crop((left, top, left + side, top + side)).save(folder / f"{number:04}.png")


def measure_stream(options: argparse.Namespace, scratch: Path) -> list[str]:
    """Pass lists of two lengths whose pictures are all done; memory must not follow the length."""
    words = ["--engine", "threads", "--jobs", "1", "--budget", "6tokens", "--stop", "rounds=1"]
    _run([str(options.photo), *words], runs=scratch / "runs")
    taken = {}
    for lines in (options.lines // 100, options.lines):
        listing = scratch / f"{lines}.txt"
        with listing.open("w", encoding="utf-8") as file:
            file.writelines(f"{options.photo.absolute()}\n" for _ in range(lines))
        taken[lines] = _run([str(listing), *words], runs=scratch / "runs")
    few, many = taken.values()
    each_ms = (many.cpu_s - few.cpu_s) / (options.lines - options.lines // 100) * 1e3
    return [
        *(f"{lines:,} lines: peak {one.peak_mib:.1f} MiB, {one.wall_s:.0f} s" for lines, one in taken.items()),
        f"a line more: {(many.peak_mib - few.peak_mib) * 2**20 / (options.lines * 0.99):.2f} bytes of peak memory, "
        f"{each_ms:.3f} ms of processor (hash a picture of {options.photo.stat().st_size} bytes, look its mark up, "
        "print a line)",
    ]


def _run(words: Sequence[str], *, runs: Path, fails: bool = False) -> Taken:
    """Run the command; raises MubppError when it fails and should not."""
    command = [sys.executable, "-m", "graph.batch", *words, "--runs", str(runs), "--team", "sketch", "--quiet"]
    before, began_s = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - began_s
    peak_kib = max([usage.ru_maxrss, *_wait_for_orphans()])
    after = os.times()
    if process.returncode and not fails:
        raise MubppError(f"{' '.join(command)} ended with {process.returncode}")
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(wall_s=wall_s, cpu_s=cpu_s, peak_mib=peak_kib / 1024)


def _adopt_orphans() -> None:
    """Have the kernel (Linux) give us what our children leave behind: workers are grandchildren that outlive them."""
    if ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise MubppError("the times of workers can't be read here")


def _wait_for_orphans() -> Iterator[int]:
    """Wait for all that is left, so that it is counted; yield the peak memory of each in KiB."""
    while True:
        try:
            yield os.wait4(-1, 0)[2].ru_maxrss
        except ChildProcessError:
            return


if __name__ == "__main__":
    run_command(main, program="benchmarks.batch")
