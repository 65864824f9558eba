"""The compressor: a text model that squeezes phrases into the budget, and code that makes sure; sees no picture."""

from collections.abc import Sequence
from typing import Any

from agents.fit import fit_phrases, join_phrases, price_offer
from agents.openai.chat import Chat
from agents.openai.replies import SqueezeReply
from agents.openai.settings import RoleSettings
from agents.openai.telling import clean_words, tell_budget
from agents.protocols import CompressRequest
from agents.wire.errors import BadReply
from prompts.loader import Prompt
from traces.dialogue import Offer, Phrase, Rent


class OpenAICompressor:
    """A compressor behind an OpenAI-compatible endpoint."""

    def __init__(self, settings: RoleSettings, *, chat: Chat, prompt: Prompt) -> None:
        self._settings = settings
        self._chat = chat
        self._prompt = prompt

    def offer(self, request: CompressRequest) -> Offer:
        """Turn a proposal into one description within the budget.

        The model is told its exact overshoot each time; when its tries are used up, code drops what earns least.
        Raises ReplyError, WireError or LimitReached as `Chat.ask` does.
        """
        phrases = request.proposal.phrases
        if phrases and not request.demand and not _hurts(request) and _all_distinct(phrases):
            description = join_phrases(phrase.text for phrase in phrases)
            if request.meter.fits(description):
                return price_offer(phrases, meter=request.meter, note="everything fits")
        failed: list[dict[str, Any]] = []
        reply: SqueezeReply | None = None
        for attempt in range(self._settings.squeezes):
            reply = self._ask(request, failed, step=f"squeeze.{attempt}")
            kept, cut, reworded = _apply(reply, phrases)
            description = join_phrases(phrase.text for phrase in kept)
            cost = request.meter.cost(description)
            if cost <= request.meter.limit:
                return price_offer(kept, cut=cut, meter=request.meter, note=_join_notes(reply.note, reworded))
            overshoot = cost - request.meter.limit
            failed.append({"description": description, "cost": f"{cost:g}", "overshoot": f"{overshoot:g}"})
        assert reply is not None
        return self._fall_back(request, reply)

    def _ask(self, request: CompressRequest, failed: Sequence[dict[str, Any]], *, step: str) -> SqueezeReply:
        """Ask the model once for a choice."""
        phrases = request.proposal.phrases
        rents = {rent.phrase.casefold(): rent.rent for rent in request.rents}
        demand = request.demand
        user = self._prompt.render(
            "squeeze",
            budget=tell_budget(request.meter),
            phrases=[
                {
                    "number": number,
                    "text": phrase.text,
                    "worth": round(100 * phrase.worth),
                    "kind": phrase.kind,
                    "cost": f"{request.meter.cost(phrase.text):g}",
                    "rent": _points(rents.get(phrase.text.casefold())),
                }
                for number, phrase in enumerate(phrases, 1)
            ],
            keep=demand.keep.text if demand else "",
            give_up=demand.give_up.text if demand and demand.give_up else "",
            failed=list(failed),
        )

        def check(reply: SqueezeReply) -> None:
            _check_squeeze(reply, count=len(phrases))

        return self._chat.ask(
            SqueezeReply,
            turn=request.turn,
            step=step,
            system=self._prompt.render("system"),
            user=user,
            check=check,
        )

    def _fall_back(self, request: CompressRequest, reply: SqueezeReply) -> Offer:
        """Drop what earns least from the model's last choice, in code."""
        phrases = request.proposal.phrases
        kept, cut, reworded = _apply(reply, phrases)
        offer = fit_phrases(
            kept,
            meter=request.meter,
            rents=_carry_rents(reply, phrases, request.rents),
            keep=[request.demand.keep.text] if request.demand else [],
            note=f"too long {self._settings.squeezes} times; the least worth was dropped in code",
        )
        return price_offer(
            [one.phrase for one in offer.kept],
            cut=[*((one.phrase, one.reason) for one in offer.cut), *cut],
            meter=request.meter,
            note=_join_notes(offer.note, reworded),
        )


def _hurts(request: CompressRequest) -> bool:
    """Tell whether a phrase is known to do harm: then keeping everything is not best."""
    hurting = {rent.phrase.casefold() for rent in request.rents if rent.rent < 0}
    return any(phrase.text.casefold() in hurting for phrase in request.proposal.phrases)


def _all_distinct(phrases: Sequence[Phrase]) -> bool:
    """Tell whether nothing is said twice."""
    return len({phrase.text.casefold() for phrase in phrases}) == len(phrases)


def _points(rent: float | None) -> int | None:
    """Write a rent in points of the score."""
    return None if rent is None else round(100 * rent)


def _check_squeeze(reply: SqueezeReply, *, count: int) -> None:
    """Refuse a choice that is none: nothing kept, numbers that name no phrase, a phrase kept twice."""
    numbers = [said.number for said in reply.kept]
    if not numbers:
        raise BadReply("nothing is kept")
    wrong = [number for number in numbers if not 1 <= number <= count]
    if wrong:
        raise BadReply(f"there is no phrase number {wrong[0]}; they run from 1 to {count}")
    if len(set(numbers)) < len(numbers):
        raise BadReply("a phrase is kept twice")
    if any(not clean_words(said.text) for said in reply.kept):
        raise BadReply("a kept phrase has no words")


def _apply(reply: SqueezeReply, phrases: Sequence[Phrase]) -> tuple[list[Phrase], list[tuple[Phrase, str]], list[str]]:
    """Turn the model's choice into phrases kept, phrases cut with reasons, and what was reworded."""
    kept: list[Phrase] = []
    cut: list[tuple[Phrase, str]] = []
    reworded: list[str] = []
    texts = {said.number: clean_words(said.text) for said in reply.kept}
    reasons = {said.number: " ".join(said.reason.split()) for said in reply.cut}
    said: set[str] = set()
    for number, phrase in enumerate(phrases, 1):
        text = texts.get(number, "")
        if not text:
            cut.append((phrase, reasons.get(number) or "left out without a reason"))
        elif text.casefold() in said:
            cut.append((phrase, "said already"))
        else:
            said.add(text.casefold())
            kept.append(phrase.model_copy(update={"text": text}))
            if text != phrase.text:
                reworded.append(f"{phrase.text!r} as {text!r}")
    return kept, cut, reworded


def _join_notes(note: str, reworded: Sequence[str]) -> str:
    """Say every rewording beside the note: a proposal is never changed in silence."""
    swaps = f"reworded {', '.join(reworded)}" if reworded else ""
    return "; ".join(part for part in (" ".join(note.split()), swaps) if part)


def _carry_rents(reply: SqueezeReply, phrases: Sequence[Phrase], rents: Sequence[Rent]) -> list[Rent]:
    """Give reworded phrases the rents of the phrases they come from."""
    by_text = {rent.phrase.casefold(): rent for rent in rents}
    carried = list(rents)
    for said in reply.kept:
        known = by_text.get(phrases[said.number - 1].text.casefold())
        if known is not None:
            carried.append(known.model_copy(update={"phrase": clean_words(said.text)}))
    return carried
