"""Makes the .mub files that take a decoder longest: many symbols for each character that a text may have."""

import math
from collections.abc import Callable, Iterator

from codec.caption import CaptionModel, Interval, Plan, Stop
from codec.mub import Coder, MubFile, header_bits
from codec.raw import MAX_CHARS
from codec.spelling import encode_odds
from codec.symbols import END, ESCAPE, FIRST_ENTRY, FIRST_START, GAP, start_symbol


def _digits(model: CaptionModel) -> Iterator[tuple[int, str]]:
    """An unusual gap and a digit: two symbols a character."""
    digit = next(number for number, entry in enumerate(model._alphabet.entries, FIRST_ENTRY) if entry == ("8", False))
    while True:
        yield GAP, ""
        yield digit, ""


def _spelled(_model: CaptionModel) -> Iterator[tuple[int, str]]:
    """The same and a form of one character, spelled out: four choices a character."""
    while True:
        yield GAP, ""
        yield ESCAPE, "~"


_STREAMS: dict[str, Callable[[CaptionModel], Iterator[tuple[int, str]]]] = {"digits": _digits, "spelled": _spelled}
KINDS = tuple(_STREAMS)


def make_slow_file(kind: str, *, most_bytes: int) -> bytes:
    """Make a file of at most so many bytes, with no more characters than a text may have."""
    model = CaptionModel.shipped()
    plan = Plan()
    first = start_symbol([])
    encode_odds(model._start_odds, first - FIRST_START, sink=plan)
    node = model.predictor.begin(first)
    bits = 0.0
    chars = 0
    for symbol, spelled in _STREAMS[kind](model):
        if chars >= MAX_CHARS - 1 or bits > 8 * most_bytes - 200:
            break
        before = len(plan.steps)
        model._plan_symbol(node, symbol, plan=plan)
        node = model.predictor.follow(node, symbol)
        if spelled:
            model._speller.encode(spelled, exact=True, sink=plan)
        chars += symbol != GAP
        bits += sum(math.log2(step.total / step.size) for step in plan.steps[before:] if isinstance(step, Interval))
    plan.steps.append(Stop(int(node.odds[END]), ends=True))
    return model.encode_plan(plan, header=header_bits(MubFile(""), coder=Coder.CAPTION))
