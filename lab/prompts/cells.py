"""An experiment's folder: which cell is which run, what state it is in, and the snapshot of every prompt in play.

A cell is one variant on one picture in one repeat; its key is made of all that decides what its run does, so that the
same cell is found again whatever it is called. Knows nothing of how a run is played.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.roles import Role
from codec.errors import FormatError, RunStateError, UsageError
from codec.files import hold_lock, sweep_parts
from prompts.loader import load_prompt, locate_prompt
from traces.folder import PLAIN_NAME, RunFolder, make_folder, write_whole

T = TypeVar("T", bound=BaseModel)

Status = Literal["new", "open", "done", "failed"]
"""new: not begun; open: cut off; failed: ended by an error, kept until it is retried."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CellState(_Kept):
    """What has become of a cell."""

    key: str
    run: Annotated[str, Field(pattern=PLAIN_NAME)]
    """The id of its run, in the experiment's folder of runs; "": none was begun."""
    status: Status
    error: str = ""


class PlannedVariant(_Kept):
    """A variant as the report needs it."""

    label: str
    block: str
    is_baseline: bool
    values: dict[str, str]


class PlannedCell(_Kept):
    """Where a cell stands in the matrix."""

    key: str
    variant: str
    """Its label."""
    image: str
    """The picture's label."""
    repeat: int


class Plan(_Kept):
    """The matrix: what the report reads instead of the TOML file."""

    name: str
    variants: list[PlannedVariant]
    images: dict[str, str]
    """Label to path."""
    cells: list[PlannedCell]
    critics_differ: bool
    """Whether the variants are scored by different critics."""


@dataclass(frozen=True)
class Lab:
    """Paths inside an experiment's folder, and what is kept there."""

    path: Path

    @property
    def runs(self) -> Path:
        """The runs, as any others: `python -m traces list --runs …`."""
        return self.path / "runs"

    def folder_of(self, state: CellState) -> RunFolder:
        """Return the folder of a cell's run."""
        return RunFolder(self.runs / state.run)

    def read_state(self, key: str) -> CellState | None:
        """Read what has become of a cell; None: nothing yet."""
        path = self.path / "cells" / f"{key}.json"
        return self._read(path, CellState) if path.exists() else None

    def write_state(self, state: CellState) -> None:
        """Keep what has become of a cell."""
        write_whole(self.path / "cells" / f"{state.key}.json", state.model_dump_json().encode())

    def read_plan(self) -> Plan:
        """Read the matrix; raises RunStateError where nothing was run yet."""
        path = self.path / "plan.json"
        if not path.exists():
            raise RunStateError(f"{self.path}: no experiment was run here yet")
        return self._read(path, Plan)

    def write_plan(self, plan: Plan) -> None:
        """Keep the matrix."""
        write_whole(self.path / "plan.json", plan.model_dump_json(indent=1).encode())

    def keep_prompt(self, role: Role, variant: str, *, folder: Path | None) -> Path:
        """Copy a prompt file into the experiment, under its hash; return the folder that it lies in."""
        name = f"{role}.{variant}" if variant else role
        prompt = load_prompt(name, folder=folder)
        home = self.path / "prompts" / prompt.sha256[:12]
        target = home / f"{name}.md"
        if not target.exists():
            write_whole(target, locate_prompt(name, folder=folder).read_bytes())
        return home

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes from running the same experiment; raises RunStateError if one does."""
        make_folder(self.path)
        busy = f"{self.path}: another process is running this experiment"
        with hold_lock(self.path / "lock", busy=lambda pid: f"{busy} (process {pid})"):
            for folder in (self.path, self.runs, self.path / "cells", *(self.path / "prompts").glob("*")):
                sweep_parts(folder)
            yield

    @staticmethod
    def _read(path: Path, kind: type[T]) -> T:
        try:
            return kind.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise FormatError(f"{path}: can't be read; remove it to begin anew") from error


def key_of(
    *,
    image_sha256: str,
    changes: Mapping[str, Any],
    references: Mapping[str, str],
    models: Mapping[str, Mapping[str, Any]],
    prompts: Mapping[str, Mapping[str, str]],
    repeat: int,
) -> str:
    """Make the key of a cell: 16 hex digits of a hash of all that decides what its run does."""
    idle = {"api_key", "prompt", "prompt_folder"}
    named = {role: {k: v for k, v in values.items() if k not in idle} for role, values in models.items()}
    whole = {
        "image": image_sha256,
        "changes": dict(changes),
        "team": dict(references),
        "models": named,
        "prompts": {role: values["sha256"] for role, values in prompts.items()},
        "repeat": repeat,
    }
    return sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()[:16]


def label_images(paths: list[Path]) -> dict[str, Path]:
    """Give every picture a short label: its file's name, with its folder where two are called alike.

    Raises UsageError for one picture twice.
    """
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise UsageError("one picture is there twice; an image counts once")
    names = [path.name for path in paths]
    return {path.name if names.count(path.name) == 1 else str(path): path for path in paths}
