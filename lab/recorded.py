"""Finds recorded runs by what a person names: a run, a prefix, `latest`, or a folder of runs; reads them one by one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from codec.errors import RunStateError
from traces.folder import find_run, list_runs
from traces.reader import Trace, read_trace


def stream_traces(names: Sequence[str], *, runs: Path) -> Iterator[Trace]:
    """Yield the runs named, oldest first within a folder; a folder of runs stands for all of them.

    Raises RunStateError when a name stands for no run.
    """
    for name in names:
        place = Path(name)
        if place.is_dir() and not (place / "run.json").is_file():
            folders = list_runs(place)
            if not folders:
                raise RunStateError(f"{name}: no run in this folder")
            for folder in reversed(folders):
                yield read_trace(folder)
        else:
            yield read_trace(find_run(name, runs))


def image_key(trace: Trace) -> str:
    """Name the picture of a run by its bytes, so that several runs of one picture are known as such."""
    return str(trace.settings["image"]["sha256"])
