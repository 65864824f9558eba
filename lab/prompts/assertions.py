"""Assertions about an experiment, for CI: `critic.terse.score >= baseline - 0.02`; compares means over pictures.

Knows nothing of where figures come from.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from codec.errors import UsageError
from lab.prompts.compare import Summary
from lab.prompts.metrics import METRICS, Metric

_OPERATORS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_FORM: Final = re.compile(r"\s*(?P<left>.+?)\s*(?P<operator>>=|<=|>|<)\s*(?P<right>.+?)\s*")
_OFFSET: Final = re.compile(r"(?P<name>.+?)\s*(?P<sign>\s[+-])\s*(?P<number>[0-9.]+(?:e-?[0-9]+)?)")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an assertion went."""

    text: str
    holds: bool
    says: str
    """The figures on both sides."""


def check_assertion(text: str, summaries: Sequence[Summary]) -> Outcome:
    """Check `VARIANT.METRIC OPERATOR VARIANT[.METRIC] [+|- NUMBER]`, or a number on the right.

    A side without any finished picture makes the assertion fail. Raises UsageError, showing the form, for a text that
    is no assertion and for a variant or metric that there isn't.
    """
    match = _FORM.fullmatch(text)
    if not match:
        raise UsageError(f'--assert {text[:80]!r}: write it like "critic.terse.score >= baseline - 0.02"')
    name, metric = _read_side(match["left"], summaries, default=None)
    left = _mean(name, metric, summaries)
    right, shown = _read_right(match["right"], summaries, metric)
    if left is None or right is None:
        return Outcome(text=text, holds=False, says="no finished picture on one side")
    holds = _OPERATORS[match["operator"]](left, right)
    return Outcome(text=text, holds=holds, says=f"{name}.{metric} is {left:.6g}, {shown} is {right:.6g}")


def _read_right(text: str, summaries: Sequence[Summary], metric: Metric) -> tuple[float | None, str]:
    try:
        return float(text), text
    except ValueError:
        pass
    offset = _OFFSET.fullmatch(text)
    name, of = _read_side(offset["name"] if offset else text, summaries, default=metric)
    mean = _mean(name, of, summaries)
    if offset is None or mean is None:
        return mean, text
    step = float(offset["number"])
    return (mean + step if "+" in offset["sign"] else mean - step), text


def _read_side(text: str, summaries: Sequence[Summary], *, default: Metric | None) -> tuple[str, Metric]:
    """Read a variant and a metric; the variant's label may itself have dots in it."""
    labels = [summary.variant for summary in summaries]
    if default is not None and text in labels:
        return text, default
    name, _, last = text.rpartition(".")
    metric = next((one for one in METRICS if one == last), None)
    if metric is None or name not in labels:
        known = f"variants: {', '.join(labels)}; metrics: {', '.join(METRICS)}"
        raise UsageError(f"--assert: {text[:80]!r} is no VARIANT.METRIC of this experiment; {known}")
    return name, metric


def _mean(name: str, metric: Metric, summaries: Sequence[Summary]) -> float | None:
    summary = next(one for one in summaries if one.variant == name)
    interval = summary.means.get(metric)
    return None if interval is None else interval.mean
