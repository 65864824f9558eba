"""The describer: a model that sees the original and proposes phrases; it never sees what the renderer drew."""

from collections.abc import Sequence
from typing import Any, Final

from PIL.Image import Image

from agents.openai.chat import Chat, explain_blindness
from agents.openai.pictures import Shown, show_picture
from agents.openai.replies import AnswerReply, ProposalReply
from agents.openai.settings import RoleSettings
from agents.openai.telling import clean_words, tell_budget, tell_past, tell_round
from agents.protocols import AnswerRequest, DescribeRequest
from agents.wire.errors import BadReply, RefusedError
from prompts.loader import Prompt
from traces.dialogue import Answer, Demand, Offer, Phrase, Proposal

MOST_PHRASES: Final = 80
"""Phrases above this are not used: no budget carries them."""


class OpenAIDescriber:
    """A describer behind an OpenAI-compatible endpoint."""

    def __init__(self, settings: RoleSettings, *, chat: Chat, prompt: Prompt) -> None:
        self._settings = settings
        self._chat = chat
        self._prompt = prompt

    def propose(self, request: DescribeRequest) -> Proposal:
        """Propose phrases; raise ReplyError, WireError or LimitReached as `Chat.ask` does."""
        user = self._prompt.render(
            "propose",
            budget=tell_budget(request.meter),
            best=tell_round(request.best),
            last=None if request.last == request.best else tell_round(request.last),
            tried=[tell_past(past) for past in request.history],
            hints=list(request.hints),
        )
        try:
            reply = self._chat.ask(
                ProposalReply,
                turn=request.turn,
                step="propose",
                system=self._prompt.render("system"),
                user=user,
                shown=self._show(request.original),
                check=_check_proposal,
            )
        except RefusedError as error:
            raise explain_blindness(error, settings=self._settings) from error
        phrases = tuple(
            Phrase(text=clean_words(said.text), worth=said.worth / 100, kind=said.kind)
            for said in reply.phrases
            if clean_words(said.text)
        )
        return Proposal(phrases=phrases[:MOST_PHRASES], note=clean_words(reply.note))

    def answer(self, request: AnswerRequest) -> Answer:
        """Accept an offer or contest one cut; an offer without cuts is accepted unasked."""
        offer = request.offer
        if not offer.cut:
            return Answer(demand=None, note="nothing was cut")
        kept = [one.phrase for one in offer.kept]
        cut = [one.phrase for one in offer.cut]
        user = self._prompt.render(
            "answer",
            budget=tell_budget(request.meter),
            description=offer.description,
            cost=_number(offer.cost),
            **_number_phrases(offer),
        )

        def check(reply: AnswerReply) -> None:
            _check_answer(reply, kept=len(kept), cut=len(cut))

        reply = self._chat.ask(
            AnswerReply,
            turn=request.turn,
            step="answer",
            system=self._prompt.render("system"),
            user=user,
            shown=self._show(request.original),
            check=check,
        )
        if reply.accept or reply.keep is None:
            return Answer(demand=None, note=clean_words(reply.reason))
        give_up = kept[reply.give_up - 1] if reply.give_up is not None else None
        demand = Demand(keep=cut[reply.keep - len(kept) - 1], give_up=give_up, reason=clean_words(reply.reason))
        return Answer(demand=demand, note=clean_words(reply.reason))

    def _show(self, original: Image) -> Sequence[Shown]:
        """Attach the original."""
        return [show_picture(original, label="ORIGINAL", most_side=self._settings.picture_side)]


def _number_phrases(offer: Offer) -> dict[str, list[dict[str, Any]]]:
    """List what was kept and what was cut, numbered in one row: answers name phrases by these numbers."""
    kept = [
        {"number": i, "text": one.phrase.text, "cost": _number(one.cost), "worth": round(100 * one.phrase.worth)}
        for i, one in enumerate(offer.kept, 1)
    ]
    cut = [
        {"number": i, "text": one.phrase.text, "cost": _number(one.cost), "reason": one.reason}
        for i, one in enumerate(offer.cut, len(kept) + 1)
    ]
    return {"kept": kept, "cut": cut}


def _check_proposal(reply: ProposalReply) -> None:
    """Refuse a proposal that proposes nothing."""
    if not any(clean_words(said.text) for said in reply.phrases):
        raise BadReply("there are no phrases in it")


def _check_answer(reply: AnswerReply, *, kept: int, cut: int) -> None:
    """Refuse numbers that name no phrase."""
    if reply.accept:
        return
    if reply.keep is None or not kept < reply.keep <= kept + cut:
        raise BadReply(f"keep must be the number of a cut phrase, from {kept + 1} to {kept + cut}, not {reply.keep}")
    if reply.give_up is not None and not 1 <= reply.give_up <= kept:
        raise BadReply(f"give_up must be null or the number of a kept phrase, from 1 to {kept}, not {reply.give_up}")


def _number(value: float) -> str:
    """Write a cost without a needless fraction."""
    return f"{value:g}"
