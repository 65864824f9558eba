"""Nouns: how each is drawn (its look), of what kind it is, and its usual colours, size and place.

Knows nothing of grammar, geometry or pixels. A look is drawn by `sketch.looks`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from sketch.lexicon_abroad import ABROAD_TABLE
from sketch.lexicon_colours import COLOURS, TONES
from sketch.lexicon_goods import GOODS_TABLE
from sketch.lexicon_living import LIVING_TABLE
from sketch.lexicon_tables import CLOTHES_TABLE, NOUN_TABLE, PLURAL_TABLE
from sketch.scene import Colour, Size

Kind = Literal["sky", "wall", "light", "far", "ground", "mass", "patch", "thing", "person", "face", "part"]
"""What a noun is to the painter.

sky, wall: fill what is behind. far, mass, ground: stuff that stands or lies, drawn in this order where nobody says
where. patch: stuff of no place of its own. light: suns and glows. thing, person, face: sprites. part: belongs to
something else.
"""


@dataclass(frozen=True, kw_only=True)
class Noun:
    """A word for something that can be drawn."""

    word: str
    look: str
    kind: Kind
    colours: tuple[Colour, ...]
    """Usual main colour and accents; at least one."""
    size: Size
    """Usual size of a thing."""
    place: str
    """Usual place, a key of `PLACES`."""

    @property
    def is_stuff(self) -> bool:
        """Whether it fills a region instead of having a shape."""
        return self.kind in {"sky", "wall", "far", "ground", "mass", "patch"}

    @property
    def is_countable(self) -> bool:
        """Whether there can be two of it: a thing whose word is no plural itself."""
        stem = self.word.removesuffix("s")
        stems = {stem, stem.removesuffix("e"), f"{stem.removesuffix('ie')}y"}
        return not self.is_stuff and (stem == self.word or not stems & NOUNS.keys())


@cache
def _colour(text: str) -> Colour:
    tone, _, name = text.rpartition("_")
    if tone not in {"", *TONES} or any(part not in COLOURS for part in name.split("-")):
        raise ValueError(f"no colour: {text}")
    return Colour(name, tone)


@cache
def _usual(text: str) -> tuple[Colour, ...]:
    return tuple(map(_colour, text.split("/")))


def _entries(table: str) -> list[str]:
    """Return a table's entries; indented lines continue the one before."""
    return table.strip().replace("\n  ", " ").splitlines()


_ITEM = re.compile(r"([^@=]+)(?:=([^@=]+))?(?:@([a-z]+))?")


def _read(table: str) -> dict[str, Noun]:
    """Read entries "look kind size place colour/accent: word, word=colour, word@size"; a plus stands for a space."""
    nouns: dict[str, Noun] = {}
    for line in _entries(table):
        head, _, words = line.partition(":")
        look, kind, size, place, colours = head.split()
        for item in words.split(","):
            word, own, own_size = _ITEM.fullmatch(item.strip()).group(1, 2, 3)  # type: ignore[union-attr]
            word = word.replace("+", " ")
            if word in nouns:
                raise ValueError(f"noun twice: {word}")
            nouns[word] = Noun(
                word=word,
                look=look,
                kind=cast("Kind", kind),
                colours=_usual(own or colours),
                size=cast("Size", own_size or size),
                place=place.replace("+", " "),
            )
    return nouns


_TABLES = (NOUN_TABLE, LIVING_TABLE, GOODS_TABLE, ABROAD_TABLE)

NOUNS: dict[str, Noun] = _read("\n".join(map(str.strip, _TABLES)))
"""All nouns by word, singular where it can be counted."""


def _by_look() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for noun in NOUNS.values():
        words.setdefault(noun.look, []).append(noun.word)
    return {look: tuple(of_it) for look, of_it in words.items()}


LOOKS: dict[str, tuple[str, ...]] = _by_look()
"""The nouns of each look, the plainest word first."""

PLURALS: dict[str, str] = dict(pair.split("=", 1) for pair in PLURAL_TABLE.replace("\n", ",").split(",") if pair)
"""Plurals that are not the singular with an s, to their singular."""

CLOTHES: dict[str, tuple[str, Colour]] = {
    word: (item.split("=")[0], _colour(item.split("=")[1]))
    for line in _entries(CLOTHES_TABLE)
    for item, _, words in [line.partition(":")]
    for word in (part.strip() for part in words.split(","))
}
"""What can be worn or carried: word to (item that is drawn, usual colour)."""
