"""Text to items: cuts English into known words, of several words where they belong together; knows no grammar.

Total and deterministic: any text at all gives items; what is not known is an item of its own.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from sketch.lexicon import CLOTHES, NOUNS, PLURALS, TEXTURES, singular_of
from sketch.lexicon_colours import COLOUR_SYNONYMS, COLOURS, TONE_SYNONYMS
from sketch.lexicon_empty import FUNCTION_WORDS
from sketch.lexicon_places import ASPECT_SYNONYMS, PLACES, SIDE_SYNONYMS, SIZE_SYNONYMS
from sketch.lexicon_prose import (
    AMBIGUOUS,
    COUNT_WORDS,
    DETERMINERS,
    DUAL,
    LINKS,
    MOOD_WORDS,
    ORDER_WORDS,
    POSE_WORDS,
    TEXTURE_WORDS,
    WEAR_WORDS,
)  # fmt: skip

Part = Literal[
    "noun", "plural", "colour", "tone", "size", "aspect", "texture", "count", "order", "side", "pose", "mood", "link",
    "wear", "and", "of", "stop", "det", "function", "unknown", "part", "cover", "lined",
]  # fmt: skip
"""What an item is in a sentence; the last three are compounds: "red-roofed", "snow-covered", "tree-lined"."""


@dataclass(frozen=True)
class Item:
    """A known word or word group, or an unknown word."""

    part: Part
    value: str
    """What it stands for, such as a key of `NOUNS`."""
    text: str
    """The words themselves, lower case."""
    dual: str = ""
    """For a modifier that is a noun too, that noun."""
    hyphen: bool = False
    """Whether a hyphen joins it to the next."""
    inner: "tuple[Item, ...]" = ()
    """What a compound says of its part: the "red" of "red-roofed"."""


_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:['’]?[^\W\d_]+)?|[^\w\s]", re.UNICODE)
_JOINT = "\u2010"
_HYPHEN = re.compile(r"(?<=[^\W_])[-\u2010](?=[^\W_])")
_STOPS = frozenset(",.;:!?()[]{}|/—–\n")
_LONGEST = 5
_MODIFIERS = frozenset({"colour", "tone", "texture", "aspect", "size", "pose", "mood", "order"})


def _entries() -> dict[str, tuple[Part, str]]:
    """Return all words and word groups; later tables win."""
    table: dict[str, tuple[Part, str]] = {}
    table.update((word.replace("-", " "), ("noun", word)) for word in NOUNS)
    table.update((word, ("plural", noun)) for word, noun in PLURALS.items() if word not in NOUNS)
    table.update((word, ("texture", value)) for word, value in TEXTURE_WORDS.items())
    table.update((word, ("texture", word)) for word in TEXTURES)
    table.update((word, ("colour", value)) for word, value in COLOUR_SYNONYMS.items())
    table.update((word, ("colour", word)) for word in COLOURS)
    table.update((word, ("size", value)) for word, value in SIZE_SYNONYMS.items())
    table.update((word, ("aspect", value)) for word, value in ASPECT_SYNONYMS.items())
    table.update((word, ("tone", value)) for word, value in TONE_SYNONYMS.items())
    table.update((word, ("side", value)) for word, value in SIDE_SYNONYMS.items())
    table.update((place, ("side", place)) for place in PLACES)
    table.update((word, ("count", str(value))) for word, value in COUNT_WORDS.items())
    table.update((word, ("order", value)) for word, value in ORDER_WORDS.items())
    table.update((word, ("pose", value)) for word, value in POSE_WORDS.items())
    table.update((word, ("mood", value)) for word, value in MOOD_WORDS.items())
    table.update((word, ("link", value)) for word, value in LINKS.items())
    table.update((word, ("wear", word)) for word in WEAR_WORDS)
    table.update((word, ("det", value)) for word, value in DETERMINERS.items())
    table.update((word, ("function", word)) for word in FUNCTION_WORDS)
    table["and"] = table["&"] = ("and", "and")
    table["of"] = ("of", "of")
    return table


@lru_cache(maxsize=1)
def entries() -> dict[str, tuple[Part, str]]:
    """Return all words and word groups that `read_items` knows, but for regular plurals."""
    return _entries()


@lru_cache(maxsize=1)
def _longest_groups() -> dict[str, int]:
    """Return the words that groups begin with, to the number of words of the longest one."""
    longest: dict[str, int] = {}
    for phrase in (*entries(), *CLOTHES):
        first, _, rest = phrase.partition(" ")
        if rest:
            longest[first] = max(longest.get(first, 0), phrase.count(" ") + 1)
    return longest


def split_tokens(text: str) -> list[str]:
    """Cut text into lower-case words, numbers, signs and hyphens within words; line ends are full stops."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").replace("\n", " . ").lower()
    folded = folded.replace("grey", "gray").replace("colour", "color")
    return _TOKEN.findall(_HYPHEN.sub(f" {_JOINT} ", folded).replace("-", " "))


def _dual(word: str) -> str:
    if word in DUAL:
        return DUAL[word]
    return word if word in NOUNS else ""


def _plural_item(phrase: str) -> Item | None:
    """Read a regular plural, also at the end of a word group."""
    head, _, last = phrase.rpartition(" ")
    if not (last.endswith("s") or last in PLURALS or phrase in PLURALS):
        return None
    singular = singular_of(phrase)
    if singular is None and head:
        stem = singular_of(last)
        joined = f"{head} {stem}" if stem else ""
        singular = joined if joined in NOUNS else None
    return Item("plural", singular, phrase) if singular else None


def _item_at(tokens: list[str], at: int) -> tuple[Item, int]:
    """Return the longest known item that begins here, and where the next begins."""
    longest = _longest_groups().get(tokens[at], 1)
    for length in range(min(longest, len(tokens) - at), 0, -1):
        phrase = " ".join(tokens[at : at + length])
        known = entries().get(phrase)
        if known is not None:
            part, value = known
            if (
                part == "order"
                and tokens[at] in DETERMINERS
                and _is_noun_group(tokens[at + 1 :], longer_than=length - 1)
            ):
                # "A stack of books" is a noun, of which there is one.
                continue
            dual = _dual(phrase) if part in _MODIFIERS else ""
            return Item(part, value, phrase, dual), at + length
        plural = _plural_item(phrase)
        if plural is not None:
            return plural, at + length
        if phrase in CLOTHES:
            return Item("noun", phrase, phrase), at + length
    return _lone_item(tokens[at]), at + 1


def _is_noun_group(tokens: list[str], *, longer_than: int) -> bool:
    """Tell whether tokens begin with a noun of more words than so many."""
    groups = (" ".join(tokens[:length]) for length in range(longer_than + 1, min(_LONGEST, len(tokens)) + 1))
    return any(group in NOUNS for group in groups)


def _lone_item(word: str) -> Item:
    """Return the item of a token that is no word of the lexicon."""
    if word.endswith("'s"):
        # "the woman's hat": whose it is says nothing that could be drawn.
        return Item("det", "the", word)
    if word in _STOPS:
        return Item("stop", word, word)
    if word.isdecimal():
        return Item("count", word, word) if len(word) <= 2 and int(word) > 0 else Item("function", word, word)
    is_sign = not word[0].isalnum() and unicodedata.category(word[0]) not in {"So", "Sk", "Sm"}
    return Item("function" if is_sign else "unknown", word, word)


def read_items(text: str) -> list[Item]:
    """Cut text into items."""
    tokens: list[str] = []
    joints: set[int] = set()
    for token in split_tokens(text):
        if token == _JOINT:
            joints.add(len(tokens))
        else:
            tokens.append(token)
    items = []
    at = 0
    while at < len(tokens):
        item, at = _item_at(tokens, at)
        items.append(replace(item, hyphen=True) if at in joints else item)
    return items


def noun_item(word: str) -> Item | None:
    """Return a word as a noun, where it is one beside what it is else ("three watches")."""
    return Item("noun", word, word) if word in NOUNS else _plural_item(word)


def is_ambiguous(item: Item) -> bool:
    """Tell whether a noun is more often a verb, so that it needs an article or adjective before it."""
    return item.text in AMBIGUOUS
