"""Estimates how many bits the sketch team's colours and nouns take in the file; sees no picture.

Of two words that show as much, the describer says the commoner.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from codec.caption import CaptionModel
from sketch.lexicon import COLOURS, NOUNS, TONES
from sketch.scene import Clause

SCORE_PER_BIT = 0.003
"""What the eye's score must gain for each bit more."""
# A word is cheaper after some texts than after others: the mean over a few kinds of beginnings tells words apart.
_BEFORE_COLOURS = ("gray background, large", "brown wall, small", "dark green forest,", "blue sky, white clouds, wide")
_BEFORE_NOUNS = ("gray background, large white", "brown sky, small red", "dark green forest, black", "blue sky, tan")


def scene_bits(clauses: Iterable[Clause]) -> float:
    """Estimate what the colours and nouns of clauses take, in bits; places and sizes are left out."""
    return sum(map(_clause_bits, clauses))


@lru_cache(maxsize=4096)
def _clause_bits(clause: Clause) -> float:
    colours, nouns = _tables()
    said = [word for colour in clause.colours for word in (colour.tone, colour.name) if word]
    return nouns[clause.noun] + sum(colours[word] for word in said)


@cache
def _tables() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return bits by colour word and by noun, each where such a word is usually said."""
    model = CaptionModel.shipped()
    colours, nouns = [*COLOURS, *TONES], list(NOUNS)
    colour_bits = model.word_bits(colours, after=_BEFORE_COLOURS)
    noun_bits = model.word_bits(nouns, after=_BEFORE_NOUNS)
    return (
        MappingProxyType(dict(zip(colours, colour_bits, strict=True))),
        MappingProxyType(dict(zip(nouns, noun_bits, strict=True))),
    )
