"""A test server that breaks one request in five, in every way that servers break."""

import random
import threading
from collections import Counter
from typing import Any

from api_server import ApiServer, Fault


def _empty(good: dict[str, Any]) -> None:
    """Leave an answer in which nothing is said or drawn."""
    if "choices" in good:
        good["choices"][0]["message"]["content"] = ""
    else:
        good["data"] = []


FAULTS: dict[str, Fault] = {
    "429": Fault(429, {"message": "slow down", "code": "rate_limit_exceeded"}, {"retry-after": "0.05"}),
    "500": Fault(500, {"message": "it broke"}),
    "503": Fault(503, {"message": "overloaded"}),
    "timeout": Fault(wait_s=2.0),
    "cut": Fault(break_off="cut"),
    "reset": Fault(break_off="reset"),
    "stall": Fault(break_off="stall"),
    "garbage": Fault(raw=b'{"choices": [{"message": \xff\xfe'),
    "not json": Fault(raw=b"<html><h1>Bad gateway</h1></html>", content_type="text/html"),
    "empty": Fault(raw=b""),
    "empty reply": Fault(edit=_empty),
    "slow": Fault(wait_s=0.3),
}
"""Every kind of fault; a request is given up after a second."""

PATIENCE = ("--chat-timeout-s", "1", "--image-timeout-s", "1", "--retries", "8")


class FaultyServer(ApiServer):
    """Breaks a share of the requests, drawn from a seed; counts what it broke, and what it answered well."""

    def __init__(self, *, share: float, seed: int) -> None:
        super().__init__()
        self.broken: Counter[str] = Counter()
        self._share = share
        self._chance = random.Random(seed)
        self._drawing = threading.Lock()

    def answer(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[dict[str, Any], Fault]:
        good, fault = super().answer(path, headers, body)
        with self._drawing:
            if self._chance.random() >= self._share:
                return good, fault
            # Each kind in its turn, so that none is left out.
            name = list(FAULTS)[sum(self.broken.values()) % len(FAULTS)]
            self.broken[name] += 1
        chosen = FAULTS[name]
        if chosen.edit:
            chosen.edit(good)
        return good, chosen
