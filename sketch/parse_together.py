"""Who is said together, and who holds what: "a man and a woman holding umbrellas" have one each; reads no words."""

from collections.abc import Sequence
from dataclasses import replace

from sketch.lexicon import NOUNS
from sketch.parse_order import Draft

BASKETS = frozenset({"bag", "cart", "drum"})
"""Looks out of which rises what they are said to hold."""
SERVED = frozenset({"plate", "bowl", "pizza", "cake", "burger", "pan", "cup", "glass", "bottle", "bag"})
"""Looks that what is held may be on or in; on or in anything else is who holds it."""
_FURNITURE = frozenset({"bed", "sofa", "chair", "table", "bench"})
"""Looks that hold nothing where there are people."""
_MOST_COUNTED = 12
"""So many people are told apart."""


def is_person(draft: Draft) -> bool:
    """Tell whether a draft is of people, from head to foot."""
    return NOUNS[draft.clause.noun].kind == "person"


def gather(subjects: Sequence[Draft], last: Draft, target: Draft) -> None:
    """Put all who were said together beside the last of them: "a man and a woman at a table"."""
    for each in subjects if is_person(last) else ():
        if each is not last and each is not target and is_person(each):
            each.clause = replace(each.clause, pose=each.clause.pose or last.clause.pose)
            each.links.insert(0, ("beside", last))


def one_each(subjects: Sequence[Draft], target: Draft) -> None:
    """Say how many things of an unknown number there are where several people have one each."""
    count = sum(each.clause.count for each in subjects if is_person(each))
    if target.clause.count == 0 and 1 < count <= _MOST_COUNTED and not NOUNS[target.clause.noun].is_stuff:
        target.clause = replace(target.clause, count=count)


def hold(drafts: list[Draft], subjects: Sequence[Draft], last: Draft, target: Draft) -> None:
    """Give what is held to who holds it; a plural to each who was said together, as further `drafts`."""
    holders = [each for each in subjects if each is not target and is_person(each)] if is_person(last) else []
    if len(holders) < 2 or target.clause.count != 0:
        one_each([last], target)
        holder = _holder(drafts, last, target)
        # "The room holds a table".
        target.links.append(("in" if NOUNS[holder.clause.noun].is_stuff else "holding", holder))
        return
    several = [target, *(replace(target, links=[]) for _ in holders[1:])]
    drafts += several[1:]
    for holder, held in zip(holders, several, strict=True):
        held.clause = replace(target.clause, count=max(holder.clause.count, 1))
        held.links.append(("holding", holder))


def doer_of(subject: Draft, target: Draft) -> Draft:
    """Return who is where it is said of what they hold: "a man eating pizza on a bench" sits there himself."""
    held = [(link, other) for link, other in subject.links if link == "holding"]
    if held and NOUNS[target.clause.noun].look in SERVED:
        # "Holding a cake on a plate": it is the plate that is held.
        subject.links = [pair for pair in subject.links if pair not in held]
        target.links += held
        return subject
    return held[0][1] if held else subject


def _holder(drafts: list[Draft], subject: Draft, target: Draft) -> Draft:
    """Return who holds something: "walking down the street holding an umbrella", "at a table eating pizza"."""
    noun = NOUNS[subject.clause.noun]
    if noun.kind == "thing" and noun.look not in SERVED | BASKETS:
        # "A man jumps from the pier holding a surfboard".
        there = (each for each in drafts if is_person(each) and any(at is subject for _, at in each.links))
        subject = next(there, subject)
    if not noun.is_stuff and noun.look not in _FURNITURE:
        return subject
    before = drafts[: drafts.index(target)] if target in drafts else drafts
    people = (draft for draft in reversed(before) if is_person(draft))
    return next(people, subject)
