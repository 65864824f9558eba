"""Who can play: every kind of player by name, and how a team is put together from references such as "sketch".

A new kind of player is one entry in `PLAYERS`. Knows nothing of the order of play.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from agents.protocols import Team
from agents.sketch import sketch_team
from codec.errors import UsageError
from traces.folder import RunFolder

Role = Literal["describer", "compressor", "renderer", "critic"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a player is hired on."""

    seed: int
    """Of everything that the player leaves to chance."""
    folder: RunFolder | None
    """Where calls are recorded; None: nothing is to be recorded (a decoder)."""
    notify: Callable[[str], None]
    """Takes a line that a person should see, such as a retry."""


Hire = Callable[[Role, str, Terms], Any]
"""Makes the player of a role from what stands after the colon of a reference; raises UsageError if it can't play it."""

def _hire_sketch(role: Role, argument: str, terms: Terms) -> Any:
    if argument:
        raise UsageError(f"the sketch {role} takes no name, {argument[:40]!r} was given")
    return getattr(sketch_team(seed=terms.seed), role)


PLAYERS: Final[dict[str, Hire]] = {"sketch": _hire_sketch}
"""Kinds of players by name."""


def hire_team(references: Mapping[Role, str], terms: Terms) -> Team:
    """Put a team together from one reference a role, such as {"describer": "sketch", …}.

    Raises UsageError for a kind of player that there isn't, or that can't play the role.
    """
    players = {role: hire(role, references[role], terms) for role in ROLES}
    return Team(**players, names={role: references[role] for role in ROLES})


def hire(role: Role, reference: str, terms: Terms) -> Any:
    """Hire one player by reference: `kind` or `kind:argument`."""
    kind, _, argument = reference.partition(":")
    maker = PLAYERS.get(kind)
    if maker is None:
        near = difflib.get_close_matches(kind, PLAYERS, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(PLAYERS)}"
        raise UsageError(f"nobody called {kind[:40]!r} can be the {role}; {hint}")
    return maker(role, argument, terms)
