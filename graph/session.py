"""One run from its first event to its last: makes or reopens the folder, puts the crew together, plays, and closes.

Knows nothing of options and terminals.
"""

import contextlib
import importlib
import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from agents.protocols import Team
from agents.wire.redact import hide_arguments
from codec.errors import MubppError, RunStateError
from codec.fidelity import Measure
from codec.loading import loading
from codec.photo import Photo
from graph.account import count_from_record, count_live
from graph.casting import Cast
from graph.crew import Crew
from graph.past import state_from
from graph.state import Task, meter_for, read_task
from traces.dialogue import Picture
from traces.events import FORMAT, Failed, Finished, Noted, Resumed, Started
from traces.folder import RunFolder, make_run, write_whole
from traces.reader import Trace, read_trace
from traces.recorder import Recorder, Watcher

_PACKAGES = ("mubpp", "langgraph", "langchain-openai", "openai", "pillow", "numpy", "pydantic", "tiktoken")

Ask = Callable[[dict[str, Any]], dict[str, str]]
"""Asks a person after a round (see `graph.person`) and returns the wish."""
HireTeam = Callable[[Callable[[str], None]], Team]
"""Puts the team together; is given a way to note what a person should see, such as a retry."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a person ordered: everything about a run that is not in its task."""

    photo: Photo
    path: Path | str
    """As given on the command line: a path, or a URL."""
    runs: Path
    cast: Cast


def open_run(
    order: Order, plan: Callable[[Picture], Task], *, announce: Callable[[RunFolder], None] | None = None
) -> tuple[RunFolder, Task]:
    """Make the folder of a new run, with the original and `run.json` in it; one that can't begin leaves none behind.

    `announce` is told of the folder before it is made.
    """
    folder = make_run(order.runs, order.photo.name, announce=announce)
    try:
        return folder, _furnish(folder, order, plan)
    except BaseException:
        shutil.rmtree(folder.path, ignore_errors=True)
        raise


def _furnish(folder: RunFolder, order: Order, plan: Callable[[Picture], Task]) -> Task:
    original = folder.keep_picture(order.photo.image)
    task = plan(original)
    meter_for(task)  # refuses a budget that no file of this shape can keep
    photo = order.photo
    settings = {
        "format": FORMAT,
        "id": folder.id,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "image": {
            "path": str(order.path),
            "name": photo.name,
            "sha256": photo.sha256,
            "width": photo.width,
            "height": photo.height,
            "notes": list(photo.notes),
        },
        "task": task.model_dump(mode="json"),
        "team": order.cast.references,
        "why": order.cast.why,
        "models": order.cast.models,
        "prompts": order.cast.prompts,
        "versions": _versions(),
        "argv": hide_arguments(sys.argv[1:]),
        "parent": None,
    }
    write_whole(folder.settings, json.dumps(settings, indent=2, ensure_ascii=False).encode() + b"\n")
    return task


def play(
    folder: RunFolder,
    task: Task,
    hire: HireTeam,
    *,
    watchers: tuple[Watcher, ...] = (),
    ask: Ask | None = None,
    recorded: Trace | None = None,
) -> Finished:
    """Play a run to its end, or on from where it was cut off; every step is on disk before the next begins.

    `ask` is called after every round of a task that pauses. `recorded` is the run that this one replays: what it had
    used up by each round is taken from its record.

    Raises whatever family of errors ended it, after recording it; RunStateError for a run that is finished or in use.
    """
    trace = read_trace(folder)
    if trace.finished:
        raise RunStateError(f"{folder.id} is finished; look at it with `python -m traces show {folder.id}`")
    # LangGraph takes most of a second to import: neither who only looks at runs nor the clock of a run may wait for it.
    with loading():
        run_machine = importlib.import_module("graph.machine").run_machine
    elapsed_s = max((event.elapsed_s for event in trace.events), default=0.0)
    with Recorder(folder, watchers=watchers, elapsed_before_s=elapsed_s) as recorder:
        original = folder.load_picture(task.original)
        with _failure_on_record(recorder):
            if not trace.events:
                recorder.record(_opening(trace.settings, task))
            elif not _is_fresh_fork(trace):
                recorder.record(Resumed(after=trace.events[-1].id, pid=recorder.pid))
            team = hire(lambda text: _note(recorder, text))
            live = count_live(recorder, team.tally)
            crew = Crew(
                team=team,
                original=original,
                measure=Measure(original),
                folder=folder,
                recorder=recorder,
                account=count_from_record(recorded, live) if recorded else live,
            )
            first = state_from(trace, task, edited=trace.settings.get("edited"))
            run_machine(first, crew, ask=ask)
        finished = recorder.latest
    assert isinstance(finished, Finished)
    return finished


def task_of(folder: RunFolder) -> Task:
    """Read a run's task back from `run.json`."""
    return read_task(folder.read_settings()["task"], origin=str(folder.settings))


def _is_fresh_fork(trace: Trace) -> bool:
    """Tell a fork that was never played from a run that was cut off."""
    return bool(trace.settings["parent"]) and not trace.folder.checkpoint.exists()


def _note(recorder: Recorder, text: str) -> None:
    recorder.record(Noted(who="graph", text=text))


def _opening(settings: dict[str, Any], task: Task) -> Started:
    image = settings["image"]
    return Started(
        id="started",
        image=image["name"],
        original=task.original,
        width=image["width"],
        height=image["height"],
        notes=tuple(image["notes"]),
        budget=task.budget,
        stops=tuple(map(str, task.policies)),
        team=settings["team"],
        why=settings["why"],
        parent=settings["parent"],
    )


@contextlib.contextmanager
def _failure_on_record(recorder: Recorder) -> Iterator[None]:
    """Let no run end without a word in its trace; a full disk may still keep it from being written."""
    try:
        yield
    except KeyboardInterrupt as stop:
        go_on = f"go on with: python -m graph.run --resume {recorder.folder.id}"
        with contextlib.suppress(MubppError):
            recorder.record(Failed(error="interrupted", message=f"interrupted by Ctrl-C; {go_on}"))
        raise KeyboardInterrupt(f"interrupted; {go_on}") from stop
    except Exception as error:
        message = str(error).splitlines()[0] if str(error) else type(error).__name__
        with contextlib.suppress(MubppError):
            recorder.record(Failed(error=type(error).__name__, message=message))
        raise


@cache
def _versions() -> dict[str, str]:
    """Look versions up once a process: each look leaves a kilobyte behind in importlib.metadata."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[package] = version(package)
    return found
