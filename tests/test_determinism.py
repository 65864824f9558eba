"""The same picture, seed and versions give the same bytes, wherever and however the process runs."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from traces.folder import RunFolder, find_run

TOP = Path(__file__).parent.parent

_TIMES = frozenset({"at", "elapsed_s", "pid"})
"""Fields that two runs differ in, at any depth of an event."""

_VARIED = (
    "PYTHON",
    "LC_",
    "LANG",
    "TZ",
    "OMP_",
    "OPENBLAS_",
    "MKL_",
    "COLUMNS",
    "TERM",
    "NO_COLOR",
    "FORCE_COLOR",
    "MUBPP_",
)
"""Beginnings of the variables of which a child knows only those that its surroundings set."""

_LOCALES = ("tr_TR.utf8", "de_DE.utf8", "fr_FR.utf8", "en_US.utf8", "C.utf8")
"""The first that is installed is taken: a dotless i, a decimal comma, and what every system has."""


@dataclass(frozen=True)
class Surroundings:
    """Where and how a process runs."""

    hash_seed: str
    locale: str
    time_zone: str
    threads: int
    display: str
    elsewhere: bool = False
    """In a folder of its own, with the picture named from there, and not in the source folder."""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_VARIED)}
        return kept | {
            "PYTHONPATH": str(TOP),
            "PYTHONHASHSEED": self.hash_seed,
            "LC_ALL": self.locale,
            "TZ": self.time_zone,
            "OMP_NUM_THREADS": str(self.threads),
            "OPENBLAS_NUM_THREADS": str(self.threads),
        }


@dataclass(frozen=True)
class Outcome:
    """What a run printed and left behind."""

    folder: RunFolder
    out: str
    err: str

    @property
    def files(self) -> dict[str, bytes]:
        """The compressed picture and every picture of the run, by their names in its folder."""
        pictures = [self.folder.result_file, self.folder.result_picture, *(self.folder.path / "blobs").iterdir()]
        return {str(path.relative_to(self.folder.path)): path.read_bytes() for path in pictures}

    @property
    def events(self) -> list[str]:
        return [timeless(line) for line in self.folder.events.read_text("utf-8").splitlines()]


def timeless(line: str) -> str:
    """Leave out of a line of JSON what the clock and the system had a hand in; the order of the keys stays."""
    return json.dumps(json.loads(line, object_hook=lambda fields: {k: v for k, v in fields.items() if k not in _TIMES}))


def find_locale() -> str:
    try:
        said = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "POSIX"
    have = {name.lower().replace("-", ""): name for name in said.split()}
    return next((have[name.lower()] for name in _LOCALES if name.lower() in have), "POSIX")


def play(photo: Path, around: Surroundings, scratch: Path) -> Outcome:
    cwd = scratch / "elsewhere" if around.elsewhere else TOP
    cwd.mkdir(parents=True, exist_ok=True)
    image = os.path.relpath(photo, cwd) if around.elsewhere else str(photo)
    words = [image, "--team", "sketch", "--budget", "12tokens", "--stop", "rounds=2", "--seed", "7"]
    words += ["--runs", str(scratch / "runs"), "--display", around.display]
    ended = subprocess.run(
        [sys.executable, "-m", "graph.run", *words],
        cwd=cwd, env=around.environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return Outcome(find_run("latest", scratch / "runs"), ended.stdout, ended.stderr)


PLAIN = Surroundings("0", "C", "UTC", 1, "none")
OTHERS = {
    "hash seed 1, a locale, east, two threads, plain": Surroundings("1", find_locale(), "Asia/Kathmandu", 2, "plain"),
    "random hashes, west, elsewhere, json": Surroundings("random", "C", "America/St_Johns", 2, "json", elsewhere=True),
    "another hash seed, an unknown zone, full": Surroundings("4294967295", "POSIX", "Nowhere/Land", 1, "full"),
}


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    path = tmp_path_factory.mktemp("photo") / "rocket.png"
    with Image.open(TOP / "examples" / "rocket.jpg") as image:
        image.thumbnail((96, 96))
        image.save(path)
    return path


@pytest.fixture(scope="module")
def plain(photo, tmp_path_factory):
    """The run that the others are held against."""
    outcome = play(photo, PLAIN, tmp_path_factory.mktemp("plain"))
    assert len(outcome.files) >= 4  # the .mub, its picture, the original, a drawing
    assert len(outcome.events) >= 10
    assert outcome.out.strip()
    return outcome


@pytest.mark.parametrize("around", OTHERS.values(), ids=OTHERS.keys())
def test_a_run_is_the_same_in_other_surroundings(around, plain, photo, tmp_path):
    other = play(photo, around, tmp_path)
    assert other.folder.result_file.read_bytes() == plain.folder.result_file.read_bytes()
    assert other.files == plain.files
    assert other.events == plain.events
    if around.display == "json":
        assert [timeless(line) for line in other.err.splitlines()] == plain.events
        assert timeless(other.out) == plain.events[-1]
    else:
        assert other.out == plain.out


def test_the_surroundings_differ_in_all_that_is_varied():
    """Each thing takes two values at least, so that no agreement above is a run against itself."""
    every = [PLAIN, *OTHERS.values()]
    for name in ("hash_seed", "locale", "time_zone", "threads", "display", "elsewhere"):
        assert len({getattr(around, name) for around in every}) >= 2, name


def test_what_is_compared_leaves_out_times_and_nothing_else():
    line = '{"id":"r0","at":"now","past":{"elapsed_s":1.5,"score":0.25},"list":[{"pid":7,"b":1,"a":2}]}'
    assert timeless(line) == '{"id": "r0", "past": {"score": 0.25}, "list": [{"b": 1, "a": 2}]}'
