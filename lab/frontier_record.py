"""What has been coded and measured of one picture, kept beside the runs so that no figure is worked out twice.

One file a picture, one JSON line an entry, flushed as it comes: a torn last line is left out and worked out again.
Knows nothing of what the entries mean.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from codec import distortion
from codec.distortion_pair import DistortionMeasure
from codec.errors import StorageError
from traces.folder import make_folder

FOLDER: Final = ".frontier"
"""Beside the runs, where the trace views don't look."""


class Record:
    """The entries of one picture, by key; each is a JSON value."""

    def __init__(self, runs: Path, sha256: str) -> None:
        """Read what is known of the picture whose file has that SHA-256; raises StorageError."""
        make_folder(runs / FOLDER)
        self._path = runs / FOLDER / f"{sha256[:32]}.jsonl"
        self._known: dict[str, Any] = {}
        self._torn = False
        self.grown = False
        """Whether anything had to be worked out."""
        try:
            text = self._path.read_text("utf-8", errors="replace") if self._path.exists() else ""
        except OSError as error:
            raise StorageError(f"{self._path}: can't be read ({error.strerror or error})") from error
        for line in text.splitlines():
            try:
                key, value = json.loads(line)
            except ValueError:
                continue
            self._known[key] = value
        self._torn = bool(text) and not text.endswith("\n")

    def recall(self, key: str, make: Callable[[], Any]) -> Any:
        """Return an entry; where there is none, make it and keep it."""
        return self.recall_all([key], lambda missing: {key: make() for key in missing})[key]

    def recall_all(self, keys: list[str], make: Callable[[list[str]], Mapping[str, Any]]) -> dict[str, Any]:
        """Return entries; those that are missing are made together and kept. Raises StorageError."""
        missing = [key for key in keys if key not in self._known]
        if missing:
            made = make(missing)
            lines = "".join(json.dumps([key, made[key]]) + "\n" for key in missing)
            try:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write("\n" * self._torn + lines)
            except OSError as error:
                raise StorageError(f"{self._path}: can't be written ({error.strerror or error})") from error
            self._torn = False
            self.grown = True
            self._known |= made
        return {key: self._known[key] for key in keys}


def figure_key(subject: str, measure: DistortionMeasure) -> str:
    """Name a figure: of what, by which measure, and by which version of it."""
    return f"{subject} {measure.name} {measure.identity or _measures_identity()}"


@cache
def _measures_identity() -> str:
    """Return a short name for the built-in measures as they are here: a changed formula makes new figures."""
    here = Path(distortion.__file__).parent
    paths = [*sorted(here.glob("distortion*.py")), here / "fidelity.py", here / "cielab.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
