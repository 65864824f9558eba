"""What `run.json` must hold to be believed, since a folder may come from anybody; knows nothing of its use."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codec.errors import FormatError
from traces.events import FORMAT

_Line = Annotated[str, Field(max_length=4096)]
_Side = Annotated[int, Field(ge=1, le=1_000_000)]


class _Checked(BaseModel):
    """Fields that are read somewhere are checked; what a later version adds is let through."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class ImageSettings(_Checked):
    """The picture's file."""

    path: _Line = ""
    """As given on the command line; never opened again."""
    name: _Line
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    width: _Side
    """Upright, in pixels."""
    height: _Side
    notes: list[_Line] = []


class TaskSettings(_Checked):
    """Of the task only what the views read; `graph.state.Task` checks all of it."""

    budget: _Line


class RunSettings(_Checked):
    """The whole file."""

    id: _Line = ""
    created: _Line = ""
    """UTC, ISO 8601."""
    image: ImageSettings
    task: TaskSettings
    team: dict[_Line, _Line]
    """Role to player."""
    why: _Line = ""
    models: dict[_Line, dict[str, Any]] = {}
    prompts: dict[_Line, dict[str, str]] = {}
    versions: dict[_Line, _Line] = {}
    argv: list[str] = []
    parent: Annotated[str, Field(pattern=r"^[^/\\\x00-\x1f]{1,255}@[0-9]{1,6}$")] | None = None
    """The run and round it was forked from."""
    edited: str | None = None


class _Versioned(BaseModel):
    """The one field that every format has."""

    format: Any = None


def parse_settings(content: bytes, *, origin: str) -> dict[str, Any]:
    """Read the bytes of `run.json` into plain values; fields that an older run lacks get their defaults.

    Raises FormatError in one line for what is damaged, of an unknown format, or holds something else.
    """
    try:
        found = _Versioned.model_validate_json(content).format
        if found != FORMAT or isinstance(found, bool):
            known = f"trace format {str(found)[:40]!r} is unknown here (this version reads {FORMAT})"
            raise FormatError(f"{origin}: {known}")
        return RunSettings.model_validate_json(content).model_dump()
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = "".join(f"{step}: " for step in fault["loc"])
        what = "can't be read" if fault["type"] == "json_invalid" else "not the settings of a run"
        raise FormatError(f"{origin}: {what} ({where}{fault['msg']})") from error
