"""Measures: what "a slice of pizza", "a piece of paper" and "a sea of people" are drawn as; reads no words."""

from dataclasses import replace

from sketch.lexicon import NOUNS
from sketch.parse_reader import Phrase
from sketch.scene import MANY, Size

_FLOWERS = frozenset({"flower", "tulip", "bouquet"})
_LESS: dict[Size, Size] = {"giant": "huge", "huge": "large", "large": "medium", "medium": "small"}


def measured(phrase: Phrase) -> Phrase:
    """Return a phrase of which there is said to be little, or much, as what that looks like."""
    noun = NOUNS.get(phrase.noun)
    if noun is None:
        return phrase
    return _much(phrase) if phrase.measure == "expanse" else _little(phrase)


def _little(phrase: Phrase) -> Phrase:
    """Return less of a thing, or something flat made of what walls are made of."""
    noun = NOUNS[phrase.noun]
    if noun.kind in {"wall", "patch"} and noun.look != "leaves":
        sheet = "card" if phrase.noun in {"paper", "canvas"} else "block"
        return replace(phrase, noun=sheet, colours=phrase.colours or list(noun.colours[:1]), plural=phrase.count > 1)
    if noun.is_stuff:
        return phrase
    return replace(phrase, size=phrase.size or _LESS.get(noun.size, ""))


def _much(phrase: Phrase) -> Phrase:
    """Return a flower field for "a bed of roses", and many for "a sea of people"."""
    noun = NOUNS[phrase.noun]
    if noun.look in _FLOWERS:
        colours = phrase.colours or list(noun.colours[:1])
        return replace(phrase, noun="flower field", colours=colours, plural=False)
    if noun.is_stuff or not phrase.plural:
        return phrase
    return replace(phrase, count=phrase.count or MANY)
