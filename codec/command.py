"""What every command shares: a parser that suggests the nearest option, and one-line errors with an exit code.

Knows nothing of what any command does.
"""

import argparse
import difflib
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from codec.errors import MubppError, StorageError

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that names the nearest valid value."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        match = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        options = [option for action in self._actions for option in action.option_strings]
        near: list[str] = []
        if match:
            near = difflib.get_close_matches(match[1], [choice.strip(" '") for choice in match[2].split(",")], 1)
        elif unknown := re.search(r"unrecognized arguments: (--?\S+)", message):
            near = difflib.get_close_matches(unknown[1], options, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        say_error(f"{message}{hint} (see {self.prog} --help)", program=self.prog)
        raise SystemExit(2)


def say_error(message: str, *, program: str) -> None:
    """Print one line to stderr; control characters in it can't reach the terminal."""
    print(f"{program}: {_CONTROL.sub(' ', message).strip()}", file=sys.stderr, flush=True)


def run_command(main: Callable[[Sequence[str] | None], int | None], *, program: str) -> NoReturn:
    """Run a command and leave the process with its exit code.

    A failure that a person can do something about becomes one line; a closed pipe ends quietly; Ctrl-C leaves with
    `INTERRUPTED`; anything else keeps its traceback.
    """
    raise SystemExit(exit_code_of(main, program=program))


def exit_code_of(
    main: Callable[[Sequence[str] | None], int | None], argv: Sequence[str] | None = None, *, program: str
) -> int:
    """Run a command as `run_command` does, and return its exit code."""
    try:
        code = main(argv)
        sys.stdout.flush()
    except MubppError as error:
        say_error(str(error), program=program)
        return error.exit_code
    except KeyboardInterrupt as stop:
        say_error(str(stop) or "interrupted", program=program)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has heard enough; Python would complain once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code or 0


def storage_error(error: OSError, *, doing: str) -> StorageError:
    """Say in one line what could not be written and what to do."""
    return StorageError(f"{doing}: {error.strerror or error}; free some space or choose another place")
