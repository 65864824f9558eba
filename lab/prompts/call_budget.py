"""The calls that an evolution may make: what one run can take at most, what is kept back, what has been made.

Knows nothing of candidates and of the search.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.casting import Cast
from graph.policies import Calls
from graph.stopping import bound_rounds, parse_policies

SPARE_CALLS: Final = 10
"""Kept back for a reflection that has to be asked again."""
_ROUNDS: Final = 6
"""Taken for the bound where the policies set none."""


@dataclass(kw_only=True)
class CallBudget:
    """Counts the calls that an evolution has made; runs that were on record already count as well."""

    total_calls: int
    kept_calls: int
    """Kept for the last test."""
    run_calls: dict[str, int] = field(default_factory=dict)
    """Cell's key to the calls of its run."""
    reflection_calls: int = 0
    exhausted: bool = False
    """Whether something no longer fitted."""

    @property
    def calls(self) -> int:
        """Calls made so far."""
        return sum(self.run_calls.values()) + self.reflection_calls

    def admit(self, calls: int) -> bool:
        """Say whether so many more calls still fit; once they don't, the budget is exhausted."""
        fits = self.calls + calls + self.kept_calls + SPARE_CALLS <= self.total_calls
        self.exhausted = self.exhausted or not fits
        return fits


def bound_run_calls(cast: Cast, *, changes: Mapping[str, Any], stop: str) -> int:
    """Count the calls that a run can make at most: all rounds, all haggles, all squeezes.

    `changes` are the settings that the run's options change, `stop` its stopping policies.
    """
    rounds = bound_rounds(parse_policies(stop)) or _ROUNDS
    haggles, candidates = int(changes.get("haggles", 1)), int(changes.get("candidates", 1))
    squeezes = int(cast.models.get("compressor", {}).get("squeezes", 1))
    a_round = {
        "describer": 2 + haggles,
        "compressor": squeezes * (1 + haggles),
        "renderer": candidates,
        "critic": 3,
    }
    return rounds * sum(calls for role, calls in a_round.items() if role in cast.models)


def limit_calls(stop: str, calls: int) -> str:
    """Write stopping policies anew, with a limit of calls in place of their own."""
    policies = [policy for policy in parse_policies(stop) if not isinstance(policy, Calls)]
    return ",".join(map(str, [*policies, Calls(calls)]))
