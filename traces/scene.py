"""The state of a run as far as its events tell: what a display has to show now; knows nothing of how it is shown.

A scene is frozen; each event makes the next one, so that a display thread may read it at any moment.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from traces import figures
from traces.dialogue import Offer, Picture
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
from traces.speech import say


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a display can't learn from events but needs to say what comes next."""

    haggles: int | None = None
    """How often the describer may contest in a round; None: unknown."""
    candidates: int = 1
    """Renderings a round."""


UNKNOWN_LIMITS: Final = Limits()
"""For a caller that doesn't know them."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is known after some events."""

    limits: Limits = UNKNOWN_LIMITS
    started: Started | None = None
    number: int = 0
    """The round being played."""
    said: tuple[tuple[Role, str], ...] = ()
    """Who said what in this round, one line each."""
    offer: Offer | None = None
    """The newest offer."""
    before: str = ""
    """The description of the round before this one."""
    newest: Picture | None = None
    newest_fidelity: float | None = None
    newest_round: int | None = None
    best: Picture | None = None
    best_round: int | None = None
    best_score: float | None = None
    rendered: int = 0
    """Candidates of this round so far."""
    decided: tuple[Decided, ...] = ()
    ending: Finished | Failed | None = None
    doing: str = "starting"
    """What is going on now, for a person."""
    elapsed_s: float = 0.0
    """Of the run, at the last event."""
    calls: int = 0
    """Agent calls: as counted at the end of the last round, and one for each answer since."""
    spend_usd: float | None = 0.0
    sayings: dict[int, tuple[tuple[Role, str], ...]] = field(default_factory=dict)
    """What was said in each finished round."""

    @property
    def unit(self) -> str:
        """The budget's unit."""
        return figures.budget_unit(self.started.budget) if self.started else ""

    @property
    def scores(self) -> tuple[float | None, ...]:
        """The score of each round; None for one that failed."""
        return tuple(event.outcome.critique.score if event.outcome.critique else None for event in self.decided)

    def after(self, event: Event) -> "Scene":
        """Return the scene that an event leads to."""
        scene = replace(self, elapsed_s=max(event.elapsed_s, self.elapsed_s))
        match event:
            case Started():
                return replace(scene, started=event, doing="the describer looks at the picture")
            case Resumed():
                return replace(scene, ending=None, doing="going on")
            case Finished() | Failed():
                return replace(scene, ending=event, doing="")
            case Decided():
                return scene._after_round(event)
            case Noted() | Consulted():
                return scene._hear(event)
            case _:
                return scene._after_step(event)

    def _hear(self, event: Event) -> "Scene":
        return replace(self, said=(*self.said, say(event, unit=self.unit)))

    def _after_step(self, event: Proposed | Offered | Answered | Rendered | Critiqued) -> "Scene":
        scene = replace(self._begin_round(event.round)._hear(event), calls=self.calls + 1)
        match event:
            case Proposed():
                return replace(scene, doing="the compressor fits the phrases into the budget")
            case Offered():
                last_word = self.limits.haggles is not None and event.haggle >= self.limits.haggles
                doing = scene._drawing() if last_word else "the describer reads the offer"
                return replace(scene, offer=event.offer, doing=doing)
            case Answered():
                contested = event.answer.demand is not None
                return replace(scene, doing="the compressor answers" if contested else scene._drawing())
            case Rendered():
                return scene._after_picture(event)
            case _:
                return replace(scene, newest=_chosen_picture(event) or scene.newest, doing="the rounds are compared")

    def _begin_round(self, number: int) -> "Scene":
        """Forget the round before when a new one begins."""
        if self.said and number == self.number:
            return self
        return replace(self, number=number, said=(), rendered=0)

    def _drawing(self) -> str:
        return (
            "the renderer draws"
            if self.limits.candidates == 1
            else f"the renderer draws candidate {self.rendered + 1} of {self.limits.candidates}"
        )

    def _after_picture(self, event: Rendered) -> "Scene":
        candidate = event.candidate
        scene = replace(self, rendered=self.rendered + 1)
        if candidate.picture is not None:
            scene = replace(
                scene, newest=candidate.picture, newest_fidelity=candidate.fidelity, newest_round=event.round
            )
        more = scene.rendered < self.limits.candidates
        return replace(scene, doing=scene._drawing() if more else "the critic looks at the picture")

    def _after_round(self, event: Decided) -> "Scene":
        outcome = event.outcome
        chosen = outcome.chosen.picture if outcome.chosen else None
        said = (*self._begin_round(event.round).said, say(event, unit=self.unit))
        return replace(
            self,
            number=event.round if event.stop else event.round + 1,
            said=(),
            rendered=0,
            before=outcome.offer.description,
            offer=outcome.offer,
            newest=chosen or self.newest,
            best=chosen if event.accepted and chosen else self.best,
            best_round=event.best_round,
            best_score=event.best_score,
            decided=(*(other for other in self.decided if other.round != event.round), event),
            sayings={**self.sayings, event.round: said},
            calls=event.calls,
            spend_usd=event.spend_usd,
            doing="the best round is written to its file" if event.stop else "the describer thinks again",
        )


def _chosen_picture(event: Critiqued) -> Picture | None:
    return event.outcome.chosen.picture if event.outcome.chosen else None
