"""The meter that prices a text in the unit of a budget; it must not know who writes the text."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from codec.budget import Budget, Unit
from codec.errors import UsageError
from codec.mub import MubFile, pack
from codec.rate import measure_rate
from codec.tokens import count_code_tokens

_REMEMBERED: Final = 4096


def count_words(text: str) -> int:
    """Count words: runs of characters between white space, as `str.split` finds them.

    >>> count_words("a dark-green tree, left")
    4
    """
    return len(text.split())


def count_chars(text: str) -> int:
    """Count Unicode code points (not bytes, not grapheme clusters).

    >>> count_chars("ciel bleu pâle")
    14
    """
    return len(text)


_TEXT_COUNTERS: Final[dict[Unit, Callable[[str], int]]] = {
    "tokens": count_code_tokens,
    "words": count_words,
    "chars": count_chars,
}


class Meter:
    """Price texts in the unit of one budget.

    `pixels` is the number of pixels of the original picture; only `ubpp` needs it. `container` is the file that the
    text will go into, whatever text it holds: in `bits`, `bytes` and `ubpp` a cost is that of the whole file, as it
    would be written.
    """

    def __init__(self, budget: Budget, *, pixels: int | None = None, container: MubFile | None = None) -> None:
        if budget.unit == "ubpp" and not pixels:
            raise UsageError("a budget in ubpp needs the picture's size in pixels")
        self.budget = budget
        self._pixels = pixels or 1
        self._container = container or MubFile("")
        self._costs: OrderedDict[str, int | float] = OrderedDict()

    @property
    def limit(self) -> int | float:
        """The most that a text may cost, in the budget's unit."""
        return self.budget.amount

    def cost(self, text: str) -> int | float:
        """Return what a text costs in the budget's unit; the latest answers are remembered."""
        cost = self._costs.get(text)
        if cost is None:
            cost = self._measure(text)
            self._costs[text] = cost
            if len(self._costs) > _REMEMBERED:
                self._costs.popitem(last=False)
        return cost

    def fits(self, text: str) -> bool:
        """Tell whether a text is within the budget."""
        return self.cost(text) <= self.limit

    def _measure(self, text: str) -> int | float:
        counter = _TEXT_COUNTERS.get(self.budget.unit)
        if counter:
            return counter(text)
        rate = measure_rate(pack(replace(self._container, text=text)), pixels=self._pixels)
        if self.budget.unit == "ubpp":
            return rate.ubpp
        return rate.file_bytes if self.budget.unit == "bytes" else rate.file_bits
