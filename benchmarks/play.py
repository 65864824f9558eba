"""Plays the rounds of a team in plain Python, in the order of `graph.build` but without checkpoints or policies.

The benchmark needs many runs in one process; the commands use the graph.
"""

from dataclasses import dataclass

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
from traces.dialogue import Candidate, Past, Picture, Round, Verdict

REDRAW_SIDE = 256


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
    """Play a fixed number of rounds, or until the same description comes twice."""
    measure = Measure(original)
    best: Round | None = None
    last: Round | None = None
    best_picture = original
    history: list[Past] = []
    scale = min(1.0, REDRAW_SIDE / max(original.size))
    small = max(1, round(original.width * scale)), max(1, round(original.height * scale))

    def draw(description: str, size: tuple[int, int]) -> Image.Image:
        request = RenderRequest(turn=Turn(round=0), description=description, width=size[0], height=size[1])
        image = team.renderer.render(request).image
        assert image is not None
        return image

    for number in range(rounds):
        turn = Turn(round=number)
        proposal = team.describer.propose(
            DescribeRequest(turn=turn, original=original, meter=meter, best=best, last=last, history=tuple(history))
        )
        rents = best.critique.rents if best and best.critique else ()
        offer = team.compressor.offer(CompressRequest(turn=turn, proposal=proposal, meter=meter, rents=rents))
        for haggle in range(1, haggles + 1):
            answer = team.describer.answer(
                AnswerRequest(
                    turn=turn,
                    original=original,
                    proposal=proposal,
                    offer=offer,
                    meter=meter,
                    redraw=lambda text: draw(text, small),
                )
            )
            if answer.demand is None:
                break
            offer = team.compressor.offer(
                CompressRequest(
                    turn=Turn(round=number, haggle=haggle),
                    proposal=proposal,
                    meter=meter,
                    rents=rents,
                    demand=answer.demand,
                    refused=offer,
                )
            )
        picture = draw(offer.description, original.size)
        fidelity = measure.of(picture).total
        critique = team.critic.critique(
            CritiqueRequest(
                turn=turn,
                original=original,
                picture=picture,
                offer=offer,
                fidelity=fidelity,
                redraw=lambda text: draw(text, small),
            )
        )
        verdict = Verdict(winner="newcomer", reason="the first picture")
        if best is not None and best.critique is not None:
            verdict = team.critic.compare(
                CompareRequest(
                    turn=turn,
                    original=original,
                    incumbent=best_picture,
                    newcomer=picture,
                    incumbent_critique=best.critique,
                    newcomer_critique=critique,
                )
            )
        stored = Picture(sha256="0" * 64, width=picture.width, height=picture.height)
        chosen = Candidate(seed_choice=0, picture=stored, fidelity=fidelity)
        last = Round(
            number=number,
            proposal=proposal,
            offer=offer,
            candidates=(chosen,),
            chosen=chosen,
            critique=critique,
            verdict=verdict,
        )
        if verdict.winner == "newcomer":
            best, best_picture = last, picture
        assert best is not None
        assert best.critique is not None
        history.append(
            Past(
                number=number,
                description=offer.description,
                phrases=tuple(kept.phrase.text for kept in offer.kept),
                cost=offer.cost,
                score=critique.score,
                best_score=best.critique.score,
                accepted=verdict.winner == "newcomer",
                new_phrases=0,
                remarks=len(critique.remarks),
                elapsed_s=0.0,
                calls=0,
                spend_usd=0.0,
            )
        )
    assert best is not None
    return Played(
        best=best,
        picture=best_picture,
        scores=tuple(past.score or 0.0 for past in history),
        best_scores=tuple(past.best_score or 0.0 for past in history),
    )
