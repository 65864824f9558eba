"""Scenes to English: the inverse of `sketch.parse` for whatever a describer may say; knows no pixels."""

from collections.abc import Sequence
from functools import lru_cache

from sketch.lexicon import NOUNS, PLURALS, singular_of
from sketch.lexicon_prose import DUAL
from sketch.scene import MANY, Clause, Colour, Scene, Worn

_NUMBERS = {
    2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven",
    12: "twelve", MANY: "many",
}  # fmt: skip
_GROUPS = {"row": "row of", "stack": "stack of", "pile": "pile of", "circle": "circle of", "group": "group of"}


def speak_colour(colour: Colour) -> str:
    """Say a colour: "pale blue"."""
    return f"{colour.tone} {colour.name}".strip()


def plural_of(noun: str) -> str:
    """Say a noun in the plural, such that `sketch.lexicon.singular_of` finds it again.

    >>> plural_of("church"), plural_of("woman"), plural_of("baby")
    ('churches', 'women', 'babies')
    """
    if not NOUNS[noun].is_countable:
        return noun
    for plural, singular in PLURALS.items():
        if singular == noun:
            return plural
    head, _, last = noun.rpartition(" ")
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        plural = f"{last[:-1]}ies"
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        plural = f"{last}es"
    else:
        plural = f"{last}s"
    whole = f"{head} {plural}".strip()
    return whole if singular_of(whole) == noun or head else f"{noun}s"


def list_words(words: Sequence[str]) -> str:
    """Join words as one says them: "cream, tan and ash"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _worn(worn: Worn) -> str:
    return f"{speak_colour(worn.colour)} {worn.item}" if worn.colour else worn.item


def _is_understood(clause: Clause) -> bool:
    """Tell whether "shape" goes without saying: "large red top left" is one, but "large rose top left" is a flower."""
    said = clause.colours[-1].name if clause.colours else ""
    plain = clause.noun == "shape" and clause.count == 1 and not (clause.pose or clause.wears)
    return plain and bool(said and clause.place) and said not in NOUNS and not DUAL.get(said)


@lru_cache(maxsize=2048)
def speak(clause: Clause) -> str:
    """Say a clause, so that `parse` gives it back; its relation is left out.

    >>> speak(Clause(noun="house", colours=(Colour("white"),), size="small", place="center"))
    'small white house center'
    """
    words = [_GROUPS.get(clause.order, clause.order)] if clause.order and not NOUNS[clause.noun].is_stuff else []
    if clause.count > 1:
        words.append(_NUMBERS.get(clause.count, str(clause.count)))
    words += [clause.size, clause.aspect, clause.texture, list_words(list(map(speak_colour, clause.colours)))]
    if not _is_understood(clause):
        words.append(clause.noun if clause.count == 1 else plural_of(clause.noun))
    words.append(clause.pose)
    if clause.wears:
        words += ["in", " and ".join(map(_worn, clause.wears))]
    words.append(clause.place)
    return " ".join(word for word in words if word)


def speak_scene(scene: Scene) -> str:
    """Say a scene: clauses joined by commas, moods last."""
    return ", ".join([*(speak(clause) for clause in scene.clauses), *scene.moods])
