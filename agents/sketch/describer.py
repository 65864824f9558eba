"""The sketch team's describer: it looks at the original, says what it sees, and mends what the critic finds amiss.

It proposes a little more than the budget holds, so that there is something to choose from. It knows the painter, as
anyone who describes for a reader knows how readers picture things, and tries its words out before it says them.
"""

from collections.abc import Sequence
from dataclasses import replace

from agents.fit import join_phrases
from agents.protocols import AnswerRequest, DescribeRequest
from agents.sketch.drafting import Draft, Workshop
from agents.sketch.judgement import TIE
from agents.sketch.knobs import Knobs
from sketch.eye import Eye, eye_for
from sketch.lexicon import NOUNS
from sketch.parse import parse
from sketch.scene import Clause
from sketch.speak import list_words, speak
from traces.dialogue import Answer, Demand, Phrase, Proposal, Remark

WHOLE = 0.24
"""A phrase without which the eye's score falls by this much is worth 1, unless another is missed more."""
_FIRST_STEPS = 10
_NEAR = 0.6
"""What the eye sees to be worse by more than this is not judged as closely as the critic judges."""
_MOST_EFFORT = 1


class SketchDescriber:
    """Says what is seen, in phrases that the painter understands."""

    def __init__(self, knobs: Knobs | None = None) -> None:
        self._knobs = knobs or Knobs()

    def propose(self, request: DescribeRequest) -> Proposal:
        """Propose a first look, or the incumbent's phrases mended where the critic complained."""
        eye = eye_for(request.original)
        if request.best is None:
            workshop = Workshop(eye, request.meter, knobs=self._knobs)
            draft = workshop.first_look(steps=_FIRST_STEPS)
            for hint in request.hints:
                draft = workshop.heed(draft, hint)
            return _write(eye, draft, note=_first_note(draft), hinted=_nouns(request.hints))
        clauses = parse(request.best.offer.description).scene.clauses
        draft = Draft(clauses, eye.judge(clauses))
        remarks = request.best.critique.remarks if request.best.critique else ()
        vain = request.turn.round - request.best.number - 1
        workshop = Workshop(eye, request.meter, _tried(request), 0, vain, self._knobs)
        for effort in range(min(vain, _MOST_EFFORT), _MOST_EFFORT + 1):
            workshop = replace(workshop, effort=effort)
            mended = self._answer_remarks(workshop, draft, remarks)
            if mended.clauses != clauses:
                break
        polished = workshop.polish(workshop.likelier(draft, mended))
        # Where nothing else is known that helps, the critic may see what looks less like the original.
        draft = mended if polished.clauses == clauses else polished
        for hint in request.hints:
            draft = workshop.heed(draft, hint)
        return _write(eye, draft, note=_note(draft, remarks), hinted=_nouns(request.hints))

    def _answer_remarks(self, workshop: Workshop, draft: Draft, remarks: Sequence[Remark]) -> Draft:
        """Mend what the critic complains of, look for more, and with some effort touch what nobody complains of."""
        for remark in remarks[: self._knobs.remarks]:
            draft = workshop.mend(draft, remark)
        if workshop.effort:
            for clause in draft.clauses:
                if clause in draft.clauses:
                    draft = workshop.alter(draft, draft.clauses.index(clause), times=1)
        return workshop.add(workshop.name(draft), None)

    def answer(self, request: AnswerRequest) -> Answer:
        """Contest a cut if the picture gains by swapping it for a phrase that was kept."""
        eye = eye_for(request.original)
        swaps = self._near_swaps(request, eye)
        said = [[each.phrase.text for each in request.offer.kept], *(texts for _, _, texts in swaps)]
        now, *scores = self._knobs.judge_many(eye, list(map(_scene, said))) if swaps else (0.0,)
        gains = [(score - now, keep, give_up) for score, (keep, give_up, _) in zip(scores, swaps, strict=True)]
        best = max((gain for gain in gains if gain[0] > TIE), key=lambda gain: gain[0], default=None)
        if best is None:
            return Answer(demand=None, note="Agreed." if request.offer.cut else "Agreed, nothing is lost.")
        gain, keep, give_up = best
        reason = f"with it instead of {give_up.text} the picture gains {gain:.4f}"
        return Answer(
            demand=Demand(keep=keep, give_up=give_up, reason=reason),
            note=f"Keep {keep.text}, I give up {give_up.text}: {reason}.",
        )

    def _near_swaps(self, request: AnswerRequest, eye: Eye) -> list[tuple[Phrase, Phrase, list[str]]]:
        """Return cuts, what could be given up for each, and what would then be said; by the eye none is much worse."""
        kept = [each.phrase for each in request.offer.kept]
        order = {phrase.text: place for place, phrase in enumerate(request.proposal.phrases)}
        swaps = []
        for cut in sorted(request.offer.cut, key=lambda cut: -cut.phrase.worth)[:3]:
            for weak in sorted(kept, key=lambda phrase: phrase.worth)[:4]:
                others = [p for p in kept if p is not weak] + [cut.phrase]
                texts = [p.text for p in sorted(others, key=lambda p: order.get(p.text, len(order)))]
                if request.meter.fits(join_phrases(texts)):
                    swaps.append((cut.phrase, weak, texts))
        least = eye.judge(_scene([phrase.text for phrase in kept])) - _NEAR
        scores = eye.judge_many([_scene(texts) for _, _, texts in swaps])
        return [swap for swap, score in zip(swaps, scores, strict=True) if score > least]


def _scene(texts: Sequence[str]) -> tuple[Clause, ...]:
    return parse(join_phrases(texts)).scene.clauses


def _nouns(hints: Sequence[str]) -> frozenset[str]:
    return frozenset(clause.noun for hint in hints for clause in parse(hint).scene.clauses)


def _write(eye: Eye, draft: Draft, *, note: str, hinted: frozenset[str]) -> Proposal:
    """Say a scene in phrases, each worth what the picture loses without it, and what else might be said.

    What a person asked for is worth 1, whatever is measured.
    """
    without = eye.without(draft.clauses)
    losses = [draft.score - score for score in without]
    whole = max(WHOLE, *losses) if losses else WHOLE
    worths = [whole if clause.noun in hinted else loss for clause, loss in zip(draft.clauses, losses, strict=True)]
    phrases = [_phrase(clause, worth / whole) for clause, worth in zip(draft.clauses, worths, strict=True)]
    clauses = list(draft.clauses)
    for clause, gain in draft.spare:
        if clause not in clauses:
            at = eye.place_in(clauses, clause)
            clauses.insert(at, clause)
            phrases.insert(at, _phrase(clause, gain / whole))
    return Proposal(phrases=tuple(phrases), note=note)


def _phrase(clause: Clause, share: float) -> Phrase:
    worth = round(min(max(share, 0.01), 1.0), 3)
    return Phrase(text=speak(clause), worth=worth, kind="layout" if NOUNS[clause.noun].is_stuff else "object")


def _tried(request: DescribeRequest) -> frozenset[str]:
    """Return phrases that were drawn in some round and are not in the incumbent: they were tried and found wanting."""
    kept = {each.phrase.text for each in request.best.offer.kept} if request.best else set()
    return frozenset(text for past in request.history for text in past.phrases if text not in kept)


def _first_note(draft: Draft) -> str:
    """Say what is seen at first look."""
    seen = [speak(clause) for clause in draft.clauses[:3]]
    return f"I see {list_words(seen)}." if seen else "I can't make anything out."


def _note(draft: Draft, remarks: Sequence[Remark]) -> str:
    """Say what was changed, and on whose word."""
    parts = []
    if draft.added:
        parts.append(f"adding {list_words(draft.added[:3])}")
    if draft.dropped:
        parts.append(f"giving up {list_words(draft.dropped[:3])}")
    if not parts and draft.spare:
        parts.append(f"with more room I would add {speak(draft.spare[0][0])}")
    heard = f"You say {remarks[0].text}: " if remarks else ""
    return f"{heard}{', '.join(parts)}." if parts else f"{heard}I have nothing better to say."
