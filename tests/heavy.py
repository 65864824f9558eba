"""Many runs and long runs, and what they must not do: take more memory, more time or more room as they go on."""

import gc
import itertools
import resource
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scripted_team import Script, phrase, scripted_team

from codec.photo import load_photo
from graph.casting import Cast
from graph.run import main as run
from graph.session import Order, open_run, play, task_of
from graph.state import Task
from traces.events import Finished
from traces.folder import RunFolder

Growth = dict[str, float]


@dataclass(frozen=True)
class Mark:
    """What the process has used up at one moment."""

    cpu_s: float
    resident_bytes: int
    objects: int
    files: int
    threads: int

    @classmethod
    def now(cls) -> "Mark":
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
        files = len(list(Path("/dev/fd").iterdir()))
        resident_bytes = pages * resource.getpagesize()
        return cls(time.process_time(), resident_bytes, len(gc.get_objects()), files, threading.active_count())


def play_many(count: int, scratch: Path, *, pictures: int = 8) -> Growth:
    """Play so many short runs of the embedded team in this process, and say how the last quarter differs."""
    images = [_save(scratch / f"{n}.png", n) for n in range(pictures)]
    words = ("--runs", str(scratch / "runs"), "--team", "sketch", "--budget", "3words", "--stop", "rounds=1", "--quiet")

    def one(number: int) -> None:
        assert run([str(images[number % pictures]), *words]) == 0

    for number in range(pictures):  # fills the caches, which are bounded
        one(number)
    return _repeat(count, one)


def _save(path: Path, number: int) -> Path:
    chance = np.random.default_rng(number)
    image = Image.new("RGB", (16, 12), tuple(int(v) for v in chance.integers(0, 255, 3)))
    image.paste(tuple(int(v) for v in chance.integers(0, 255, 3)), (0, 6, 16, 12))
    image.save(path)
    return path


def _repeat(count: int, one: Callable[[int], None]) -> Growth:
    marks = [Mark.now()]
    for start in range(0, count, max(count // 16, 1)):
        for number in range(start, min(start + max(count // 16, 1), count)):
            one(number)
        marks.append(Mark.now())
    return compare_quarters(marks)


def compare_quarters(marks: Sequence[Mark]) -> Growth:
    """Compare the last quarter of the way with the first."""
    quarter = len(marks) // 4
    times = [after.cpu_s - before.cpu_s for before, after in itertools.pairwise(marks)]
    early, late = marks[quarter], marks[-1]
    return {
        "time_ratio": statistics.median(times[-quarter:]) / statistics.median(times[:quarter]),
        "memory_ratio": late.resident_bytes / max(early.resident_bytes, 1),
        "more_objects": late.objects - early.objects,
        "more_files": late.files - early.files,
        "more_threads": late.threads - early.threads,
    }


def play_long(rounds: int, scratch: Path) -> tuple[RunFolder, Finished, list[float]]:
    """Play one run of so many rounds with a team that never settles; return the CPU seconds of each round."""
    path = _save(scratch / "long.png", 1)
    photo = load_photo(path)
    order = Order(
        photo=photo, path=path, runs=scratch / "runs", cast=Cast(references={}, why="test", models={}, prompts={})
    )

    def plan(original: object) -> Task:
        stops = f"rounds={rounds},plateau={rounds}:0.5,repeat"
        return Task(original=original, width=photo.width, height=photo.height, budget="12words", stops=stops)

    folder, _ = open_run(order, plan)
    script = _Steady(
        scores=[0.2 + 0.6 * n / rounds for n in range(rounds)],
        proposals=[[phrase(f"a tower with {n} windows"), phrase(f"cloud number {n}")] for n in range(rounds)],
    )
    ends: list[float] = [time.process_time()]

    def watch(event: object) -> None:
        if getattr(event, "tag", "") == "decided":
            ends.append(time.process_time())

    finished = play(folder, task_of(folder), lambda _notify: scripted_team(script), watchers=(watch,))
    return folder, finished, [after - before for before, after in itertools.pairwise(ends)]


class _Steady(Script):
    """A script that keeps no list of what was asked, since that would grow."""

    def say(self, role: str) -> None:
        """Say nothing."""


def quarter_ratio(values: Sequence[float]) -> float:
    """Divide the median of the last quarter by that of the first."""
    quarter = max(len(values) // 4, 1)
    return statistics.median(values[-quarter:]) / statistics.median(values[:quarter])
