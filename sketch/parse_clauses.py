"""Phrases to clauses, one by one: what is said of a noun in the words of a scene; knows no other phrases."""

from sketch.lexicon import NOUNS
from sketch.lexicon_prose import SINGLE_PAIRS
from sketch.looks.stuff import GRADED, SCAPES
from sketch.parse_adjectives import MOST_COLOURS
from sketch.parse_reader import Phrase, place_word
from sketch.scene import MANY, Clause, Colour

_MOST_PAINTS = 3
"""A thing has a main colour and at most two accents."""


def colours_of(phrase: Phrase) -> list[Colour]:
    """Return the colours that are said of a phrase, or its usual one in the tone that is said."""
    colours = list(phrase.colours)
    if not colours and phrase.tone:
        noun = phrase.noun if phrase.noun in NOUNS else ""
        usual = NOUNS[noun].colours[0] if noun else Colour("gray")
        colours = [Colour(usual.name, phrase.tone)]
    return colours


def clause_of(phrase: Phrase, noun: str) -> Clause:
    """Return a phrase as a clause of a noun, without relation and clothes."""
    stuff = NOUNS[noun].is_stuff
    count = 1
    if not stuff:
        count = phrase.count or (0 if phrase.plural or phrase.order else 1)
        if phrase.paired and phrase.noun in SINGLE_PAIRS:
            count = 1
        if phrase.link == "full" and count == 0:
            count = MANY
    place = place_word(phrase)
    if "background" in phrase.sides and stuff:
        place = ""
    size = phrase.size
    colours = colours_of(phrase)
    if NOUNS[noun].look in SCAPES and len(set(colours)) == 1:
        # "Lush green" is one colour, not one of the sky and one of the land.
        colours = colours[:1]
    most = MOST_COLOURS if NOUNS[noun].look in GRADED else _MOST_PAINTS
    if "distance" in phrase.sides and not stuff:
        size, place = size or "small", place or "upper"
    return Clause(
        noun=noun,
        colours=tuple(colours[:most]),
        size=size,
        aspect=phrase.aspect,
        place=place,
        count=count,
        order="" if stuff else phrase.order,
        texture=phrase.textures[0] if phrase.textures else "",
        pose="" if stuff else phrase.pose,
    )
