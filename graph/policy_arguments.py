"""Reads and writes what stands after the `=` of a stopping policy; knows nothing of what a policy does with it."""

import math
import re


def read_count(text: str) -> int:
    """Read a whole number of at least 1; raise ValueError, in words for a person, for anything else."""
    if not re.fullmatch(r"\s*[0-9]{1,9}\s*", text) or int(text) < 1:
        raise ValueError(f"{text!r} is not a whole number of at least 1" if text else "a number is missing")
    return int(text)


def read_number(text: str) -> float:
    """Read a finite number; raise ValueError, in words for a person, for anything else."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number" if text else "a number is missing") from None
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a number")
    return value


def write_number(value: float) -> str:
    """Write a number so that it reads back equal, whole ones without a point."""
    return str(int(value)) if value == int(value) else repr(value)


def refuse_argument(argument: str) -> None:
    """Raise ValueError where a policy that takes no value was given one."""
    if argument:
        raise ValueError(f"it takes no value, {argument!r} was given")
