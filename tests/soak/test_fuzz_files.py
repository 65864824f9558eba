"""Hundreds of runs with one file changed, under every command that reads them; nothing outside changes. .mub files."""

import random
import time
from pathlib import Path

import pytest

from codec.errors import FormatError
from codec.geometry import Geometry
from codec.mub import MAX_FILE_BYTES, MubFile, pack, unpack
from graph.decode import main as decode
from tests.hostile_files import check, mutate_bytes, time_limit
from tests.hostile_mub import KINDS, make_slow_file
from tests.test_hostile_files import EXAMPLES, check_played_on, check_views, played

__all__ = ["played"]

VIEWED, PLAYED, FILES, DRAWN = 60, 30, 1000, 200
"""Mutations of each file of a run, looked at and played on; of .mub files, read and drawn."""
SENTENCE = "pale blue sky, two red barns left, dark green trees right, night"
MOST_S = 60.0
"""Processor time that the slowest .mub file that we can make may take; here it takes a fifth of it."""


@pytest.mark.parametrize("name", ["events.jsonl", "run.json"])
def test_mutated_runs_are_looked_at(tmp_path: Path, soak_seed: int, often, tally, name: str) -> None:
    for number in range(often(VIEWED)):
        place = tmp_path / str(number)
        place.mkdir()
        check_views(place, name, soak_seed * VIEWED + number)
        tally(runs=number + 1)


@pytest.mark.parametrize("name", ["events.jsonl", "run.json", "checkpoint.sqlite"])
def test_mutated_runs_are_played_on(played: Path, tmp_path: Path, soak_seed: int, often, tally, name: str) -> None:
    for number in range(often(PLAYED)):
        place = tmp_path / str(number)
        place.mkdir()
        check_played_on(played, place, name, soak_seed * PLAYED + number)
        tally(runs=number + 1)


def test_mub_files_of_any_bytes(soak_seed: int, often, tally) -> None:
    chance = random.Random(soak_seed)
    good = (EXAMPLES[1] / "result.mub").read_bytes()
    decoded, slowest_s = 0, 0.0
    for number in range(often(FILES)):
        size = chance.choice((1, 9, 30, 500, MAX_FILE_BYTES))
        data = mutate_bytes(good, chance) if number % 2 else chance.randbytes(size)
        began_s = time.process_time()
        try:
            with time_limit(MOST_S):
                unpack(data)
            decoded += 1
        except FormatError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017 - in a loop over files of both kinds
        slowest_s = max(slowest_s, time.process_time() - began_s)
        tally(files=number + 1, decoded=decoded, slowest_s=round(slowest_s, 2))


@pytest.mark.parametrize("kind", KINDS)
def test_the_slowest_mub_files_known(tally, kind: str) -> None:
    data = make_slow_file(kind, most_bytes=MAX_FILE_BYTES)
    began_s = time.process_time()
    with time_limit(MOST_S):
        try:
            chars = len(unpack(data).text)
        except FormatError:
            chars = 0
    tally(file_bytes=len(data), chars=chars, processor_s=round(time.process_time() - began_s, 1))


def test_mutated_mub_files_are_drawn_or_refused(tmp_path: Path, soak_seed: int, often, tally) -> None:
    path = tmp_path / "a.mub"
    drawn = 0
    for number in range(often(DRAWN)):
        chance = random.Random(f"{soak_seed} {number}")
        size = Geometry.of(chance.randint(1, 3000), chance.randint(1, 3000), exact=number % 2 == 0)
        path.write_bytes(mutate_bytes(pack(MubFile(SENTENCE, geometry=size)), chance))
        drawn += check(decode, path, "--renderer", "sketch").code == 0
        assert {one.name for one in tmp_path.iterdir()} <= {"a.mub", "a.png"}
        tally(files=number + 1, drawn=drawn)
