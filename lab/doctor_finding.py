"""What the doctor finds; knows nothing of how it is found."""

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "note", "bad"]
"""bad: no run would work; note: a run would, and there is something to know."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    topic: str
    """Such as "packages" or "endpoint"."""
    state: State
    says: str
    """What was found, in one line without any key in it."""
    todo: str = ""
    """What a person can do about it; "": nothing."""
