"""How the describer changes a scene: additions, alterations, exchanges and removals within a budget; words no notes.

Every change is tried out with the eye before it is made, and made only if the eye's score rises.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from agents.fit import join_phrases
from agents.sketch.judgement import TIE
from agents.sketch.knobs import Knobs
from agents.sketch.wording import SCORE_PER_BIT, scene_bits
from codec.meter import Meter
from sketch.eye import Eye, Option
from sketch.eye_moves import is_scape
from sketch.eye_residual import Corners
from sketch.parse import parse
from sketch.scene import Clause
from sketch.speak import speak
from traces.dialogue import Remark

LEAST_GAIN = 0.0016
"""A change that gains less is not worth its words."""
_STARTS = 3
"""A first look is begun so many times, each from another backdrop, and once more from a scape where one is seen."""
_UNFORESEEN = 0.2
"""Judging a clause seldom finds that it gains more than this beyond what is foreseen."""
_POLISHED = 4
"""So many alterations of each clause are measured as the critic measures."""
_FELT = 4
"""Of so many of them a round the network is asked what they look like."""
_LEAST_POLISH = 0.0005
"""An alteration that raises the critic's score by less is not worth making."""
_THRIFT = 0.6
"""The power of the cost by which a gain is divided: 0 looks at gain alone, 1 at gain per token."""


@dataclass(frozen=True)
class Draft:
    """A scene within the budget, and what was done to it."""

    clauses: tuple[Clause, ...]
    score: float
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    spare: tuple[tuple[Clause, float], ...] = ()
    """Some of the clauses that would gain that much but didn't fit."""

    @property
    def net(self) -> float:
        """The score less what the bits are worth."""
        return self.score - SCORE_PER_BIT * scene_bits(self.clauses)

    def take(self, option: Option, *, dropped: Iterable[str] = ()) -> "Draft":
        """Make a change."""
        added = (speak(option.clause),) if option.clause else ()
        gone = (*self.dropped, *dropped)
        return Draft(option.clauses, option.score, (*self.added, *added), gone, self.spare)

    def keep_in_mind(self, option: Option) -> "Draft":
        """Remember an addition that helps but doesn't fit."""
        if option.clause is None or len(self.spare) >= 4:
            return self
        spare = (*self.spare, (option.clause, option.score - self.score))
        return Draft(self.clauses, self.score, self.added, self.dropped, spare)


@dataclass(frozen=True)
class Workshop:
    """What a draft is worked on with."""

    eye: Eye
    meter: Meter
    tried: frozenset[str] = frozenset()
    """Phrases that were drawn before and found wanting."""
    effort: int = 0
    """How many rounds in a row were in vain, up to a limit: each makes the search wider."""
    vain: int = 0
    """How many rounds in a row were in vain: each asks the network of other alterations."""
    knobs: Knobs = field(default_factory=Knobs)

    def first_look(self, *, steps: int) -> Draft:
        """Start from each of the likeliest backdrops, add what gains most for its cost, and keep the best of them."""
        bare = Draft((), self.eye.judge(()))
        filled = [self._fill(bare.take(backdrop), steps=steps) for backdrop in self._backdrops(bare)]
        drafts = [self.name(draft) for draft in filled]
        draft = max(drafts, key=self._promise, default=bare)
        for option in self._fresh(self.eye.additions(draft.clauses, most=6))[:2]:
            if option.score > draft.score + LEAST_GAIN:
                draft = draft.keep_in_mind(option)
        return draft

    def _promise(self, draft: Draft) -> float:
        """Return what a draft is worth with what it looks like, on the eye's scale."""
        return draft.net + self.knobs.scale * self.knobs.feel(self.eye, draft.clauses)

    def _backdrops(self, bare: Draft) -> list[Option]:
        """Return the backdrop that gains most for its cost, the likeliest of other numbers of colours, and a scape."""
        fresh = self._fresh(self.eye.backdrops())
        scapes = [option for option in fresh if option.clause and is_scape(option.clause)]
        plain = [option for option in fresh if option not in scapes]
        first = self._best(plain, bare)
        found = [] if first is None else [first]
        found += [each for each in self._of_each_count(plain, bare) if each != first]
        return found[:_STARTS] + self._of_each_count(scapes, bare)[:1]

    def _of_each_count(self, fresh: Sequence[Option], bare: Draft) -> list[Option]:
        """Return the best backdrop of each number of colours, the likeliest first."""
        by_count: dict[int, list[Option]] = {}
        for option in fresh:
            by_count.setdefault(len(option.clause.colours) if option.clause else 0, []).append(option)
        found = filter(None, (self._best(alike, bare) for alike in by_count.values()))
        return sorted(found, key=lambda option: SCORE_PER_BIT * scene_bits(option.clauses) - option.score)

    def _fill(self, draft: Draft, *, steps: int) -> Draft:
        """Add to a draft what gains most for its cost until the budget is full."""
        for _ in range(steps):
            options = self._fresh(self.eye.additions(draft.clauses, most=10 * self.knobs.width))
            option = self._best(options, draft)
            if option is None:
                break
            draft = draft.take(option)
        return draft

    def mend(self, draft: Draft, remark: Remark) -> Draft:
        """Answer a remark: alter the phrase it blames, drop what pays nothing, add what is missing."""
        texts = [speak(clause) for clause in draft.clauses]
        at = texts.index(remark.phrase) if remark.phrase in texts else None
        if at is not None and remark.fault in {"invented", "wasted"}:
            return self.drop(draft, at)
        if at is not None and remark.fault == "wrong":
            draft = self.alter(draft, at)
        if remark.box is not None and remark.fault in {"missing", "wrong"}:
            draft = self.add(draft, (remark.box.x0, remark.box.y0, remark.box.x1, remark.box.y1))
        return draft

    def alter(self, draft: Draft, at: int, *, times: int = 2) -> Draft:
        """Recolour, move, resize or rename a clause while that helps."""
        for _ in range(times):
            old = speak(draft.clauses[at])
            options = self._fresh(self.eye.alterations(draft.clauses, at, wide=True))
            option = self._best(options, draft)
            if option is None or option.clause is None:
                break
            draft = draft.take(option, dropped=[old])
            at = draft.clauses.index(option.clause)
        return draft

    def add(self, draft: Draft, box: Corners | None) -> Draft:
        """Add a clause in a box (None: anywhere); where it doesn't fit, exchange it for one that matters less."""
        options = self.eye.added(draft.clauses, self._worth_a_look(draft, box))
        option = self._best(options, draft)
        if option is not None:
            return draft.take(option)
        wished = [o for o in options[: 3 + 2 * self.effort] if o.score > draft.score + LEAST_GAIN]
        spared = self._missed_least(draft) if wished else []
        for option, exchanged in zip(wished, self._exchanges(draft, wished, spared), strict=True):
            if exchanged is not None:
                return draft.take(exchanged[0], dropped=[speak(exchanged[1])])
            draft = draft.keep_in_mind(option)
        return draft

    def _worth_a_look(self, draft: Draft, box: Corners | None) -> list[Clause]:
        """Return what may be added in a box that fits, or may gain more than is lost by what makes room for it."""
        effort = self.effort + self.knobs.width - 1
        foreseen = self.eye.foreseen(draft.clauses, within=box, most=8 * (1 + effort), shapes=2 + effort)
        least = draft.score - max(self.eye.without(draft.clauses), default=draft.score) - _UNFORESEEN
        found = []
        for clause, gain in foreseen.items():
            if self._may_say(clause) and (gain > least or self.cost((*draft.clauses, clause)) <= self.meter.limit):
                found.append(clause)
        return found

    def name(self, draft: Draft) -> Draft:
        """Let something that was seen take the place of what matters less."""
        option = self._best(self._fresh(self.eye.namings(draft.clauses)), draft)
        if option is None or option.clause is None:
            return draft
        gone = [speak(clause) for clause in draft.clauses if clause not in option.clauses]
        named = draft.take(option, dropped=gone)
        return self.alter(named, named.clauses.index(option.clause), times=1)

    def likelier(self, draft: Draft, mended: Draft) -> Draft:
        """Return a mended draft, or what it was before where that looks so much more alike that the critic keeps it."""
        before, after = self.knobs.judge_many(self.eye, [draft.clauses, mended.clauses])
        felt = self.knobs.feel(self.eye, mended.clauses) - self.knobs.feel(self.eye, draft.clauses)
        return mended if after - before + felt > -TIE else replace(draft, spare=mended.spare)

    def polish(self, draft: Draft) -> Draft:
        """Make the alteration that raises most what the critic will measure, or name what was seen, where that does.

        The eye judges on a rough raster and doesn't ask the network; of what it likes least badly some is better at
        full size or looks more like the original.
        """
        tried = [self.eye.alterations(draft.clauses, at, wide=True) for at in range(len(draft.clauses))]
        tried.append(self.eye.namings(draft.clauses))
        options = [option for found in tried for option in self._fresh(found)[:_POLISHED] if self._fits(option)]
        now, *scores = self.knobs.judge_many(self.eye, [draft.clauses, *(option.clauses for option in options)])
        bits = scene_bits(draft.clauses)
        nets = [
            score - SCORE_PER_BIT * (scene_bits(option.clauses) - bits) / self.knobs.scale
            for score, option in zip(scores, options, strict=True)
        ]
        ranked = sorted(zip(nets, options, strict=True), key=lambda pair: -pair[0])
        asked = ranked[self.vain * _FELT : (self.vain + 1) * _FELT]
        best = self._looks_best(now + self.knobs.feel(self.eye, draft.clauses) + _LEAST_POLISH, asked)
        if best is None:
            return draft
        gone = [speak(clause) for clause in draft.clauses if clause not in best.clauses]
        return draft.take(best, dropped=gone)

    def _looks_best(self, least: float, scored: Sequence[tuple[float, Option]]) -> Option | None:
        """Return what scores best with its features, and more than `least`."""
        best = None
        for score, option in scored:
            whole = score + self.knobs.feel(self.eye, option.clauses)
            if whole > least:
                least, best = whole, option
        return best

    def heed(self, draft: Draft, hint: str) -> Draft:
        """Take up what a person says is there, where it fits best, at the cost of what is missed least."""
        for clause in parse(hint).scene.clauses:
            said = replace(clause, relation=None)
            if any(other.noun == said.noun for other in draft.clauses):
                continue
            at = self.eye.place_in(draft.clauses, said)
            base = (*draft.clauses[:at], said, *draft.clauses[at:])
            options = [said] if said.place else [said, *self.eye.placements(base, at)]
            scores = self.eye.judge_options(draft.clauses[:at], options, draft.clauses[at:])
            best = options[int(scores.argmax())]
            clauses = _as_read((*draft.clauses[:at], best, *draft.clauses[at:]))
            gone = []
            for spared in self._missed_least(draft):
                if self.cost(clauses) <= self.meter.limit or len(clauses) == 1:
                    break
                clauses = _as_read(tuple(c for c in clauses if c != spared))
                gone.append(speak(spared))
            heard = next((each for each in clauses if each not in draft.clauses), best)
            draft = draft.take(Option(clauses, heard, self.eye.judge(clauses)), dropped=gone)
        return draft

    def drop(self, draft: Draft, at: int) -> Draft:
        """Leave a clause out unless the picture suffers."""
        rest = (*draft.clauses[:at], *draft.clauses[at + 1 :])
        if not rest:
            return draft
        score = self.eye.judge(rest)
        if score < draft.score - LEAST_GAIN:
            return draft
        return draft.take(Option(rest, None, score), dropped=[speak(draft.clauses[at])])

    def _exchanges(
        self, draft: Draft, wished: Sequence[Option], spared: Sequence[Clause]
    ) -> list[tuple[Option, Clause] | None]:
        """For each addition find a clause that is missed little and without which it fits, if that gains."""
        fitting: list[list[tuple[tuple[Clause, ...], Clause]]] = []
        for option in wished:
            without = ((tuple(c for c in option.clauses if c != each), each) for each in spared)
            fits = (pair for pair in without if self.cost(pair[0]) <= self.meter.limit)
            fitting.append(list(islice(fits, 1 + self.effort)))
        scores = iter(self.eye.judge_many([rest for pairs in fitting for rest, _ in pairs]))
        found: list[tuple[Option, Clause] | None] = []
        for option, pairs in zip(wished, fitting, strict=True):
            judged = [(score, rest, clause) for (rest, clause), score in zip(pairs, scores, strict=False)]
            score, rest, clause = max(judged, key=lambda each: each[0], default=(draft.score, (), Clause()))
            gains = score > draft.score + LEAST_GAIN
            found.append((Option(rest, option.clause, score), clause) if gains else None)
        return found

    def _missed_least(self, draft: Draft) -> list[Clause]:
        """Return a draft's clauses, first those whose absence costs least for the room that it makes."""
        whole = self.cost(draft.clauses)
        rates = []
        for at, score in enumerate(self.eye.without(draft.clauses)):
            rest = (*draft.clauses[:at], *draft.clauses[at + 1 :])
            rates.append(((draft.score - score) / max(whole - self.cost(rest), 1e-6) ** _THRIFT, at))
        return [draft.clauses[at] for _, at in sorted(rates)]

    def _best(self, options: Sequence[Option], draft: Draft) -> Option | None:
        """Choose what gains most for its cost among what gains and fits; what costs no more is as good as free.

        Bits count against a gain, but no saving of bits makes up for a worse picture.
        """
        spent, bits = self.cost(draft.clauses), scene_bits(draft.clauses)

        def gain(option: Option) -> float:
            return option.score - draft.score - SCORE_PER_BIT * (scene_bits(option.clauses) - bits)

        def rate(option: Option) -> float:
            return float(gain(option) / max(self.cost(option.clauses) - spent, 1.0) ** _THRIFT)

        better = [o for o in options[:24] if o.score > draft.score + LEAST_GAIN and self._fits(o)]
        return max((o for o in better if gain(o) > LEAST_GAIN), key=rate, default=None)

    def _fits(self, option: Option) -> bool:
        return self.cost(option.clauses) <= self.meter.limit

    def _fresh(self, options: Iterable[Option]) -> list[Option]:
        return [o for o in options if o.clause is None or self._may_say(o.clause)]

    def _may_say(self, clause: Clause) -> bool:
        return self.knobs.allows(clause.noun) and speak(clause) not in self.tried

    def cost(self, clauses: Sequence[Clause]) -> float:
        """Return what a scene costs when it is said."""
        return float(self.meter.cost(join_phrases(map(speak, clauses)))) if clauses else 0.0


def _as_read(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return what will be read: of a sky and a scape one gives way, and what floats gets a place on the water."""
    return parse(join_phrases(map(speak, clauses))).scene.clauses
