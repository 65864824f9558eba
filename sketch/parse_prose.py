"""Long prose to what can be seen at a glance: parts, effects and the umpteenth thing are left out; reads no words.

Models describe a picture in a hundred words of which a dozen name things. Those that are said first matter most.
"""

from collections.abc import Sequence
from dataclasses import replace

from sketch.lexicon import CLOTHES, LOOKS, NOUNS
from sketch.lexicon_empty import UNDRAWN
from sketch.lexicon_prose import BIRD_LOOKS, BUILDING_LOOKS, EFFECTS, LIVING_LOOKS, MEDIA, PARTLY
from sketch.parse_guesses import is_a_thing
from sketch.parse_order import Draft
from sketch.parse_reader import Phrase
from sketch.scene import MANY, Clause, Size

LONG = 40
"""So many items, about as many words, make prose long."""
VAGUE = frozenset({"thing", "object", "item", "something", "stuff"})
"""Nouns of what has no name."""
_MOST_THINGS = 5
_MOST_STUFF = 4
_LARGER: dict[Size, Size] = {"tiny": "small", "small": "medium", "medium": "large", "large": "huge"}
_PLACED = frozenset({"on", "in", "at", "under", "before", "beside", "behind", "holding", "above"})
_THINGS_APART = frozenset({"beside", "holding"})
_VEHICLES = frozenset(
    {"car", "bus", "truck", "van", "motorcycle", "tractor", "train", "boat", "ship", "bicycle", "cart"}
)
_BOATS = frozenset({"boat", "sailboat", "ship"})
_TREES = frozenset({"tree", "pine", "palm", "baretree"})
_CALLED: dict[str, frozenset[str]] = {
    "vehicle": _VEHICLES, "structure": BUILDING_LOOKS, "building": BUILDING_LOOKS, "house": BUILDING_LOOKS,
    "boat": _BOATS, "ship": _BOATS, "tree": _TREES, "bird": BIRD_LOOKS, "flower": frozenset({"tulip", "bouquet"}),
}  # fmt: skip
"""General words, to the looks of what they may speak of again."""


def is_vague(phrase: Phrase) -> bool:
    """Tell whether a phrase speaks of several things without a name or a look: "and other items"."""
    looks = phrase.colours or phrase.tone or phrase.size or phrase.sides or phrase.textures
    return phrase.noun in VAGUE and (phrase.plural or phrase.count > 1) and not looks


def is_nameless(phrase: Phrase, *, is_long: bool) -> bool:
    """Tell whether a phrase of prose says too little to be drawn as a shape: "all white", or anything in long prose."""
    named = [word for word in phrase.unknown if word not in UNDRAWN]
    return phrase.nameless and (is_long or not (named or phrase.article or phrase.sides))


def may_be_called(noun: str, word: str) -> bool:
    """Tell whether "the" and a plainer word may speak of a noun again: of a puppy as "the dog"."""
    if noun not in NOUNS or word not in NOUNS:
        return False
    known, plain = NOUNS[noun], NOUNS[word]
    if noun.endswith(f" {word}"):
        # "The shuttle", of a space shuttle.
        return True
    if word in {"person", "figure"}:
        return known.kind == "person"
    if known.look in _CALLED.get(word, ()):
        return True
    return not plain.is_stuff and plain.look == known.look and LOOKS[plain.look][0] == word and plain.kind == "thing"


def is_clutter(phrase: Phrase, drafts: Sequence[Draft]) -> bool:
    """Tell whether a phrase of long prose speaks of no thing by itself."""
    if not drafts:
        return phrase.noun in MEDIA
    noun = NOUNS.get(phrase.noun)
    if phrase.noun in EFFECTS or phrase.noun in PARTLY or phrase.noun in CLOTHES:
        return True
    if noun is not None and noun.look == "bed" and phrase.own.endswith("'s"):
        # "The truck's bed".
        return True
    if noun is None or phrase.own != "its" or phrase.link in _PLACED:
        return False
    return noun.look not in LIVING_LOOKS and noun.kind != "ground"


def is_somewhere(phrase: Phrase) -> bool:
    """Tell whether a phrase is of a place without a known name: nobody sees what "in a rickshaw" is like.

    What somebody holds or is beside is a thing, though, if it has a word.
    """
    words = phrase.unknown
    if phrase.link in _THINGS_APART and phrase.article == "a" and words and all(map(is_a_thing, words)):
        return False
    return phrase.nameless and not phrase.colours and phrase.link in _PLACED


def condensed(drafts: Sequence[Draft], dropped: list[str]) -> list[Draft]:
    """Return the drafts that are worth their room, the first thing a little larger; report the others as `dropped`."""
    kept: list[Draft] = []
    things = stuff = 0
    for draft in drafts:
        noun = NOUNS[draft.clause.noun]
        if noun.is_stuff:
            if stuff < _MOST_STUFF and not _hides(draft, kept):
                kept.append(draft)
                stuff += 1
                continue
        elif things < _MOST_THINGS and not _is_said(draft, kept):
            if things and draft.clause.count == MANY:
                # Crowds would hide what the text is about.
                draft.clause = replace(draft.clause, count=0)
            kept.append(draft)
            things += 1
            continue
        dropped.append(draft.clause.noun)
    first = next((draft for draft in kept if not NOUNS[draft.clause.noun].is_stuff), None)
    if first is not None and things > 1 and _may_grow(first.clause):
        first.clause = replace(first.clause, size=_LARGER.get(NOUNS[first.clause.noun].size, ""))
    return kept


def _may_grow(clause: Clause) -> bool:
    """Tell whether a clause may be drawn larger than usual: people would lose their heads."""
    return not clause.size and clause.count == 1 and NOUNS[clause.noun].kind == "thing"


def _hides(draft: Draft, kept: Sequence[Draft]) -> bool:
    """Tell whether stuff is of where the scene is not, or is there already: a wall out of doors, a second meadow."""
    noun = NOUNS[draft.clause.noun]
    kinds = {NOUNS[each.clause.noun].kind for each in kept}
    looks = {NOUNS[each.clause.noun].look for each in kept}
    if noun.look in looks:
        return True
    if noun.kind == "wall":
        return bool(kinds & {"sky", "far", "ground", "wall", "mass"})
    return "wall" in kinds and noun.kind in {"sky", "far", "patch"}


def _is_said(draft: Draft, kept: Sequence[Draft]) -> bool:
    """Tell whether the same noun stands there already, and nothing tells the two apart."""
    clause = draft.clause
    return any(
        each.clause.noun == clause.noun
        and (each.clause.colours == clause.colours or not clause.colours)
        and not clause.place
        for each in kept
    )
