"""A person in the play: what they are asked after a round, what they may wish, and what becomes of the wish.

Knows nothing of how the question is shown.
"""

from typing import Any, Literal

from pydantic import model_validator

from graph.state import State, Update
from traces.dialogue import Phrase, Stop, Value


class Wish(Value):
    """What a person wants after a round."""

    wish: Literal["go on", "edit", "remark", "stop"]
    text: str = ""
    """The sentence (edit) or the remark."""

    @model_validator(mode="after")
    def _has_text(self) -> "Wish":
        if self.wish in {"edit", "remark"} and not self.text.strip():
            raise ValueError(f"{self.wish} needs some words")
        return self

    def update(self, next_round: int) -> Update:
        """Turn the wish into an update of the state."""
        if self.wish == "edit":
            return {"edited": self.text.strip()}
        if self.wish == "remark":
            return {"hints": (self.text.strip(),)}
        if self.wish == "stop":
            says = f"a person stopped it after round {next_round - 1}"
            return {"stop": Stop(policy="person", reading=next_round, limit=next_round, says=says)}
        return {}


def question(state: State) -> dict[str, Any]:
    """Say what a person needs to know to decide: plain JSON."""
    last, best = state["last"], state["best"]
    assert last is not None
    return {
        "round": last.number,
        "description": last.offer.description,
        "cost": last.offer.cost,
        "limit": last.offer.limit,
        "score": last.critique.score if last.critique else None,
        "verdict": last.verdict.winner,
        "best_round": best.number if best else None,
        "best_description": best.offer.description if best else None,
    }


def phrases_of(sentence: str) -> tuple[Phrase, ...]:
    """Take a person's sentence apart at its commas; every phrase is indispensable."""
    parts = [part.strip() for part in sentence.split(",")]
    return tuple(Phrase(text=part, worth=1.0, kind="object") for part in parts if part)
