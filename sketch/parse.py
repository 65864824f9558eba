"""English to scenes: total, deterministic, reports what it could not use; knows no geometry.

Later phrases are drawn over earlier ones, but scenery (sky, sea, trees ...) that is said without a place goes behind
the things, and a relation puts its object where it can be stood on, sat in or looked past.
"""

from functools import lru_cache

from sketch.lexicon import MOODS
from sketch.parse_builder import MOST_CLAUSES, Builder
from sketch.parse_company import told_by_company
from sketch.parse_order import ordered, under_one_sky
from sketch.parse_phrases import read_phrases
from sketch.parse_prose import LONG, condensed
from sketch.parse_quotes import without_lettering
from sketch.parse_setting import behind_things, setting_of, with_ground, with_low_plants, without_leaves
from sketch.parse_settle import settled
from sketch.parse_words import read_items
from sketch.scene import Reading, Scene

__all__ = ["MOST_CLAUSES", "parse"]


_MOST_KEPT_CHARS = 2000
"""Longer texts are read anew each time."""


def parse(text: str) -> Reading:
    """Read any text as a scene; the latest readings are kept, since who draws and who judges ask for the same."""
    return _parsed_again(text) if len(text) <= _MOST_KEPT_CHARS else _parsed(text)


@lru_cache(maxsize=256)
def _parsed_again(text: str) -> Reading:
    return _parsed(text)


def _parsed(text: str) -> Reading:
    text, lettering = without_lettering(text)
    items = read_items(text)
    reader = read_phrases(items)
    is_long = reader.is_prose and len(items) >= LONG
    words = frozenset(item.text for item in items)
    builder = Builder(is_prose=reader.is_prose, is_long=is_long, words=words)
    for phrase in reader.phrases:
        builder.add(phrase)
    drafts = builder.drafts()
    if is_long:
        drafts = condensed(drafts, builder.page.dropped)
    setting = ""
    if reader.is_prose:
        told_by_company(drafts)
        drafts = with_low_plants(without_leaves(drafts))
        behind_things(drafts)
        setting = setting_of(drafts)
        drafts = with_ground(drafts, setting)
    ignored = [*reader.ignored, *builder.page.dropped, *lettering]
    moods = tuple(mood for mood in MOODS if mood in reader.moods)
    clauses = settled(ordered(under_one_sky(drafts)))
    return Reading(Scene(clauses=clauses, moods=moods, setting=setting), tuple(dict.fromkeys(ignored)))
