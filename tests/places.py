"""Checks of places that refuse: full disks, quotas, others at the same run; of one size or moment each.

Used in short by `test_chaos_places.py` and at length by `soak/test_soak_places.py`.
"""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chaos import Ended, Warm
from kills import SKETCH, essence
from wreck import find_broken_files, find_leftovers

from traces.folder import list_runs
from traces.reader import read_trace


@contextlib.contextmanager
def small_disk(place: Path, *, kib: int) -> Iterator[Path]:
    """Mount a disk of so many KiB at a new folder; the test is skipped where this machine doesn't let us."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def assert_one_line(ended: Ended, *codes: int) -> None:
    """Check that a command refused as it should."""
    assert ended.code in codes, ended
    assert ended.err.count("\n") == 1, ended.err
    assert "Traceback" not in ended.err, ended.err


def begin(warm: Warm, picture: Path, runs: Path, **more: Any) -> Ended:
    """Play a short run."""
    return warm.run("graph.run", picture, "--runs", runs, "--team", "sketch", "--quiet", *SKETCH, **more)


def go_on(warm: Warm, picture: Path, runs: Path) -> Ended:
    """Resume what was begun, or begin."""
    if not list_runs(runs):
        return begin(warm, picture, runs)
    return warm.run("graph.run", "--resume", "latest", "--runs", runs, "--quiet")


def play_whole(warm: Warm, picture: Path, runs: Path) -> dict[str, Any]:
    """Return what an undisturbed run comes to."""
    assert begin(warm, picture, runs).code == 0
    return essence(list_runs(runs)[0], paid=False)


def check_full_disk(warm: Warm, picture: Path, scratch: Path, *, kib: int, whole: dict[str, Any]) -> bool:
    """Play on a disk of so many KiB; where it is full, make room and go on. Tells whether it was full."""
    with small_disk(scratch / f"disk-{kib}", kib=kib) as disk:
        runs = disk / "runs"
        ended = begin(warm, picture, runs)
        if ended.code:
            assert_one_line(ended, 5)
        assert not (broken := find_broken_files(disk)), f"{kib} KiB: {broken}"
        for words in (("list",), *(("show", run.id) for run in list_runs(runs))):
            looked = warm.run("traces.__main__", *words, "--runs", runs)
            assert looked.code == 0, f"{kib} KiB: {looked}"
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        if ended.code and not (list_runs(runs) and read_trace(list_runs(runs)[0]).finished):
            again = go_on(warm, picture, runs)
            assert again.code == 0, f"{kib} KiB: {again}"
        (run,) = list_runs(runs)
        assert essence(run, paid=False) == whole, f"{kib} KiB"
        assert not find_leftovers(run.path)
    return ended.code != 0


def check_quota(warm: Warm, picture: Path, runs: Path, *, most_bytes: int, whole: dict[str, Any]) -> bool:
    """Play where no file may have more than so many bytes, and go on where it may. Tells whether it was too few."""
    ended = begin(warm, picture, runs, most_bytes=most_bytes)
    if ended.code:
        assert_one_line(ended, 5)
        assert not (broken := find_broken_files(runs)), f"{most_bytes} bytes: {broken}"
        if not (list_runs(runs) and read_trace(list_runs(runs)[0]).finished):
            again = go_on(warm, picture, runs)
            assert again.code == 0, f"{most_bytes} bytes: {again}"
    (run,) = list_runs(runs)
    assert essence(run, paid=False) == whole, f"{most_bytes} bytes"
    return ended.code != 0


def check_second_process(warm: Warm, picture: Path, runs: Path) -> None:
    """Resume a run that another process is playing."""
    words = ("--runs", runs, "--quiet")
    first = warm.start("graph.run", picture, "--team", "sketch", "--stop", "rounds=3", *words)
    while not (list_runs(runs) and list_runs(runs)[0].events.exists()):
        assert not first.has_ended
    second = warm.run("graph.run", "--resume", "latest", *words)
    assert second.code == 8, second
    assert f"process {first.pid} is " in second.err, second
    listed = warm.run("traces.__main__", "list", "--runs", runs, "--json")
    assert json.loads(listed.out)[0]["status"] in {"running", "finished"}
    assert warm.wait(first).code == 0
    assert not find_broken_files(runs)


def check_many_at_once(warm: Warm, picture: Path, runs: Path, *, count: int) -> None:
    """Record so many runs into one folder at the same time, and look at it meanwhile."""
    words = ("graph.run", picture, "--runs", runs, "--team", "sketch", "--quiet", *SKETCH)
    started = [warm.start(*words) for _ in range(count)]
    looked = warm.run("traces.__main__", "list", "--runs", runs)
    assert looked.code == 0, looked
    ended = [warm.wait(one) for one in started]
    assert [one.code for one in ended] == [0] * count, ended
    assert len({one.out for one in ended}) == 1
    found = [essence(run, paid=False) for run in list_runs(runs)]
    assert len(found) == count
    assert all(one == found[0] for one in found)
    assert not find_broken_files(runs)
    assert not find_leftovers(runs)
