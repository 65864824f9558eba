"""A request and what came of it, as values and as columns of a record; knows nothing of files and of the network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from pydantic import TypeAdapter

from agents.wire.errors import Problem
from agents.wire.occasion import Occasion
from agents.wire.prices import Usage
from codec.errors import FormatError


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it is recorded: without credentials."""

    occasion: Occasion
    request_sha256: str
    """Of method, path and body, pictures replaced by the names of their pixels: the same on every machine."""
    asked_of: str
    """The model's name."""
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came of a request: an HTTP answer, or the problem that kept it from coming."""

    http_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: Problem | None = None
    says: str = ""
    """The problem in words."""
    elapsed_s: float = 0.0
    usage: Usage = field(default_factory=Usage)
    cost_usd: float | None = None
    """None: unknown. A refused or failed request costs 0."""
    tries: int = 1
    """How often the request went out until this came of it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the record without its bodies, for reports."""

    id: int
    role: str
    step: str
    round: int
    occasion: str
    asked_of: str
    source: Literal["network", "cache"]
    final: bool | None
    http_status: int | None
    problem: str | None
    elapsed_s: float
    usage: Usage
    cost_usd: float | None


_ROW: Final = TypeAdapter(Row)
_ANSWERED: Final = TypeAdapter(Answered)

ROW_COLUMNS: Final = (
    "id",
    "role",
    "step",
    "round",
    "occasion",
    "asked_of",
    "source",
    "final",
    "http_status",
    "problem",
    "elapsed_s",
    "usage",
    "cost_usd",
)
"""What `read_row` takes."""

ANSWER_COLUMNS: Final = (
    "http_status",
    "response_headers",
    "response_body",
    "problem",
    "says",
    "elapsed_s",
    "usage",
    "cost_usd",
)
"""What `answer_values` gives and `read_answer` takes, in this order."""


def asked_columns(asked: Asked) -> dict[str, Any]:
    """Lay a request out by column."""
    occasion = asked.occasion
    return {
        "occasion": occasion.key,
        "request_sha256": asked.request_sha256,
        "role": occasion.role,
        "step": occasion.step,
        "round": occasion.round,
        "haggle": occasion.haggle,
        "candidate": occasion.candidate,
        "repeat": occasion.repeat,
        "attempt": occasion.attempt,
        "asked_of": asked.asked_of,
        "method": asked.method,
        "url": asked.url,
        "request_headers": json.dumps(dict(asked.headers), sort_keys=True),
        "request_body": asked.body,
    }


def answer_values(answered: Answered) -> tuple[Any, ...]:
    """Lay an answer out in the order of its columns."""
    return (
        answered.http_status,
        json.dumps(dict(answered.headers), sort_keys=True),
        answered.body,
        answered.problem,
        answered.says,
        answered.elapsed_s,
        answered.usage.model_dump_json(),
        answered.cost_usd,
    )


def read_row(row: dict[str, Any]) -> Row:
    """Read a row back from its columns; raises ValueError where a value is not what it must be."""
    final = None if row["final"] is None else bool(row["final"])
    checked = {"final": final, "elapsed_s": row["elapsed_s"] or 0.0, "usage": _read_usage(row["usage"])}
    return _ROW.validate_python({**row, **checked})


def read_answer(row: tuple[Any, ...], *, tries: int, path: Path) -> Answered:
    """Read an answer back from its columns; `path` names the record in messages.

    Raises FormatError for a problem that there isn't, ValueError where a value is not what it must be.
    """
    status, headers, body, problem, says, elapsed_s, usage, cost_usd = row
    if problem is not None and problem not in get_args(Problem):
        raise FormatError(f"the record of calls {path} has an unknown problem {problem!r}")
    values = {
        "http_status": status,
        "headers": json.loads(headers or "{}"),
        "body": body or b"",
        "problem": problem,
        "says": says or "",
        "elapsed_s": elapsed_s or 0.0,
        "usage": _read_usage(usage),
        "cost_usd": cost_usd,
        "tries": tries,
    }
    return _ANSWERED.validate_python(values)


def _read_usage(text: str | None) -> Usage:
    """Read a usage back; an open row has none."""
    return Usage.model_validate_json(text) if text else Usage()
