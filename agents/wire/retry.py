"""Judges what came of a request: good, worth another try, or a failure with a name; pure functions, no network."""

import email.utils
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from agents.wire.errors import (
    BadAnswerError,
    KeyRefusedError,
    ModerationError,
    OverloadedError,
    Problem,
    QuotaError,
    RefusedError,
    UnknownModelError,
    UnreachableError,
)
from agents.wire.redact import hide_in_text, strip_url
from agents.wire.rows import Answered
from codec.errors import WireError

LONGEST_WAIT_S: Final = 120.0
"""A server that asks for more is not waited for."""

_TRANSIENT: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 529})
_NO_MONEY: Final = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_MODERATED: Final = frozenset({"moderation_blocked", "content_policy_violation", "content_filter"})
_FIRST_WAIT_S: Final = 0.5
_LONGEST_BACKOFF_S: Final = 8.0


@dataclass(frozen=True)
class ApiError:
    """The error object of an answer, in the shape that OpenAI gives it; "" where a server says less."""

    message: str
    code: str
    kind: str
    param: str


def parse_object(answered: Answered) -> dict[str, Any] | None:
    """Return the answer's JSON object, or None if it is not one."""
    try:
        parsed = json.loads(answered.body)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def read_api_error(answered: Answered) -> ApiError:
    """Read who complains of what from an error answer; servers differ, so every shape is taken."""
    body = parse_object(answered)
    error: Any = body if body is None else (body.get("error") or body.get("detail") or body)
    if isinstance(error, list):
        error = {"message": "; ".join(str(one.get("msg", one)) if isinstance(one, dict) else str(one) for one in error)}
    if not isinstance(error, Mapping):
        text = error if isinstance(error, str) else answered.body[:300].decode("utf-8", errors="replace")
        return ApiError(_one_line(text), "", "", "")
    return ApiError(
        _one_line(str(error.get("message") or error.get("msg") or "")),
        str(error.get("code") or ""),
        str(error.get("type") or ""),
        str(error.get("param") or ""),
    )


def _one_line(text: str) -> str:
    """Make a server's message fit one line of ours, without keys and control characters."""
    printable = "".join(character if character.isprintable() else " " for character in hide_in_text(text))
    squeezed = " ".join(printable.split())
    return squeezed if len(squeezed) <= 300 else squeezed[:297] + "..."


def read_retry_after(headers: Mapping[str, str], *, now_s: float) -> float | None:
    """Read how long a server asks to wait, in seconds: milliseconds, seconds or a date; None: it does not say.

    `now_s` is Unix time, against which a date is read.
    """
    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            delay = float(headers[name]) / divisor
        except (KeyError, ValueError):
            continue
        return delay if math.isfinite(delay) and delay >= 0 else None
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    if date is None:
        return None
    try:
        return max(email.utils.mktime_tz(date) - now_s, 0.0)
    except (ValueError, OverflowError):
        return None


def is_good(answered: Answered) -> bool:
    """Tell whether an answer is what was asked for: 2xx with a JSON object that is no error."""
    if answered.http_status is None or not 200 <= answered.http_status < 300:
        return False
    body = parse_object(answered)
    return body is not None and not body.get("error")


def is_settled(answered: Answered) -> bool:
    """Tell whether asking again would be paying twice: a good answer, or a refusal of the very words."""
    return is_good(answered) or (
        answered.http_status is not None
        and not 200 <= answered.http_status < 300
        and _is_moderated(read_api_error(answered))
    )


def decide_wait(answered: Answered, *, tried: int, jitter: float, now_s: float) -> float | None:
    """Say how many seconds to wait before another try; None: another try is pointless.

    `tried` counts the tries so far, from 1; `jitter`, from 0 to 1, spreads parallel callers.
    """
    if is_good(answered):
        return None
    backoff_s = min(_FIRST_WAIT_S * 2.0 ** (tried - 1), _LONGEST_BACKOFF_S) * (1.0 - 0.25 * jitter)
    if answered.problem is not None:
        return None if answered.problem in ("tls", "large") else backoff_s
    if answered.http_status is not None and 200 <= answered.http_status < 300:
        # Not JSON at all: perhaps a proxy's error page or a cut body, so one more try is fair.
        return backoff_s if parse_object(answered) is None and tried == 1 else None
    asked_s = read_retry_after(answered.headers, now_s=now_s)
    too_long = asked_s is not None and asked_s > LONGEST_WAIT_S
    return None if too_long or not _may_pass(answered) else asked_s or backoff_s


def _may_pass(answered: Answered) -> bool:
    """Tell a trouble that may pass from one that will not, by status, code and what the server itself says."""
    error = read_api_error(answered)
    if error.code in _NO_MONEY or error.kind in _NO_MONEY or _is_moderated(error):
        return False
    said = answered.headers.get("x-should-retry")
    return said == "true" or (answered.http_status in _TRANSIENT and said != "false")


def _is_moderated(error: ApiError) -> bool:
    """Tell a filter's refusal from any other."""
    return error.code in _MODERATED or error.kind in _MODERATED


def name_trouble(answered: Answered) -> str:
    """Say what went wrong in a few words, for the note that precedes another try."""
    if answered.problem is not None:
        return answered.says
    if answered.http_status is not None and 200 <= answered.http_status < 300:
        return "the answer is not JSON"
    message = read_api_error(answered).message
    return f"status {answered.http_status}{': ' + message if message else ''}"


def make_error(answered: Answered, *, url: str, asked_of: str, tries: int) -> WireError:
    """Name the failure that an answer is, in one line that says what to do."""
    where = strip_url(url)
    after = f" ({tries} tries)" if tries > 1 else ""
    if answered.problem is not None:
        return _name_problem(answered.problem, answered.says, where=where, after=after)
    if answered.http_status is not None and 200 <= answered.http_status < 400:
        return _name_odd_answer(answered, where=where, after=after)
    return _name_refusal(answered, where=where, asked_of=asked_of, after=after)


def _name_refusal(answered: Answered, *, where: str, asked_of: str, after: str) -> WireError:
    """Name a failure that the server itself tells us of."""
    status = answered.http_status or 0
    error = read_api_error(answered)
    says = error.message or "no reason given"
    if error.code in _NO_MONEY or error.kind in _NO_MONEY:
        return QuotaError(f"the account has no quota left: {says}")
    if status in (401, 403):
        return KeyRefusedError(f"{where} refused the key (status {status}): {says}")
    if status == 404:
        return UnknownModelError(f"{where} does not know {asked_of!r} or has no such path (status 404): {says}")
    if status in _TRANSIENT:
        wait = answered.headers.get("retry-after") or ""
        asks = f", asks to wait {wait} s" if wait else ""
        return OverloadedError(f"{where} is busy or broken (status {status}{asks}){after}: {says}")
    kind = ModerationError if _is_moderated(error) else RefusedError
    return kind(
        f"{where} refused the request (status {status}{', ' + error.code if error.code else ''}): {says}",
        status=status,
        code=error.code,
        param=error.param,
    )


def _name_problem(problem: Problem, says: str, *, where: str, after: str) -> WireError:
    """Name a failure without an answer."""
    if problem == "large":
        return BadAnswerError(f"{where}: {says}")
    hints: dict[Problem, str] = {
        "refused": "is the server running, and is the base URL right?",
        "dns": "is the base URL right, and is there a network?",
        "tls": "the certificate can't be trusted, or the server speaks no TLS",
        "timeout": "the server took too long; allow more time, or try again later",
    }
    hint = hints.get(problem)
    return UnreachableError(
        f"no answer from {where}: {says}{after}{'; ' + hint if hint else ''}", passing=problem in ("timeout", "cut")
    )


def _name_odd_answer(answered: Answered, *, where: str, after: str) -> WireError:
    """Name an answer that is a success in HTTP and none otherwise."""
    body = parse_object(answered)
    if answered.http_status and answered.http_status >= 300:
        return BadAnswerError(f"{where} answers with a redirect: set the base URL to where it leads")
    if body is not None:
        return RefusedError(
            f"{where} answered with an error: {read_api_error(answered).message or 'no reason given'}",
            status=answered.http_status or 0,
            code=read_api_error(answered).code,
            param=read_api_error(answered).param,
        )
    kind = answered.headers.get("content-type", "no content type")
    return BadAnswerError(f"{where} answered with {kind}, not JSON{after}: does the base URL end in /v1?")
