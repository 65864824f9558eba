"""What the words between two phrases make of them: who is where by whom, has what, and sits; reads no words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from sketch.lexicon import NOUNS
from sketch.lexicon_prose import BUILDING_LOOKS, GREENERY, LIVING_LOOKS
from sketch.parse_order import FRONT, Draft
from sketch.parse_reader import Phrase
from sketch.parse_together import BASKETS, SERVED, doer_of, gather, hold, is_person, one_each
from sketch.scene import MANY, Clause, Link

_LIQUID_HOLDERS = frozenset({"cup", "glass", "bottle"})
_SURFACES = frozenset(
    {"plate", "bowl", "table", "bench", "pizza", "cake", "tabletop", "shelf", "pan", "burger", "bed", "sofa"}
)
_SAT_ON = frozenset({"chair", "sofa", "bench", "horse", "bicycle", "motorcycle", "camel", "elephant", "swing"})
"""Looks that people sit on unless something else is said of them."""
_SEATS = frozenset({"chair", "bench", "sofa"})
"""Looks that stand by a table rather than on it."""
_COVERED = frozenset({"bed", "sofa", "chair", "table"})
"""Looks that cloth lies on, rather than hangs behind."""
_WHEREABOUTS = frozenset({"on", "in", "at", "under", "before", "beside", "behind"})
_HEAPED = BASKETS | frozenset({"bowl", "cup"})
_NOT_ENTERED = frozenset({"phone", "frame", "screen", "guitar", "drum", "trumpet"})
"""Looks that people are never on or in, whatever is said: "a man on the phone", "a woman in the mirror"."""
_UNSEEN_WEAR = frozenset({"glove", "shoe", "donut", "shirt", "dress", "trousers"})
"""Looks of what people have on without its being drawn."""
_EATEN = frozenset({"chips", "bacon"})
"""What lies on a plate by itself, of what else only covers something."""
_PORTABLE = frozenset(
    (
        "umbrella", "bag", "phone", "book", "cup", "glass", "bottle", "camera", "guitar", "bat", "pan", "trumpet",
        "flag", "surfboard", "balloon", "flower", "bouquet", "banana", "donut", "candle", "knife",
    )
)  # fmt: skip
"""Looks of what people hold who are there "with" it."""
_TOWNS = frozenset({"town", "skyline"})
_BUILT = BUILDING_LOOKS | _TOWNS | frozenset({"skyscraper"})
_FLOWERS = frozenset({"flower", "tulip", "bouquet", "flowerfield"})
_PLANTED = _FLOWERS | frozenset({"plant", "bush", "cactus"})


@dataclass
class Page:
    """The drafts of a text, and what was said in vain."""

    drafts: list[Draft] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def relate(self, phrase: Phrase, subject: Draft, target: Draft, group: Sequence[Draft]) -> None:
        """Turn the words between two phrases into a link of the one that is drawn later.

        `group` is who the subject was said together with.
        """
        if phrase.link in _WHEREABOUTS or (phrase.link == "with" and is_person(target)):
            subject = doer_of(subject, target)
        subjects = group if subject in group else [subject]
        link = self._plainer(phrase.link, subject, target)
        match link:
            case "with" | "of" | "full":
                self._belong(phrase, subject, target)
            case "wear":
                self._wear(subject, target)
            case "holding":
                hold(self.drafts, subjects, subject, target)
            case "at":
                # Who sits at a table is behind it.
                target.links.insert(0, ("before", subject))
                subject.clause = replace(subject.clause, pose=subject.clause.pose or "sitting")
                gather(subjects, subject, target)
            case "behind":
                self._stand_behind(subjects, subject, target)
            case "left_of" | "right_of":
                side = "left" if phrase.link == "left_of" else "right"
                opposite = "right" if side == "left" else "left"
                subject.clause = replace(subject.clause, place=subject.clause.place or side)
                target.clause = replace(target.clause, place=target.clause.place or opposite)
            case "on" | "in" | "under" | "before" | "beside" | "above" | "around":
                self._link_all(subjects, cast("Link", link), target, subject)

    def _wear(self, subject: Draft, target: Draft) -> None:
        """Put what is no piece of clothing on somebody, and report gloves and shoes, which nobody is drawn with."""
        if is_person(subject) and NOUNS[target.clause.noun].look in _UNSEEN_WEAR:
            self._drop(target)
        else:
            target.links.append(("on", subject))

    def _drop(self, target: Draft) -> None:
        self.drafts.remove(target)
        self.dropped.append(target.clause.noun)

    @staticmethod
    def _stand_behind(subjects: Sequence[Draft], last: Draft, target: Draft) -> None:
        if NOUNS[target.clause.noun].is_stuff:
            last.rank = min(last.rank, FRONT)
        else:
            target.links.append(("before", last))
            gather(subjects, last, target)

    @staticmethod
    def _plainer(link: str, subject: Draft, target: Draft) -> str:
        """Return what "at" and "eating" come to where they say no more than that somebody is there."""
        other = NOUNS[target.clause.noun]
        if link == "holding" and other.kind in {"wall", "ground", "sky", "far"}:
            return "in"
        if link == "under" and other.kind == "sky":
            # So is everything.
            return ""
        if link in {"on", "in", "at"} and other.look == "phone" and is_person(subject):
            return "holding"
        if link == "at" and other.look in LIVING_LOOKS:
            # Who looks at somebody.
            return "beside"
        return "in" if link == "at" and not (other.look == "table" and is_person(subject)) else link

    def _link_all(self, subjects: Sequence[Draft], link: Link, target: Draft, last: Draft) -> None:
        """Link all who were said together: of "a man and a woman sitting in a boat" both sit."""
        if link in {"on", "in"} and last.clause.noun in GREENERY and not NOUNS[target.clause.noun].is_stuff:
            # "Plants on a table".
            last.clause, last.rank = replace(last.clause, noun="plant"), FRONT
        owner = NOUNS[last.clause.noun]
        if link in {"on", "in"} and NOUNS[target.clause.noun].look in _SAT_ON:
            one_each(subjects, target)
        for each in subjects:
            noun = NOUNS[each.clause.noun]
            if noun.kind == owner.kind == "person":
                each.clause = replace(each.clause, pose=each.clause.pose or last.clause.pose)
            if each is not target and not (noun.is_stuff and owner.is_stuff):
                self._link(each, link, target)

    @staticmethod
    def _link(subject: Draft, link: Link, target: Draft) -> None:
        """Link two things; who is at a station is in front of it, where it can be seen, and at a bus stop beside it."""
        look = NOUNS[target.clause.noun].look
        if link == "in" and (look in BUILDING_LOOKS or look == "sign"):
            link = "beside" if look == "sign" else "before"
        if is_person(subject) and link in {"on", "in"} and look in _NOT_ENTERED:
            link = "beside"
        aloft = link == "above" or NOUNS[target.clause.noun].kind == "sky"
        if aloft and NOUNS[subject.clause.noun].look == "bird":
            subject.clause = replace(subject.clause, pose="flying")
        if link in {"on", "in"} and look in _SAT_ON and is_person(subject) and not subject.clause.pose:
            subject.clause = replace(subject.clause, pose="sitting")
        if look == "bed" and link in {"on", "in"} and is_person(subject):
            subject.clause = replace(subject.clause, pose=subject.clause.pose or "lying")
        subject.links.append((link, target))

    def _fill(self, subject: Draft, target: Draft) -> None:
        """Put what something is full of in it."""
        holder = NOUNS[subject.clause.noun]
        if holder.look in _LIQUID_HOLDERS and target.clause.count == 1:
            self._pour(subject, target)
            return
        if target.clause.noun == "flowers" and holder.kind == "ground":
            target.clause = replace(target.clause, noun="flower", count=MANY)
        if not (holder.is_stuff and NOUNS[target.clause.noun].is_stuff):
            target.links.append(("in", subject))

    def _pour(self, subject: Draft, target: Draft) -> None:
        """Give a glass or a cup the colour of what is in it."""
        self.drafts.remove(target)
        holder, content = NOUNS[subject.clause.noun], NOUNS[target.clause.noun]
        # A tea is a cup itself, with tea in it.
        drink = (target.clause.colours or content.colours[content.look == "cup" :])[0]
        if holder.look == "glass" and not subject.clause.colours:
            subject.clause = replace(subject.clause, colours=(drink,))
        elif holder.look == "cup" and len(holder.colours) > 1:
            subject.clause = replace(subject.clause, colours=((subject.clause.colours or holder.colours)[0], drink))

    def _merge(self, subject: Draft, target: Draft) -> None:
        """Let one draft stand for two of a kind: a city and its buildings, a bouquet and its roses."""
        self.drafts.remove(target)
        colours = target.clause.colours
        if not colours and NOUNS[subject.clause.noun].look == "bouquet":
            colours = NOUNS[target.clause.noun].colours[:1]
        subject.clause = replace(subject.clause, colours=subject.clause.colours or colours)

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
        elif owner.look in _LIQUID_HOLDERS and phrase.link == "of" and other.look not in _PLANTED:
            self._pour(subject, target)
        elif (owner.look in _TOWNS and other.look in _BUILT) or (
            owner.look == "bouquet" and other.look in _FLOWERS and phrase.link == "of"
        ):
            self._merge(subject, target)
        elif owner.look in _HEAPED and phrase.link == "of" and not other.is_stuff:
            target.clause = _heaped(target.clause)
            target.links.append(("in" if owner.look in BASKETS else "on", subject))
        elif owner.look in {"grass", "flowerfield"} and other.look in _FLOWERS and phrase.link == "of":
            subject.clause = replace(
                subject.clause, noun="flower field", colours=target.clause.colours or other.colours[:1]
            )
            self.drafts.remove(target)
        elif other.look == "curtain" and owner.look in _COVERED and phrase.link == "with" and target is self.drafts[-1]:
            self._cover(subject, target)
        else:
            self._have(phrase, subject, target)

    def _have(self, phrase: Phrase, subject: Draft, target: Draft) -> None:
        """Put what something is said to have on it, in somebody's hand, or beside it."""
        owner, other = NOUNS[subject.clause.noun], NOUNS[target.clause.noun]
        if other.look == "skin" and other.word not in _EATEN and owner.look in SERVED:
            self._drop(target)
        elif owner.look == "table" and other.look in _SEATS:
            target.links.append(("beside", subject))
        elif owner.look in _SURFACES or (owner.look == "vase" and other.look in _FLOWERS):
            target.links.append(("on", subject))
        elif is_person(subject) and other.look in _PORTABLE and phrase.link == "with":
            hold(self.drafts, [subject], subject, target)
        elif not other.is_stuff:
            within = owner.is_stuff or other.look in {"window", "door", "sign", "clock"}
            target.links.append(("in" if within else "beside", subject))


def _heaped(clause: Clause) -> Clause:
    """Return several of a kind as a heap, such as a basket or a bowl holds."""
    return replace(clause, count=6, order="pile") if clause.count == 0 and not clause.order else clause
