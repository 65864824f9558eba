"""Reads TOML of any origin: whatever is wrong with it is one kind of error; knows nothing of what it says."""

import tomllib
from typing import Any


def parse_toml(source: str) -> dict[str, Any]:
    """Return the tables of a TOML document.

    Raises tomllib.TOMLDecodeError, also for what makes the standard library's parser raise other errors: nesting
    without end, numbers of thousands of digits.
    """
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("nested too deeply") from error
    except ValueError as error:
        raise tomllib.TOMLDecodeError(str(error).partition(";")[0]) from error
