"""Keeps credentials out of every record, message and log; must not know which endpoint they belong to."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final
from urllib.parse import urlsplit, urlunsplit

HIDDEN: Final = "[key]"
"""What stands where a key was."""

_LOOKS_LIKE_A_KEY: Final = re.compile(rb"\b(?:sk|pk|rk|sess|lsv2)[-_][A-Za-z0-9_*\-]{6,}")
_KEY_OPTION: Final = re.compile(r"--(?:[a-z]+-)?a(?:p(?:i(?:-(?:k(?:ey?)?)?)?)?)?")
"""An option for a key, however abbreviated."""
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


def keep_response_headers(headers: Mapping[str, str], *, secrets: Iterable[str] = ()) -> dict[str, str]:
    """Keep the few headers that explain an answer, the given secrets hidden; cookies and account names go."""
    kept = {name.lower(): value for name, value in headers.items() if name.lower() in _KEPT_RESPONSE_HEADERS}
    hidden = tuple(secrets)
    return {
        name: hide_secrets(value.encode("utf-8", "surrogateescape"), secrets=hidden).decode("utf-8", "surrogateescape")
        for name, value in kept.items()
    }


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
    disguised = b"\\" in content or b"\0" in content
    for secret in secrets:
        content = content.replace(secret.encode(), HIDDEN.encode())
        if disguised:
            content = _any_spelling(secret).sub(HIDDEN.encode(), content)
    return _LOOKS_LIKE_A_KEY.sub(HIDDEN.encode(), content)


@cache
def _any_spelling(secret: str) -> re.Pattern[bytes]:
    """Find a secret whose characters JSON escapes, however often over, or that wider characters spread out."""
    letters = (rb"(?:\\*%s|\\+u00(?i:%02x))\x00*" % (re.escape(one.encode()), ord(one)) for one in secret)
    return re.compile(b"".join(letters))


def hide_in_text(text: str) -> str:
    """Replace what looks like a key in a message."""
    return hide_secrets(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def hide_arguments(words: Iterable[str]) -> list[str]:
    """Hide the keys on a command line: what follows an option for one, and what looks like one.

    >>> hide_arguments(["a.png", "--api-key", "secret", "--critic-api-key=other", "--critic", "sketch"])
    ['a.png', '--api-key', '[key]', '--critic-api-key=[key]', '--critic', 'sketch']
    """
    hidden: list[str] = []
    follows = False
    for word in words:
        name, equals, _ = word.partition("=")
        is_key = _KEY_OPTION.fullmatch(name) is not None
        hidden.append(HIDDEN if follows else f"{name}={HIDDEN}" if is_key and equals else hide_in_text(word))
        follows = is_key and not equals and not follows
    return hidden


def strip_url(url: str) -> str:
    """Drop user, password, query and fragment from a URL.

    >>> strip_url("https://me:secret@host:8080/v1/?api-key=x")
    'https://host:8080/v1'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))
