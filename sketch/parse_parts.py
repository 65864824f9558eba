"""Parts that a sprite has anyway: "a house with a red roof" colours the roof that a house has, and adds none."""

from dataclasses import replace

from sketch.lexicon import NOUNS
from sketch.scene import Clause, Colour

_HOUSES = frozenset({"house", "building", "townhouse", "town"})
_OWNERS: dict[str, frozenset[str]] = {
    "roof": _HOUSES | {"barn", "church", "castle", "temple", "tower", "shop"},
    "door": _HOUSES,
    "shutters": _HOUSES | {"window", "shuttered"},
    "window": _HOUSES | {"barn", "church", "castle", "tower", "shop", "office", "factory", "skyscraper", "skyline"},
    "chimney": _HOUSES | {"factory"},
    "sail": frozenset({"boat", "sailboat", "ship"}),
    "trunk": frozenset({"elephant", "car", "tree", "pine", "palm"}),
    "wheel": frozenset({"car", "bicycle", "motorcycle", "truck", "bus", "van", "cart", "train"}),
}
"""By the look of a part, the looks that have it."""
_FITTINGS = frozenset({"door", "shutters", "window", "chimney"})
_UNPAINTED = frozenset({"window", "chimney", "trunk"})
"""Parts that have one colour, whatever is said."""


def part_of(noun: str) -> str:
    """Return the name of a noun as a part: its look, but for what looks otherwise by itself."""
    return noun if noun in {"chimney", "sail", "trunk"} else NOUNS[noun].look if noun in NOUNS else ""


def has_part(look: str, part: str) -> bool:
    """Tell whether a look has a part anyway."""
    return look in _OWNERS.get(part, ())


def is_fitting(part: str) -> bool:
    """Tell whether a part is a thing's only where it is said to have it: "house, red door" are two things."""
    return part in _FITTINGS


def with_own_part(clause: Clause, part: str, colour: Colour | None) -> Clause:
    """Colour a part that is drawn anyway: the look of a roof, of a house's doors and shutters, or of a boat's sail.

    Houses in a row that have a part of their own colour are several houses instead, whose second colour is the roof's.
    """
    look = NOUNS[clause.noun].look
    if (look, part) == ("window", "shutters"):
        return replace(clause, noun="shuttered window", colours=(colour,) if colour else ())
    if part == "sail" and look in {"boat", "sailboat"}:
        noun = "sailboat" if look == "boat" else clause.noun
        return replace(clause, noun=noun, colours=(colour,) if colour else ())
    if colour is None or part in _UNPAINTED:
        return clause
    if look == "town":
        noun = "building" if clause.noun.startswith("building") else "house"
        clause = replace(clause, noun=noun, count=0, colours=clause.colours[:1], texture="")
    usual = NOUNS[clause.noun].colours
    main = (clause.colours or usual)[0]
    if part not in {"door", "shutters"}:
        return replace(clause, colours=(main, colour, *clause.colours[2:]))
    roof = (clause.colours[1:] or usual[1:] or (Colour(main.name, "dark"),))[0]
    return replace(clause, colours=(main, roof, colour))


def covered(clause: Clause, cover: str) -> Clause:
    """Give a clause the colour of what lies over it: to houses on the roof, to mountains on their peaks."""
    noun = NOUNS[clause.noun]
    if noun.kind == "ground" and NOUNS[cover].kind == "ground":
        return replace(clause, noun=cover)
    colour = NOUNS[cover].colours[0]
    if has_part(noun.look, "roof"):
        return with_own_part(clause, "roof", colour)
    if noun.look == "mountains":
        return replace(clause, colours=((clause.colours or noun.colours)[0], colour))
    return replace(clause, colours=(*clause.colours, colour)[:2] if clause.colours else (colour,))
