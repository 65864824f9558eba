"""Asks a person at the terminal after a round; knows nothing of what becomes of the answer."""

import sys
from dataclasses import dataclass
from typing import Any

from codec.errors import UsageError
from traces.cleaning import clean_line
from traces.live import Display

_MENU = "[g]o on, [e]dit the sentence, [r]emark, [s]top? "
_WISHES = {"": "go on", "g": "go on", "e": "edit", "r": "remark", "s": "stop"}


@dataclass(frozen=True)
class Asker:
    """Takes the terminal from the display while a person thinks."""

    display: Display

    def __call__(self, question: dict[str, Any]) -> dict[str, str]:
        """Ask until the answer is one of the four; the end of the input means stop.

        Raises UsageError when there is nobody at the terminal.
        """
        if not sys.stdin.isatty():
            raise UsageError("--pause asks a person, and stdin is no terminal; leave it out, or resume in a terminal")
        self.display.suspend()
        try:
            return self._ask(question)
        except EOFError:
            return {"wish": "stop"}
        finally:
            self.display.go_on()

    def _ask(self, question: dict[str, Any]) -> dict[str, str]:
        score = "no picture" if question["score"] is None else f"score {question['score']:.3f}"
        said = clean_line(question["description"])
        self._say(f"round {question['round']}: {said} ({score}, best is round {question['best_round']})")
        while True:
            wish = _WISHES.get(self._read(_MENU).strip().lower()[:1])
            if wish in {"go on", "stop"}:
                return {"wish": wish}
            if wish in {"edit", "remark"}:
                text = self._read(f"{wish}: ").strip(" ,")
                if text:
                    return {"wish": wish, "text": text}

    def _read(self, prompt: str) -> str:
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)
