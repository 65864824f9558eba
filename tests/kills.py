"""Series of kills: a command is killed at drawn instants, looked at, gone on with, compared with an undisturbed one.

Used in short by `test_chaos_kill.py` and at length by `soak/test_soak_kill.py`.
"""

import contextlib
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api_server import ApiServer
from chaos import Death, Ended, Warm
from PIL import Image
from wreck import find_broken_files, find_half_made, find_leftovers

from traces.events import Failed, Resumed
from traces.folder import RunFolder, list_runs
from traces.reader import read_trace

MODULES = (
    "graph.launch", "graph.run", "graph.costs", "graph.costs_report", "graph.batch", "graph.batch_play",
    "graph.batch_work", "graph.again", "graph.casting", "graph.replay", "graph.replay_play", "lab.frontier_play",
    "lab.control_play", "lab.prompts.__main__", "lab.prompts.commands", "traces.__main__", "traces.command_list",
    "traces.command_show", "agents.openai.team",
)  # fmt: skip
"""What a warm process has imported."""

_TIMES = {"at", "elapsed_s", "pid"}


@dataclass
class Tried:
    """What a series came to."""

    kills: int = 0
    """Processes that died by the signal."""
    too_late: int = 0
    """Ended before their death came."""
    looks: int = 0
    """`traces list` and `traces show` after a kill."""
    half_made: int = 0
    """Folders that a kill left before `run.json` was in them."""
    asked: int = 0
    """Requests at the server."""
    asked_again: int = 0
    """Requests whose answer was on the wire when the process died: they are asked again."""

    def figures(self) -> dict[str, int]:
        return vars(self)


@dataclass
class Series:
    """One kind of command, its undisturbed result, and how it is killed."""

    warm: Warm
    scratch: Path
    begin: Callable[[Path], Sequence[object]]
    """Module and words of the command, given the folder that it may write to."""
    resume: Callable[[Path], Sequence[object]] | None = None
    """The same for going on; None: the same command goes on by itself."""
    runs: str = "."
    """Where in the folder its runs are."""
    results: Sequence[str] = ()
    """Files in the folder that must be the same again, beside the runs."""
    server: ApiServer | None = None
    at_once: int = 1
    """Requests that may be on the wire at the same time."""
    tried: Tried = field(default_factory=Tried)

    def __post_init__(self) -> None:
        whole = self.scratch / "whole"
        ended = self._run(self.begin(whole))
        assert ended.code == 0, ended
        self.lasts_s = ended.lasts_s
        self.asked = len(self.server.seen) if self.server else 0
        self.expected = self._result(whole, ended)
        again = self.scratch / "counted"
        self.touches = self._run(self.begin(again), count=True).touches

    def kill(self, seed: int) -> None:
        """Kill the command once or twice, go on with it, and compare; every complaint names the seed."""
        lives = range(random.Random(seed).choice((1, 1, 2)))
        drawn = (Death.draw(seed * 10 + life, lasts_s=self.lasts_s, touches=self.touches) for life in lives)
        self.kill_by(drawn, seed)

    def kill_by(self, deaths: Iterable[Death], seed: int) -> None:
        """Kill the command by each of these deaths in turn, go on with it, and compare."""
        place = self.scratch / f"seed-{seed}"
        if self.server:
            self.server.seen.clear()
        words = self.begin(place)
        for death in deaths:
            ended = self._run(words, death=death)
            self._look(place, ended, death)
            words = self._go_on(place) if ended.killed else ()
            if not words:
                break
        if words:
            ended = self._run(words)
            assert ended.code == 0, f"{death}: {ended}"
        self._compare(place, ended, seed)
        shutil.rmtree(place)

    def _go_on(self, place: Path) -> Sequence[object]:
        """Say how to go on; with nothing when the one run died after its last word."""
        begun = list_runs(place / self.runs)
        if self.resume is None or not begun:
            return self.begin(place)
        return () if read_trace(begun[0]).finished else self.resume(place)

    def _look(self, place: Path, ended: Ended, death: Death) -> None:
        """Look at what is left, as a person would, and as a checker does."""
        assert ended.killed or ended.code == 0, f"{death}: {ended}"
        assert "Traceback" not in ended.err, f"{death}: {ended.err}"
        self.tried.kills += ended.killed
        self.tried.too_late += not ended.killed
        runs = place / self.runs
        self.tried.half_made += len(find_half_made(runs))
        listed = self._run(("traces.__main__", "list", "--runs", runs, "--json"))
        assert listed.code == 0, f"{death}: {listed}"
        for row in json.loads(listed.out):
            assert row["status"] in {"killed", "finished"}, f"{death}: {row}"
        for folder in list_runs(runs):
            shown = self._run(("traces.__main__", "show", folder.id, "--runs", runs))
            assert shown.code == 0, f"{death}: {shown}"
            assert shown.out.strip(), f"{death}: {folder.id} shows nothing"
            assert not shown.err, f"{death}: {shown.err}"
            if folder.calls.exists():
                for words in (("traces.__main__", "show", "--raw", folder.id), ("graph.costs", folder.id)):
                    paid = self._run((*words, "--runs", runs))
                    assert (paid.code, paid.err) == (0, ""), f"{death}: {paid}"
            self.tried.looks += 1
        assert not (broken := find_broken_files(place)), f"{death}: {broken}"

    def _compare(self, place: Path, ended: Ended, seed: int) -> None:
        assert not (broken := find_broken_files(place)), f"seed {seed}: {broken}"
        for folder in list_runs(place / self.runs):
            left = find_leftovers(folder.path) if read_trace(folder).finished else []
            assert not left, f"seed {seed}: left behind {left}"
        if self.resume is None:  # whoever hands out pictures keeps account of what it began
            assert not (left := find_leftovers(place / self.runs)), f"seed {seed}: left behind {left}"
            assert not (odd := find_half_made(place / self.runs)), f"seed {seed}: half made {odd}"
        found = self._result(place, ended)
        assert found == self.expected, f"seed {seed}: {_first_difference(self.expected, found)}"
        if self.server:
            self._count_calls(place / self.runs, seed)

    def _count_calls(self, runs: Path, seed: int) -> None:
        """Hold the server's count against the undisturbed one and against the record."""
        assert self.server is not None
        answered, unanswered, doubled = 0, 0, 0
        for folder in (one for one in list_runs(runs) if one.calls.exists()):
            with closing(sqlite3.connect(folder.calls)) as connection:
                ask = connection.execute
                answered += ask("SELECT count(*) FROM calls WHERE final = 1").fetchone()[0]
                unanswered += ask("SELECT count(*) FROM calls WHERE final IS NULL").fetchone()[0]
                doubled += ask(
                    "SELECT count(*) FROM (SELECT 1 FROM calls WHERE final = 1"
                    " GROUP BY request_sha256, occasion HAVING count(*) > 1)"
                ).fetchone()[0]
        asked = len(self.server.seen)
        assert doubled == 0, f"seed {seed}: {doubled} answered calls were repeated"
        assert answered == self.asked, f"seed {seed}: {answered} answered calls, {self.asked} undisturbed"
        assert self.asked <= asked <= self.asked + unanswered, f"seed {seed}: {asked} asked, {unanswered} unanswered"
        assert unanswered <= 2 * self.at_once, f"seed {seed}: {unanswered} calls on the wire at two deaths"
        self.tried.asked += asked
        self.tried.asked_again += asked - self.asked

    def _result(self, place: Path, ended: Ended) -> Any:
        """Return all that must be the same again: what every run came to, the files made of them, and stdout."""
        folders = list_runs(place / self.runs)
        out = re.sub(r"\d+ played now", "SOME played now", ended.out.replace(str(place), "PLACE"))
        for folder in folders:
            out = out.replace(folder.id, "RUN")
        found = [essence(folder, paid=self.server is not None) for folder in folders]
        return {
            "runs": sorted(found, key=lambda one: json.dumps([one["image"], one["task"]])),
            "files": {name: (place / name).read_bytes().hex() for name in self.results},
            "out": sorted(out.splitlines()) if self.resume is None else [],
        }

    def _run(self, words: Sequence[object], *, death: Death | None = None, count: bool = False) -> Ended:
        module, *rest = words
        return self.warm.run(str(module), *rest, death=death, count=count)


def essence(folder: RunFolder, *, paid: bool) -> dict[str, Any]:
    """Return what a run came to without its times; a paid call that died on the wire is counted, and differs."""
    trace = read_trace(folder)
    events = [
        _without(event.model_dump(mode="json"), _TIMES | ({"calls", "spend_usd"} if paid else set()))
        for event in trace.events
        if not isinstance(event, (Resumed, Failed))
    ]
    finished = trace.finished
    return {
        "image": trace.settings["image"]["name"],
        "task": trace.settings["task"],
        "description": finished and finished.description,
        "file": folder.result_file.read_bytes().hex() if folder.result_file.exists() else None,
        "picture": folder.result_picture.exists(),
        "events": events,
    }


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner, names) for key, inner in value.items() if key not in names}
    return [_without(inner, names) for inner in value] if isinstance(value, list) else value


def _first_difference(one: Any, other: Any, where: str = "") -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            if one.get(key) != other.get(key):
                return _first_difference(one.get(key), other.get(key), f"{where}.{key}")
    if isinstance(one, list) and isinstance(other, list):
        for number, (left, right) in enumerate(zip(one, other, strict=False)):
            if left != right:
                return _first_difference(left, right, f"{where}[{number}]")
        return f"{where}: {len(one)} undisturbed, {len(other)} here"
    return f"{where}: {str(one)[:200]} undisturbed, {str(other)[:200]} here"


@contextlib.contextmanager
def warmed(scratch: Path) -> Iterator[Warm]:
    """Start a process that has played and looked at a small run."""
    picture = save_pictures(scratch / "pictures")[0]
    with Warm(scratch, *MODULES) as warm:
        warm.warm_up("graph.run", picture, "--runs", scratch / "runs", "--team", "sketch", "--quiet", *SKETCH)
        for words in (("list",), ("show", "latest")):
            warm.warm_up("traces.__main__", *words, "--runs", scratch / "runs")
        yield warm


SKETCH = ("--budget", "3words", "--stop", "rounds=2")


def save_pictures(folder: Path, *, count: int = 3) -> list[Path]:
    """Save some small pictures."""
    folder.mkdir(exist_ok=True)
    found = []
    for number, name in enumerate("abcdefghijklmnopqrstuvwxyz"[:count]):
        image = Image.new("RGB", (24, 16), (120 - 4 * number, 170 - 9 * number % 80, 230 - 30 * number % 200))
        image.paste((60, 120, 50), (0, 8, 24, 16))
        image.paste((200, 30, 40), (9, 5, 15, 11))
        found.append(folder / f"{name}.png")
        image.save(found[-1])
    return found


def sketch_run_of(warm: Warm, scratch: Path, pictures: Sequence[Path]) -> Series:
    """Kill runs of the embedded team."""

    def begin(place: Path) -> Sequence[object]:
        return ("graph.run", pictures[0], "--runs", place, "--team", "sketch", "--quiet", *SKETCH)

    return Series(warm, scratch, begin, lambda place: ("graph.run", "--resume", "latest", "--runs", place, "--quiet"))


def openai_run_of(
    warm: Warm, scratch: Path, pictures: Sequence[Path], server: ApiServer, *more: str, at_once: int = 1
) -> Series:
    """Kill runs over a server."""
    where = (*_over(server), "--quiet")

    def begin(place: Path) -> Sequence[object]:
        return ("graph.run", pictures[0], "--runs", place, "--team", "openai", "--stop", "rounds=2", *where, *more)

    def resume(place: Path) -> Sequence[object]:
        return ("graph.run", "--resume", "latest", "--runs", place, *where)

    return Series(warm, scratch, begin, resume, server=server, at_once=at_once)


def batch_of(
    warm: Warm, scratch: Path, pictures: Sequence[Path], server: ApiServer | None = None, *, engine: str = "threads"
) -> Series:
    """Kill batches of three pictures, two at a time."""
    words = ("--jobs", "2", "--engine", engine, "--quiet")
    words += ("--team", "openai", "--stop", "rounds=1", *_over(server)) if server else ("--team", "sketch", *SKETCH)

    def begin(place: Path) -> Sequence[object]:
        return ("graph.batch", *pictures, "--runs", place, *words)

    return Series(warm, scratch, begin, server=server, at_once=2)


def frontier_of(warm: Warm, scratch: Path, pictures: Sequence[Path]) -> Series:
    """Kill frontiers of one picture at two budgets."""

    def begin(place: Path) -> Sequence[object]:
        words = ("--budgets", "2,3words", "--stop", "rounds=1", "--team", "sketch", "--jobs", "1", "--quiet")
        where = ("--runs", place / "runs", "--out", place / "out", "--engine", "threads")
        return ("lab.frontier", pictures[0], *words, *where)

    files = ("out/frontier.csv", "out/points.csv")
    return Series(warm, scratch, begin, runs="runs", results=files)


def control_of(warm: Warm, scratch: Path, pictures: Sequence[Path]) -> Series:
    """Kill controls of two pictures drawn twice."""

    def begin(place: Path) -> Sequence[object]:
        words = ("--pictures", "2", "--budget", "3words", "--team", "sketch", "--jobs", "2", "--quiet")
        where = ("--runs", place / "runs", "--table", place / "control.csv", "--engine", "threads")
        return ("lab.control", *pictures[:2], *words, *where)

    return Series(warm, scratch, begin, runs="runs", results=("control.csv",))


def prompts_of(warm: Warm, scratch: Path, pictures: Sequence[Path]) -> Series:
    """Kill experiments of two variants on two pictures."""

    def begin(place: Path) -> Sequence[object]:
        axes = ("--player", "describer=sketch,sketch:remarks=1", "--team", "sketch", "--stop", "rounds=1")
        words = ("--budget", "3words", "--jobs", "2", "--yes", "--quiet", "--folder", place)
        images = [word for path in pictures[:2] for word in ("--image", path)]
        return ("lab.prompts.__main__", "run", *images, *axes, *words)

    return Series(warm, scratch, begin, runs="runs")


def _over(server: ApiServer) -> tuple[str, ...]:
    return ("--base-url", server.url, "--image-sizes", "any", "--cache", "off")
