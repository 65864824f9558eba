"""The words the engine knows, from all tables in one place: nouns, colours, places, sizes, proportions, textures.

Knows nothing of grammar (`sketch.parse`) or pixels.
"""

from functools import lru_cache
from typing import get_args

from sketch.lexicon_colours import COLOURS, TONES, lab_of
from sketch.lexicon_nouns import CLOTHES, LOOKS, NOUNS, PLURALS, Kind, Noun
from sketch.lexicon_places import ASPECTS, BANDS, PLACES, POSITIONS, SIZES, STUFF_SIZES, Place
from sketch.scene import Mood, Pose

__all__ = [
    "ASPECTS", "BANDS", "CLOTHES", "COLOURS", "COUNTS", "LOOKS", "MOODS", "NOUNS", "PLACES", "PLURALS", "POSES",
    "POSITIONS", "SIZES", "STUFF_SIZES", "TEXTURES", "TONES", "Kind", "Noun", "Place", "lab_of", "singular_of",
]  # fmt: skip

TEXTURES: tuple[str, ...] = (
    "plain", "striped", "spotted", "checkered", "cloudy", "wavy", "rocky", "grassy", "leafy", "wooden", "brick",
    "stone", "shiny", "fluffy", "blurred", "patterned", "tiled", "glowing",
)  # fmt: skip
"""What a surface can be said to be like; each is its own word."""

COUNTS: dict[str, int] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "many": 30,
}  # fmt: skip
"""Number words that `sketch.speak` uses."""

MOODS: tuple[Mood, ...] = get_args(Mood)
POSES: tuple[Pose, ...] = tuple(pose for pose in get_args(Pose) if pose)


_SIBILANTS = ("s", "x", "z", "ch", "sh", "o")
"""How singulars end whose plural ends in es: who stares is no star."""


@lru_cache(maxsize=4096)
def singular_of(word: str) -> str | None:
    """Return the noun that a plural word stands for, None where the word is no known plural."""
    if word in PLURALS:
        return PLURALS[word]
    for ending, stem in (("s", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            candidate = word[: -len(ending)] + stem
            if candidate in NOUNS and (ending != "es" or candidate.endswith(_SIBILANTS)):
                return candidate
    return None
