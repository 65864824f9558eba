"""How a wire behaves, whatever goes over it, as said in options, environment and config file; opens no connection."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.wire.flags import FIELDS
from agents.wire.limits import Limits
from agents.wire.prices import PriceTable, load_prices
from codec.errors import UsageError
from codec.nearest import suggest_quoted

CacheMode = Literal["use", "off", "refresh"]
"""use: take answers that other runs paid for, and leave ours; refresh: only leave ours; off: neither."""


@dataclass(frozen=True, kw_only=True)
class WireOptions:
    """How a wire behaves."""

    prices: PriceTable
    replay: bool = False
    """Send nothing; answer from the record alone."""
    cache_mode: CacheMode = "use"
    limits: Limits = field(default_factory=Limits)
    rpm: float | None = None
    """The most requests a minute; None: as many as come."""
    retries: int = 4
    """How often a request that met a passing trouble is sent again."""


class _Given(BaseModel):
    """What a person may set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cache: CacheMode = "use"
    rpm: float | None = Field(default=None, gt=0)
    retries: int = Field(default=4, ge=0, le=20)
    prices: Path | None = None


def read_wire_options(
    options: argparse.Namespace | None,
    *,
    environ: Mapping[str, str],
    config: Mapping[str, Any],
    limits: Limits | None = None,
    replay: bool = False,
) -> WireOptions:
    """Resolve the wire's options: command line, then environment, then [wire] of the config file, then defaults.

    Raises UsageError for unknown names, impossible values and price tables that can't be read.
    """
    table = config.get("wire", {})
    if not isinstance(table, Mapping):
        raise UsageError("[wire] in the config file must be a table")
    values = dict(table)
    for name in FIELDS:
        value = getattr(options, f"wire_{name}", None) or environ.get(f"MUBPP_{name.upper()}")
        if value:
            values[name] = value
    try:
        given = _Given.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        near = suggest_quoted(fault["input"], fault["msg"]) if fault["type"] == "literal_error" else ""
        raise UsageError(f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}{near}") from None
    return WireOptions(
        prices=load_prices(given.prices),
        replay=replay,
        cache_mode=given.cache,
        limits=limits or Limits(),
        rpm=given.rpm,
        retries=given.retries,
    )
