"""Reading and making the text that the caption model learns from; it must not know how the model learns.

Beside the caption files it makes telegraphic text from captions by rule, and new sentences in the sketch dialect by
recombining the phrases of real ones. Everything made is a function of the input files and fixed seeds.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from codec.train_dialect import Palette, read_lines, resample

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
_PLACE_WORD: Final = re.compile(r"\b(?:left|right|top|bottom|cent(?:re|er)|middle)\b")


@dataclass(frozen=True)
class TextSet:
    """Lines of one kind."""

    name: str
    train: list[str]
    valid: list[str]
    repeat: int = 1
    """How many times the training lines count in the n-gram tables and in one pass of the network."""


def read_corpus(folder: Path, *, sketch_sentences: Path | None = None, colours: Path | None = None) -> list[TextSet]:
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
        palette = Palette.read(colours) if colours else None
        made = list(resample(team.train, count=MADE, rule=rule, palette=palette))
        sets += [team, TextSet("sketch_team_made", made, [])]
    return sets


def _read_set(folder: Path, name: str) -> TextSet:
    valid = folder / f"{name}.valid.txt"
    return TextSet(name, read_lines(folder / f"{name}.train.txt"), read_lines(valid) if valid.exists() else [])


def _read_labels(path: Path) -> tuple[TextSet, TextSet]:
    """Split captions and sketches of the labelled photographs; every tenth photograph is kept for validation."""
    rows = [json.loads(line) for line in read_lines(path)]
    kept = [row for i, row in enumerate(rows) if i % 10]
    held = [row for i, row in enumerate(rows) if i % 10 == 0]
    captions = TextSet("regions_caption", [r["caption"] for r in kept], [r["caption"] for r in held])
    sketches = TextSet("regions_sketch", [r["sketch"] for r in kept], [r["sketch"] for r in held])
    return captions, sketches


MADE: Final = 90_000
"""So many sentences are made of the sketch team's."""
SKETCH_REPEAT: Final = 12
"""How often a sentence of the sketch team counts: there are few of them, and they are what the default really sends."""


def _read_sketch_sentences(path: Path) -> TextSet:
    """Read the sketch team's sentences, photograph by photograph; the last twentieth is kept for validation."""
    lines = list(dict.fromkeys(read_lines(path)))
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
