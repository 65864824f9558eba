"""Where traces would go and what the terminal can show; leaves nothing behind."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from lab.doctor_finding import Finding
from traces.terminal import Screen, look_at

LEAST_FREE_MIB: Final = 64
"""A run of a large photograph keeps a few dozen MiB of pictures."""


def check(arguments: argparse.Namespace) -> Iterator[Finding]:
    """Look at the folder of traces and at the terminal."""
    yield check_place(arguments.runs)
    yield check_terminal(sys.stderr)


def check_place(runs: Path) -> Finding:
    """Find out whether traces can be written, by writing a file that is gone at once."""
    place = next((folder for folder in (runs, *runs.absolute().parents) if folder.exists()), Path("/"))
    choose = "choose another place with --runs DIR"
    if not place.is_dir():
        return Finding("traces", "bad", f"{place} is a file, so {runs} can't be a folder", choose)
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Finding("traces", "bad", f"{runs} can't be written ({error.strerror or error})", choose)
    free_mib = shutil.disk_usage(place).free // 2**20
    if free_mib < LEAST_FREE_MIB:
        return Finding("traces", "bad", f"{runs}: only {free_mib} MiB free", f"free some space, or {choose}")
    made = "" if runs.exists() else ", which the first run makes"
    return Finding("traces", "good", f"{runs}{made}: can be written, {free_mib:,} MiB free")


def check_terminal(stream: TextIO) -> Finding:
    """Say how the live trace would look on a stream."""
    look = look_at(Screen(file=stream))
    if not look.pictures:
        return Finding("terminal", "note", "stderr is no terminal: the trace is plain lines", "or --display full")
    shows = [
        "colours" if look.colour else "no colours",
        "pictures in half blocks" if look.blocks else "pictures as characters",
        "Unicode" if look.unicode else "ASCII",
    ]
    return Finding("terminal", "good", f"{look.width}x{look.height}, {', '.join(shows)}")
