"""What is said of a noun before it: colours, sizes, numbers, and compounds such as "red-roofed"; knows no links."""

from dataclasses import replace
from typing import cast

from sketch.lexicon import NOUNS
from sketch.lexicon_prose import HERDS
from sketch.parse_reader import Phrase, Reader
from sketch.parse_words import Item
from sketch.scene import Aspect, Colour, Order, Size, Tone

MOST_COLOURS = 9
"""So many colours of one thing are read; what does not pass from one to the next shows three."""


def add_modifier(reader: Reader, item: Item, _: Item | None) -> None:
    """Take a colour, size, number and the like for what is said of the noun that follows."""
    if reader.now.noun and not reader.now.copula:
        reader.begin()
    now = reader.now
    if item.dual:
        now.before_dual = replace(now, colours=list(now.colours), textures=list(now.textures))
    match item.part:
        case "colour":
            add_colour(now, item.value)
        case "tone":
            now.tone, now.mixing = cast("Tone", item.value), False
        case "size":
            now.size = cast("Size", item.value)
        case "aspect":
            now.aspect = cast("Aspect", item.value)
        case "texture":
            now.textures.append(item.value)
        case "count":
            now.count = min(int(item.value), 30)
        case "order":
            _group(now, item)
    now.dual = item.dual


def _group(now: Phrase, item: Item) -> None:
    """Take a word for several, such as "herd of", for how they lie and how many there are."""
    now.order = cast("Order", item.value)
    herd = next((HERDS[word] for word in item.text.split() if word in HERDS), 0)
    now.count = now.count if now.count > 1 else herd


def add_compound(reader: Reader, item: Item, _: Item | None) -> None:
    """Keep what a compound says that the noun after it has, or what covers it."""
    if reader.now.noun and not reader.now.copula:
        reader.begin()
    now = reader.now
    if item.part == "cover":
        now.cover = item.value
    elif item.part == "part":
        part = Phrase(noun=item.value, link="with", compound=True)
        for said in item.inner:
            if said.part == "tone":
                part.tone = cast("Tone", said.value)
            elif said.part == "colour":
                add_colour(part, said.value)
        now.parts.append(part)
    else:
        several = f"{item.value}s"
        noun = several if several in NOUNS and NOUNS[several].is_stuff and not item.inner else item.value
        now.parts.append(Phrase(noun=noun, plural=True, link="full" if item.inner else "with"))


def add_number(reader: Reader, item: Item, following: Item | None) -> None:
    """Take a number for how many of the noun there are, and "full of" for what is in the last."""
    if item.text == "full of" and (reader.now.noun or reader.now.dual):
        # "a bowl full of apples": in it, as many as fit.
        reader.begin("full")
        return
    add_modifier(reader, item, following)
    now = reader.now
    now.paired = "pair" in item.text
    if item.text in {"couple", "a couple"}:
        # "A couple on a bench".
        now.dual, now.before_dual = "person", replace(now, plural=True, colours=list(now.colours))


def add_colour(now: Phrase, name: str) -> None:
    """Add a colour to a phrase; one that follows another at once is mixed with it."""
    if now.mixing and now.colours and name != now.colours[-1].name:
        last = now.colours[-1]
        if "-" not in last.name:
            now.colours[-1] = Colour(f"{last.name}-{name}", last.tone)
        return
    if len(now.colours) < MOST_COLOURS:
        now.colours.append(Colour(name, now.tone))
    now.tone, now.mixing = "", True
