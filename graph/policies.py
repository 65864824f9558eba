"""The stopping policies: each a pure function of the history, read after every round.

A policy is a class with a name, a way to read its argument, and `read`. To add one, write it here and list it in
`POLICIES`: the command line, its help and the replay over recorded runs know it from there. Knows nothing of agents and
of the graph.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from graph.policy_arguments import read_count, read_number, refuse_argument, write_number

if TYPE_CHECKING:  # help lists the policies and must not wait for pydantic
    from traces.dialogue import Past, Reading


class Policy(Protocol):
    """One condition that ends a run."""

    name: ClassVar[str]
    example: ClassVar[str]
    """One way to write it."""
    says: ClassVar[str]
    """What it does, in a few words."""

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read what stands after the `=`; raise ValueError where it makes no sense."""
        ...

    def __str__(self) -> str:
        """Write the policy so that it parses back equal."""
        ...

    def read(self, history: Sequence[Past]) -> Reading:
        """Read the policy after the last round of the history."""
        ...


@dataclass(frozen=True)
class Rounds:
    """Stop after a number of rounds."""

    limit: int
    name: ClassVar[str] = "rounds"
    example: ClassVar[str] = "rounds=6"
    says: ClassVar[str] = "after so many rounds"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read a whole number of at least 1."""
        return cls(read_count(argument))

    def __str__(self) -> str:
        return f"rounds={self.limit}"

    def read(self, history: Sequence[Past]) -> Reading:
        """Count the rounds."""
        done = len(history)
        return _reading(self, done, self.limit, fired=done >= self.limit, says=f"{done} of {self.limit} rounds played")


@dataclass(frozen=True)
class Score:
    """Stop when the best score has reached a target."""

    target: float
    name: ClassVar[str] = "score"
    example: ClassVar[str] = "score=0.90"
    says: ClassVar[str] = "when the best score reaches a target"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read a share from 0 to 1."""
        target = read_number(argument)
        if not 0 <= target <= 1:
            raise ValueError(f"{argument!r} is not between 0 and 1")
        return cls(target)

    def __str__(self) -> str:
        return f"score={write_number(self.target)}"

    def read(self, history: Sequence[Past]) -> Reading:
        """Read the best score so far."""
        best = history[-1].best_score if history else None
        if best is None:
            return _reading(self, None, self.target, fired=False, says="no score yet")
        says = f"best score {best:.3f}, target {self.target:g}"
        return _reading(self, best, self.target, fired=best >= self.target, says=says)


@dataclass(frozen=True)
class Plateau:
    """Stop when the last rounds together gained too little."""

    patience: int
    least_gain: float
    name: ClassVar[str] = "plateau"
    example: ClassVar[str] = "plateau=2:0.01"
    says: ClassVar[str] = "when so many rounds in a row gain less than so much together"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read `patience` or `patience:least_gain`."""
        patience, _, gain = argument.partition(":")
        least = read_number(gain) if gain else 0.01
        if least < 0:
            raise ValueError(f"{gain!r} is below 0")
        return cls(read_count(patience), least)

    def __str__(self) -> str:
        return f"plateau={self.patience}:{write_number(self.least_gain)}"

    def read(self, history: Sequence[Past]) -> Reading:
        """Read what the last `patience` rounds added to the best score; a round that failed counts as a round."""
        before = history[-1 - self.patience].best_score if len(history) > self.patience else None
        now = history[-1].best_score if history else None
        if before is None or now is None:
            return _reading(self, None, self.least_gain, fired=False, says="too early to say")
        gain = now - before
        says = f"gained {gain:.4f} in {self.patience} rounds, at least {self.least_gain:g} wanted"
        return _reading(self, gain, self.least_gain, fired=gain < self.least_gain, says=says)


@dataclass(frozen=True)
class Repeat:
    """Stop when a description, or a set of phrases, comes back: the agents are going in circles."""

    name: ClassVar[str] = "repeat"
    example: ClassVar[str] = "repeat"
    says: ClassVar[str] = "when a description or a set of phrases comes back"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Take no argument."""
        refuse_argument(argument)
        return cls()

    def __str__(self) -> str:
        return self.name

    def read(self, history: Sequence[Past]) -> Reading:
        """Count the earlier rounds that said the same."""
        if not history:
            return _reading(self, None, 1, fired=False, says="nothing said yet")
        last = history[-1]
        same = [past for past in history[:-1] if _same(past, last)]
        says = f"same as round {same[-1].number}" if same else "not said before"
        return _reading(self, len(same), 1, fired=bool(same), says=says)


@dataclass(frozen=True)
class Settled:
    """Stop when the describer has nothing new to propose, or the critic nothing to remark."""

    name: ClassVar[str] = "settled"
    example: ClassVar[str] = "settled"
    says: ClassVar[str] = "when the describer has nothing new or the critic no remark"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Take no argument."""
        refuse_argument(argument)
        return cls()

    def __str__(self) -> str:
        return self.name

    def read(self, history: Sequence[Past]) -> Reading:
        """Read the smaller of new phrases and remarks; a round that failed is never settled."""
        last = history[-1] if history else None
        if last is None or last.score is None:
            return _reading(self, None, 0, fired=False, says="no critique yet")
        says = f"{last.new_phrases} new phrases, {last.remarks} remarks"
        least = min(last.new_phrases, last.remarks)
        return _reading(self, least, 0, fired=least <= 0, says=says)


@dataclass(frozen=True)
class Noise:
    """Stop when an accepted round gained no more than re-rendering and re-judging would by chance."""

    spread: float | None
    """None: what the run has measured."""
    name: ClassVar[str] = "noise"
    example: ClassVar[str] = "noise=0.02"
    says: ClassVar[str] = "when the last gain is within the measured spread of re-rendering and re-judging"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read the spread (a standard deviation of the score); nothing means what the run has measured."""
        if not argument:
            return cls(None)
        spread = read_number(argument)
        if spread < 0:
            raise ValueError(f"{argument!r} is below 0")
        return cls(spread)

    def __str__(self) -> str:
        return "noise" if self.spread is None else f"noise={write_number(self.spread)}"

    def read(self, history: Sequence[Past]) -> Reading:
        """Read the last round's gain over the best before it; only a positive gain can be noise."""
        before = history[-2].best_score if len(history) > 1 else None
        now = history[-1].score if history else None
        spread = self.spread if self.spread is not None or not history else history[-1].noise
        if spread is None:
            return _reading(self, None, 0.0, fired=False, says="noise not measured")
        if before is None or now is None:
            return _reading(self, None, spread, fired=False, says="too early to say")
        gain = now - before
        return _reading(self, gain, spread, fired=0 < gain <= spread, says=f"gain {gain:+.4f}, spread {spread:g}")


@dataclass(frozen=True)
class Spend:
    """Stop when so much money is spent."""

    limit_usd: float
    name: ClassVar[str] = "spend"
    example: ClassVar[str] = "spend=0.50usd"
    says: ClassVar[str] = "when so much is spent; paid teams stop before the call that would pass it"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read US dollars: `0.50usd`, `$0.50` or `0.50`."""
        limit = read_number(argument.strip().lower().removeprefix("$").removesuffix("usd"))
        if limit < 0:
            raise ValueError(f"{argument!r} is below 0")
        return cls(limit)

    def __str__(self) -> str:
        return f"spend={write_number(self.limit_usd)}usd"

    def read(self, history: Sequence[Past]) -> Reading:
        """Read what was spent; an unknown price is never taken for zero."""
        spent = history[-1].spend_usd if history else 0.0
        if spent is None:
            return _reading(self, None, self.limit_usd, fired=False, says="price unknown")
        says = f"${spent:.4f} of ${self.limit_usd:g}"
        return _reading(self, spent, self.limit_usd, fired=spent >= self.limit_usd and spent > 0, says=says)


@dataclass(frozen=True)
class Calls:
    """Stop after so many calls."""

    limit: int
    name: ClassVar[str] = "calls"
    example: ClassVar[str] = "calls=40"
    says: ClassVar[str] = "after so many agent calls; paid teams stop before the call that would pass it"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read a whole number of at least 1."""
        return cls(read_count(argument))

    def __str__(self) -> str:
        return f"calls={self.limit}"

    def read(self, history: Sequence[Past]) -> Reading:
        """Read the calls so far."""
        done = history[-1].calls if history else 0
        return _reading(self, done, self.limit, fired=done >= self.limit, says=f"{done} of {self.limit} calls")


@dataclass(frozen=True)
class Time:
    """Stop after so many seconds."""

    limit_s: float
    name: ClassVar[str] = "time"
    example: ClassVar[str] = "time=120s"
    says: ClassVar[str] = "after so much time: 120s, 5min, 1h"

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read seconds, or minutes and hours with their unit."""
        match = re.fullmatch(r"\s*([0-9.]+(?:e[-+]?[0-9]+)?)\s*(s|sec|m|min|h)?\s*", argument.lower())
        if not match:
            raise ValueError(f"{argument!r} is not a time such as 120s")
        limit_s = read_number(match[1]) * {None: 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600}[match[2]]
        if not math.isfinite(limit_s):
            raise ValueError(f"{argument!r} has no end")
        return cls(limit_s)

    def __str__(self) -> str:
        return f"time={write_number(self.limit_s)}s"

    def read(self, history: Sequence[Past]) -> Reading:
        """Read the seconds that the run has taken so far."""
        taken = history[-1].elapsed_s if history else 0.0
        return _reading(
            self, taken, self.limit_s, fired=taken >= self.limit_s, says=f"{taken:.1f} s of {self.limit_s:g} s"
        )


POLICIES: dict[str, type[Policy]] = {
    policy.name: policy for policy in (Rounds, Score, Plateau, Repeat, Settled, Noise, Spend, Calls, Time)
}
"""All policies by name."""


def _reading(policy: Policy, reading: float | None, limit: float, *, fired: bool, says: str) -> Reading:
    from traces.dialogue import Reading  # noqa: PLC0415

    value = None if reading is None else float(reading)
    return Reading(policy=str(policy), reading=value, limit=float(limit), fired=fired, says=says)


def _same(past: Past, last: Past) -> bool:
    return past.description == last.description or (bool(last.phrases) and set(past.phrases) == set(last.phrases))
