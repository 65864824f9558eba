"""Starts a new run from the first rounds of an old one, with something changed; the old one is not touched.

Knows nothing of how a run is played.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.registry import decoder_of
from codec.errors import RunStateError, StorageError, UsageError
from graph.casting import Cast
from graph.state import Task, meter_for, read_task
from traces.events import Consulted, Decided, Event, Started
from traces.folder import RunFolder, find_run, make_run, write_whole
from traces.reader import Trace, read_trace

_PLACE = re.compile(r"(?P<run>.+)@(?P<rounds>[0-9]{1,6})")


def read_place(text: str, runs: Path) -> tuple[Trace, int]:
    """Read `RUN@3`: a run and how many of its first rounds the fork shares.

    Raises UsageError for another form or more rounds than there are, RunStateError for an unknown run.
    """
    match = _PLACE.fullmatch(text)
    if not match:
        raise UsageError(
            f"--fork {text[:60]!r}: write it like latest@3 (the run, and how many of its first rounds to share)"
        )
    trace, rounds = read_trace(find_run(match["run"], runs)), int(match["rounds"])
    if rounds > len(trace.rounds):
        raise UsageError(f"--fork {text[:60]}: that run has {len(trace.rounds)} whole rounds")
    return trace, rounds


def fork_run(
    parent: Trace,
    rounds: int,
    *,
    runs: Path,
    changes: Mapping[str, Any],
    cast: Cast | None = None,
    edited: str | None = None,
) -> tuple[RunFolder, Task]:
    """Make the child's folder: the parent's settings with `changes` to its task, its first rounds, their pictures.

    Raises UsageError for an edited sentence that the budget can't carry, StorageError when the disk refuses.
    """
    decoder = {"decoder": decoder_of(cast.references["renderer"])} if cast else {}
    task = read_task({**parent.settings["task"], **decoder, **changes}, origin=str(parent.folder.settings))
    if edited is not None and not meter_for(task).fits(edited):
        cost = meter_for(task).cost(edited)
        raise UsageError(f"the sentence costs {cost:g}, above the budget of {task.budget}; shorten it")
    folder = make_run(runs, parent.settings["image"]["name"])
    settings = {
        **parent.settings,
        "id": folder.id,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "task": task.model_dump(mode="json"),
        **({"team": cast.references, "why": cast.why, "models": cast.models, "prompts": cast.prompts} if cast else {}),
        "parent": f"{parent.folder.id}@{rounds}",
        "edited": edited,
    }
    shared = _shared_events(parent, rounds, settings, task)
    _copy_pictures(parent.folder, folder, shared)
    lines = b"".join(event.model_dump_json().encode() + b"\n" for event in shared)
    write_whole(folder.events, lines)
    write_whole(folder.settings, json.dumps(settings, indent=2, ensure_ascii=False).encode() + b"\n")
    return folder, task


def _shared_events(parent: Trace, rounds: int, settings: Mapping[str, Any], task: Task) -> list[Event]:
    if parent.started is None:
        raise RunStateError(f"{parent.folder.id} was cut off before it began; there is nothing to fork")
    changed = {
        "parent": settings["parent"],
        "budget": task.budget,
        "stops": tuple(map(str, task.policies)),
        "team": settings["team"],
    }
    shared: list[Event] = []
    for event in parent.events:
        number = getattr(event, "round", None)
        if isinstance(event, Started):
            shared.append(event.model_copy(update=changed))
        elif number is not None and number < rounds:
            open_end = isinstance(event, Decided) and number == rounds - 1
            shared.append(event.model_copy(update={"stop": None}) if open_end else event)
    return [e for e in shared if not (isinstance(e, Consulted) and e.round == rounds - 1 and e.wish != "remark")]


def _copy_pictures(parent: RunFolder, child: RunFolder, events: list[Event]) -> None:
    text = "".join(event.model_dump_json() for event in events)
    for digest in sorted(set(re.findall(r'"sha256":"([0-9a-f]{64})"', text))):
        source = parent.path / "blobs" / f"{digest}.png"
        try:
            write_whole(child.path / "blobs" / f"{digest}.png", source.read_bytes())
        except OSError as error:
            raise StorageError(f"{source}: can't be read ({error.strerror or error})") from error
