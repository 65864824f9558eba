"""Measures what relations would save the sketch team: `python -m benchmarks.relations PHOTOS…`.

Each photograph is described at 30 tokens. Then every thing that has a place is said without it but in relation to
another that is named ("person before bark tree right" for "bark tree right, person lower center right"), and the
picture is painted and judged again, as the critic would. Of each photograph the relation is told that costs least of
the score, less what the tokens that it saves are worth: the score that ten tokens more bring, by the token.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np
from PIL import Image

from agents.fit import join_phrases
from agents.sketch.judgement import TIE, aspects_of
from agents.sketch.knobs import Knobs
from agents.sketch.team import sketch_team
from benchmarks.play import REDRAW_SIDE, play
from benchmarks.sketch import SIDE, find_photos
from codec.budget import Budget
from codec.cielab import lab_from_rgb, raster
from codec.command import Parser, run_command
from codec.meter import Meter
from codec.photo import load_photo
from codec.tokens import count_code_tokens
from sketch.draw import draw
from sketch.eye import Eye, eye_for
from sketch.eye_moves import is_plain
from sketch.lexicon import NOUNS
from sketch.parse import parse
from sketch.scene import Clause, Link
from sketch.speak import speak

_MORE = 10
"""So many tokens more tell what one is worth."""


@dataclass(frozen=True)
class Related:
    """One description with a relation in it."""

    description: str
    saved_tokens: int
    gain: float
    """By how much the score rises; mostly it falls."""


@dataclass(frozen=True)
class Case:
    """A photograph, described."""

    name: str
    original: Image.Image
    description: str
    worth: float
    """By how much `_MORE` tokens more raise the score."""


def describe(path: Path, *, tokens: int) -> Case:
    """Have a photograph described by the sketch team, and again with more tokens."""
    original = load_photo(path).image
    original.thumbnail((SIDE, SIDE))
    team = sketch_team()
    played, more = (play(team, original, meter=Meter(Budget(most, "tokens"))) for most in (tokens, tokens + _MORE))
    worth = more.best_scores[-1] - played.best_scores[-1]
    return Case(path.stem[:24], original, played.best.offer.description, worth)


def judged(eye: Eye, description: str) -> float:
    """Paint a description with all its relations, and score it as the critic does."""
    height, width = eye.measure.height, eye.measure.width
    picture, _ = draw(description, REDRAW_SIDE, max(1, round(REDRAW_SIDE * height / width)))
    lab = lab_from_rgb(raster(picture, width=width, height=height))
    return Knobs().weigh(aspects_of(eye, lab, parse(description).scene.clauses))


def said_in_relation(clauses: Sequence[Clause]) -> Iterator[str]:
    """Say a scene with one thing in relation to another instead of at its place, in every way."""
    texts = [speak(clause) for clause in clauses]
    for at, clause in enumerate(clauses):
        if NOUNS[clause.noun].is_stuff or not clause.place:
            continue
        unplaced = speak(replace(clause, place=""))
        for other, target in enumerate(clauses):
            if other != at and not is_plain(target):
                for link in get_args(Link):
                    joined = {other: f"{unplaced} {link} {texts[other]}"}
                    yield join_phrases([joined.get(n, text) for n, text in enumerate(texts) if n != at])


def best_relation(eye: Eye, description: str, *, token_worth: float) -> Related | None:
    """Find the relation that gains most, tokens counted; None where nothing can be said in relation to anything."""
    score, tokens = judged(eye, description), count_code_tokens(description)
    found = [
        Related(text, tokens - count_code_tokens(text), judged(eye, text) - score)
        for text in sorted(set(said_in_relation(parse(description).scene.clauses)))
    ]
    return max(found, key=lambda each: each.gain + token_worth * each.saved_tokens, default=None)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser: argparse.ArgumentParser = Parser(prog="python -m benchmarks.relations", description="What relations save.")
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTOS", help="picture files or folders of them")
    parser.add_argument("--tokens", type=int, default=30, help="budget (default: %(default)s)")
    options = parser.parse_args(argv)
    cases = [describe(path, tokens=options.tokens) for path in find_photos(options.photos)]
    token_worth = float(np.mean([case.worth for case in cases])) / _MORE
    print(f"{len(cases)} photographs; a token more is worth {token_worth:.5f} of the score")
    found = []
    for case in cases:
        best = best_relation(eye_for(case.original), case.description, token_worth=token_worth)
        if best is not None:
            found.append(best)
            print(f"{case.name:<24} {best.gain:+.4f} for {best.saved_tokens} tokens: {best.description}")
    paying = [surplus for each in found if (surplus := each.gain + token_worth * each.saved_tokens) > TIE]
    print(f"a relation can be said in {len(found)} and pays in {len(paying)}")
    print(f"all of them together would raise the mean score by {sum(paying) / len(cases):.5f}")
    return 0


if __name__ == "__main__":
    run_command(main, program="benchmarks.relations")
