"""Puts into one line of plain words what an agent did in one event; knows nothing of terminals and colours."""

from collections.abc import Sequence
from functools import singledispatch

from traces import figures
from traces.cleaning import clean_line
from traces.dialogue import Critique, Doubt, Remark, Round
from traces.events import (
    Answered,
    Consulted,
    Critiqued,
    Decided,
    Event,
    Failed,
    Finished,
    Noted,
    Offered,
    Proposed,
    Rendered,
    Resumed,
    Started,
)
from traces.names import Role


def say(event: Event, *, unit: str) -> tuple[Role, str]:
    """Return who speaks in an event and what, in one printable line; `unit` is the budget's."""
    role, text = _speak(event, unit)
    return role, clean_line(text)


def say_team(team: dict[str, str]) -> str:
    """Name the players: once when one plays all roles, else role by role.

    >>> say_team({"describer": "sketch", "critic": "sketch"})
    'sketch'
    >>> say_team({"describer": "gpt-x", "critic": "sketch"})
    'describer gpt-x, critic sketch'
    """
    players = set(team.values())
    if len(players) == 1:
        return clean_line(players.pop())
    return clean_line(", ".join(f"{role} {player}" for role, player in team.items()))


def say_remarks(remarks: Sequence[Remark], *, most: int = 3) -> str:
    """Join the heaviest remarks, such as `missing: the whiskers; wrong: the sky is too dark`."""
    shown = "; ".join(f"{remark.fault}: {remark.text}" for remark in remarks[:most])
    rest = len(remarks) - most
    return clean_line(f"{shown}; {rest} more" if rest > 0 else shown)


def say_verdict(outcome: Round, *, accepted: bool, best_round: int | None) -> str:
    """Say who won a round and why."""
    reason = f": {outcome.verdict.reason}" if outcome.verdict.reason else ""
    if accepted:
        return clean_line(f"round {outcome.number} is the best so far{reason}")
    if best_round is None:
        return clean_line(f"no round has a picture yet{reason}")
    return clean_line(f"round {best_round} stays the best{reason}")


def say_critique(critique: Critique) -> str:
    """Say the score and the heaviest remarks, then the critic's own words."""
    judged = f"score {figures.score(critique.score)}"
    if critique.fidelity != critique.score:
        judged += f" (fidelity {figures.score(critique.fidelity)})"
    parts = [judged, say_remarks(critique.remarks) or "nothing to remark"]
    return "; ".join(parts) + (f". {critique.note}" if critique.note else "")


def say_doubt(doubt: Doubt | None) -> str:
    """Say that a score is doubted and why; empty where it isn't.

    >>> say_doubt(Doubt(kind="jump", judged=0.4, measured=0.0, says="it rose by 0.400"))
    'score doubted: it rose by 0.400'
    """
    return clean_line(f"score doubted: {doubt.says}") if doubt else ""


@singledispatch
def _speak(event: Event, _unit: str) -> tuple[Role, str]:
    raise TypeError(f"no words for the event {event.tag!r}")


@_speak.register
def _say_started(event: Started, _unit: str) -> tuple[Role, str]:
    team = say_team(event.team)
    child = f", forked from {event.parent}" if event.parent else ""
    notes = f" ({'; '.join(event.notes)})" if event.notes else ""
    size = f"{event.width}x{event.height}"
    why = f" ({event.why})" if event.why else ""
    return "graph", f"{event.image}, {size}{notes}, budget {event.budget}, team {team}{why}{child}"


@_speak.register
def _say_resumed(event: Resumed, _unit: str) -> tuple[Role, str]:
    return "graph", f"the run was cut off after {event.after or 'its start'} and goes on here (process {event.pid})"


@_speak.register
def _say_proposed(event: Proposed, _unit: str) -> tuple[Role, str]:
    phrases = event.proposal.phrases
    words = event.proposal.note or ", ".join(phrase.text for phrase in phrases)
    return "describer", f"{figures.counted(len(phrases), 'phrase')}: {words}"


@_speak.register
def _say_offered(event: Offered, unit: str) -> tuple[Role, str]:
    offer = event.offer
    phrases = f"{len(offer.kept)} of {len(offer.kept) + len(offer.cut)} phrases"
    return "compressor", f"{phrases} in {figures.cost_of(offer.cost, offer.limit, unit)}. {offer.note}"


@_speak.register
def _say_answered(event: Answered, _unit: str) -> tuple[Role, str]:
    demand, note = event.answer.demand, event.answer.note
    if demand is None:
        return "describer", f"accepts. {note}"
    price = f"gives up “{demand.give_up.text}”" if demand.give_up else "leaves open what goes"
    return "describer", f"contests: wants “{demand.keep.text}”, {price}: {demand.reason or note}"


@_speak.register
def _say_rendered(event: Rendered, _unit: str) -> tuple[Role, str]:
    candidate = event.candidate
    if candidate.picture is None:
        return "renderer", f"candidate {candidate.seed_choice} failed: {candidate.problem or 'no reason given'}"
    ignored = f"; could not use: {', '.join(candidate.ignored)}" if candidate.ignored else ""
    return "renderer", f"candidate {candidate.seed_choice} has fidelity {figures.score(candidate.fidelity)}{ignored}"


@_speak.register
def _say_critiqued(event: Critiqued, _unit: str) -> tuple[Role, str]:
    critique, doubt = event.outcome.critique, say_doubt(event.outcome.doubt)
    if critique is None:
        return "critic", "there is no picture to judge"
    return "critic", f"{doubt}; {say_critique(critique)}" if doubt else say_critique(critique)


@_speak.register
def _say_decided(event: Decided, _unit: str) -> tuple[Role, str]:
    verdict = say_verdict(event.outcome, accepted=event.accepted, best_round=event.best_round)
    stop = f"; stop: {event.stop.policy} ({event.stop.says})" if event.stop else ""
    return "critic", verdict + stop


@_speak.register
def _say_consulted(event: Consulted, _unit: str) -> tuple[Role, str]:
    words = {"go on": "accepts the round", "edit": "writes", "remark": "remarks", "stop": "stops the run"}[event.wish]
    return "person", f"{words}: “{event.text}”" if event.text else words


@_speak.register
def _say_noted(event: Noted, _unit: str) -> tuple[Role, str]:
    return event.who, event.text


@_speak.register
def _say_finished(event: Finished, _unit: str) -> tuple[Role, str]:
    spent = figures.cost_of(event.cost, event.limit, event.unit)
    return "graph", f"finished by {event.stop.policy} ({event.stop.says}): “{event.description}” ({spent})"


@_speak.register
def _say_failed(event: Failed, _unit: str) -> tuple[Role, str]:
    return "graph", "interrupted" if event.error == "interrupted" else f"{event.error}: {event.message}"
