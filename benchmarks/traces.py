"""What traces cost: listing a thousand runs, showing a long one, a report's size, recording a round.

`python -m benchmarks.traces` stretches a recorded run (`tests/runs`) to any number of rounds and copies it a thousand
times into a scratch folder; commands are timed as processes of their own, their memory as the kernel reports it.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from traces.events import parse_event
from traces.folder import RunFolder
from traces.reader import read_trace
from traces.recorder import Recorder
from traces.report import compose_report
from traces.story import tell

SOURCE = Path(__file__).parents[1] / "tests" / "runs" / "format1" / "20261122T172049-rocket-small-ca76"


class HasFileno(Protocol):
    """What `os.fsync` takes besides a number."""

    def fileno(self) -> int:
        """Return the number."""
        ...


def stretch_run(source: Path, target: Path, *, rounds: int) -> RunFolder:
    """Copy a recorded run, its last round played over and over until there are `rounds`."""
    shutil.copytree(source / "blobs", target / "blobs")
    settings = json.loads((source / "run.json").read_text("utf-8")) | {"id": target.name}
    (target / "run.json").write_text(json.dumps(settings), "utf-8")
    events = [json.loads(line) for line in (source / "events.jsonl").read_text("utf-8").splitlines()]
    last = max(event["round"] for event in events if "round" in event)
    head = [event for event in events if event.get("round", last) < last or event["tag"] == "started"]
    body = [event for event in events if event.get("round") == last]
    tail = [event | {"rounds": rounds} for event in events if event["tag"] == "finished"]
    copies = [_renumber(event, number) for number in range(last, rounds) for event in body]
    lines = [json.dumps(event, ensure_ascii=False) for event in (*head, *copies, *tail)]
    (target / "events.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return RunFolder(target)


def measure_command(words: Sequence[str], *, repeats: int = 5) -> tuple[float, float]:
    """Return the median processor time in seconds and the peak memory in MB of a command.

    On one core that has nothing else to do, processor time is the time one waits, and it stays true on a busy machine.
    """
    times_s, peaks_mb = [], []
    for _ in range(repeats):
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, *words],
            {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "160"},
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
        )
        _, status, usage = os.wait4(pid, 0)
        times_s.append(usage.ru_utime + usage.ru_stime)
        peaks_mb.append(usage.ru_maxrss / 1024)
        if status:
            raise SystemExit(f"{' '.join(words)}: exit status {os.waitstatus_to_exitcode(status)}")
    return sorted(times_s)[repeats // 2], max(peaks_mb)


def measure_recording(folder: RunFolder, scratch: Path, *, rounds: int) -> float:
    """Return the milliseconds that recording a round takes beside waiting for the disk."""
    events = [event for event in read_trace(folder).events if 0 < getattr(event, "round", -1) <= rounds]
    (scratch / "blobs").mkdir(parents=True)
    waited_s = 0.0
    real_fsync = os.fsync

    def timed_fsync(fd: int | HasFileno) -> None:
        nonlocal waited_s
        began_s = time.perf_counter()
        real_fsync(fd)
        waited_s += time.perf_counter() - began_s

    os.fsync = timed_fsync
    try:
        with Recorder(RunFolder(scratch)) as recorder:
            began_s = time.perf_counter()
            for event in events:
                recorder.record(event)
            total_s = time.perf_counter() - began_s
    finally:
        os.fsync = real_fsync
    return 1000 * (total_s - waited_s) / rounds


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.traces", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000, metavar="N", help="how many runs to list (default 1000)")
    parser.add_argument("--source", type=Path, default=SOURCE, metavar="RUN", help="the recorded run to stretch")
    options = parser.parse_args(argv)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        for what, figure, limit in _measure(options, Path(name)):
            print(f"{what:<58}{figure:>12}   {limit}", flush=True)
    return 0


def _measure(options: argparse.Namespace, scratch: Path) -> Iterator[tuple[str, str, str]]:
    runs = scratch / "runs"
    runs.mkdir()
    first = stretch_run(options.source, runs / "20260101T000000-long-0000", rounds=20)
    for number in range(1, options.runs):
        target = runs / f"20260101T{number:06}-long-{number:04x}"
        target.mkdir()
        for file in ("run.json", "events.jsonl"):
            os.link(first.path / file, target / file)
    listing = measure_command(["-m", "traces", "list", "--runs", str(runs)])
    yield f"list, {options.runs} runs of 20 rounds", f"{listing[0]:.2f} s", "under 1 s"
    yield "  peak memory", f"{listing[1]:.0f} MB", "under 150 MB"
    shown = measure_command(["-m", "traces", "show", str(first.path)])
    yield "show, 20 rounds, with pictures, 160 columns", f"{shown[0]:.2f} s", "under 1 s"
    yield "  peak memory", f"{shown[1]:.0f} MB", "under 150 MB"
    ten = stretch_run(options.source, scratch / "ten", rounds=10)
    yield "html, 10 rounds", f"{len(compose_report([tell(read_trace(ten))]).encode()) / 1e6:.2f} MB", "under 3 MB"
    fifty = stretch_run(options.source, scratch / "fifty", rounds=50)
    yield "events.jsonl of 50 rounds", f"{fifty.events.stat().st_size / 1e6:.2f} MB", "folder under 2 MB"
    recording_ms = measure_recording(fifty, scratch / "recorded", rounds=40)
    yield "recording a round, beside its fsync", f"{recording_ms:.2f} ms", "under 5 ms"


def _renumber(event: dict[str, Any], number: int) -> dict[str, Any]:
    """Move an event to another round."""
    changed: dict[str, Any] = json.loads(json.dumps(event)) | {"round": number, "stop": None}
    if event["tag"] != "decided":
        del changed["stop"]
    changed["id"] = f"r{number}." + str(event["id"]).partition(".")[2]
    for part in ("outcome", "past"):
        if part in changed:
            changed[part]["number"] = number
    parse_event(json.dumps(changed))
    return changed


if __name__ == "__main__":
    raise SystemExit(main())
