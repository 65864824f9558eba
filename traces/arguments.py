"""How the subcommands of `python -m traces` read rounds and time spans; knows nothing of what they do."""

import re
from typing import Final

from codec.errors import UsageError

_SPANS: Final = {"s": 1, "min": 60, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_rounds(texts: list[str] | None) -> frozenset[int] | None:
    """Read round numbers and ranges such as `3`, `r3`, `1-4`; None: all.

    >>> sorted(parse_rounds(["0", "2-4"]) or ())
    [0, 2, 3, 4]
    """
    if not texts:
        return None
    rounds: set[int] = set()
    for text in ",".join(texts).split(","):
        match = re.fullmatch(r"\s*r?(\d{1,6})(?:\s*-\s*r?(\d{1,6}))?\s*", text)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise UsageError(f"can't read the round {text!r}: write 3, or 1-4, or 0,2")
        rounds.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(rounds)


def parse_span(text: str) -> float:
    """Read a time span such as `30min`, `2h`, `7d` in seconds.

    >>> parse_span("2h")
    7200.0
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text)
    if match is None or match[2] not in _SPANS:
        raise UsageError(f"can't read the time span {text!r}: write 30min, 2h, 7d or 1w")
    return float(match[1]) * _SPANS[match[2]]


def split_round(text: str) -> tuple[str, int | None]:
    """Split `RUN@3` into the run's name and the round.

    >>> split_round("latest~1@3"), split_round("latest")
    (('latest~1', 3), ('latest', None))
    """
    name, at, number = text.rpartition("@")
    if at and re.fullmatch(r"r?\d{1,6}", number):
        return name, int(number.removeprefix("r"))
    return text, None
