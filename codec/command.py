"""What every command shares: a parser that suggests the nearest option, and one-line errors with an exit code.

Knows nothing of what any command does.
"""

import argparse
import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, Final, NoReturn

from codec.errors import MubppError, UsageError
from codec.loading import leave_garbage
from codec.nearest import find_nearest

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class Formatter(argparse.HelpFormatter):
    """Wraps a paragraph, and leaves a text of several lines, such as examples, as it was written."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"max_help_position": 26, **settings})

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" not in text:
            return super()._fill_text(speak(text), width, indent)
        return "".join(indent + line for line in speak(text).splitlines(keepends=True))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(speak(text), width)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that names the nearest valid value.

    Its help speaks of commands as they were called: see `called_as`.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, **settings})

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        near = None
        if match := re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message):
            near = find_nearest(match[1], [choice.strip(" '") for choice in match[2].split(",")])
        elif unknown := re.search(r"unrecognized arguments: (--?[^\s=]+)", message):
            near = find_nearest(unknown[1], options_of(self))
        hint = f"; did you mean {near}?" if near else ""
        say_error(speak(f"{message}{hint} (see {self.prog} --help)"), program=speak(self.prog))
        raise SystemExit(2)

    def format_help(self) -> str:
        """Write the help in the words of whoever called."""
        return self._spoken(super().format_help)

    def format_usage(self) -> str:
        """Write the usage in the words of whoever called."""
        return self._spoken(super().format_usage)

    def _spoken(self, write: Callable[[], str]) -> str:
        """Write under the name that the command was called by."""
        prog, self.prog = self.prog, speak(self.prog)
        try:
            return write()
        finally:
            self.prog = prog


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    """List a parser's options and those of its subcommands, without the ones that help leaves out."""
    options: list[str] = []
    for action in parser._actions:
        if action.help is not argparse.SUPPRESS:
            options += action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            options += [option for inner in action.choices.values() for option in options_of(inner)]
    return list(dict.fromkeys(options))


_CALLED_AS: Final[ContextVar[Mapping[str, str]]] = ContextVar("called_as", default=MappingProxyType({}))


@contextlib.contextmanager
def called_as(names: Mapping[str, str]) -> Iterator[None]:
    """Let help speak of `mubpp run` instead of `python -m graph.run`, where that is how commands are called."""
    token = _CALLED_AS.set(names)
    try:
        yield
    finally:
        _CALLED_AS.reset(token)


def speak(text: str) -> str:
    """Name the commands in a text as `called_as` says."""
    for module, name in _CALLED_AS.get().items():
        text = re.sub(rf"{re.escape(module)}(?![\w.])", name, text)
    return text


def say_error(message: str, *, program: str) -> None:
    """Print one line to stderr; control characters in it can't reach the terminal."""
    print(f"{program}: {_CONTROL.sub(' ', message).strip()}", file=sys.stderr, flush=True)


def make_printable(text: str) -> str:
    r"""Return a text of any origin in which a terminal finds nothing to obey; line ends and tabs stay.

    >>> make_printable("a\x1b[2J\nbarn")
    'a\ufffd[2J\nbarn'
    """
    kept = _CONTROL.sub(lambda found: "".join(one if one in "\n\t" else "\ufffd" for one in found[0]), text)
    return kept.encode("utf-8", "replace").decode()


def run_command(main: Callable[[Sequence[str] | None], int | None], *, program: str) -> NoReturn:
    """Run a command and leave the process with its exit code.

    A failure that a person can do something about becomes one line, and so does a name that is too long for any file,
    wherever it is met; a closed pipe ends quietly; Ctrl-C leaves with `INTERRUPTED`; anything else keeps its traceback.
    """
    code = exit_code_of(main, program=program)
    leave_garbage()
    raise SystemExit(code)


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
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        say_error(f"{str(error.filename)[:60]}…: no file has so long a name", program=program)
        return UsageError.exit_code
    return code or 0
