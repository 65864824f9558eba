"""Whose a part is that is said by itself or after "with": a house's roof, somebody's hand; knows no grammar."""

from dataclasses import replace

from sketch.lexicon import NOUNS
from sketch.lexicon_prose import BODY_PARTS, LIVING_LOOKS
from sketch.looks.index import has_stripes
from sketch.parse_clauses import clause_of, colours_of
from sketch.parse_order import Draft, layer_of
from sketch.parse_parts import has_part, is_fitting, part_of, with_own_part
from sketch.parse_people import is_wearer
from sketch.parse_reader import Phrase, place_word
from sketch.parse_relations import Page

_MARKINGS = {"stripes": "striped", "stripe": "striped", "dots": "spotted", "spot": "spotted", "patch": "spotted"}
"""What things can have on them, to texture words."""


_MEMBERS = BODY_PARTS | {"foot", "finger", "thumb"}
"""Parts of the body that what is on or in them is not drawn with; by themselves some are things."""


def owner_of(phrase: Phrase, page: Page, *, parted: bool) -> Draft | None:
    """Find whose a part is that is said by itself, without a place ("seagull center, black wings")."""
    if phrase.link or phrase.sides or phrase.size or phrase.article == "the":
        return None
    part = part_of(phrase.noun)
    # "A house with a red door and a blue roof", but "a house and a door".
    if (phrase.article and not (phrase.joined and parted)) or (is_fitting(part) and not phrase.joined):
        return None
    for draft in reversed(page.drafts[-2:]):
        look = NOUNS[draft.clause.noun].look
        if has_part(look, part) or (phrase.noun in BODY_PARTS and look in LIVING_LOOKS):
            return draft
    return None


def nearer_of(phrase: Phrase, subject: Draft, last: Draft | None) -> Draft:
    """Return whose a part is: "street of houses with red roofs" speaks of the houses' roofs."""
    part = part_of(phrase.noun)
    if (
        phrase.link == "with"
        and last
        and has_part(NOUNS[last.clause.noun].look, part)
        and not has_part(NOUNS[subject.clause.noun].look, part)
    ):
        return last
    return subject


def as_own_part(phrase: Phrase, subject: Draft | None, page: Page) -> Draft | None:
    """Let a part that its owner's sprite has anyway be a colour of it."""
    if subject is None or phrase.link not in {"with", "of", ""}:
        return None
    owner = NOUNS[subject.clause.noun]
    if phrase.noun in _MARKINGS and phrase.link == "with" and not owner.is_stuff:
        place = subject.clause.place or place_word(phrase)
        colours = subject.clause.colours
        if has_stripes(owner.look):
            # They have a colour of their own.
            colours = (*(colours[:1] or owner.colours[:1]), *colours_of(phrase)[:1])
        subject.clause = replace(subject.clause, texture=_MARKINGS[phrase.noun], place=place, colours=colours)
        return subject
    if phrase.noun in BODY_PARTS and owner.look in LIVING_LOOKS:
        subject.clause = replace(subject.clause, place=subject.clause.place or place_word(phrase))
        return subject
    part = part_of(phrase.noun)
    if not has_part(owner.look, part):
        return None
    said = colours_of(phrase)[:1]
    before = subject.clause
    subject.clause = with_own_part(before, part, said[0] if said else None)
    # Of the first two, one may be the noun's own.
    lost = [colour for colour in (*before.colours[2:], *said) if colour not in subject.clause.colours]
    page.dropped += [colour.name for colour in lost]
    return subject


def as_whole(phrase: Phrase, subject: Draft | None) -> Draft | None:
    """Turn a part into the whole that it is said to be of: "the red roof of a house" is a house with a red roof."""
    if subject is None or phrase.link != "of" or phrase.noun not in NOUNS:
        return None
    part, noun = part_of(subject.clause.noun), NOUNS[phrase.noun]
    if not has_part(noun.look, part):
        return None
    whole = clause_of(phrase, noun.word)
    colours = subject.clause.colours
    if colours:
        whole = with_own_part(whole, part, colours[0])
    subject.clause = replace(whole, place=whole.place or subject.clause.place)
    subject.rank = layer_of(noun.word)
    return subject


def is_own_part(phrase: Phrase, page: Page) -> bool:
    """Tell whether a phrase is of a part of the body that somebody has already: "in her hand", "his arms"."""
    if phrase.noun not in _MEMBERS:
        return False
    lives = any(NOUNS[draft.clause.noun].look in LIVING_LOOKS for draft in page.drafts)
    # "A cat below a clock with closed eyes".
    has_own = lives and (phrase.article == "the" or (phrase.link == "with" and not phrase.article))
    return has_own or (phrase.link in {"in", "on"} and any(map(is_wearer, page.drafts)))
