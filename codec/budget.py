"""Budgets and their units; it must not know what a text costs, and imports nothing that takes time."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from codec.errors import UsageError
from codec.nearest import find_nearest

Unit = Literal["tokens", "words", "chars", "bits", "bytes", "ubpp"]
"""What a budget counts: the text, or in bits, bytes and ubpp the whole file, header included; `ubpp` is millionths of a
bit per pixel of the original."""

ACCEPTED: Final = "30tokens, 12words, 120chars, 96bits, 12bytes or 100ubpp"
"""One example of each unit, for messages and help."""

_UNIT_NAMES: Final[dict[str, Unit]] = {
    "token": "tokens",
    "tok": "tokens",
    "codetoken": "tokens",
    "word": "words",
    "char": "chars",
    "character": "chars",
    "bit": "bits",
    "byte": "bytes",
    "ubpp": "ubpp",
    "µbpp": "ubpp",
    "microbpp": "ubpp",
    "microbit": "ubpp",
    "microbitperpixel": "ubpp",
    "microbitsperpixel": "ubpp",
}
_SHAPE: Final = re.compile(r"([0-9][0-9,_]*(?:\.[0-9]+)?|\.[0-9]+)([^\W\d_]+)")
_IGNORED: Final = re.compile(r"\s+|(?<=[^\W\d])[-/](?=[^\W\d])")
_LARGEST: Final = Decimal(10) ** 9


@dataclass(frozen=True)
class Budget:
    """A limit on what may be transmitted."""

    amount: int | float
    """How much, above zero: a whole number, or a fraction where the unit is `ubpp`."""
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse an unknown unit, and amounts that are not positive or not whole where they must be."""
        if self.unit not in get_args(Unit):
            raise UsageError(f"unknown budget unit {self.unit!r}: write {ACCEPTED}")
        if not 0 < self.amount <= _LARGEST:
            raise UsageError(f"a budget of {self.amount} {self.unit} is out of range: write {ACCEPTED}")
        if self.unit != "ubpp" and self.amount != int(self.amount):
            raise UsageError(f"a budget in {self.unit} must be whole, not {self.amount}: write {ACCEPTED}")

    def __str__(self) -> str:
        """Write the budget so that `parse_budget` reads it back equal."""
        return f"{Decimal(str(self.amount)).normalize():f}{self.unit}"


def parse_budget(text: str) -> Budget:
    """Read a budget such as `30tokens`; spaces, plurals, case and the spelling of µ are forgiven.

    Raises UsageError, in one line that shows what is accepted, for anything else.

    >>> parse_budget("30 Tokens")
    Budget(amount=30, unit='tokens')
    >>> str(parse_budget("62.5 µbpp"))
    '62.5ubpp'
    """
    squeezed = _IGNORED.sub("", text).lower().replace("\N{GREEK SMALL LETTER MU}", "µ")
    match = _SHAPE.fullmatch(squeezed)
    name = match[2] if match else ""
    unit = _UNIT_NAMES.get(name) or _UNIT_NAMES.get(name.removesuffix("s"))
    if match is None or unit is None:
        shown = text if len(text) <= 40 else text[:37] + "..."
        near = find_nearest(name.removesuffix("s"), _UNIT_NAMES) if match else None
        hint = f"did you mean {match[1]}{_UNIT_NAMES[near]}? " if match and near else ""
        raise UsageError(f"can't read the budget {shown!r}: {hint}write {ACCEPTED}")
    amount = Decimal(re.sub("[,_]", "", match[1]))
    if amount > _LARGEST:
        raise UsageError(f"the budget {text.strip()[:40]!r} is out of range: write {ACCEPTED}")
    return Budget(int(amount) if amount == int(amount) else float(amount), unit)
