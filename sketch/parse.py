"""English to scenes: total, deterministic, reports what it could not use; knows no geometry.

Later phrases are drawn over earlier ones, but scenery (sky, sea, trees ...) that is said without a place goes behind
the things, and a relation puts its object where it can be stood on, sat in or looked past.
"""

from dataclasses import replace
from functools import lru_cache

from sketch.lexicon import CLOTHES, MOODS, NOUNS
from sketch.lexicon_prose import BODY_PARTS, LIVING_LOOKS
from sketch.looks.index import has_stripes
from sketch.looks.stuff import SCAPES
from sketch.parse_adjectives import MOST_COLOURS
from sketch.parse_clauses import clause_of, colours_of
from sketch.parse_order import BACKGROUND, FRONT, LAYERS, Draft, layer_of, ordered, under_one_sky
from sketch.parse_parts import covered, has_part, is_fitting, part_of, with_own_part
from sketch.parse_phrases import read_phrases
from sketch.parse_reader import Phrase, place_word
from sketch.parse_relations import Page
from sketch.parse_settle import settled
from sketch.parse_words import read_items
from sketch.scene import MANY, Clause, Colour, Reading, Scene, Worn

_VAGUE = frozenset({"thing", "object", "item", "something", "stuff"})
_MOST_NAMELESS = 2
"""So many things without name and colour are drawn."""
MOST_CLAUSES = 60
"""A scene has at most this many clauses; nouns after them are reported as ignored."""

_SKIN = {Colour("black"): Colour("brown", "dark"), Colour("brown"): Colour("brown"), Colour("white"): Colour("peach")}
"""Colours that are said of people, to those of their faces."""
_MARKINGS = {"stripes": "striped", "stripe": "striped", "dots": "spotted", "spot": "spotted", "patch": "spotted"}
"""What things can have on them, to texture words."""


_MOST_KEPT_CHARS = 2000
"""Longer texts are read anew each time."""


def parse(text: str) -> Reading:
    """Read any text as a scene; the latest readings are kept, since who draws and who judges ask for the same."""
    return _parsed_again(text) if len(text) <= _MOST_KEPT_CHARS else _parsed(text)


@lru_cache(maxsize=256)
def _parsed_again(text: str) -> Reading:
    return _parsed(text)


def _parsed(text: str) -> Reading:
    reader = read_phrases(read_items(text))
    builder = _Builder()
    for phrase in reader.phrases:
        builder.add(phrase)
    ignored = [*reader.ignored, *builder.page.dropped]
    moods = tuple(mood for mood in MOODS if mood in reader.moods)
    clauses = settled(ordered(under_one_sky(builder.page.drafts)))
    return Reading(Scene(clauses=clauses, moods=moods), tuple(dict.fromkeys(ignored)))


def _is_wearer(draft: Draft) -> bool:
    return NOUNS[draft.clause.noun].kind in {"person", "face"}


class _Builder:
    """Turns phrases into drafts, one after the other."""

    def __init__(self) -> None:
        self.page = Page()
        self.of_phrase: list[Draft | None] = []
        self.wearing = False
        self.group: list[Draft] = []
        self.parts: dict[int, str] = {}
        """For phrases of a part that its owner has already, how each was linked."""
        self.nameless = 0
        """How many things without name or colour there are."""
        self.parted = False
        """Whether the last phrase was a part of something."""

    def add(self, phrase: Phrase) -> None:
        """Add a phrase: a new draft, something worn, a colour of a part, or more about what is there already."""
        subject = self.of_phrase[phrase.subject] if 0 <= phrase.subject < len(self.of_phrase) else None
        if phrase.link == "of" and phrase.subject in self.parts:
            # "On the head of a cow": on the cow.
            phrase = replace(phrase, link=self.parts[phrase.subject])
        draft = self._wear(phrase, subject) or self._likeness(phrase, subject) or self._known(phrase)
        draft = draft or self._dressed(phrase, subject)
        owner = self._nearer(phrase, subject) if subject else self._owner(phrase)
        self.parted = False
        draft = draft or self._own_part(phrase, owner)
        if draft is None and self._is_own_part(phrase):
            self.parts[len(self.of_phrase)] = phrase.link
            draft = subject
        elif draft is None and not phrase.compound:
            draft = self._new(phrase)
        if draft is not None and subject is not None and draft is not subject:
            self.page.relate(phrase, subject, draft, self.group)
        if draft is not None:
            self.group = [*self.group, draft] if phrase.joined else [draft]
        self.of_phrase.append(draft)

    def _wear(self, phrase: Phrase, subject: Draft | None) -> Draft | None:
        """Put clothes on whoever they are said of."""
        if phrase.noun not in CLOTHES:
            self.wearing = False
            return None
        wearer = subject if subject is not None and phrase.link in {"wear", "in", "with", "of"} else None
        if wearer is None and self.wearing and (phrase.joined or not phrase.sides):
            wearer = self.of_phrase[-1] if self.of_phrase else None
        if wearer is None and not phrase.link and not phrase.sides and not phrase.article:
            # "woman center, short black hair": telegraphic, but hers.
            wearer = next((draft for draft in reversed(self.page.drafts[-3:]) if _is_wearer(draft)), None)
        if wearer is None or not _is_wearer(wearer) or phrase.count > 1:
            self.wearing = False
            return None
        colour = colours_of(phrase)[:1]
        worn = Worn(phrase.noun, colour[0] if colour else None)
        if len(wearer.clause.wears) < 4:
            place = wearer.clause.place or place_word(phrase)
            wearer.clause = replace(wearer.clause, wears=(*wearer.clause.wears, worn), place=place)
        self.wearing = True
        return wearer

    def _dressed(self, phrase: Phrase, subject: Draft | None) -> Draft | None:
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

    def _likeness(self, phrase: Phrase, subject: Draft | None) -> Draft | None:
        """Take "a portrait of a man" for one face, and a man who is dressed as a king for one man in a king's clothes."""
        if subject is None or phrase.link not in {"of", "as"} or phrase.noun not in NOUNS:
            return None
        if phrase.link == "as":
            if NOUNS[phrase.noun].kind == NOUNS[subject.clause.noun].kind == "person":
                subject.clause = replace(subject.clause, colours=subject.clause.colours or NOUNS[phrase.noun].colours)
            return subject
        both = NOUNS[subject.clause.noun].kind, NOUNS[phrase.noun].kind
        if both != ("face", "person"):
            return None
        skin = tuple(_SKIN[colour] for colour in colours_of(phrase)[:1] if colour in _SKIN)
        subject.clause = replace(subject.clause, colours=subject.clause.colours or skin)
        return subject

    def _known(self, phrase: Phrase) -> Draft | None:
        """Find what "the house" speaks of, and add what is said of it now."""
        if phrase.article != "the" or phrase.count > 1:
            return None
        for draft in reversed(self.page.drafts):
            if draft.clause.noun == phrase.noun:
                clause = draft.clause
                draft.clause = replace(
                    clause,
                    colours=clause.colours or tuple(colours_of(phrase)),
                    place=clause.place or place_word(phrase),
                    pose=clause.pose or phrase.pose,
                    size=clause.size or phrase.size,
                )
                return draft
        return None

    def _owner(self, phrase: Phrase) -> Draft | None:
        """Find whose a part is that is said by itself, without a place ("seagull center, black wings")."""
        if phrase.link or phrase.sides or phrase.size or phrase.article == "the":
            return None
        part = part_of(phrase.noun)
        # "A house with a red door and a blue roof", but "a house and a door".
        if (phrase.article and not (phrase.joined and self.parted)) or (is_fitting(part) and not phrase.joined):
            return None
        for draft in reversed(self.page.drafts[-2:]):
            look = NOUNS[draft.clause.noun].look
            if has_part(look, part) or (phrase.noun in BODY_PARTS and look in LIVING_LOOKS):
                return draft
        return None

    def _nearer(self, phrase: Phrase, subject: Draft) -> Draft:
        """Return whose a part is: "street of houses with red roofs" speaks of the houses' roofs."""
        last = self.of_phrase[-1] if phrase.link == "with" else None
        part = part_of(phrase.noun)
        if (
            last
            and has_part(NOUNS[last.clause.noun].look, part)
            and not has_part(NOUNS[subject.clause.noun].look, part)
        ):
            return last
        return subject

    def _own_part(self, phrase: Phrase, subject: Draft | None) -> Draft | None:
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
        self.page.dropped += [colour.name for colour in lost]
        self.parted = True
        return subject

    def _is_own_part(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is of a part of the body that somebody has already: "in her hand", "his arms"."""
        if phrase.noun not in BODY_PARTS:
            return False
        has_own = phrase.article == "the" and any(NOUNS[d.clause.noun].look in LIVING_LOOKS for d in self.page.drafts)
        return has_own or (phrase.link in {"in", "on"} and any(map(_is_wearer, self.page.drafts)))

    def _is_too_much(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is of one thing too many that has no name, no colour and no place.

        What has no name is reported as such anyway.
        """
        if not phrase.unknown or phrase.noun != "shape" or phrase.colours or phrase.sides or phrase.size:
            return False
        self.nameless += 1
        return self.nameless > _MOST_NAMELESS

    def _clause(self, phrase: Phrase, noun: str) -> Clause:
        """Return a phrase as a clause, but for what would mislead."""
        clause = clause_of(phrase, noun)
        if self.page.drafts and clause == Clause(noun=noun, count=MANY) and noun in _VAGUE:
            # "Many other things" are not worth hiding all that has a name.
            return replace(clause, count=0)
        if NOUNS[noun].kind == "face" and any(NOUNS[each].kind == "person" for each in phrase.extra if each in NOUNS):
            # "Black woman portrait".
            return replace(clause, colours=tuple(_SKIN.get(colour, colour) for colour in clause.colours))
        return clause

    def _new(self, phrase: Phrase) -> Draft | None:
        if self._is_too_much(phrase):
            return None
        noun = phrase.noun if phrase.noun in NOUNS else CLOTHES[phrase.noun][0]
        if noun == "bat" and phrase.link in {"holding", "with"}:
            noun = "baseball bat"
        if noun not in NOUNS or len(self.page.drafts) >= MOST_CLAUSES:
            self.page.dropped.append(phrase.noun)
            return None
        for extra in phrase.extra:
            if NOUNS[noun].look in SCAPES and extra in NOUNS and NOUNS[extra].kind == "ground":
                # "Desert landscape": what it is made of says more.
                noun = extra
            self._scenery(extra, noun)
        clause = self._clause(phrase, noun)
        if phrase.cover:
            clause = covered(clause, phrase.cover)
        if joined := self._joined_towns(clause):
            return joined
        if NOUNS[noun].kind == "wall" and not clause.place and self._has_backdrop() and not phrase.link:
            # Two walls would hide each other.
            clause = replace(clause, place="center")
        rank = layer_of(noun) if not clause.place or NOUNS[noun].look in SCAPES else FRONT
        if "background" in phrase.sides:
            rank = BACKGROUND if rank == FRONT else max(rank - 10, 1)
        draft = Draft(clause, rank, [])
        self.page.drafts.append(draft)
        return draft

    def _joined_towns(self, clause: Clause) -> Draft | None:
        """Let the houses of "red houses, blue houses" stand in one row, which would hide each other."""
        for draft in self.page.drafts if NOUNS[clause.noun].look == "town" and not clause.place else ():
            if (draft.clause.noun, draft.clause.place) == (clause.noun, ""):
                colours = tuple(dict.fromkeys((*draft.clause.colours, *clause.colours)))
                draft.clause = replace(draft.clause, colours=colours[:MOST_COLOURS])
                return draft
        return None

    def _has_backdrop(self) -> bool:
        return any(NOUNS[draft.clause.noun].kind == "wall" and not draft.clause.place for draft in self.page.drafts)

    def _scenery(self, extra: str, head: str) -> None:
        """Draw the first noun of "forest path" too, where it is scenery of another kind."""
        kind = NOUNS[extra].kind if extra in NOUNS and NOUNS[extra].look not in SCAPES else "part"
        if (
            kind in LAYERS
            and kind not in {"wall", NOUNS[head].kind}
            and extra not in {d.clause.noun for d in self.page.drafts}
        ):
            self.page.drafts.append(Draft(Clause(noun=extra), layer_of(extra), []))
