"""The caption coder: a text to the shortest file under a fixed model of short descriptions, and back.

It must not know what the header bits before it mean. A text is a start symbol, then lexemes, each a symbol of the
vocabulary (spelled out if it has none) and its case; before each symbol stands the decision whether the text ends.
Since a decoder knows the length of the file, that decision leans on how many bits are left: `CaptionModel.stop_odds`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from codec.arithmetic import ArithmeticDecoder, ArithmeticEncoder
from codec.bits import BitReader
from codec.damage import DAMAGE
from codec.errors import FormatError
from codec.lexer import Case, Joiner, Lexeme, split_text
from codec.model_file import ModelFile
from codec.prediction import Node, Predictor
from codec.raw import MAX_CHARS, check_length
from codec.spelling import Speller, decode_odds, encode_odds
from codec.symbols import (
    END,
    ESCAPE,
    FIRST_ENTRY,
    FIRST_START,
    GAP,
    Alphabet,
    start_symbol,
)

MODEL_FILE: Final = "caption1.npz"
MODEL_FOLDER: Final = Path(__file__).with_name("model")

_STOP_BITS: Final = 16
_STOP_LEAST: Final = 16
"""Odds of stopping, and of not stopping, are at least 16 in 2**16."""
LEAN_ONE: Final = 4096
"""A factor of 1 in the table of leans."""
UNKNOWN_TENDENCY: Final = 5
"""Case tendency of forms outside the vocabulary; those inside have 0 to 4."""


class Interval(NamedTuple):
    """A coded choice: its part of a whole."""

    start: int
    size: int
    total: int


class Stop(NamedTuple):
    """A coded decision whether the text ends here."""

    odds: int
    """Odds of ending, out of the predictor's total, before leaning."""
    ends: bool


class CaseContext:
    """What the case of the next form depends on beside the form itself."""

    def __init__(self, start: int) -> None:
        self._place = 1 if (start - FIRST_START) & 1 else 0
        self._last = Case.LOWER

    def row(self, tendency: int) -> tuple[int, int, int]:
        """Return the indices into the table of case odds."""
        return self._place, min(int(self._last), 2), tendency

    def advance(self, form: str, case: Case) -> None:
        """Move on past a form."""
        self._place = 2 if form in {".", "!", "?", ":"} else 3
        self._last = case if form.isalpha() and len(form) > 1 else Case.LOWER


@dataclass
class Plan:
    """The choices that make up a text, collected before they are coded."""

    steps: list[Interval | Stop] = field(default_factory=list)

    def encode(self, start: int, size: int, total: int) -> None:
        """Add one choice."""
        self.steps.append(Interval(start, size, total))


class CaptionModel:
    """Encode and decode texts under one model file."""

    def __init__(self, tables: Mapping[str, npt.NDArray[Any]]) -> None:
        gaps = tables["entry_gaps"].tolist()
        forms = tables["entry_forms"].tobytes().decode("utf-8").split("\n")
        self._alphabet = Alphabet(list(zip(forms, map(bool, gaps), strict=True)))
        self._tendencies = tables["tendencies"]
        self._case_odds = tables["case_odds"].astype(np.int64)
        self._start_odds = tables["start_odds"].astype(np.int64)
        self.leans = [int(lean) for lean in tables["leans"]]
        self._speller = Speller(tables)
        self.predictor = Predictor.load(tables)

    @classmethod
    @cache
    def shipped(cls) -> "CaptionModel":
        """Load the model that comes with the package, once; raises FormatError when the installation is damaged."""
        return cls.load(MODEL_FOLDER / MODEL_FILE)

    @classmethod
    def load(cls, path: Path) -> "CaptionModel":
        """Load a model file; raises FormatError when it can't be read or lacks a table."""
        tables = ModelFile(path)
        try:
            return cls(tables)
        except (*DAMAGE, MemoryError) as error:
            raise tables.refuse(error) from error

    def encode(self, text: str, *, header: str = "") -> bytes:
        """Return the shortest file of `header` (binary digits) and a text; raise UsageError when it is too long."""
        check_length(text)
        return self.encode_plan(self.plan(text), header=header)

    def encode_plan(self, plan: Plan, *, header: str) -> bytes:
        """Return the shortest file of `header` and the choices of a text."""
        size = max(1, (len(header) + _least_bits(plan.steps)) // 8 - 1)
        while True:
            data = self._encode_in(plan, header=header, size=size)
            if data is not None:
                return data
            size += 1

    def decode(self, data: bytes, *, start: int = 0) -> str:
        """Return the text that begins at bit `start` of a file; raise FormatError when there is none."""
        reader = BitReader(data)
        reader.position = start
        decoder = ArithmeticDecoder(reader, file_bytes=len(data))
        first = FIRST_START + decode_odds(self._start_odds, decoder)
        node, joiner, cases = self.predictor.begin(first), Joiner(), CaseContext(first)
        gap = False
        while not self._read_stop(node, decoder, size=len(data)):
            symbol = self._read_symbol(node, decoder)
            node = self.predictor.follow(node, symbol)
            if symbol == GAP:
                if gap:  # no encoder writes two; without an end to them a file could keep a decoder busy for minutes
                    raise FormatError("the file's text holds one spacing after another: it is damaged")
                gap = True
                continue
            lexeme = self._read_lexeme(symbol, decoder, gap=gap, cases=cases)
            gap = False
            joiner.add(lexeme)
            if joiner.chars > MAX_CHARS:
                raise FormatError(f"the file's text has more than {MAX_CHARS:,} characters: it is damaged")
        return joiner.text()

    def plan(self, text: str) -> Plan:
        """Return the choices that make up a text."""
        lexemes = split_text(text)
        first = start_symbol(lexemes)
        plan, cases = Plan(), CaseContext(first)
        encode_odds(self._start_odds, first - FIRST_START, sink=plan)
        node = self.predictor.begin(first)
        for lexeme in lexemes:
            for symbol in self._alphabet.symbols_of(lexeme):
                self._plan_symbol(node, symbol, plan=plan)
                node = self.predictor.follow(node, symbol)
            if symbol == ESCAPE:
                self._speller.encode(lexeme.form, exact=lexeme.case is Case.EXACT, sink=plan)
            if lexeme.case is not Case.EXACT and has_case(lexeme.form):
                encode_odds(self._case_odds[cases.row(self._tendency(symbol))], lexeme.case, sink=plan)
            cases.advance(lexeme.form, lexeme.case)
        plan.steps.append(Stop(int(node.odds[END]), ends=True))
        return plan

    def word_bits(self, *, after: Sequence[str]) -> Callable[[str], float]:
        """Return an estimate of what a word would take in bits, right after any of some texts.

        An estimate, since a file is coded as a whole; a word that must be spelled takes more than is said here.
        """
        odds = np.mean([self._odds_after(text) for text in after], axis=0)

        def bits_of(word: str) -> float:
            symbol = self._alphabet.symbols_of(split_text(f"of {word}")[1])[0]
            return float(np.log2(self.predictor.total / odds[symbol]))

        return bits_of

    def _odds_after(self, text: str) -> npt.NDArray[np.uint32]:
        lexemes = split_text(text)
        symbols = [symbol for lexeme in lexemes for symbol in self._alphabet.symbols_of(lexeme)]
        return self.predictor.after([start_symbol(lexemes), *symbols]).odds

    def _plan_symbol(self, node: Node, symbol: int, *, plan: Plan) -> None:
        end = int(node.odds[END])
        plan.steps.append(Stop(end, ends=False))
        before = int(node.odds[END + 1 : symbol].sum(dtype=np.int64))
        plan.encode(before, int(node.odds[symbol]), self.predictor.total - end)

    def _encode_in(self, plan: Plan, *, header: str, size: int) -> bytes | None:
        """Code a plan for a file of `size` bytes; return None when it doesn't fit."""
        encoder = ArithmeticEncoder(header=header)
        for step in plan.steps:
            if isinstance(step, Interval):
                encoder.encode(*step)
            else:
                odds = self.stop_odds(step.odds, left_bits=8 * size - encoder.spent_bits)
                part = (0, odds) if step.ends else (odds, (1 << _STOP_BITS) - odds)
                encoder.encode(*part, 1 << _STOP_BITS)
        return encoder.finish_in(size)

    def stop_odds(self, odds: int, *, left_bits: int) -> int:
        """Return the odds of ending, out of 2**16, with so many bits of the file left."""
        middle = len(self.leans) // 2
        lean = self.leans[min(max(left_bits + middle, 0), len(self.leans) - 1)]
        ending = odds * lean
        leaned = (ending << _STOP_BITS) // (ending + (self.predictor.total - odds) * LEAN_ONE)
        return min(max(leaned, _STOP_LEAST), (1 << _STOP_BITS) - _STOP_LEAST)

    def _read_stop(self, node: Node, decoder: ArithmeticDecoder, *, size: int) -> bool:
        odds = self.stop_odds(int(node.odds[END]), left_bits=8 * size - decoder.spent_bits)
        ends = decoder.target(1 << _STOP_BITS) < odds
        decoder.take(*((0, odds) if ends else (odds, (1 << _STOP_BITS) - odds)))
        return ends

    def _read_symbol(self, node: Node, decoder: ArithmeticDecoder) -> int:
        edges = np.cumsum(node.odds[END + 1 :], dtype=np.int64)
        target = decoder.target(self.predictor.total - int(node.odds[END]))
        symbol = int(np.searchsorted(edges, target, side="right")) + END + 1
        if symbol == len(node.odds) or FIRST_START <= symbol < FIRST_ENTRY:
            raise FormatError("the file's text holds an impossible symbol: it is damaged")
        size = int(node.odds[symbol])
        decoder.take(int(edges[symbol - END - 1]) - size, size)
        return symbol

    def _read_lexeme(self, symbol: int, decoder: ArithmeticDecoder, *, gap: bool, cases: CaseContext) -> Lexeme:
        case = Case.LOWER
        if symbol == ESCAPE:
            form, exact = self._speller.decode(decoder)
            case = Case.EXACT if exact else case
        else:
            form, unusual = self._alphabet.entries[symbol - FIRST_ENTRY]
            gap = gap or unusual
        if case is not Case.EXACT and has_case(form):
            case = Case(decode_odds(self._case_odds[cases.row(self._tendency(symbol))], decoder))
        cases.advance(form, case)
        return Lexeme(form, case, gap)

    def _tendency(self, symbol: int) -> int:
        return UNKNOWN_TENDENCY if symbol == ESCAPE else int(self._tendencies[symbol - FIRST_ENTRY])


def has_case(form: str) -> bool:
    """Tell whether a form could be written in another case."""
    return form.upper() != form


def _least_bits(steps: list[Interval | Stop]) -> int:
    """Return about how many bits the choices other than stopping take."""
    ratio = [step.total / step.size for step in steps if isinstance(step, Interval)]
    return int(np.log2(ratio).sum())
