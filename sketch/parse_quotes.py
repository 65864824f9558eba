"""Lettering: what a sign, a label or a poster says, which names nothing that is there; knows no grammar."""

import re

from sketch.lexicon_empty import FUNCTION_WORDS
from sketch.lexicon_prose import DETERMINERS, LINKS

_SAYING = (
    "says|say|saying|reads|read|reading|words|word|text|phrase|letters|lettering|spelling|spells|spelled|out|titled|title|"
    "labeled|labelled|label|caption|quote|message|written|inscription|inscribed|name|named|slogan|logo|emblazoned"
)
_WRITTEN = r"written|printed|painted|engraved|carved|stitched|on|in|across|above|below|at"
"""Words after a quotation that make "with" mean that it is written there."""
_QUOTED = r"(?:\"(?P<a>[^\"]{1,90})\"|“(?P<b>[^”]{1,90})”|'(?P<c>[^']{1,90})'(?!\w)|‘(?P<d>[^’]{1,90})’)"
_LETTERING = re.compile(
    rf"\b(?P<lead>(?P<with>with)|{_SAYING})[:,]?\s+{_QUOTED}(?(with)(?=[.,;]|\s*$|\s+(?:{_WRITTEN})\b))", re.IGNORECASE
)
_SMALL = FUNCTION_WORDS | DETERMINERS.keys() | LINKS.keys()
_MARKS = "\"'“‘"
_WORD = re.compile(r"[^\W\d_]{2,}")


def without_lettering(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without what it quotes as written somewhere, and the content words of that.

    >>> without_lettering("A red sign that reads 'Keep off the grass' on a wall")
    ('A red sign that reads on a wall', ('keep', 'grass'))
    """
    found: list[str] = []
    if not any(mark in text for mark in _MARKS):
        return text, ()

    def taken(match: re.Match[str]) -> str:
        quoted = match["a"] or match["b"] or match["c"] or match["d"]
        found.extend(word for word in _WORD.findall(quoted.lower()) if word not in _SMALL)
        return match["lead"]

    return _LETTERING.sub(taken, text), tuple(found)
