"""How one clause may be said or drawn otherwise: thriftier, under another noun, elsewhere; judges nothing."""

from collections.abc import Sequence
from dataclasses import replace

from sketch.arrange_crowds import is_crowd, rises
from sketch.eye_nouns import PLAIN_STUFF, PLAIN_THINGS
from sketch.eye_residual import Corners
from sketch.lexicon import NOUNS, PLACES, POSITIONS, SIZES
from sketch.looks.index import has_stripes
from sketch.looks.stuff import SCAPES
from sketch.scene import MANY, Aspect, Clause, Order

MOST_COUNTED = 8
"""More of a kind than this nobody counts at a glance."""
_AREAS = ("everywhere", "left half", "right half", "top half", "bottom half")
"""Where many of a kind may be; how much of it they fill is found by moving them."""


HORIZONS = ("bottom third", "bottom half", "bottom two thirds")
"""Where the lower part of a scape may lie."""


def thrifty(clause: Clause) -> Clause:
    """Leave out what a noun has anyway: its usual place, size and colour."""
    noun = NOUNS[clause.noun]
    changes: dict[str, object] = {}
    if is_crowd(clause):
        # Without a place many fill the picture, but what grows stands on the ground, if there is any.
        if clause.place == "everywhere" and clause.count == MANY and not rises(clause):
            changes["place"] = ""
    else:
        if clause.place == noun.place:
            changes["place"] = ""
        if clause.size == ("medium" if noun.is_stuff else noun.size):
            changes["size"] = ""
    if clause.colours == noun.colours[:1] and not has_stripes(noun.look):
        changes["colours"] = ()
    return replace(clause, **changes) if changes else clause  # type: ignore[arg-type]


def full(clause: Clause, *, noun: str) -> Clause:
    """Call a clause by another noun, keeping what the first had as usual."""
    old = NOUNS[clause.noun]
    unsized = old.is_stuff or NOUNS[noun].is_stuff or is_crowd(clause)
    size = clause.size or ("" if unsized else old.size)
    place = clause.place or ("" if is_crowd(clause) else old.place)
    return replace(clause, noun=noun, place=place, size=size, colours=clause.colours or old.colours[:1])


def moved(clause: Clause) -> list[Clause]:
    """Return a clause in neighbouring places, sizes and proportions."""
    noun = NOUNS[clause.noun]
    if is_scape(clause):
        return [replace(clause, place=place) for place in HORIZONS if place != (clause.place or noun.place)]
    fills = noun.is_stuff or is_crowd(clause)
    own_place = "everywhere" if is_crowd(clause) else noun.place
    here = PLACES[clause.place or own_place]

    def far(word: str) -> float:
        place = PLACES[word]
        return (
            sum(abs(a - b) for a, b in zip(place.box, here.box, strict=True))
            if fills
            else (abs(place.x - here.x) + abs(place.y - here.y))
        )

    words = PLACES if fills else POSITIONS
    near = sorted((word for word in words if word != (clause.place or own_place)), key=far)[:6]
    found = [replace(clause, place=word) for word in near]
    sizes = list(SIZES)
    own = clause.size or ("medium" if noun.is_stuff else noun.size)
    at = sizes.index(own)
    found += [replace(clause, size=size) for size in sizes[max(at - 1, 0) : at + 2] if size != own]
    if not fills:
        aspects: tuple[Aspect, ...] = ("", "tall", "wide", "thin", "long") if is_plain(clause) else ("", "tall", "wide")
        found += [replace(clause, aspect=aspect) for aspect in aspects]
    return found


def counted(clause: Clause) -> list[Clause]:
    """Return a thing as two or three of its kind or a row of them, and several as one more or one less."""
    if not NOUNS[clause.noun].is_countable:
        return []
    if is_crowd(clause):
        return []
    if clause.count == 1:
        single = [replace(clause, count=count) for count in (2, 3)]
        return [*single, replace(clause, count=4, order="row")]
    fewer, more = clause.count - 1, clause.count + 1
    one = [replace(clause, count=1, order="")]
    other: Order = "" if clause.order else "row"
    return [*one, *(replace(clause, count=count) for count in (fewer, more) if 1 < count <= MOST_COUNTED),
            replace(clause, order=other)]  # fmt: skip


def crowded(noun: str) -> list[Clause]:
    """Return many of a kind that fill the picture or half of it."""
    return [Clause(noun=noun, count=MANY, place=place) for place in _AREAS]


def boxed(noun: str, box: Corners) -> list[Clause]:
    """Return a thing in a box, in the two words for places and for sizes that are nearest to it."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = sorted(PLACES, key=lambda word: (PLACES[word].x - x) ** 2 + (PLACES[word].y - y) ** 2)
    places = [word for word in near if word.count(" ") < 2 and not word.startswith("across")][:2]
    root = ((box[2] - box[0]) * (box[3] - box[1])) ** 0.5
    sizes = sorted(SIZES, key=lambda size: abs(SIZES[size] - root))[:2]
    return [Clause(noun=noun, place=place, size=size) for place in places for size in sizes]


def is_plain(clause: Clause) -> bool:
    """Tell whether a clause is a form without meaning, which may be stretched at will."""
    return clause.noun in PLAIN_THINGS or clause.noun in PLAIN_STUFF


def is_scape(clause: Clause) -> bool:
    """Tell whether a clause is of a sky and what lies below it."""
    return NOUNS[clause.noun].look in SCAPES


def scapes_for(clauses: Sequence[Clause], at: int, nouns: Sequence[str]) -> list[Clause]:
    """Return scapes of these nouns in the place of a clause that fills the picture behind all others."""
    clause = clauses[at]
    fills = NOUNS[clause.noun].is_stuff and (clause.place or NOUNS[clause.noun].place) == "everywhere"
    return [Clause(noun=noun, place=place) for noun in nouns for place in HORIZONS] if fills and at == 0 else []
