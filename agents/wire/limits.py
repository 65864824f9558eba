"""Stops before the call that would pass a limit; must not know how calls are made."""

import threading
from dataclasses import dataclass
from typing import Final

from agents.wire.errors import LimitReached
from agents.wire.occasion import Call
from agents.wire.prices import ModelPrice
from codec.errors import UsageError
from traces.dialogue import Stop

_ROUNDING_USD: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a run may use up; None: no limit."""

    calls: int | None = None
    """Requests that go over the network, retries included."""
    spend_usd: float | None = None


def estimate_most_usd(call: Call, *, price: ModelPrice | None) -> float | None:
    """Estimate the most that a call can cost, in USD, before it is made; None: the price is unknown.

    Input is counted as if nothing were cached, output as if the model used all it may. It is an estimate: a server
    that ignores the output limit can cost more.
    """
    if price is None:
        return None
    if price.free:
        return 0.0
    dearest_input = max(price.input, price.cache_write or 0.0, price.image_input or 0.0)
    image_output = price.image_output if price.image_output is not None else price.output
    cost = (
        call.most_input_tokens * dearest_input
        + call.most_output_tokens * price.output
        + call.most_image_output_tokens * image_output
    )
    return cost / 1e6


class Meter:
    """Counts calls and USD of a run, over all its sessions, and refuses the call that would pass a limit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._calls = 0
        self._spend_usd = 0.0
        self._reserved_usd = 0.0
        self._unknown = False

    @property
    def calls(self) -> int:
        """Requests sent so far by this run."""
        return self._calls

    @property
    def spend_usd(self) -> float | None:
        """USD spent so far by this run; None: the price of a call is unknown."""
        return None if self._unknown else self._spend_usd

    def count_earlier(self, *, calls: int, cost_usd: float | None) -> None:
        """Count calls that are on record already."""
        with self._lock:
            self._calls += calls
            self._spend_usd += cost_usd or 0.0
            self._unknown = self._unknown or cost_usd is None

    def check(self, most_usd: float | None, *, asked_of: str) -> None:
        """Look whether one more call is within the limits.

        Raises LimitReached if it would pass one, UsageError if there is a spending limit and the price is unknown.
        """
        with self._lock:
            self._check(most_usd, asked_of=asked_of)

    def reserve(self, most_usd: float | None, *, asked_of: str) -> None:
        """Count a call that is about to be made; raise as `check` does."""
        with self._lock:
            self._check(most_usd, asked_of=asked_of)
            self._calls += 1
            self._reserved_usd += most_usd or 0.0

    def _check(self, most_usd: float | None, *, asked_of: str) -> None:
        """Do what `check` says, under the lock."""
        if self._limits.calls is not None and self._calls + 1 > self._limits.calls:
            raise LimitReached(self._stop_calls(self._limits.calls))
        if self._limits.spend_usd is None:
            return
        if most_usd is None:
            raise UsageError(
                f"the price of {asked_of} is unknown, so spending can't be limited: "
                "give it in a table with --prices, or limit calls=N instead"
            )
        reading = self._spend_usd + self._reserved_usd
        if reading + most_usd > self._limits.spend_usd + _ROUNDING_USD:
            raise LimitReached(self._stop_spend(reading, most_usd, self._limits.spend_usd))

    def settle(self, most_usd: float | None, *, cost_usd: float | None) -> None:
        """Replace what was reserved by what the call cost; None: it can't be known."""
        with self._lock:
            self._reserved_usd -= most_usd or 0.0
            if cost_usd is None:
                self._unknown = True
                # A limit must hold even where the server does not say what it used.
                self._spend_usd += most_usd or 0.0
            else:
                self._spend_usd += cost_usd

    @staticmethod
    def _stop_calls(limit: int) -> Stop:
        """Say that one more call is too many."""
        return Stop(
            policy=f"calls={limit}",
            reading=float(limit),
            limit=float(limit),
            says=f"all {limit} calls are made; the next would pass the limit",
        )

    @staticmethod
    def _stop_spend(reading: float, most_usd: float, limit: float) -> Stop:
        """Say that the next call may cost too much."""
        return Stop(
            policy=f"spend={limit:g}usd",
            reading=reading,
            limit=limit,
            says=f"{reading:.4f} USD spent; the next call may cost {most_usd:.4f} USD and would pass {limit:g} USD",
        )
