"""What people have on and look like: clothes, colours that they are in, portraits and disguises; knows no places."""

from dataclasses import dataclass, replace

from sketch.lexicon import CLOTHES, NOUNS
from sketch.lexicon_prose import LIVING_LOOKS, TEXTURE_WORDS
from sketch.parse_clauses import clause_of, colours_of
from sketch.parse_order import Draft
from sketch.parse_reader import Phrase, place_word
from sketch.parse_relations import Page
from sketch.scene import Colour, Worn

SKIN = {Colour("black"): Colour("brown", "dark"), Colour("brown"): Colour("brown"), Colour("white"): Colour("peach")}
"""Colours that are said of people, to those of their faces."""

_EFFIGIES = frozenset({"statue", "sculpture", "silhouette", "figure"})


def is_wearer(draft: Draft) -> bool:
    """Tell whether a draft is of people, who can have clothes on."""
    return NOUNS[draft.clause.noun].kind in {"person", "face"}


@dataclass
class Wardrobe:
    """Dresses the people of a page."""

    page: Page
    wearing: bool = False
    """Whether the last phrase was of something worn."""

    def wear(self, phrase: Phrase, subject: Draft | None, last: Draft | None) -> Draft | None:
        """Put clothes on whoever they are said of; `last` is who was spoken of last."""
        if phrase.noun not in CLOTHES:
            self.wearing = False
            return None
        wearer = subject if subject is not None and phrase.link in {"wear", "in", "with", "of"} else None
        if wearer is None and self.wearing and (phrase.joined or not phrase.sides):
            wearer = last
        is_somebodys = bool(phrase.own) and phrase.own != "its"
        if is_somebodys or phrase.link == "wear":
            # "Her shirt is blue", "the man's hair", "on a board and wearing a vest".
            wearer = wearer if wearer is not None and is_wearer(wearer) else None
        if wearer is None and (is_somebodys or phrase.link == "wear"):
            wearer = next((draft for draft in reversed(self.page.drafts) if is_wearer(draft)), None)
        if wearer is None and not phrase.link and not phrase.sides and not phrase.article:
            # "woman center, short black hair": telegraphic, but hers.
            wearer = next((draft for draft in reversed(self.page.drafts[-3:]) if is_wearer(draft)), None)
        if wearer is None or not is_wearer(wearer) or (phrase.count > 1 and not phrase.paired):
            self.wearing = False
            return None
        colour = colours_of(phrase)[:1]
        worn = Worn(phrase.noun, colour[0] if colour else None)
        if len(wearer.clause.wears) < 4:
            place = wearer.clause.place or place_word(phrase)
            wearer.clause = replace(wearer.clause, wears=(*wearer.clause.wears, worn), place=place)
        self.wearing = True
        return wearer

    def dress(self, phrase: Phrase, subject: Draft | None) -> Draft | None:
        """Take "a woman in blue" for what she has on."""
        is_colour = phrase.noun == "shape" and phrase.colours and not (phrase.article or phrase.sides)
        if subject is None or not is_colour or phrase.link not in {"in", "wear"}:
            return None
        if NOUNS[subject.clause.noun].kind != "person":
            return None
        colours = tuple(colours_of(phrase)[:2])
        if subject.clause.colours:
            self.page.dropped += [colour.name for colour in colours]
        else:
            subject.clause = replace(subject.clause, colours=colours)
        return subject


def made_of(phrase: Phrase, subject: Draft | None) -> Draft | None:
    """Give something the colour and the texture of what it is made of."""
    if subject is None or phrase.link != "made" or phrase.noun not in NOUNS:
        return None
    noun, clause = NOUNS[phrase.noun], subject.clause
    usual = noun.colours[:1] if noun.is_stuff else ()
    colours = clause.colours or tuple(colours_of(phrase)[:1]) or usual
    texture = "" if is_wearer(subject) else TEXTURE_WORDS.get(phrase.noun, "")
    subject.clause = replace(clause, colours=colours, texture=clause.texture or texture)
    return subject


def likeness(phrase: Phrase, subject: Draft | None) -> Draft | None:
    """Take "a portrait of a man" for one face, and "a man dressed as a king" for a man in a king's clothes."""
    if subject is None or phrase.link not in {"of", "as"} or phrase.noun not in NOUNS:
        return None
    if phrase.link == "as":
        if NOUNS[phrase.noun].kind == NOUNS[subject.clause.noun].kind == "person":
            subject.clause = replace(subject.clause, colours=subject.clause.colours or NOUNS[phrase.noun].colours)
        return subject
    both = NOUNS[subject.clause.noun].kind, NOUNS[phrase.noun].kind
    if subject.clause.noun in _EFFIGIES and phrase.count <= 1 and both[1] in {"person", "thing", "face"}:
        return _shaped(subject, phrase)
    if both == ("face", "thing") and NOUNS[phrase.noun].look in LIVING_LOOKS | {"snake"} and phrase.count <= 1:
        # "The head of a snake", "a portrait of a dog": one animal, from near.
        subject.clause = replace(clause_of(phrase, phrase.noun), size="huge", place=subject.clause.place)
        return subject
    if both != ("face", "person"):
        return None
    skin = tuple(SKIN[colour] for colour in colours_of(phrase)[:1] if colour in SKIN)
    subject.clause = replace(subject.clause, colours=subject.clause.colours or skin)
    return subject


def _shaped(effigy: Draft, phrase: Phrase) -> Draft:
    """Give "a statue of a lion" the shape of a lion, of stone; that of a moai stays a statue."""
    if not phrase.nameless:
        colours = effigy.clause.colours or NOUNS[effigy.clause.noun].colours
        effigy.clause = replace(effigy.clause, noun=phrase.noun, colours=colours, wears=())
    return effigy
