"""Who can play: every kind of player by name, and how a team is put together from references such as "sketch".

A new kind of player is a module with a function `hire(role, argument, terms)` and one entry in `PLAYERS`; a package of
somebody else's adds one by an entry point of the group `mubpp.players`. Knows nothing of the order of play.
"""

import importlib
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import Any, Final

from agents.protocols import Team, Terms
from agents.roles import ROLES, Role
from codec.errors import UsageError
from codec.loading import loading
from codec.mub import Decoder
from codec.nearest import suggest

Hire = Callable[[Role, str, Terms], Any]
"""Makes the player of a role from what stands after the colon of a reference; raises UsageError if it can't play it."""

PLAYERS: Final[dict[str, str]] = {
    "sketch": "agents.sketch",
    "openai": "agents.openai.team",
    "diffusers": "agents.diffusers",
    "refine": "agents.refine",
}
"""Kinds of players, and the module of each: imported only when somebody is hired, since some are heavy."""


def speaker_of(reference: str) -> str:
    """Name whose words a player passes on, and the player itself where it speaks for itself.

    >>> speaker_of("refine:openai:my-vlm"), speaker_of("sketch:width=2")
    ('openai:my-vlm', 'sketch:width=2')
    """
    while reference.startswith("refine:"):
        reference = reference.partition(":")[2]
    return reference


def hire_team(references: Mapping[str, str], terms: Terms) -> Team:
    """Put a team together from one reference a role, such as {"describer": "sketch", …}.

    Raises UsageError for a kind of player that there isn't, or that can't play the role.
    """
    check_references(references)
    players = {role: hire(role, references[role], terms) for role in ROLES}
    tally = terms.wire.meter if terms.wire else None
    return Team(**players, names={role: references[role] for role in ROLES}, tally=tally)


def check_references(references: Mapping[str, str]) -> None:
    """Refuse unknown kinds of players, and a role without one, before any work begins; raises UsageError."""
    for role in ROLES:
        if role not in references:
            raise UsageError(f"nobody plays the {role}")
        _find(role, references[role].partition(":")[0])
    if references["describer"].startswith("refine:"):
        _find("describer", speaker_of(references["describer"]).partition(":")[0])
        if references["renderer"].partition(":")[0] != "sketch":
            raise UsageError("refine places words for the sketch renderer; add --renderer sketch")


def decoder_of(renderer: str) -> str:
    """Name the decoder that a renderer's files ask for: its own, or that of all guests."""
    kind = renderer.partition(":")[0]
    return kind if kind.upper() in Decoder.__members__ else Decoder.GUEST.name.lower()


def hire(role: Role, reference: str, terms: Terms) -> Any:
    """Hire one player by reference: `kind` or `kind:argument`.

    Raises UsageError as `hire_team` does.
    """
    kind, _, argument = reference.partition(":")
    with loading():  # most modules of players load others when they are asked
        return _find(role, kind)(role, argument, terms)


def _find(role: Role, kind: str) -> Hire:
    if kind in PLAYERS:
        with loading():
            found: Hire = importlib.import_module(PLAYERS[kind]).hire
        return found
    guests = {point.name: point for point in entry_points(group="mubpp.players")}
    if kind in guests:
        guest: Hire = guests[kind].load()
        return guest
    known = [*PLAYERS, *guests]
    raise UsageError(f"nobody called {kind[:40]!r} can be the {role}; {suggest(kind, known)}")
