"""The sketch team's dialect: its sentences parted into slots, and new ones made of them; trains nothing.

What is made keeps what belongs together: of a noun only what was said of it, and the colours of one picture.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from codec.errors import UsageError

_TEAM_FORMS: Final = frozenset(
    {"tiny", "small", "medium", "large", "huge", "giant", "tall", "wide", "thin", "long", "round"}
)
_TEAM_PLACES: Final = frozenset(
    {
    "top", "bottom", "upper", "lower", "far", "left", "right", "center", "middle", "across", "third", "half", "two",
    "thirds", "everywhere",
    }
)  # fmt: skip


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file that are not empty; raises UsageError for a missing file."""
    try:
        return [line for line in path.read_text("utf-8").split("\n") if line]
    except OSError as error:
        raise UsageError(f"can't read {path}: {error.strerror}") from error


@dataclass(frozen=True)
class _Slots:
    """A phrase of the sketch team: "large tall | dull navy | block | bottom right"; a shape may go without its noun."""

    form: str
    colours: str
    noun: str
    place: str

    @classmethod
    def of(cls, phrase: str, hues: frozenset[str] = frozenset()) -> "_Slots":
        """Part a phrase; its last word but for its place is the noun, unless it is one of the `hues`."""
        words = phrase.split(" ")
        end = len(words)
        while end > 1 and words[end - 1] in _TEAM_PLACES:
            end -= 1
        begin = 0
        while begin < end - 1 and words[begin] in _TEAM_FORMS:
            begin += 1
        named = words[end - 1] not in hues
        form, colours, place = words[:begin], words[begin : end - named], words[end:]
        return cls(" ".join(form), " ".join(colours), words[end - 1] if named else "", " ".join(place))

    def __str__(self) -> str:
        return " ".join(part for part in (self.form, self.colours, self.noun, self.place) if part)


_LEAST_HUE = 3
"""So often a word must be said before a noun to be a colour where it stands alone."""


def _hues(sentences: list[str]) -> frozenset[str]:
    """Return the words that are said as colours more often than as nouns."""
    colours, nouns = Counter[str](), Counter[str]()
    for sentence in sentences:
        for phrase in sentence.split(", "):
            slots = _Slots.of(phrase)
            if slots.colours:
                colours.update(slots.colours.split())
                nouns[slots.noun] += 1
    return frozenset(word for word, count in colours.items() if count >= max(_LEAST_HUE, nouns[word]))


def _phrases(sentence: str, hues: frozenset[str]) -> list[_Slots]:
    """Part a sentence; colours that are listed before a noun belong to it."""
    whole: list[str] = []
    listed: list[str] = []
    for part in sentence.split(", "):
        slots = _Slots.of(part, hues)
        listed.append(part)
        if slots.noun or slots.place:
            whole.append(", ".join(listed))
            listed = []
    return [_Slots.of(phrase, hues) for phrase in [*whole, *listed]]


_COLOUR_BREAK: Final = re.compile(r", | and ")
_RELIT: Final = 0.6
"""The share of sentences that are seen in another light."""
_JITTER: Final = 3.0
"""By so much, in each of L, a and b, a colour differs from what it was."""
_MIDDLE: Final = np.array([50.0, 0.0, 0.0])


@dataclass(frozen=True, eq=False)
class Palette:
    """Colour words and their values."""

    names: tuple[str, ...]
    """Such as "dull green"."""
    lab: npt.NDArray[np.float64]
    """CIE Lab, (names, 3)."""

    @classmethod
    def read(cls, path: Path) -> "Palette":
        """Read a file with a name and L, a and b on each line, parted by tabs; raises UsageError without one."""
        rows = [line.split("\t") for line in read_lines(path)]
        try:
            lab = np.array([[float(value) for value in row[1:]] for row in rows]).reshape(len(rows), 3)
        except ValueError as error:
            raise UsageError(f"{path} is no palette: each line needs a name, L, a and b, parted by tabs") from error
        return cls(tuple(row[0] for row in rows), lab)

    def relight(self, phrases: list[_Slots], *, rule: random.Random) -> list[_Slots]:
        """Change all colours of a sentence as another light would, mostly, and each a little by itself."""
        change, shift = _light(rule) if rule.random() < _RELIT else (np.eye(3), np.zeros(3))

        def other(name: str) -> str:
            if name not in self._places:
                return name
            noise = np.array([rule.gauss(0, _JITTER) for _ in range(3)])
            lab = change @ (self.lab[self._places[name]] - _MIDDLE) + _MIDDLE + shift + noise
            return self.names[int(((self.lab - lab) ** 2).sum(axis=1).argmin())]

        return [replace(each, colours=_each_colour(each.colours, other)) for each in phrases]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}


def _light(rule: random.Random) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return a change of contrast, hue and chroma about middle gray, (3, 3), and a shift, (3,)."""
    gain, turn, chroma = math.exp(rule.gauss(0, 0.15)), rule.gauss(0, 0.25), math.exp(rule.gauss(0, 0.25))
    shift = np.array([rule.gauss(0, 7), rule.gauss(0, 4), rule.gauss(0, 4)])
    across, up = chroma * math.cos(turn), chroma * math.sin(turn)
    return np.array([[gain, 0, 0], [0, across, -up], [0, up, across]]), shift


def _each_colour(colours: str, change: Callable[[str], str]) -> str:
    parts = re.split(f"({_COLOUR_BREAK.pattern})", colours)
    return "".join(change(part) if at % 2 == 0 else part for at, part in enumerate(parts))


def resample(sentences: list[str], *, count: int, rule: random.Random, palette: Palette | None = None) -> Iterator[str]:
    """Make new sentences of the sketch team: each slot of a phrase as in some real phrase of the same noun.

    Where and how large one thing is hardly depends on another, so that a thousand sentences tell enough of places and
    sizes for many more. The colours of one picture do belong together: with a palette they stay together, and are
    changed as another light would change them all.
    """
    hues = _hues(sentences)
    parsed = [_phrases(sentence, hues) for sentence in sentences]
    firsts = [phrases[0] for phrases in parsed]
    others = [phrase for phrases in parsed for phrase in phrases[1:]] or firsts
    kin: dict[str, list[_Slots]] = {}
    for phrase in firsts + others:
        kin.setdefault(phrase.noun, []).append(phrase)
    for _ in range(count):
        made = []
        for at, phrase in enumerate(rule.choice(parsed)):
            new = rule.choice(others if at else firsts) if rule.random() < 0.3 else phrase
            like = kin[new.noun]
            alike = len(_COLOUR_BREAK.split(new.colours)) == len(_COLOUR_BREAK.split(phrase.colours))
            new = _Slots(
                form=rule.choice(like).form if rule.random() < 0.4 else new.form,
                colours=phrase.colours if alike and phrase.colours and new.colours else new.colours,
                noun=new.noun,
                place=rule.choice(like).place if rule.random() < 0.4 else new.place,
            )
            made.append(new)
        if palette:
            made = palette.relight(made, rule=rule)
        text = ", ".join(map(str, made))
        yield mirror(text) if rule.random() < 0.5 else text


def mirror(text: str) -> str:
    """Say left for right and right for left.

    >>> mirror("block far left, right half")
    'block far right, left half'
    """
    return re.sub(r"\b(left|right)\b", lambda side: "right" if side[0] == "left" else "left", text)
