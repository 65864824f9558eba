"""The sketch team's describer: it looks at the original, says what it sees, and mends what the critic finds amiss.

It proposes a little more than the budget holds, so that there is something to choose from. It knows the painter, as
anyone who describes for a reader knows how readers picture things, and tries its words out before it says them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.fit import join_phrases
from agents.protocols import AnswerRequest, DescribeRequest
from codec.budget import Meter
from codec.fidelity import Fidelity
from sketch.eye import Eye, Option, eye_for
from sketch.lexicon import NOUNS
from sketch.parse import parse
from sketch.scene import Clause
from sketch.speak import speak
from traces.dialogue import Answer, Demand, Kind, Phrase, Proposal, Remark, Round

SPARE = 1.3
"""By how much a proposal may exceed the budget."""
LEAST_GAIN = 0.0008
"""A change that gains less is not worth its words."""
WHOLE = 0.12
"""A phrase without which the score falls by this much is worth 1."""
_FIRST_STEPS = 9
_REMARKS = 4


@dataclass(frozen=True)
class _Draft:
    """A scene in the making, and what was done to it."""

    clauses: tuple[Clause, ...]
    score: float
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def change(self, option: Option, *, dropped: Iterable[str] = ()) -> "_Draft":
        """Take an option."""
        added = (speak(option.clause),) if option.clause else ()
        return _Draft(option.clauses, option.score, (*self.added, *added), (*self.dropped, *dropped))


class SketchDescriber:
    """Says what is seen, in phrases that the painter understands."""

    def propose(self, request: DescribeRequest) -> Proposal:
        """Propose a first look, or the incumbent's phrases mended where the critic complained."""
        eye = eye_for(request.original)
        if request.best is None:
            draft = _first_look(eye, request.meter)
            return _write(eye, draft, note=_first_note(draft))
        clauses = _clauses(request.best)
        tried = _tried(request)
        draft = _Draft(clauses, eye.judge(clauses))
        remarks = request.best.critique.remarks if request.best.critique else ()
        for remark in remarks[:_REMARKS]:
            draft = _mend(eye, draft, remark, tried, request.meter)
        draft = _fill(eye, draft, tried, request.meter, steps=2)
        return _write(eye, draft, note=_note(draft, remarks))

    def answer(self, request: AnswerRequest) -> Answer:
        """Contest a cut if the picture gains by swapping it for a phrase that was kept."""
        kept = [each.phrase for each in request.offer.kept]
        order = {phrase.text: place for place, phrase in enumerate(request.proposal.phrases)}
        eye = eye_for(request.original)
        now = _likeness(eye, [phrase.text for phrase in kept]).total
        best: tuple[float, Phrase, Phrase] | None = None
        wanted = sorted(request.offer.cut, key=lambda cut: -cut.phrase.worth)[:3]
        for cut in wanted:
            for weak in sorted(kept, key=lambda phrase: phrase.worth)[:4]:
                others = [p for p in kept if p is not weak] + [cut.phrase]
                texts = [p.text for p in sorted(others, key=lambda p: order.get(p.text, len(order)))]
                if request.meter.fits(join_phrases(texts)):
                    gain = _likeness(eye, texts).total - now
                    if gain > (best[0] if best else LEAST_GAIN):
                        best = (gain, cut.phrase, weak)
        if best is None:
            return Answer(demand=None, note="Agreed." if request.offer.cut else "Agreed, nothing is lost.")
        gain, keep, give_up = best
        reason = f"with it instead of {give_up.text} the picture gains {gain:.4f}"
        return Answer(
            demand=Demand(keep=keep, give_up=give_up, reason=reason),
            note=f"Keep {keep.text}, I give up {give_up.text}: {reason}.",
        )


def _first_look(eye: Eye, meter: Meter) -> _Draft:
    """Add what helps most for its cost, again and again, until the budget is more than full."""
    return _fill(eye, _Draft((), 0.0), frozenset(), meter, steps=_FIRST_STEPS)


def _fill(eye: Eye, draft: _Draft, tried: frozenset[str], meter: Meter, *, steps: int) -> _Draft:
    """Add phrases that pay while there is room, counting a little more room than there is."""
    for _ in range(steps):
        spent = _cost(meter, draft.clauses)
        if spent >= meter.limit * SPARE:
            break
        option = _dearest(
            [o for o in eye.additions(draft.clauses, most=10, shapes=2) if _text(o) not in tried],
            draft,
            meter,
            most=max(meter.limit * SPARE, meter.limit) if draft.clauses else meter.limit,
        )
        if option is None:
            break
        draft = draft.change(option)
    return draft


def _mend(eye: Eye, draft: _Draft, remark: Remark, tried: frozenset[str], meter: Meter) -> _Draft:
    """Answer one remark: recolour, move or rename a phrase, add what is missing, or drop what pays nothing."""
    texts = [speak(clause) for clause in draft.clauses]
    at = texts.index(remark.phrase) if remark.phrase in texts else None
    if remark.fault in {"invented", "wasted"} and at is not None:
        return _drop(eye, draft, at)
    if remark.fault == "wrong" and at is not None:
        options = [o for o in eye.alterations(draft.clauses, at, wide=True) if _text(o) not in tried]
        option = next((o for o in options if o.score > draft.score + LEAST_GAIN), None)
        if option is not None:
            draft = draft.change(option, dropped=[texts[at]])
    if remark.box is not None and remark.fault in {"missing", "wrong"}:
        box = (remark.box.x0, remark.box.y0, remark.box.x1, remark.box.y1)
        found = eye.additions(draft.clauses, within=box, most=8, shapes=2)
        options = [o for o in found if _text(o) not in tried]
        option = _dearest(options, draft, meter, most=meter.limit * SPARE)
        if option is not None:
            draft = draft.change(option)
    return draft


def _drop(eye: Eye, draft: _Draft, at: int) -> _Draft:
    """Leave a clause out unless the picture suffers."""
    rest = (*draft.clauses[:at], *draft.clauses[at + 1 :])
    if not rest:
        return draft
    score = eye.judge(rest)
    if score < draft.score - LEAST_GAIN:
        return draft
    return draft.change(Option(rest, None, score), dropped=[speak(draft.clauses[at])])


def _dearest(options: Sequence[Option], draft: _Draft, meter: Meter, *, most: float) -> Option | None:
    """Choose the option that gains most for its cost to the power 0.6, among those that gain and have room."""
    spent = _cost(meter, draft.clauses)
    best, rate = None, 0.0
    for option in options[:16]:
        cost = _cost(meter, option.clauses)
        gain = option.score - draft.score
        if gain < LEAST_GAIN or cost > most:
            continue
        value = gain / max(cost - spent, 1e-6) ** 0.6
        if value > rate:
            best, rate = option, value
    return best


def _write(eye: Eye, draft: _Draft, *, note: str) -> Proposal:
    """Say a scene in phrases, each worth what the picture loses without it."""
    losses = [draft.score - score for score in eye.without(draft.clauses)]
    phrases = tuple(
        Phrase(text=speak(clause), worth=round(min(max(loss / WHOLE, 0.01), 1.0), 3), kind=_kind(clause))
        for clause, loss in zip(draft.clauses, losses, strict=True)
    )
    return Proposal(phrases=phrases, note=note)


def _kind(clause: Clause) -> Kind:
    return "layout" if NOUNS[clause.noun].is_stuff else "object"


def _clauses(best: Round) -> tuple[Clause, ...]:
    """Read the incumbent's description back."""
    return parse(best.offer.description).scene.clauses


def _tried(request: DescribeRequest) -> frozenset[str]:
    """Return phrases that were drawn in some round and are not in the incumbent: they were tried and found wanting."""
    kept = {each.phrase.text for each in request.best.offer.kept} if request.best else set()
    return frozenset(text for past in request.history for text in past.phrases if text not in kept)


def _likeness(eye: Eye, texts: Sequence[str]) -> Fidelity:
    """Measure the picture that phrases make."""
    return eye.measure.of_lab(eye.draw(parse(join_phrases(texts)).scene.clauses))


def _cost(meter: Meter, clauses: Sequence[Clause]) -> float:
    return float(meter.cost(join_phrases(speak(clause) for clause in clauses))) if clauses else 0.0


def _text(option: Option) -> str:
    return speak(option.clause) if option.clause else ""


def _first_note(draft: _Draft) -> str:
    """Say what is seen at first look."""
    seen = [speak(clause) for clause in draft.clauses[:3]]
    return f"I see {_list(seen)}." if seen else "I can't make anything out."


def _note(draft: _Draft, remarks: Sequence[Remark]) -> str:
    """Say what was changed, and on whose word."""
    parts = []
    if draft.added:
        parts.append(f"adding {_list(draft.added[:3])}")
    if draft.dropped:
        parts.append(f"giving up {_list(draft.dropped[:3])}")
    heard = f"You say {remarks[0].text}: " if remarks else ""
    return f"{heard}{', '.join(parts)}." if parts else f"{heard}I have nothing better to say."


def _list(texts: Sequence[str]) -> str:
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else list(texts))
