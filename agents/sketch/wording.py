"""Estimates how many bits the sketch team's colours and nouns take in the file; sees no picture.

Of two words that show as much, the describer says the commoner.
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from codec.caption import CaptionModel
from sketch.scene import Clause

SCORE_PER_BIT = 0.006
"""What the eye's score must gain for each bit more."""
# A word is cheaper after some texts than after others: the mean over a few kinds of beginnings tells words apart.
_BEFORE_COLOURS = ("gray background, large", "brown wall, small", "dark green forest,", "blue sky, white clouds, wide")
_BEFORE_NOUNS = ("gray background, large white", "brown sky, small red", "dark green forest, black", "blue sky, tan")


def scene_bits(clauses: Iterable[Clause]) -> float:
    """Estimate what the colours and nouns of clauses take, in bits; places and sizes are left out."""
    return sum(map(_clause_bits, clauses))


@lru_cache(maxsize=4096)
def _clause_bits(clause: Clause) -> float:
    said = [word for colour in clause.colours for word in (colour.tone, colour.name) if word]
    return _noun_bits()(clause.noun) + sum(map(_colour_bits(), said))


@cache
def _colour_bits() -> Callable[[str], float]:
    """Return the bits of a colour word where one is usually said."""
    return cache(CaptionModel.shipped().word_bits(after=_BEFORE_COLOURS))


@cache
def _noun_bits() -> Callable[[str], float]:
    """Return the bits of a noun where one is usually said."""
    return cache(CaptionModel.shipped().word_bits(after=_BEFORE_NOUNS))
