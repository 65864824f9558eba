"""What each agent was given and what it answered, as chat messages; pictures stand by the name of their file.

Knows nothing of prompts and wires: the exact requests of paid teams are in `calls.sqlite`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from traces.cleaning import clean_json
from traces.dialogue import Picture, Value
from traces.events import Answered, Critiqued, Decided, Event, Offered, Proposed, Rendered
from traces.story import Story

Agent = Literal["describer", "compressor", "renderer", "critic"]
"""Who has a conversation."""

Message = dict[str, str]
"""`role` and `content`, as chat models take them."""

_DUTIES: Final[dict[Agent, str]] = {
    "describer": "You see the original picture and propose phrases that describe it; you answer offers.",
    "compressor": "You turn proposed phrases into one description within the budget; you never see a picture.",
    "renderer": "You draw a picture from a description alone; you have never seen the original.",
    "critic": "You compare the drawn picture with the original, price phrases, and rank rounds.",
}


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One question to an agent and its answer."""

    agent: Agent
    round: int
    asked: str
    answered: str


def list_exchanges(story: Story) -> Iterator[Exchange]:
    """Yield every question and answer on record, in order."""
    started = story.trace.started
    original = _name(started.original) if started else None
    budget = started.budget if started else ""
    given: dict[str, Any] = {}
    for event in story.trace.events:
        match event:
            case Proposed():
                asked = {"original": original, "budget": budget, **given}
                yield _exchange("describer", event, asked, event.proposal)
                given = {"proposal": _plain(event.proposal), "budget": budget}
            case Offered():
                yield _exchange("compressor", event, given, event.offer)
                given = {"offer": _plain(event.offer)}
            case Answered():
                yield _exchange("describer", event, given, event.answer)
                given = {**given, "answer": _plain(event.answer)}
            case Rendered():
                yield _ask_renderer(event, story)
            case Critiqued():
                yield from _ask_critic(event, original)
            case Decided():
                yield from _ask_to_rank(event, story)
                critique = event.outcome.critique
                given = {"last_description": event.outcome.offer.description}
                given |= {"critique": _plain(critique)} if critique else {}


def write_chat(stories: list[Story]) -> Iterator[str]:
    """Yield one JSON line an agent and run: its whole conversation as `messages`."""
    for story in stories:
        exchanges = list(list_exchanges(story))
        for agent in get_args(Agent):
            turns = [exchange for exchange in exchanges if exchange.agent == agent]
            if turns:
                messages = [_message("system", _DUTIES[agent])]
                for turn in turns:
                    messages += [_message("user", turn.asked), _message("assistant", turn.answered)]
                yield _line({"run": story.trace.folder.id, "agent": agent, "messages": messages})


def write_evals(stories: list[Story]) -> Iterator[str]:
    """Yield one JSON line an answer, as OpenAI Evals reads samples: `input` messages and the `ideal` answer."""
    for story in stories:
        for turn in list_exchanges(story):
            messages = [_message("system", _DUTIES[turn.agent]), _message("user", turn.asked)]
            metadata = {"run": story.trace.folder.id, "agent": turn.agent, "round": turn.round}
            yield _line({"input": messages, "ideal": turn.answered, "metadata": metadata})


def _ask_renderer(event: Rendered, story: Story) -> Exchange:
    candidate = event.candidate
    offers = [e for e in story.trace.of(Offered) if e.round == event.round]
    asked = {"description": offers[-1].offer.description if offers else "", "seed_choice": candidate.seed_choice}
    answer: dict[str, Any] = {"picture": _name(candidate.picture), "ignored": list(candidate.ignored)}
    if candidate.problem:
        answer["problem"] = candidate.problem
    return _exchange("renderer", event, asked, answer)


def _ask_critic(event: Critiqued, original: str | None) -> Iterator[Exchange]:
    outcome = event.outcome
    if outcome.critique is not None and outcome.chosen is not None:
        asked = {
            "original": original,
            "picture": _name(outcome.chosen.picture),
            "description": outcome.offer.description,
            "fidelity": outcome.critique.fidelity,
        }
        yield _exchange("critic", event, asked, outcome.critique)


def _ask_to_rank(event: Decided, story: Story) -> Iterator[Exchange]:
    earlier = [chapter for chapter in story.chapters if chapter.number < event.round and chapter.event.accepted]
    chosen = event.outcome.chosen
    if earlier and chosen is not None and chosen.picture is not None:
        incumbent = earlier[-1].event.outcome.chosen
        asked = {
            "incumbent": _name(incumbent.picture if incumbent else None),
            "newcomer": _name(chosen.picture),
        }
        yield _exchange("critic", event, asked, event.outcome.verdict)


def _exchange(agent: Agent, event: Event, asked: dict[str, Any], answered: Value | dict[str, Any]) -> Exchange:
    number = getattr(event, "round", 0)
    reply = answered if isinstance(answered, dict) else _plain(answered)
    return Exchange(agent=agent, round=number, asked=_line(asked), answered=_line(reply))


def _name(picture: Picture | None) -> str | None:
    return f"blobs/{picture.sha256}.png" if picture else None


def _plain(value: Value) -> dict[str, Any]:
    return value.model_dump(mode="json")


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def _line(value: Any) -> str:
    return clean_json(json.dumps(value, ensure_ascii=False))
