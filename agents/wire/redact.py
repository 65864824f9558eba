"""Keeps credentials out of every record, message and log; must not know which endpoint they belong to."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit, urlunsplit

HIDDEN: Final = "[key]"
"""What stands where a key was."""

_LOOKS_LIKE_A_KEY: Final = re.compile(rb"\b(?:sk|pk|rk|sess|lsv2)[-_][A-Za-z0-9_*\-]{6,}")
_KEPT_REQUEST_HEADERS: Final = frozenset({"accept", "content-type", "user-agent"})
_KEPT_RESPONSE_HEADERS: Final = frozenset(
    {
        "content-type",
        "date",
        "openai-processing-ms",
        "openai-version",
        "retry-after",
        "retry-after-ms",
        "server",
        "x-request-id",
        "x-should-retry",
    }
)


def keep_request_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Keep the few headers that say something and carry no secret."""
    return {name.lower(): value for name, value in headers.items() if name.lower() in _KEPT_REQUEST_HEADERS}


def keep_response_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Keep the few headers that explain an answer; cookies and account names go."""
    return {name.lower(): value for name, value in headers.items() if name.lower() in _KEPT_RESPONSE_HEADERS}


_LEAST_LENGTH: Final = 8
_LEAST_LENGTH_IN_ERRORS: Final = 3


def find_secrets(headers: Mapping[str, str], *, in_error: bool = False) -> tuple[str, ...]:
    """Read the key out of a request's headers, so that it can be hidden wherever the server repeats it.

    Made-up keys for local servers are short words that a good answer may contain; servers repeat keys in errors.
    """
    bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
    least = _LEAST_LENGTH_IN_ERRORS if in_error else _LEAST_LENGTH
    return tuple(secret for secret in (bearer, headers.get("api-key", "").strip()) if len(secret) >= least)


def hide_secrets(content: bytes, *, secrets: Iterable[str] = ()) -> bytes:
    """Replace the given secrets, and what looks like a key of the usual makes."""
    for secret in secrets:
        content = content.replace(secret.encode(), HIDDEN.encode())
    return _LOOKS_LIKE_A_KEY.sub(HIDDEN.encode(), content)


def hide_in_text(text: str) -> str:
    """Replace what looks like a key in a message."""
    return hide_secrets(text.encode()).decode()


def strip_url(url: str) -> str:
    """Drop user, password, query and fragment from a URL.

    >>> strip_url("https://me:secret@host:8080/v1/?api-key=x")
    'https://host:8080/v1'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))
