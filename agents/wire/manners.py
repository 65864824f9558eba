"""How requests to a model must be written so that its server takes them, as learnt from refusals; sends nothing."""

import threading
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Manner:
    """How requests to one model are written."""

    structured: bool = True
    """By schema; False: as JSON in text."""
    limit_field: Literal["max_completion_tokens", "max_tokens", ""] = "max_completion_tokens"
    """What the limit of output tokens is called; "": the server takes none."""
    dropped: frozenset[str] = frozenset()
    """Parameters that the server does not take."""


class Manners:
    """What was learnt of every model on one wire; roles that ask the same model share it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Manner] = {}
        self._lock = threading.Lock()

    def recall(self, base_url: str, *, asked_of: str) -> Manner | None:
        """Return what is known of a model; None: nothing yet."""
        with self._lock:
            return self._known.get((base_url, asked_of))

    def learn(self, base_url: str, *, asked_of: str, manner: Manner) -> None:
        """Remember how to ask a model from now on."""
        with self._lock:
            self._known[base_url, asked_of] = manner
