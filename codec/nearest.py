"""The nearest of the values that there are, for messages about one that there isn't; knows nothing of their meaning."""

import difflib
import re
from collections.abc import Iterable


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known value that a misspelt word most likely means; None: none is near enough.

    >>> find_nearest("platau", ["rounds", "plateau", "repeat"])
    'plateau'
    """
    spellings = {value.casefold(): value for value in known}
    near = difflib.get_close_matches(word.casefold().strip(), spellings, 1)
    return spellings[near[0]] if near else None


def suggest(word: str, known: Iterable[str]) -> str:
    """Write the second half of a message: the nearest value as a question, or all that there are.

    >>> suggest("sketsh", ["sketch", "openai"])
    'did you mean sketch?'
    >>> suggest("nobody", ["sketch", "openai"])
    'there are sketch, openai'
    """
    values = list(known)
    near = find_nearest(word, values)
    return f"did you mean {near}?" if near else f"there are {', '.join(values)}"


def suggest_quoted(word: object, message: str) -> str:
    """Write an addition to a message that quotes the values there are, such as pydantic's; "" where none is near.

    >>> suggest_quoted("hihg", "Input should be 'auto', 'low' or 'high'")
    '; did you mean high?'
    """
    near = find_nearest(word, re.findall(r"'([^']+)'", message)) if isinstance(word, str) else None
    return f"; did you mean {near}?" if near else ""
