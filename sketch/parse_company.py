"""Nouns of two meanings, told by what else is there: the mouse of a computer, a chicken on a plate, a dock by the sea.

Knows no grammar and no places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sketch.lexicon import NOUNS
from sketch.parse_order import Draft, layer_of
from sketch.scene import Clause

_SERVED = frozenset({"plate", "bowl", "pizza", "burger", "pan", "bread", "broccoli", "banana"})
_WATERS = frozenset({"sea", "water", "waves", "boat", "sailboat", "ship"})


@dataclass(frozen=True)
class _Meaning:
    """What a noun means in the company of certain looks."""

    noun: str
    company: frozenset[str]
    alien: frozenset[str] = frozenset()
    """Looks beside which it means what it usually does."""


_OUTDOORS = frozenset({"grass", "field", "soil", "barn", "fence", "trees", "water", "sea"})
_MEAT = _Meaning("drumstick", _SERVED, _OUTDOORS)
_MEANINGS: dict[str, _Meaning] = {
    "mouse": _Meaning("computer mouse", frozenset({"keyboard", "screen"}), frozenset({"cat", "cheese"})),
    "chicken": _MEAT, "turkey": _MEAT, "duck": _MEAT,
    "dock": _Meaning("boardwalk", _WATERS), "deck": _Meaning("boardwalk", _WATERS),
    "bank": _Meaning("riverbank", frozenset({"water"}), frozenset({"road", "town", "skyline"})),
    "pitcher": _Meaning("jug", frozenset({"glass", "cup", "plate", "bowl", "table"})),
    "chips": _Meaning("fries", _SERVED), "bacon": _Meaning("ham", _SERVED),
    "trunk": _Meaning("pole", frozenset({"tree", "pine", "palm"})),
}  # fmt: skip


def told_by_company(drafts: Sequence[Draft]) -> None:
    """Give drafts whose noun means something else beside the others the noun of that."""
    looks = {NOUNS[draft.clause.noun].look for draft in drafts}
    for draft in drafts:
        meaning = _MEANINGS.get(draft.clause.noun)
        if meaning is None:
            continue
        others = looks - ({NOUNS[draft.clause.noun].look} if len(drafts) > 1 else set())
        if others & meaning.company and not others & meaning.alien:
            draft.clause = _renamed(draft.clause, meaning.noun)
            draft.rank = layer_of(meaning.noun)


def _renamed(clause: Clause, noun: str) -> Clause:
    return replace(clause, noun=noun, count=1 if NOUNS[noun].is_stuff else clause.count)
