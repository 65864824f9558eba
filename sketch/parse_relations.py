"""What the words between two phrases make of them: who is where by whom, has what, and sits; reads no words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from sketch.lexicon import NOUNS
from sketch.parse_order import FRONT, Draft
from sketch.parse_reader import Phrase
from sketch.scene import MANY, Link

_BUILDINGS = frozenset(
    {"house", "building", "townhouse", "office", "church", "castle", "temple", "shop", "barn", "tower", "factory"}
)
_LIQUID_HOLDERS = frozenset({"cup", "glass", "bottle"})
_SURFACES = frozenset(
    {"plate", "bowl", "table", "bench", "pizza", "cake", "tabletop", "shelf", "pan", "burger", "bed", "sofa"}
)
_SAT_ON = frozenset({"chair", "sofa", "bench", "horse", "bicycle", "motorcycle", "camel", "elephant", "swing"})
"""Looks that people sit on unless something else is said of them."""
_COVERED = frozenset({"bed", "sofa", "chair", "table"})
"""Looks that cloth lies on, rather than hangs behind."""
_FLOWERS = frozenset({"flower", "tulip", "bouquet", "flowerfield"})


@dataclass
class Page:
    """The drafts of a text, and what was said in vain."""

    drafts: list[Draft] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def relate(self, phrase: Phrase, subject: Draft, target: Draft, group: Sequence[Draft]) -> None:
        """Turn the words between two phrases into a link of the one that is drawn later.

        `group` is who the subject was said together with.
        """
        subjects = group if subject in group else [subject]
        match phrase.link:
            case "with" | "of" | "full":
                self._belong(phrase, subject, target)
            case "wear":
                target.links.append(("on", subject))
            case "holding":
                target.links.append(("holding", self._holder(subject, target)))
            case "behind" if NOUNS[target.clause.noun].is_stuff:
                subject.rank = min(subject.rank, FRONT)
            case "behind":
                target.links.append(("before", subject))
            case "left_of" | "right_of":
                side = "left" if phrase.link == "left_of" else "right"
                opposite = "right" if side == "left" else "left"
                subject.clause = replace(subject.clause, place=subject.clause.place or side)
                target.clause = replace(target.clause, place=target.clause.place or opposite)
            case "on" | "in" | "under" | "before" | "beside" | "above" | "around":
                self._link_all(subjects, cast("Link", phrase.link), target, subject)

    def _link_all(self, subjects: Sequence[Draft], link: Link, target: Draft, last: Draft) -> None:
        """Link all who were said together: of "a man and a woman sitting in a boat" both sit."""
        owner = NOUNS[last.clause.noun]
        for each in subjects:
            noun = NOUNS[each.clause.noun]
            if noun.kind == owner.kind == "person":
                each.clause = replace(each.clause, pose=each.clause.pose or last.clause.pose)
            if each is not target and not (noun.is_stuff and owner.is_stuff):
                self._link(each, link, target)

    def _holder(self, subject: Draft, target: Draft) -> Draft:
        """Return who holds something: "walking down the street holding an umbrella" speaks of no street."""
        if not NOUNS[subject.clause.noun].is_stuff:
            return subject
        before = self.drafts[: self.drafts.index(target)] if target in self.drafts else self.drafts
        people = (draft for draft in reversed(before) if NOUNS[draft.clause.noun].kind == "person")
        return next(people, subject)

    @staticmethod
    def _link(subject: Draft, link: Link, target: Draft) -> None:
        """Link two things; who is at a station is in front of it, where it can be seen, and at a bus stop beside it."""
        look = NOUNS[target.clause.noun].look
        if link == "in" and (look in _BUILDINGS or look == "sign"):
            link = "beside" if look == "sign" else "before"
        if link == "above" and NOUNS[subject.clause.noun].look == "bird":
            subject.clause = replace(subject.clause, pose="flying")
        if (
            link in {"on", "in"}
            and look in _SAT_ON
            and NOUNS[subject.clause.noun].kind == "person"
            and not subject.clause.pose
        ):
            subject.clause = replace(subject.clause, pose="sitting")
        subject.links.append((link, target))

    def _fill(self, subject: Draft, target: Draft) -> None:
        """Put what something is full of in it."""
        holder = NOUNS[subject.clause.noun]
        if holder.look in _LIQUID_HOLDERS and target.clause.count == 1:
            self.drafts.remove(target)
            return
        if target.clause.noun == "flowers" and holder.kind == "ground":
            target.clause = replace(target.clause, noun="flower", count=MANY)
        if not (holder.is_stuff and NOUNS[target.clause.noun].is_stuff):
            target.links.append(("in", subject))

    def _cover(self, subject: Draft, target: Draft) -> None:
        """Let cloth give a bed its colour, and report it where it covers other furniture; it is no wall there."""
        self.drafts.remove(target)
        if NOUNS[subject.clause.noun].look == "bed" and target.clause.colours:
            subject.clause = replace(subject.clause, colours=target.clause.colours[:1])
        else:
            self.dropped.append(target.clause.noun)

    def _belong(self, phrase: Phrase, subject: Draft, target: Draft) -> None:
        owner, other = NOUNS[subject.clause.noun], NOUNS[target.clause.noun]
        if phrase.link == "full":
            self._fill(subject, target)
        elif owner.look in _LIQUID_HOLDERS and phrase.link == "of":
            self.drafts.remove(target)
        elif owner.look in {"grass", "flowerfield"} and other.look in _FLOWERS and phrase.link == "of":
            subject.clause = replace(
                subject.clause, noun="flower field", colours=target.clause.colours or other.colours[:1]
            )
            self.drafts.remove(target)
        elif other.look == "curtain" and owner.look in _COVERED and phrase.link == "with" and target is self.drafts[-1]:
            self._cover(subject, target)
        elif owner.look in _SURFACES or (owner.look == "vase" and other.look in _FLOWERS):
            target.links.append(("on", subject))
        elif not other.is_stuff:
            within = owner.is_stuff or other.look in {"window", "door", "sign", "clock"}
            target.links.append(("in" if within else "beside", subject))
