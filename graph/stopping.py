"""When to stop: read the policies a person writes, and after every round ask each of them; any that fires ends the run.

Knows nothing of agents and of the graph, and not how any one policy works.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codec.errors import UsageError
from codec.nearest import find_nearest
from graph.policies import POLICIES, Policy, Rounds

if TYPE_CHECKING:  # as in `graph.policies`
    from traces.dialogue import Past, Reading, Stop

DEFAULT = "rounds=6,plateau=2:0.002,repeat,settled"
"""The policies of a run that names none."""


def parse_policies(text: str) -> tuple[Policy, ...]:
    """Read policies such as `rounds=6,plateau=2:0.01`.

    Raises UsageError, in one line that shows what is accepted, for an unknown policy, a bad argument, a policy given
    twice, or none at all.
    """
    policies: dict[str, Policy] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, argument = (side.strip() for side in part.partition("="))
        kind = POLICIES.get(name.lower())
        if kind is None:
            near = find_nearest(name, POLICIES)
            hint = f"did you mean {POLICIES[near].example}?" if near else f"known: {_examples()}"
            raise UsageError(f"unknown stopping policy {name[:40]!r}; {hint}")
        if kind.name in policies:
            raise UsageError(f"the stopping policy {kind.name} is given twice")
        try:
            policies[kind.name] = kind.parse(argument)
        except ValueError as error:
            raise UsageError(f"stopping policy {part[:40]!r}: {error}; write it like {kind.example}") from error
    if not policies:
        raise UsageError(f"no stopping policy given; write some of {_examples()}")
    return tuple(policies.values())


def read_policies(policies: Sequence[Policy], history: Sequence[Past]) -> tuple[tuple[Reading, ...], Stop | None]:
    """Read every policy after the last round; the first that fired is why the run stops."""
    readings = tuple(policy.read(history) for policy in policies)
    return readings, next((stop for reading in readings if (stop := reading.as_stop()) is not None), None)


def bound_rounds(policies: Sequence[Policy]) -> int | None:
    """Say how many rounds there can be at most; None: the policies set no bound."""
    return next((policy.limit for policy in policies if isinstance(policy, Rounds)), None)


def _examples() -> str:
    return ", ".join(policy.example for policy in POLICIES.values())
