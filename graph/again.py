"""Plays a recorded run once more from its record and compares what comes out; nothing is paid, nothing is sent.

Knows nothing of nodes.
"""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codec.errors import RunStateError, StorageError
from graph.casting import Access, hiring
from graph.session import play, task_of
from traces.events import Consulted, Event, Failed, Finished, Noted, Resumed
from traces.folder import RunFolder, write_whole
from traces.reader import Trace, read_trace

_SEAMS = (Failed, Resumed, Noted)
_TIMES = {"at", "elapsed_s"}


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What came of a replay."""

    finished: Finished | None
    """None: the record ended before the replay did."""
    same_file: bool
    """Whether the `.mub` is equal byte for byte."""
    first_difference: str
    """Where the events part, in a few words; empty: they are the same but for times."""
    missing: str
    """What a new call would have been needed for; empty: nothing."""
    rounds: int

    @property
    def faithful(self) -> bool:
        """Whether the replay is the run again, byte for byte but for times."""
        return self.same_file and not self.first_difference and not self.missing


def replay(recorded: Trace, access: Access, *, stops: str | None = None, keep: Path | None = None) -> Replay:
    """Play a run from its record in a folder of its own; with `stops`, under other policies.

    `keep` is a folder of runs in which the replay is kept as a run. Raises RunStateError for a run that has no end to
    compare with, unless other policies are asked for.
    """
    if recorded.finished is None and stops is None:
        raise RunStateError(f"{recorded.folder.id} has not ended; go on with `python -m graph.run --resume` first")
    with tempfile.TemporaryDirectory(prefix="mubpp-replay-") as scratch:
        folder = _stage(recorded, Path(scratch), stops=stops)
        report = _play_staged(recorded, folder, replace(access, wire=replace(access.wire, replay=True)))
        if keep is not None:
            _keep(folder, keep)
    return report


def _stage(recorded: Trace, scratch: Path, *, stops: str | None) -> RunFolder:
    """Make a run folder that knows what the recorded run knew before its first round, and its answered calls."""
    folder = RunFolder(scratch / recorded.folder.id)
    settings = dict(recorded.settings)
    if stops is not None:
        settings["task"] = {**settings["task"], "stops": stops}
    try:
        folder.path.mkdir()
        shutil.copytree(recorded.folder.path / "blobs", folder.path / "blobs")
        if recorded.folder.calls.exists():
            shutil.copyfile(recorded.folder.calls, folder.calls)
    except OSError as error:
        raise StorageError(f"{recorded.folder.path}: can't be copied for the replay ({error})") from error
    write_whole(folder.settings, json.dumps(settings).encode())
    shared = _shared_with_parent(recorded)
    if shared:
        write_whole(folder.events, b"".join(event.model_dump_json().encode() + b"\n" for event in shared))
    return folder


def _shared_with_parent(recorded: Trace) -> list[Event]:
    """Pick the events that a fork was born with."""
    parent = recorded.settings["parent"]
    if not parent:
        return []
    rounds = int(parent.rpartition("@")[2])
    return [
        e
        for e in recorded.events
        if e.tag == "started" or ((getattr(e, "round", None) or 0) < rounds and e.tag != "finished")
    ]


def _play_staged(recorded: Trace, folder: RunFolder, access: Access) -> Replay:
    task = task_of(folder)
    missing = ""
    with contextlib.ExitStack() as stack:
        hire = hiring(folder, task, access, stack)
        try:
            play(folder, task, hire, ask=_answer_as_recorded(recorded), recorded=recorded)
        except RunStateError as error:
            missing = str(error)
    again = read_trace(folder)
    same_file = (
        again.finished is not None
        and recorded.folder.result_file.exists()
        and folder.result_file.read_bytes() == recorded.folder.result_file.read_bytes()
    )
    return Replay(
        finished=again.finished,
        same_file=same_file,
        first_difference=compare_events(recorded.events, again.events),
        missing=missing,
        rounds=len(again.rounds),
    )


def _answer_as_recorded(recorded: Trace) -> Callable[[dict[str, Any]], dict[str, str]]:
    said = {event.round: event for event in recorded.of(Consulted)}

    def ask(question: dict[str, Any]) -> dict[str, str]:
        event = said.get(question["round"])
        if event is None:
            raise RunStateError(f"nobody was asked after round {question['round']} in the recorded run")
        return {"wish": event.wish, "text": event.text}

    return ask


def compare_events(recorded: tuple[Event, ...], again: tuple[Event, ...]) -> str:
    """Say where two runs part, times and seams apart; empty when they don't."""
    first, second = _essence(recorded), _essence(again)
    for old, new in zip(first, second, strict=False):
        if old != new:
            fields = [name for name in old if old[name] != new.get(name)]
            return f"{old['id'] or old['tag']}: {', '.join(fields)} differ"
    if len(first) != len(second):
        longer = (first if len(first) > len(second) else second)[min(len(first), len(second))]
        return f"{'only the record' if len(first) > len(second) else 'only the replay'} has {longer['id']}"
    return ""


def _essence(events: tuple[Event, ...]) -> list[dict[str, Any]]:
    return [event.model_dump(exclude=_TIMES) for event in events if not isinstance(event, _SEAMS)]


def _keep(folder: RunFolder, runs: Path) -> None:
    target = runs / f"{folder.id}-replay"
    try:
        runs.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder.path, target)
    except OSError as error:
        raise StorageError(f"{target}: the replay can't be kept ({error.strerror or error})") from error


def describe_replay(report: Replay, recorded: Trace) -> list[str]:
    """Say in plain lines how a replay went."""
    if report.missing:
        return [f"replayed {report.rounds} rounds; the record ends there: {report.missing}"]
    assert report.finished is not None
    events = f"events differ at {report.first_difference}" if report.first_difference else "same events"
    file = "byte-identical .mub" if report.same_file else "another .mub"
    end = f"{report.finished.stop.policy}: {report.finished.description}"
    return [f"replayed {report.rounds} rounds of {recorded.folder.id}: {events}, {file}", f"stopped by {end}"]
