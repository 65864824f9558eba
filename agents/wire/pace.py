"""Keeps calls apart in time; must not know what they are for."""

import threading
import time
from collections.abc import Callable

from codec.errors import UsageError


class Pace:
    """Lets at most `rpm` calls a minute pass, evenly spaced, whatever the number of threads; None: as many as come."""

    def __init__(
        self,
        rpm: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raise UsageError for a rate that is not above zero."""
        if rpm is not None and not rpm > 0:
            raise UsageError(f"--rpm must be above 0, not {rpm}")
        self._gap_s = 60.0 / rpm if rpm is not None else 0.0
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next_s = clock()

    def wait(self) -> float:
        """Wait for one's turn; return the seconds waited."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next_s)
            self._next_s = turn + self._gap_s
        if turn > now:
            self._sleep(turn - now)
        return turn - now
