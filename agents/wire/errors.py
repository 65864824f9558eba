"""What can go wrong between us and an endpoint; must not know what the request was for.

WireError
├── UnreachableError    no answer: refused, name unknown, TLS, timeout, cut off
├── OverloadedError     429 or 5xx that did not pass, or a wait too long to sit out
├── QuotaError          the account has no money left
├── KeyRefusedError     401 or 403
├── UnknownModelError   404
├── BadAnswerError      an answer that no API gives: not JSON, a redirect, too large
└── RefusedError        any other 4xx, with its code and the parameter it names
    └── ModerationError the words or the picture were refused; other words may fare better
NotOnRecordError (RunStateError)  a replay asked what the run never asked
LimitReached            not an error: the call that would pass a limit was not made; the graph makes a stop of it
"""

from typing import Literal

from codec.errors import RunStateError, WireError
from traces.dialogue import Stop

Problem = Literal["refused", "dns", "tls", "timeout", "cut", "protocol", "large"]
"""Why there was no answer; "large" is an answer that was not read to its end."""


class UnreachableError(WireError):
    """There was no answer, even after trying again."""

    def __init__(self, message: str, *, passing: bool) -> None:
        super().__init__(message)
        self.passing = passing
        """Whether the next request may fare better: a slow or broken answer, not a wrong address."""


class OverloadedError(WireError):
    """The endpoint asked to come back later, more often or later than we would."""


class QuotaError(WireError):
    """The account behind the key has nothing left to spend."""


class KeyRefusedError(WireError):
    """The key is missing, wrong, or not allowed to do this."""


class UnknownModelError(WireError):
    """The endpoint has no model of this name, or no such path."""


class BadAnswerError(WireError):
    """The answer was not what any such API gives; the base URL is probably wrong."""


class RefusedError(WireError):
    """The request was refused as it stands."""

    def __init__(self, message: str, *, status: int, code: str, param: str) -> None:
        super().__init__(message)
        self.status = status
        """HTTP status."""
        self.code = code
        """The API's error code, or ""."""
        self.param = param
        """The parameter that the API complains of, or ""."""


class ModerationError(RefusedError):
    """The words or the picture were refused by a filter: never sent again as they are."""


class NotOnRecordError(RunStateError):
    """A replay needs an answer that is not on record."""


class BadReply(Exception):  # noqa: N818 - it is caught, recorded and asked about once more; only then it is an error
    """The answer arrived and was charged, but its content can't be used."""


class LimitReached(Exception):  # noqa: N818 - a stop, not an error
    """A call was not made because it would pass a limit."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.says)
        self.stop = stop
        """What the graph ends the run with."""
