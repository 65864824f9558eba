"""The critic: a model that holds the picture beside the original, prices phrases and ranks rounds."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal

from agents.openai.chat import Chat, explain_blindness
from agents.openai.pictures import show_picture
from agents.openai.replies import CompareReply, CritiqueReply, SaidAspects, SaidBox, SaidRemark
from agents.openai.settings import RoleSettings
from agents.openai.telling import tell_percent
from agents.protocols import CompareRequest, CritiqueRequest
from agents.wire.errors import BadReply, RefusedError
from prompts.loader import Prompt
from traces.dialogue import Box, Critique, Remark, Rent, Verdict

ASPECT_WEIGHTS: Final[Mapping[str, float]] = {
    "objects": 0.35,
    "layout": 0.25,
    "colour": 0.20,
    "style": 0.15,
    "text": 0.05,
}
"""What each aspect counts in the score; without letters in either picture the others share its part."""

REMARK_FLOOR: Final = 0.1
"""A remark that weighs less is not made."""

Winner = Literal["newcomer", "incumbent", "tie"]


class OpenAICritic:
    """A critic behind an OpenAI-compatible endpoint."""

    def __init__(self, settings: RoleSettings, *, chat: Chat, prompt: Prompt) -> None:
        self._settings = settings
        self._chat = chat
        self._prompt = prompt

    def critique(self, request: CritiqueRequest) -> Critique:
        """Score aspects, remark on faults, estimate rents; raise ReplyError, WireError or LimitReached."""
        texts = [kept.phrase.text for kept in request.offer.kept]
        user = self._prompt.render(
            "critique",
            description=request.offer.description,
            phrases=[
                {"number": number, "text": kept.phrase.text, "cost": f"{kept.cost:g}"}
                for number, kept in enumerate(request.offer.kept, 1)
            ],
            fidelity=tell_percent(request.fidelity),
        )
        side = self._settings.picture_side

        def check(reply: CritiqueReply) -> None:
            _check_critique(reply, count=len(texts))

        try:
            reply = self._chat.ask(
                CritiqueReply,
                turn=request.turn,
                step="critique",
                system=self._prompt.render("system"),
                user=user,
                shown=[
                    show_picture(request.original, label="ORIGINAL", most_side=side),
                    show_picture(request.picture, label="PICTURE", most_side=side),
                ],
                check=check,
            )
        except RefusedError as error:
            raise explain_blindness(error, settings=self._settings) from error
        return _make_critique(reply, texts=texts, fidelity=request.fidelity)

    def compare(self, request: CompareRequest) -> Verdict:
        """Show both pictures in both orders at once; two like verdicts decide, anything else is a tie."""
        with ThreadPoolExecutor(max_workers=2) as pool:
            asked = [pool.submit(self._compare, request, swapped=swapped) for swapped in (False, True)]
            # All are waited for before the first failure is raised, so that every answer paid for is recorded.
            failures = [future.exception() for future in asked]
        for failure in failures:
            if failure is not None:
                raise failure
        (first, reason), (second, other) = (future.result() for future in asked)
        if first == second:
            return Verdict(winner=first, reason=reason)
        return Verdict(winner="tie", reason=f"split: {first} in one order ({reason}), {second} in the other ({other})")

    def _compare(self, request: CompareRequest, *, swapped: bool) -> tuple[Winner, str]:
        """Ask in one order; swapped shows the newcomer first."""
        side = self._settings.picture_side
        pair = (request.newcomer, request.incumbent) if swapped else (request.incumbent, request.newcomer)
        shown = [show_picture(request.original, label="ORIGINAL", most_side=side)]
        shown += [show_picture(one, label=name, most_side=side) for one, name in zip(pair, _PLACES, strict=True)]
        reply = self._chat.ask(
            CompareReply,
            turn=request.turn,
            step="compare.swapped" if swapped else "compare",
            system=self._prompt.render("system"),
            user=self._prompt.render("compare"),
            shown=shown,
        )
        reason = " ".join(reply.reason.split())
        if reply.nearer == "neither":
            return "tie", reason
        return ("newcomer" if (reply.nearer == "first") == swapped else "incumbent"), reason


_PLACES: Final = ("FIRST", "SECOND")


def weigh_aspects(aspects: SaidAspects) -> float:
    """Make one score of the aspects' percentages, from 0 to 1."""
    said: dict[str, int] = {name: value for name, value in aspects.model_dump().items() if value is not None}
    total = sum(ASPECT_WEIGHTS[name] for name in said)
    return min(max(sum(ASPECT_WEIGHTS[name] * value for name, value in said.items()) / total / 100, 0.0), 1.0)


def _check_critique(reply: CritiqueReply, *, count: int) -> None:
    """Refuse numbers that name no phrase, and phrases priced twice."""
    numbers = [rent.number for rent in reply.rents]
    wrong = [number for number in numbers if not 1 <= number <= count]
    wrong += [one.phrase for one in reply.remarks if one.phrase is not None and not 1 <= one.phrase <= count]
    if wrong:
        raise BadReply(f"there is no phrase number {wrong[0]}; they run from 1 to {count}")
    if len(set(numbers)) < len(numbers):
        raise BadReply("a phrase has two rents")


def _make_critique(reply: CritiqueReply, *, texts: list[str], fidelity: float) -> Critique:
    """Turn percentages into shares and numbers into phrases."""
    remarks = [_make_remark(said, texts=texts) for said in reply.remarks if said.text.strip()]
    rents = {said.number: said.rent / 100 for said in reply.rents}
    return Critique(
        score=weigh_aspects(reply.aspects),
        fidelity=fidelity,
        aspects={name: value / 100 for name, value in reply.aspects.model_dump().items() if value is not None},
        remarks=tuple(sorted((r for r in remarks if r.weight >= REMARK_FLOOR), key=lambda remark: -remark.weight)),
        rents=tuple(
            Rent(phrase=text, rent=rents[number], measured=False)
            for number, text in enumerate(texts, 1)
            if number in rents
        ),
        note=" ".join(reply.note.split()),
    )


def _make_remark(said: SaidRemark, *, texts: list[str]) -> Remark:
    """Turn one remark."""
    return Remark(
        fault=said.fault,
        text=" ".join(said.text.split()),
        weight=said.weight / 100,
        phrase=texts[said.phrase - 1] if said.phrase is not None else None,
        box=_make_box(said.box),
    )


def _make_box(said: SaidBox | None) -> Box | None:
    """Turn percent into fractions, corners in order."""
    if said is None:
        return None
    (x0, x1), (y0, y1) = sorted((said.x0, said.x1)), sorted((said.y0, said.y1))
    return Box(x0=x0 / 100, y0=y0 / 100, x1=x1 / 100, y1=y1 / 100)
