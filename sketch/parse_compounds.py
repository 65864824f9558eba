"""Compounds to one item each: "red-roofed", "snow-covered", "tree-lined", "five-story"; knows no phrases.

A hyphen joins words to an adjective, whose nouns are no things by themselves: nobody looks for a pyramid where a tablet
is "pyramid-shaped". What a compound says of a part, a cover or a colour is kept, and the rest is reported.
"""

from collections.abc import Sequence

from sketch.lexicon import CLOTHES, NOUNS
from sketch.lexicon_prose import COVERED, LINED
from sketch.parse_words import Item

_KEPT = frozenset({"colour", "tone", "texture"})
"""What of a compound that is not understood is still said of the noun."""
_SAID_OF_PARTS = _KEPT | {"size", "aspect"}
_ADJECTIVES = frozenset({"unknown", "texture", "pose", "function", "aspect"})
_NAMES = frozenset({"noun", "plural"})
_LIKENED = frozenset({"colored", "shaped", "sized"})
"""Words for what something has in common with a thing that is not there."""


def with_compounds(items: Sequence[Item]) -> list[Item]:
    """Return items with each compound as one item, or as what is left of it."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        end = at
        while items[end].hyphen and end + 1 < len(items):
            end += 1
        run = list(items[at : end + 1])
        following = items[end + 1] if end + 1 < len(items) else None
        if len(run) > 1:
            found += _compound(run, following)
        elif run[0].text in COVERED | LINED and found and found[-1].part in _NAMES and _names_follow(following):
            # "A tree lined street", without a hyphen, but "keys strewn across a table".
            found += _compound([found.pop(), run[0]], following)
        elif run[0].text in _LIKENED and found and found[-1].part in _NAMES and _names_follow(following):
            # "A rainbow colored flag", "a heart shaped cake".
            found.pop()
        elif _part_said(run[0]) in CLOTHES and not (found and found[-1].part in _SAID_OF_PARTS):
            # "A bearded man".
            found += _compound(run, following)
        elif _part_said(run[0]) and found and found[-1].part in _SAID_OF_PARTS:
            said = [found.pop()]
            if said[0].part == "colour" and found and found[-1].part == "tone":
                said = [found.pop(), *said]
            found += _compound([*said, run[0]], following)
        else:
            found += run
        at = end + 1
    return found


def _names_follow(following: Item | None) -> bool:
    if following is None or following.text.endswith("ly"):
        return False
    return following.part in _NAMES | _SAID_OF_PARTS | {"unknown"}


def _compound(run: list[Item], following: Item | None) -> list[Item]:
    """Return what becomes of words that a hyphen joins."""
    *said, last = run
    text = " ".join(item.text for item in run)
    names = [item for item in said if item.part in _NAMES]
    part = _part_said(last)
    if part:
        return [Item("part", part, text, inner=tuple(item for item in said if item.part in _SAID_OF_PARTS))]
    if last.text in COVERED and names and names[-1].value in NOUNS:
        return [Item("cover", names[-1].value, text)]
    if last.text in LINED and names:
        full = () if last.text in {"lined", "fringed", "flanked"} else (last,)
        return [Item("lined", names[-1].value, text, inner=full)]
    return _left(run, following)


def _left(run: list[Item], following: Item | None) -> list[Item]:
    """Return what is left of a compound that says nothing of parts and covers."""
    *said, last = run
    kept = [item for item in run if item.part in _KEPT]
    if last.text in COVERED | LINED:
        return kept
    unknown = [item for item in run if item.part == "unknown"]
    if said[0].part == "count" and last.part != "plural" and (following is None or following.part != "stop"):
        # "Five-story", "two-door": of no five houses and no two doors.
        return unknown
    if last.part == "colour" and any(item.part in _NAMES for item in said):
        # "Snow-white", "jet-black".
        return kept
    if last.text == "like" or (last.part in _ADJECTIVES and all(item.part != "link" for item in run)):
        return [*unknown, *kept]
    return run


def _part_said(item: Item) -> str:
    """Return the part that an adjective such as "roofed" or "haired" says that something has, "" for none."""
    if item.part not in {"unknown", "function"} or not item.text.endswith("ed") or item.text in COVERED | LINED:
        return ""
    stem = item.text.removesuffix("ed")
    doubled = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
    for part in (stem, f"{stem}e", doubled):
        if part in NOUNS or part in CLOTHES:
            return part
    return ""
