"""A run told round by round: what was said, what changed, and why each phrase is in or out; knows nothing of layout."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from traces import figures
from traces.cleaning import clean_line
from traces.dialogue import Phrase
from traces.events import Answered, Critiqued, Decided, Failed, Resumed
from traces.listing import is_busy
from traces.names import Role
from traces.reader import Trace
from traces.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Rented:
    """The last price that the critic put on a phrase."""

    rent: float
    measured: bool
    round: int


@dataclass(frozen=True, kw_only=True)
class PhraseRow:
    """One phrase of a round: what it is worth to whom, and why it is in the description or not."""

    text: str
    kind: str
    kept: bool
    worth: float | None
    """What the describer thinks; None: not proposed in this round."""
    cost: float | None
    """In the budget's unit; None: not priced in this round."""
    rent: Rented | None
    """What the critic found; None: never priced."""
    why: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One finished round in its context."""

    event: Decided
    before: str
    """The description of the round before; empty in the first."""
    score_before: float | None
    """The best score before this round."""
    sayings: tuple[tuple[Role, str], ...]
    """The dialogue, one line each, in order; people's words between the rounds come first."""
    phrases: tuple[PhraseRow, ...]
    """Those kept, in the order of the description, then those left out."""
    seams: tuple[Resumed | Failed, ...] = ()
    """Where the run broke off and went on since the round before."""

    @property
    def number(self) -> int:
        """The round's number."""
        return self.event.round

    @property
    def score(self) -> float | None:
        """The judged score; None: no picture."""
        return self.event.outcome.critique.score if self.event.outcome.critique else None


@dataclass(frozen=True, kw_only=True)
class Story:
    """A whole run."""

    trace: Trace
    unit: str
    chapters: tuple[Chapter, ...]
    last: Scene
    """The scene after the last event: what is known of a round that is not over."""
    seams: tuple[Resumed | Failed, ...]
    """Breaks after the last finished round."""

    @property
    def status(self) -> str:
        """`finished`, `failed`, `interrupted`, `running` or `killed`."""
        status = self.trace.status
        if status != "open":
            return status
        return "running" if is_busy(self.trace.folder) else "killed"


def tell(trace: Trace) -> Story:
    """Tell a run from its trace."""
    scene = Scene()
    chapters: dict[int, Chapter] = {}
    rents: dict[str, Rented] = {}
    answers: list[Answered] = []
    seams: list[Resumed | Failed] = []
    for event in trace.events:
        before, scene = scene, scene.after(event)
        match event:
            case Answered():
                answers.append(event)
            case Resumed() | Failed():
                seams.append(event)
            case Critiqued():
                rents |= _price(event)
            case Decided():
                chapters[event.round] = Chapter(
                    event=event,
                    before=before.before,
                    score_before=before.best_score,
                    sayings=scene.sayings[event.round],
                    phrases=_explain(event, chapters.get(event.round - 1), rents, answers),
                    seams=tuple(seams),
                )
                answers, seams = [], []
    unit = figures.budget_unit(trace.settings["task"]["budget"]) if not scene.unit else scene.unit
    return Story(trace=trace, unit=unit, chapters=tuple(chapters.values()), last=scene, seams=tuple(seams))


def _price(event: Critiqued) -> dict[str, Rented]:
    critique = event.outcome.critique
    if critique is None:
        return {}
    return {
        rent.phrase.casefold(): Rented(rent=rent.rent, measured=rent.measured, round=event.round)
        for rent in critique.rents
    }


def _explain(
    event: Decided, last: Chapter | None, rents: Mapping[str, Rented], answers: Iterable[Answered]
) -> tuple[PhraseRow, ...]:
    offer = event.outcome.offer
    kept_before = {kept.phrase.text.casefold() for kept in last.event.outcome.offer.kept} if last else set()
    demands = [answer.answer.demand for answer in answers if answer.answer.demand]
    wanted = {demand.keep.text.casefold() for demand in demands}
    given_up = {demand.give_up.text.casefold() for demand in demands if demand.give_up}
    rows: list[PhraseRow] = []
    for kept in offer.kept:
        key = kept.phrase.text.casefold()
        why = "stays" if key in kept_before else "new"
        if key in wanted:
            why = "the describer insisted on it"
        rows.append(_row(kept.phrase, kept=True, cost=kept.cost, rents=rents, why=why))
    for cut in offer.cut:
        key = cut.phrase.text.casefold()
        why = cut.reason + (" (given up by the describer)" if key in given_up and "given up" not in cut.reason else "")
        rows.append(_row(cut.phrase, kept=False, cost=cut.cost, rents=rents, why=why))
    said = {row.text.casefold() for row in rows}
    gone = [kept.phrase for kept in last.event.outcome.offer.kept] if last else []
    rows += [
        _row(phrase, kept=False, cost=None, rents=rents, why="not proposed again", proposed=False)
        for phrase in gone
        if clean_line(phrase.text).casefold() not in said
    ]
    return tuple(rows)


def _row(
    phrase: Phrase,
    *,
    kept: bool,
    cost: float | None,
    rents: Mapping[str, Rented],
    why: str,
    proposed: bool = True,
) -> PhraseRow:
    return PhraseRow(
        text=clean_line(phrase.text),
        kind=phrase.kind,
        kept=kept,
        worth=phrase.worth if proposed else None,
        cost=cost,
        rent=rents.get(phrase.text.casefold()),
        why=clean_line(why),
    )
