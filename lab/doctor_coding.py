"""Whether words become bits and pixels here: codes a sentence, decodes it, draws it."""

import argparse
from collections.abc import Iterator
from typing import Final

from codec.mub import MubFile, pack, unpack
from codec.tokens import count_code_tokens
from lab.doctor_finding import Finding
from sketch.paint import paint
from sketch.parse import parse

SENTENCE: Final = "pale blue sky, dark green trees left"

_SIDE: Final = 32


def check(_arguments: argparse.Namespace) -> Iterator[Finding]:
    """Code, decode and draw one sentence; the tables behind that are package data, which an install may have lost."""
    try:
        file = pack(MubFile(SENTENCE))
        same = unpack(file).text == SENTENCE
        tokens = count_code_tokens(SENTENCE)
        drawn = paint(parse(SENTENCE).scene, _SIDE, _SIDE, seed=0).shape == (_SIDE, _SIDE, 3)
    except (OSError, ValueError) as error:
        yield Finding("coding", "bad", f"the tables can't be read ({error})", "install mubpp afresh")
        return
    if not (same and drawn):
        yield Finding("coding", "bad", f"{SENTENCE!r} came back changed", "install mubpp afresh, or report this")
        return
    says = f"{SENTENCE!r} ({tokens} code_tokens) becomes a file of {len(file)} bytes, comes back, and is drawn"
    yield Finding("coding", "good", says)
