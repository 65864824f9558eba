"""Plays the rounds of a team in plain Python, in the order of `graph.build` but without checkpoints or policies.

The benchmark needs many runs in one process; the commands use the graph.
"""

from dataclasses import dataclass, replace

from PIL import Image

from agents.protocols import (
    AnswerRequest,
    CompareRequest,
    CompressRequest,
    CritiqueRequest,
    DescribeRequest,
    RenderRequest,
    Team,
    Turn,
)
from codec.fidelity import Measure
from codec.meter import Meter
from traces.dialogue import Candidate, Critique, Offer, Past, Picture, Proposal, Round, Verdict

REDRAW_SIDE = 192


@dataclass(frozen=True)
class Played:
    """A run's outcome."""

    best: Round
    picture: Image.Image
    """The best round's, of the original's size."""
    scores: tuple[float, ...]
    """Of each round."""
    best_scores: tuple[float, ...]
    """The best score up to each round."""


def play(team: Team, original: Image.Image, *, meter: Meter, rounds: int = 6, haggles: int = 1) -> Played:
    """Play a fixed number of rounds; a describer who haggles contests a cut that many times a round."""
    game = _Game(team, original, meter)
    for number in range(rounds):
        proposal, offer = game.agree(number, haggles=haggles)
        game.judge(number, proposal, offer)
    return game.played()


class _Game:
    """A run under way."""

    def __init__(self, team: Team, original: Image.Image, meter: Meter) -> None:
        self._team, self._original, self._meter = team, original, meter
        self._measure = Measure(original)
        self._best: Round | None = None
        self._last: Round | None = None
        self._best_picture = original
        self._history: list[Past] = []
        scale = min(1.0, REDRAW_SIDE / max(original.size))
        self._small = max(1, round(original.width * scale)), max(1, round(original.height * scale))

    def agree(self, number: int, *, haggles: int) -> tuple[Proposal, Offer]:
        """Have a description proposed and fitted into the budget."""
        turn, best = Turn(round=number), self._best
        proposal = self._team.describer.propose(
            DescribeRequest(
                turn=turn,
                original=self._original,
                meter=self._meter,
                best=best,
                last=self._last,
                history=tuple(self._history),
            )
        )
        rents = best.critique.rents if best and best.critique else ()
        asked = CompressRequest(turn=turn, proposal=proposal, meter=self._meter, rents=rents)
        offer = self._team.compressor.offer(asked)
        for haggle in range(1, haggles + 1):
            answer = self._team.describer.answer(
                AnswerRequest(
                    turn=turn,
                    original=self._original,
                    proposal=proposal,
                    offer=offer,
                    meter=self._meter,
                    redraw=self._redraw,
                )
            )
            if answer.demand is None:
                break
            turn_again = Turn(round=number, haggle=haggle)
            offer = self._team.compressor.offer(replace(asked, turn=turn_again, demand=answer.demand, refused=offer))
        return proposal, offer

    def judge(self, number: int, proposal: Proposal, offer: Offer) -> None:
        """Have the description drawn and judged, and keep the better of this picture and the best so far."""
        picture = self._draw(offer.description, self._original.size)
        fidelity = self._measure.of(picture).total
        critique = self._team.critic.critique(
            CritiqueRequest(
                turn=Turn(round=number),
                original=self._original,
                picture=picture,
                offer=offer,
                fidelity=fidelity,
                redraw=self._redraw,
            )
        )
        stored = Picture(sha256="0" * 64, width=picture.width, height=picture.height)
        chosen = Candidate(seed_choice=0, picture=stored, fidelity=fidelity)
        self._last = Round(
            number=number,
            proposal=proposal,
            offer=offer,
            candidates=(chosen,),
            chosen=chosen,
            critique=critique,
            verdict=self._verdict(number, picture, critique),
        )
        if self._last.verdict is not None and self._last.verdict.winner == "newcomer":
            self._best, self._best_picture = self._last, picture
        self._history.append(self._past(self._last, critique))

    def played(self) -> Played:
        """Return what came of it."""
        assert self._best is not None
        return Played(
            best=self._best,
            picture=self._best_picture,
            scores=tuple(past.score or 0.0 for past in self._history),
            best_scores=tuple(past.best_score or 0.0 for past in self._history),
        )

    def _verdict(self, number: int, picture: Image.Image, critique: Critique) -> Verdict:
        if self._best is None or self._best.critique is None:
            return Verdict(winner="newcomer", reason="the first picture")
        return self._team.critic.compare(
            CompareRequest(
                turn=Turn(round=number),
                original=self._original,
                incumbent=self._best_picture,
                newcomer=picture,
                incumbent_critique=self._best.critique,
                newcomer_critique=critique,
            )
        )

    def _past(self, last: Round, critique: Critique) -> Past:
        assert self._best is not None
        assert self._best.critique is not None
        return Past(
            number=last.number,
            description=last.offer.description,
            phrases=tuple(kept.phrase.text for kept in last.offer.kept),
            cost=last.offer.cost,
            score=critique.score,
            best_score=self._best.critique.score,
            accepted=self._best is last,
            new_phrases=0,
            remarks=len(critique.remarks),
            elapsed_s=0.0,
            calls=0,
            spend_usd=0.0,
        )

    def _redraw(self, description: str) -> Image.Image:
        return self._draw(description, self._small)

    def _draw(self, description: str, size: tuple[int, int]) -> Image.Image:
        request = RenderRequest(turn=Turn(round=0), description=description, width=size[0], height=size[1])
        image = self._team.renderer.render(request).image
        assert image is not None
        return image
