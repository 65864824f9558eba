"""Says on what occasion a call is made, and carries that from the agent to the transport; knows no words."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from agents.protocols import Turn

Source = Literal["network", "cache", "record"]
"""Where an answer came from: paid now, paid by another run, or paid earlier in this run."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """When in a run a call is made; equal requests on different occasions are different calls."""

    role: str
    """The role that asks, such as "critic"."""
    step: str
    """Which of the role's calls, such as "compare.swapped"."""
    round: int
    haggle: int = 0
    candidate: int = 0
    repeat: int = 0
    attempt: int = 0
    """0 at first; 1 when asked once more after an unusable reply."""

    @property
    def key(self) -> str:
        """One string for all of it."""
        place = f"r{self.round}.h{self.haggle}.c{self.candidate}.p{self.repeat}"
        return f"{place}/{self.role}.{self.step}/{self.attempt}"

    @classmethod
    def at(cls, turn: Turn, *, role: str, step: str, attempt: int = 0) -> "Occasion":
        """Place a role's step in a turn."""
        return cls(
            role=role,
            step=step,
            round=turn.round,
            haggle=turn.haggle,
            candidate=turn.candidate,
            repeat=turn.repeat,
            attempt=attempt,
        )


@dataclass(kw_only=True)
class Call:
    """One call as the agent announces it to the transport, and what the transport reports back."""

    occasion: Occasion
    asked_of: str
    """The model's name, for prices and reports."""
    most_input_tokens: int
    """An upper estimate, for the spending limit."""
    most_output_tokens: int
    """An upper estimate, for the spending limit."""
    most_image_output_tokens: int = 0
    """An upper estimate, for the spending limit."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Data URL in the request to a name for its pixels: the same picture, encoded elsewhere, is the same request."""
    check: Callable[[Mapping[str, Any]], None] | None = None
    """Raises BadReply for an answer that no client should see."""
    timeout_s: float = 600.0
    """The longest the whole answer may take, first byte to last; the client's own timeout only watches for silence."""
    source: Source | None = None
    """Set by the transport."""


_CURRENT: ContextVar[Call | None] = ContextVar("mubpp_call", default=None)


@contextmanager
def announce(call: Call) -> Iterator[Call]:
    """Tie every request sent in this block (and in threads that copy its context) to a call."""
    token = _CURRENT.set(call)
    try:
        yield call
    finally:
        _CURRENT.reset(token)


def current_call() -> Call:
    """Return the call that was announced; a request without one is a bug."""
    call = _CURRENT.get()
    if call is None:
        raise RuntimeError("a request was sent without announcing its occasion")
    return call
