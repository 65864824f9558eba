"""Finds recorded runs by what a person names: a run, a prefix, `latest`, or a folder of runs."""

from collections.abc import Sequence
from pathlib import Path

from codec.errors import RunStateError
from traces.folder import RunFolder, find_run, list_runs
from traces.reader import Trace


def find_runs(names: Sequence[str], *, runs: Path) -> list[RunFolder]:
    """Find the runs named, oldest first within a folder; a folder of runs stands for all of them.

    Raises RunStateError when a name stands for no run.
    """
    found: list[RunFolder] = []
    for name in names:
        place = Path(name)
        if place.is_dir() and not (place / "run.json").is_file():
            folders = list_runs(place)
            if not folders:
                raise RunStateError(f"{name}: no run in this folder")
            found += reversed(folders)
        else:
            found.append(find_run(name, runs))
    return found


def image_key(trace: Trace) -> str:
    """Name the picture of a run by its bytes, so that several runs of one picture are known as such."""
    return str(trace.settings["image"]["sha256"])
