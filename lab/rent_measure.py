"""What each phrase of a description is worth: the picture is drawn without it, and what is lost and saved is measured.

Likeness is `codec.fidelity`, bits are those of the whole `.mub` file, packed and unpacked. Knows nothing of commands.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PIL.Image import Image

from agents.fit import join_phrases
from codec.fidelity import Measure
from codec.meter import Meter
from codec.mub import MubFile, pack, unpack
from lab.statistics import Interval, bootstrap_interval

Draw = Callable[[str, int], Image | None]
"""Draws a description for the n-th time; None: the renderer refused."""


@dataclass(frozen=True, kw_only=True)
class PhraseRent:
    """What one phrase pays and what it costs."""

    phrase: str
    without: str
    """The description that is left."""
    rent: Interval | None
    """Fidelity lost without it, over renders; below 0: better without it. None: nothing could be drawn."""
    file_bits_saved: int
    cost_saved: float
    """In the budget's unit."""

    @property
    def inside_noise(self) -> bool:
        """Whether the renders leave open if the phrase pays at all."""
        return self.rent is not None and self.rent.low is not None and self.rent.holds(0.0)


@dataclass(frozen=True, kw_only=True)
class Rents:
    """A whole description, priced."""

    description: str
    fidelity: Interval | None
    """Of the whole description, over renders."""
    file_bits: int
    phrases: tuple[PhraseRent, ...]
    """In the order of the description; none if there is only one phrase, since nothing can't be drawn."""


def leave_out(description: str, phrases: Sequence[str], index: int) -> str:
    """Return the description without one phrase; what a model wrote around it, such as a comma, goes with it.

    >>> leave_out("a red barn, snow below, sun", ["a red barn", "snow below", "sun"], 1)
    'a red barn, sun'
    >>> leave_out("A red barn under a sun.", ["A red barn", "under a sun"], 1)
    'A red barn.'
    """
    if join_phrases(phrases) == description:
        return join_phrases(text for i, text in enumerate(phrases) if i != index)
    begin = 0
    for text in phrases[:index]:
        begin = max(begin, description.find(text, begin) + len(text))
    at = description.find(phrases[index], begin if phrases[index] in description[begin:] else 0)
    if at < 0:
        return description
    left, right = description[:at].rstrip(" ,;"), description[at + len(phrases[index]) :]
    joined = f"{left}{right}" if left else right.lstrip(" ,;")
    return re.sub(r"\s+([,.;])", r"\1", joined).strip(" ,;")


def price_phrases(
    mub: MubFile,
    phrases: Sequence[str],
    *,
    measure: Measure,
    meter: Meter,
    draw: Draw,
    renders: int,
    advance: Callable[[str], None],
    seed: int = 0,
) -> Rents:
    """Price every phrase of a file's description by leaving it out, `renders` pictures each.

    The n-th render without a phrase is compared with the n-th render of the whole, so that what both share cancels out.
    """
    whole = _scores(mub.text, draw, measure, renders, advance)
    bits, cost = _file_bits(mub), float(meter.cost(mub.text))
    found = []
    for index, phrase in enumerate(phrases if len(phrases) > 1 else ()):
        text = leave_out(mub.text, phrases, index)
        if not text or text == mub.text:
            continue
        parts = _scores(text, draw, measure, renders, advance)
        pairs = [a - b for a, b in zip(whole, parts, strict=True) if a is not None and b is not None]
        found.append(
            PhraseRent(
                phrase=phrase,
                without=text,
                rent=bootstrap_interval(pairs, seed=seed) if pairs else None,
                file_bits_saved=bits - _file_bits(replace(mub, text=text)),
                cost_saved=cost - float(meter.cost(text)),
            )
        )
    drawn = [score for score in whole if score is not None]
    return Rents(
        description=mub.text,
        fidelity=bootstrap_interval(drawn, seed=seed) if drawn else None,
        file_bits=bits,
        phrases=tuple(found),
    )


def _scores(
    text: str, draw: Draw, measure: Measure, renders: int, advance: Callable[[str], None]
) -> list[float | None]:
    scores: list[float | None] = []
    for number in range(renders):
        picture = draw(text, number)
        scores.append(measure.of(picture).total if picture is not None else None)
        advance(text[:60])
    return scores


def _file_bits(mub: MubFile) -> int:
    data = pack(mub)
    if unpack(data) != mub:
        raise AssertionError(f"the file does not decode to {mub.text!r}")
    return len(data) * 8
