"""Phrases to drafts, one after the other: what is new, what is known already, and what is a part of something.

Knows no grammar and no order of drawing.
"""

from dataclasses import replace

from sketch.lexicon import CLOTHES, NOUNS
from sketch.looks.stuff import SCAPES
from sketch.parse_adjectives import MOST_COLOURS
from sketch.parse_clauses import clause_of, colours_of
from sketch.parse_guesses import head_of, is_a_thing, kin_of
from sketch.parse_order import BACKGROUND, FRONT, LAYERS, Draft, layer_of
from sketch.parse_owners import as_own_part, as_whole, is_own_part, nearer_of, owner_of
from sketch.parse_parts import covered
from sketch.parse_people import SKIN, Wardrobe, likeness, made_of
from sketch.parse_prose import VAGUE, is_clutter, is_nameless, is_somewhere, is_vague, may_be_called
from sketch.parse_reader import Phrase, place_word
from sketch.parse_relations import Page
from sketch.parse_together import is_person
from sketch.scene import MANY, Clause

_MOST_NAMELESS = 2
"""So many things without name and colour are drawn."""
MOST_CLAUSES = 60
"""A scene has at most this many clauses; nouns after them are reported as ignored."""


class Builder:
    """Turns phrases into drafts, one after the other."""

    def __init__(self, *, is_prose: bool = False, is_long: bool = False, words: frozenset[str] = frozenset()) -> None:
        self.is_prose = is_prose
        self.is_long = is_long
        self.words = words
        """All words of the text."""
        self.page = Page()
        self.of_phrase: list[Draft | None] = []
        self.wardrobe = Wardrobe(self.page)
        self.group: list[Draft] = []
        self.fronted: list[tuple[Phrase, Draft]] = []
        """What was said of places that sentences began with."""
        self.parts: dict[int, str] = {}
        """For phrases of a part that its owner has already, how each was linked."""
        self.nameless = 0
        """How many things without name or colour there are."""
        self.parted = False
        """Whether the last phrase was a part of something."""

    def add(self, phrase: Phrase) -> None:
        """Add a phrase: a new draft, something worn, a colour of a part, or more about what is there already."""
        subject = self.of_phrase[phrase.subject] if 0 <= phrase.subject < len(self.of_phrase) else None
        phrase = self._told(phrase)
        if phrase.link == "of" and phrase.subject in self.parts:
            # "On the head of a cow": on the cow.
            phrase = replace(phrase, link=self.parts[phrase.subject])
        last = self.of_phrase[-1] if self.of_phrase else None
        draft = self.wardrobe.wear(phrase, subject, last) or likeness(phrase, subject) or made_of(phrase, subject)
        draft = draft or as_whole(phrase, subject) or self._known(phrase) or self.wardrobe.dress(phrase, subject)
        owner = nearer_of(phrase, subject, last) if subject else owner_of(phrase, self.page, parted=self.parted)
        part = None if draft else as_own_part(phrase, owner, self.page)
        self.parted = part is not None
        draft = draft or part
        if draft is None and is_own_part(phrase, self.page):
            self.parts[len(self.of_phrase)] = phrase.link
            draft = subject
        elif draft is None and self.is_prose and subject is not None and is_somewhere(phrase):
            draft = subject
        elif draft is None and self._says_too_little(phrase):
            draft = self._shaded(phrase, subject)
        elif draft is None and self._is_clutter(phrase):
            self.page.dropped.append(phrase.noun)
        elif draft is None and not phrase.compound:
            draft = self._new(phrase)
        if draft is not None and subject is not None and draft is not subject:
            self.page.relate(phrase, subject, draft, self.group)
            # What stands for two of a kind from now on is what more is said of.
            draft = draft if draft in self.page.drafts else subject
        if draft is not None and phrase.where is not None:
            self.fronted.append((phrase, draft))
        if draft is not None:
            self.group = [*self.group, draft] if phrase.joined or self._goes_on(phrase, draft) else [draft]
        self.of_phrase.append(draft)

    def _goes_on(self, phrase: Phrase, draft: Draft) -> bool:
        """Tell whether a phrase goes on with a list of people, of whom nothing is said yet: "a man, a woman and"."""
        if not self.is_prose or not phrase.listed or phrase.link or not is_person(draft):
            return False
        return all(is_person(each) and not (each.links or each.clause.pose) for each in self.group)

    def drafts(self) -> list[Draft]:
        """Return all drafts, linked to what their sentences began with where they are linked to nothing else."""
        for phrase, draft in self.fronted:
            link, at = phrase.where or ("", 0)
            target = self.of_phrase[at]
            if target is not None and target is not draft:
                self.page.relate(replace(phrase, link=link), draft, target, [draft])
        self.fronted = []
        return self.page.drafts

    def _known(self, phrase: Phrase) -> Draft | None:
        """Find what "the house" speaks of, and add what is said of it now."""
        if phrase.article != "the" or phrase.count > 1:
            return None
        for draft in reversed(self.page.drafts):
            if draft.clause.noun == phrase.noun or (self.is_prose and may_be_called(draft.clause.noun, phrase.noun)):
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

    def _told(self, phrase: Phrase) -> Phrase:
        """Return a phrase of an unknown thing as one of its category, where the words around it tell that."""
        if not (phrase.nameless and self.is_prose and head_of(phrase.unknown, single=phrase.article == "a")):
            return phrase
        if self.is_long and not self._is_first(phrase):
            return phrase
        kin = kin_of(phrase.unknown, self.words)
        return replace(phrase, noun=kin, nameless=False) if kin else phrase

    def _says_too_little(self, phrase: Phrase) -> bool:
        """Tell whether a phrase of prose is of nothing that could be drawn, not even as a shape."""
        return self.is_prose and is_nameless(phrase, is_long=self.is_long and not self._is_first(phrase))

    def _is_clutter(self, phrase: Phrase) -> bool:
        """Tell whether a phrase of prose speaks of nothing by itself: "and other items", "its edges"."""
        drafts = self.page.drafts
        return (self.is_prose and bool(drafts) and is_vague(phrase)) or (self.is_long and is_clutter(phrase, drafts))

    def _is_first(self, phrase: Phrase) -> bool:
        """Tell whether a phrase may be what a text is about: the first thing of it, and no part of another."""
        things = [draft for draft in self.page.drafts if not NOUNS[draft.clause.noun].is_stuff]
        return not things and not phrase.link and any(map(is_a_thing, phrase.unknown))

    def _shaded(self, phrase: Phrase, subject: Draft | None) -> Draft | None:
        """Give "in shades of pink and gold" to what is so coloured, if nothing else is said of its colour."""
        may_take = subject is not None and not subject.clause.colours and phrase.link in {"in", "of", "with"}
        if subject is None or not may_take or not phrase.colours:
            self.page.dropped += [colour.name for colour in phrase.colours]
            return None
        subject.clause = replace(subject.clause, colours=clause_of(phrase, subject.clause.noun).colours)
        return subject

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
        if phrase.cover:
            return covered(clause, phrase.cover)
        fills = NOUNS[noun].kind == "wall" and NOUNS[noun].place == "everywhere"
        if fills and not clause.place and self._backdrops():
            # Two walls would hide each other.
            return replace(clause, place="right" if phrase.link else "center")
        if self.page.drafts and clause == Clause(noun=noun, count=MANY) and noun in VAGUE:
            # "Many other things" are not worth hiding all that has a name.
            return replace(clause, count=0)
        if NOUNS[noun].kind == "face" and any(NOUNS[each].kind == "person" for each in phrase.extra if each in NOUNS):
            # "Black woman portrait".
            return replace(clause, colours=tuple(SKIN.get(colour, colour) for colour in clause.colours))
        return clause

    def _new(self, phrase: Phrase) -> Draft | None:
        if self._is_too_much(phrase):
            return None
        noun = phrase.noun if phrase.noun in NOUNS else CLOTHES[phrase.noun][0]
        if noun == "bat" and (phrase.link in {"holding", "with"} or (self.is_prose and self._has_people())):
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
        if joined := self._joined_towns(clause):
            return joined
        if phrase.link and noun == "wall" and self._backdrops():
            # "Tiles on the wall" of a bathroom, "a room with a blue wall".
            room = self._backdrops()[0]
            looks = replace(room.clause, colours=room.clause.colours or clause.colours)
            room.clause = replace(looks, texture=looks.texture or clause.texture)
            return room
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

    def _has_people(self) -> bool:
        return any(NOUNS[draft.clause.noun].kind == "person" for draft in self.page.drafts)

    def _backdrops(self) -> list[Draft]:
        return [each for each in self.page.drafts if NOUNS[each.clause.noun].kind == "wall" and not each.clause.place]

    def _scenery(self, extra: str, head: str) -> None:
        """Draw the first noun of "forest path" too, where it is scenery of another kind."""
        kind = NOUNS[extra].kind if extra in NOUNS and NOUNS[extra].look not in SCAPES else "part"
        if (
            kind in LAYERS
            and kind not in {"wall", NOUNS[head].kind}
            and extra not in {d.clause.noun for d in self.page.drafts}
        ):
            self.page.drafts.append(Draft(Clause(noun=extra), layer_of(extra), []))
