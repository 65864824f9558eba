"""Clauses from back to front: which scenery lies before which, and in what order what is linked is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sketch.lexicon import NOUNS
from sketch.scene import Clause, Link, Relation

LAYERS = {"sky": 0, "wall": 0, "far": 20, "mass": 30, "ground": 40}
_LOOK_LAYERS = {
    "landscape": -1, "seascape": -1, "clouds": 1,
    "mountains": 15, "skyline": 25, "town": 25, "sand": 42, "grass": 42, "soil": 42, "field": 42, "flowerfield": 42,
    "road": 43, "path": 44, "rails": 45, "rocks": 46, "fence": 47,
}  # fmt: skip
"""Clouds lie before the sky, hills before mountains, towns before hills, land before water, roads before land."""
_BELOW = {"seascape": "sea", "landscape": "hills"}
"""What is left of a scape under a sky of its own, or before a wall."""
BACKGROUND = 50
FRONT = 60


@dataclass(eq=False)
class Draft:
    """A clause before it has its place in the order; one of the same words is another."""

    clause: Clause
    rank: int
    links: list[tuple[Link, "Draft"]]


def layer_of(noun: str) -> int:
    """Return how far in the front scenery without a place is."""
    return _LOOK_LAYERS.get(NOUNS[noun].look, LAYERS.get(NOUNS[noun].kind, FRONT))


def _hides_sky(clause: Clause) -> bool:
    """Tell whether a clause is of a sky, or a wall that fills the picture."""
    noun = NOUNS[clause.noun]
    return noun.look == "sky" or (noun.kind == "wall" and (clause.place or noun.place) == "everywhere")


def clash(clause: Clause, others: Iterable[Clause]) -> bool:
    """Tell whether a clause and others are not said together, since of a sky and a scape one hides the other."""
    if NOUNS[clause.noun].look in _BELOW:
        return any(_hides_sky(each) or NOUNS[each.noun].look in _BELOW for each in others)
    return _hides_sky(clause) and any(NOUNS[each.noun].look in _BELOW for each in others)


def under_one_sky(drafts: list[Draft]) -> list[Draft]:
    """Leave of scapes what lies below the horizon where there is a sky already: "a landscape under a gray sky"."""
    seen = any(_hides_sky(draft.clause) for draft in drafts)
    for draft in drafts:
        look = NOUNS[draft.clause.noun].look
        if look in _BELOW and seen:
            noun = _BELOW[look]
            draft.clause = replace(draft.clause, noun=noun, colours=draft.clause.colours[-1:])
            draft.rank = FRONT if draft.clause.place else layer_of(noun)
        seen |= look in _BELOW
    return drafts


def _links_of(draft: Draft) -> list[tuple[Link, Draft]]:
    """Return a draft's links; a scape has none, since it lies behind all that it could be linked to."""
    return [] if NOUNS[draft.clause.noun].look in _BELOW else draft.links


def ordered(drafts: list[Draft]) -> tuple[Clause, ...]:
    """Order drafts from back to front, and give links their indices."""
    order = sorted(drafts, key=lambda draft: draft.rank)
    for draft in list(order):
        for _, target in _links_of(draft):
            if target in order and order.index(target) > order.index(draft):
                order.remove(target)
                order.insert(order.index(draft), target)
    clauses = []
    for index, draft in enumerate(order):
        relation = None
        for link, target in _links_of(draft):
            at = order.index(target) if target in order else len(order)
            if at < index and relation is None:
                relation = Relation(link, at)
        clauses.append(replace(draft.clause, relation=relation))
    return tuple(clauses)
