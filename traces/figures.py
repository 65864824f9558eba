"""Writes numbers for people: costs with their unit, scores, durations, money, sparklines; knows nothing of layout."""

import math
import re
from collections.abc import Sequence
from typing import Final

_BARS: Final = "▁▂▃▄▅▆▇█"
_FLAT_SPAN: Final = 0.02


def budget_unit(budget: str) -> str:
    """Return the unit of a budget as it was written, in its usual spelling.

    >>> budget_unit("30tokens"), budget_unit("100 µbpp"), budget_unit("1token")
    ('tokens', 'µbpp', 'tokens')
    """
    unit = re.sub(r"^[\s0-9.,_]+", "", budget).strip().lower()
    if unit in {"ubpp", "µbpp", "μbpp"}:
        return "µbpp"
    return unit if unit.endswith("s") or not unit else unit + "s"


def plain_number(value: float) -> str:
    """Write a number without needless digits.

    >>> plain_number(28.0), plain_number(61.25), plain_number(1234567.0)
    ('28', '61.2', '1,234,567')
    """
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.1f}"


def cost_of(cost: float, limit: float, unit: str) -> str:
    """Write what is spent of a budget, such as `28 of 30 tokens`."""
    return f"{plain_number(cost)} of {plain_number(limit)} {unit}"


def score(value: float | None) -> str:
    """Write a score or fidelity with three digits; a dash stands for none."""
    return "–" if value is None else f"{value:.3f}"


def gain(value: float, *, digits: int = 3) -> str:
    """Write a difference with its sign; a difference that rounds to nothing has none.

    >>> gain(0.0412), gain(-0.01), gain(0.0001)
    ('+0.041', '-0.010', '0.000')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def duration(seconds: float) -> str:
    """Write a time span.

    >>> duration(0.04), duration(9.86), duration(75), duration(3725)
    ('0.0 s', '9.9 s', '1:15 min', '1:02:05 h')
    """
    if seconds < 59.95:
        return f"{max(seconds, 0.0):.1f} s"
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} h" if hours else f"{minutes}:{rest:02} min"


def age(seconds: float) -> str:
    """Write how long ago something was, in one unit.

    >>> age(30), age(300), age(7300), age(200000)
    ('30 s', '5 min', '2 h', '2 d')
    """
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(int(seconds), 0)} s"


def money(spend_usd: float | None) -> str:
    """Write a spend; `$?` stands for an unknown price.

    >>> money(0.0), money(0.00213), money(1.5), money(None)
    ('$0', '$0.0021', '$1.50', '$?')
    """
    if spend_usd is None:
        return "$?"
    if spend_usd == 0:
        return "$0"
    return f"${spend_usd:.2f}" if spend_usd >= 0.1 else f"${spend_usd:.4f}"


def ubpp(value: float) -> str:
    """Write a rate in millionths of a bit per pixel.

    >>> ubpp(1234.5), ubpp(61.234)
    ('1,234 µbpp', '61.2 µbpp')
    """
    return f"{value:,.0f} µbpp" if value >= 100 else f"{value:.1f} µbpp"


def calls(count: int) -> str:
    """Write a count of calls."""
    return counted(count, "call")


def counted(count: int, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "round"), counted(0, "round")
    ('1 round', '0 rounds')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def sparkline(values: Sequence[float | None], *, width: int) -> str:
    """Draw values as bars between their least and their greatest; a failed one is a cross; the last `width` are kept.

    Differences below 0.02 in all are drawn flat rather than blown up.

    >>> sparkline([0.4, 0.52, None, 0.8], width=10)
    '▁▃×█'
    """
    shown = list(values)[-width:]
    known = [value for value in shown if value is not None]
    if not known:
        return "×" * len(shown)
    least, span = min(known), max(max(known) - min(known), _FLAT_SPAN)
    return "".join("×" if value is None else _BARS[min(math.floor((value - least) / span * 8), 7)] for value in shown)
