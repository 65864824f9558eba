"""What an unknown word may stand for, by the company that it keeps: what grazes is an animal, what blooms a flower.

Knows nothing of grammar.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from sketch.lexicon import NOUNS, singular_of
from sketch.lexicon_empty import UNDRAWN
from sketch.lexicon_prose import BIRD_LOOKS, LIVING_LOOKS

_CLUES: dict[str, frozenset[str]] = {
    noun: frozenset(words.split())
    for noun, words in {
        "animal": """animal animals creature species mammal wildlife fur furry paw paws tail snout hoof hooves horns
        antlers mane grazes grazing graze forages foraging gallops galloping roars roaring prowls prowling growls
        barks herd habitat cub cubs whiskers burrow savanna savannah zoo""",
        "bird": """bird birds feathers feathered plumage beak wings wingspan chirps chirping perched perches nest flock
        tweets flaps talons""",
        "fish": "fish fins gills swims swimming underwater aquarium reef",
        "insect": "insect insects antennae buzzing buzzes pollinating wings pollen",
        "flower": "flower flowers petal petals blooms blooming bloom blossoms blossoming fragrant bouquet nectar",
        "plant": "plant leaves leafy roots shrub potted foliage sprouts grows growing soil",
        "person": """smiles smiling laughs laughing wears wearing dressed speaks talking hair beard shirt hat dress
        jacket someone""",
        "vehicle": """vehicle vehicles parked wheels engine headlights windshield driven drives driver tires bumper
        hood passengers""",
        "meal": """dish food meal cuisine served delicious tasty savory garnished baked fried grilled roasted sauce
        flavor toppings plate bowl ingredients spices""",
        "building": "building windows roof storey stories architecture facade entrance columns balconies",
    }.items()
}
"""Nouns of categories, to words that tell them."""
_ENDINGS = (
    "ly", "ful", "ous", "less", "ness", "ity", "able", "ible", "ism", "ed", "est", "ance", "ence", "ing", "al", "ic",
    "ive", "ary", "ish", "esque",
)  # fmt: skip
"""How words end that are no things, as far as they are unknown."""
_ENOUGH = 2


def is_a_thing(word: str) -> bool:
    """Tell whether an unknown word may be of a thing: no quality, no verb and nothing abstract.

    >>> is_a_thing("gizmo"), is_a_thing("delicately"), is_a_thing("contrast"), is_a_thing("8k")
    (True, False, False, False)
    """
    return word.isalpha() and len(word) > 2 and word not in UNDRAWN and not word.endswith(_ENDINGS)


def head_of(unknown: Sequence[str], *, single: bool) -> str:
    """Return the word of several unknown ones that names the thing, "" for none; a `single` thing has no plural.

    >>> head_of(["sleek", "gizmo", "captures"], single=True)
    'gizmo'
    """
    words = [word for word in unknown if is_a_thing(word)]
    if single:
        words = [word for word in words if not word.endswith("s") or word.endswith(("ss", "us"))]
    return words[-1] if words else ""


def kin_of(unknown: Iterable[str], words: frozenset[str]) -> str:
    """Return the noun of the category of what is called by unknown words in a text of `words`, "" for no telling.

    Two clues are wanted, of which one among the unknown words themselves counts for two. Others tell nothing where
    they may be of somebody who is known: hats are worn by the man, not by the gizmo beside him.

    >>> kin_of(["quagga", "grazes"], frozenset(["quagga", "grazes", "meadow"]))
    'animal'
    """
    own = set(unknown)
    known = _known_kin(words)
    found = {
        noun: 2 * len(clues & own) + len(() if noun in known else (clues & words) - own)
        for noun, clues in _CLUES.items()
    }
    best = max(found, key=lambda noun: found[noun])
    return best if found[best] >= _ENOUGH else ""


@lru_cache(maxsize=16)
def _known_kin(words: frozenset[str]) -> frozenset[str]:
    """Return the categories of people and animals that known nouns among words are of."""
    kin = set()
    for word in words - frozenset.union(*_CLUES.values()):
        noun = NOUNS.get(word) or NOUNS.get(singular_of(word) or "")
        if noun and noun.kind == "person":
            kin.add("person")
        elif noun and noun.look in LIVING_LOOKS:
            kin.add("bird" if noun.look in BIRD_LOOKS else "animal")
    return frozenset(kin)
