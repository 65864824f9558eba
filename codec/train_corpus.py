"""Reading and making the text that the caption model learns from; it must not know how the model learns.

Beside the caption files it makes telegraphic text from captions by rule, and new sentences in the sketch dialect by
recombining the phrases of real ones. Everything made is a function of the input files and fixed seeds.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from codec.errors import UsageError

CAPTION_SETS: Final = (
    "coco",
    "commongen",
    "conceptual",
    "prompts_pickapic",
    "prompts_diffusiondb",
    "compbench",
    "nlvr2",
    "vsr",
    "dense_dpg",
    "dense_imageinwords",
)
"""Caption files by name, `<name>.train.txt` and, for some, `<name>.valid.txt`; the model card gives their licences."""

_DROPPED: Final = frozenset(
    {
    "a", "an", "the", "is", "are", "was", "were", "be", "being", "been", "has", "have", "having", "there", "that",
    "which", "this", "these", "it", "its", "his", "her", "their", "some", "of", "to", "very",
    }
)  # fmt: skip
_BREAKS: Final = frozenset(
    {
    "on", "in", "with", "near", "by", "at", "over", "under", "behind", "beside", "and", "next", "front", "from",
    "inside", "around", "along", "across", "above", "below", "through", "while", "as", "into", "against", "onto",
    "between", "outside", "for", "up", "down", "out", "off",
    }
)  # fmt: skip
_PLACES: Final = (
    "left", "right", "centre", "center", "middle", "top", "bottom", "behind", "background", "foreground", "above",
    "below",
)  # fmt: skip
_CORNERS: Final = ("top left", "top right", "bottom left", "bottom right", "upper left", "lower right", "far left")
_COLOURS: Final = (
    "white", "black", "grey", "gray", "red", "blue", "green", "yellow", "orange", "pink", "purple", "brown",
    "beige", "cream", "tan", "teal", "gold", "turquoise", "navy", "silver", "maroon", "olive",
)  # fmt: skip
_SHADES: Final = ("", "", "", "dark ", "pale ", "light ", "bright ", "deep ")
_SIZES: Final = ("", "", "small ", "large ", "tall ", "big ", "tiny ", "wide ", "thin ", "round ")
_COLOUR_WORD: Final = re.compile(r"\b(?:" + "|".join(_COLOURS) + r")\b")
_TEAM_FORMS: Final = frozenset(
    {"tiny", "small", "medium", "large", "huge", "giant", "tall", "wide", "thin", "long", "round"}
)
_TEAM_PLACES: Final = frozenset(
    {
    "top", "bottom", "upper", "lower", "far", "left", "right", "center", "middle", "across", "third", "half", "two",
    "thirds", "everywhere",
    }
)  # fmt: skip
_PLACE_WORD: Final = re.compile(r"\b(?:left|right|top|bottom|cent(?:re|er)|middle)\b")


@dataclass(frozen=True)
class TextSet:
    """Lines of one kind."""

    name: str
    train: list[str]
    valid: list[str]
    repeat: int = 1
    """How many times the training lines count in the n-gram tables and in one pass of the network."""


def read_corpus(folder: Path, *, sketch_sentences: Path | None = None) -> list[TextSet]:
    """Read the data folder (`captions/`, `regions/labels.jsonl`) and make the derived sets.

    `sketch_sentences` is a text file with one sentence of the sketch team a line. Raises UsageError for a missing file.
    """
    sets = [_read_set(folder / "captions", name) for name in CAPTION_SETS]
    captions, sketches = _read_labels(folder / "regions" / "labels.jsonl")
    captioned = {text_set.name: text_set for text_set in sets}
    coco, conceptual = captioned["coco"], captioned["conceptual"]
    rule = random.Random(20_261_122)  # noqa: S311 - repeatable, not secret
    sources = rule.sample(coco.train, 24_000) + rule.sample(conceptual.train, 4_000)
    telegraphic = TextSet(
        "telegraphic",
        [telegraph(line, rule=rule) for line in sources],
        [telegraph(line, rule=rule) for line in coco.valid[:500]],
    )
    sets += [captions, sketches, telegraphic]
    sets.append(TextSet("sketch_made", list(recombine(sketches.train, count=4_000, rule=rule)), []))
    if sketch_sentences:
        team = _read_sketch_sentences(sketch_sentences)
        sets += [team, TextSet("sketch_team_made", list(resample(team.train, count=60_000, rule=rule)), [])]
    return sets


def _read_lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf-8").split("\n") if line]
    except OSError as error:
        raise UsageError(f"can't read {path}: {error.strerror}") from error


def _read_set(folder: Path, name: str) -> TextSet:
    valid = folder / f"{name}.valid.txt"
    return TextSet(name, _read_lines(folder / f"{name}.train.txt"), _read_lines(valid) if valid.exists() else [])


def _read_labels(path: Path) -> tuple[TextSet, TextSet]:
    """Split captions and sketches of the labelled photographs; every tenth photograph is kept for validation."""
    rows = [json.loads(line) for line in _read_lines(path)]
    kept = [row for i, row in enumerate(rows) if i % 10]
    held = [row for i, row in enumerate(rows) if i % 10 == 0]
    captions = TextSet("regions_caption", [r["caption"] for r in kept], [r["caption"] for r in held])
    sketches = TextSet("regions_sketch", [r["sketch"] for r in kept], [r["sketch"] for r in held])
    return captions, sketches


SKETCH_REPEAT = 12
"""How often a sentence of the sketch team counts: there are few of them, and they are what the default really sends."""


def _read_sketch_sentences(path: Path) -> TextSet:
    """Read the sketch team's sentences, photograph by photograph; the last twentieth is kept for validation."""
    lines = list(dict.fromkeys(_read_lines(path)))
    held = max(1, len(lines) // 20)
    return TextSet("sketch_team", lines[:-held], lines[-held:], repeat=SKETCH_REPEAT)


def telegraph(caption: str, *, rule: random.Random) -> str:
    """Shorten a caption to comma-joined phrases, some with a colour, size or place added.

    >>> telegraph("A man is riding a wave on a surfboard.", rule=random.Random(1))
    'pale gray man riding wave, surfboard'
    """
    chunks: list[list[str]] = [[]]
    for word in re.findall(r"[a-z0-9]+(?:[-'][a-z0-9]+)*", caption.lower()):
        if word in _BREAKS:
            chunks.append([])
        elif word not in _DROPPED:
            chunks[-1].append(word)
    phrases = [_decorate(" ".join(chunk), rule=rule) for chunk in chunks if chunk]
    return ", ".join(phrases) or caption


def _decorate(phrase: str, *, rule: random.Random) -> str:
    if rule.random() < 0.3 and not _COLOUR_WORD.search(phrase):
        phrase = rule.choice(_SIZES) + rule.choice(_SHADES) + rule.choice(_COLOURS) + " " + phrase
    if rule.random() < 0.35 and not _PLACE_WORD.search(phrase):
        phrase += " " + (rule.choice(_PLACES) if rule.random() < 0.75 else rule.choice(_CORNERS))
    return phrase


def recombine(sentences: list[str], *, count: int, rule: random.Random) -> Iterator[str]:
    """Make new comma-joined sentences out of the phrases of real ones, keeping first phrases first."""
    split = [sentence.split(", ") for sentence in sentences]
    firsts = [phrases[0] for phrases in split]
    others = [phrase for phrases in split for phrase in phrases[1:]]
    for _ in range(count):
        phrases = [rule.choice(firsts), *rule.choices(others, k=rule.randint(1, 7))]
        text = ", ".join(_vary(phrase, rule=rule) for phrase in phrases)
        yield text.replace("centre", "center") if rule.random() < 0.4 else text


def _vary(phrase: str, *, rule: random.Random) -> str:
    """Now and then change a phrase's colour or place for another."""
    if rule.random() < 0.4:
        phrase = _COLOUR_WORD.sub(lambda _: rule.choice(_COLOURS), phrase, count=1)
    if rule.random() < 0.3:
        phrase = _PLACE_WORD.sub(lambda _: rule.choice(_PLACES[:7]), phrase, count=1)
    return phrase


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


def resample(sentences: list[str], *, count: int, rule: random.Random) -> Iterator[str]:
    """Make new sentences of the sketch team: each slot of a phrase as in some real phrase of the same noun.

    What is said of one thing hardly depends on what is said of another, so that a thousand sentences tell enough of
    colours, places and sizes for many more. Now and then a colour is one that was said of something else.
    """
    hues = _hues(sentences)
    parsed = [_phrases(sentence, hues) for sentence in sentences]
    firsts = [phrases[0] for phrases in parsed]
    others = [phrase for phrases in parsed for phrase in phrases[1:]] or firsts
    kin: dict[str, list[_Slots]] = {}
    for phrase in firsts + others:
        kin.setdefault(phrase.noun, []).append(phrase)
    single = sorted({each.colours for each in firsts + others if " and " not in each.colours})
    every = sorted({colour for each in firsts + others for colour in _COLOUR_BREAK.split(each.colours)} | set(single))
    for _ in range(count):
        made = []
        for at, phrase in enumerate(rule.choice(parsed)):
            new = rule.choice(others if at else firsts) if rule.random() < 0.4 else phrase
            like = kin[new.noun]
            colours = rule.choice(like).colours if rule.random() < 0.6 else new.colours
            if rule.random() < 0.5:
                colours = _recolour(colours, every, rule=rule)
            new = _Slots(
                form=rule.choice(like).form if rule.random() < 0.4 else new.form,
                colours=colours,
                noun=new.noun,
                place=rule.choice(like).place if rule.random() < 0.4 else new.place,
            )
            made.append(str(new))
        text = ", ".join(made)
        yield mirror(text) if rule.random() < 0.5 else text


_COLOUR_BREAK = re.compile(r", | and ")


def _recolour(colours: str, every: list[str], *, rule: random.Random) -> str:
    """Change about a quarter of the colours in a list for any others."""
    parts = re.split(f"({_COLOUR_BREAK.pattern})", colours)
    return "".join(
        rule.choice(every) if at % 2 == 0 and part and rule.random() < 0.25 else part for at, part in enumerate(parts)
    )


def mirror(text: str) -> str:
    """Say left for right and right for left.

    >>> mirror("block far left, right half")
    'block far right, left half'
    """
    return re.sub(r"\b(left|right)\b", lambda side: "right" if side[0] == "left" else "left", text)
