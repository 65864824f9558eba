"""The line to the model that writes a prompt anew: the describer's model, on a record of its own.

Knows nothing of the search and of candidates.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from agents.openai.chat import Chat
from agents.openai.replies import Reply
from agents.protocols import Turn
from agents.roles import Role
from agents.wire.limits import Limits
from agents.wire.transport import open_wire
from graph.casting import Access
from lab.prompts.call_budget import CallBudget
from prompts.loader import load_prompt
from traces.folder import make_folder

_MOST_CALLS: Final = 2
"""A reflection is asked for, and once more where the reply makes no sense."""


class ReflectionReply(Reply):
    """A part of a prompt, written anew."""

    text: str


@contextlib.contextmanager
def open_reflection(folder: Path, *, access: Access, role: Role, budget: CallBudget) -> Iterator[Callable[[Any], str]]:
    """Open the line; what it yields takes a request in words and returns a new part within ``` marks.

    It returns "" where the budget can hold no reflection any more, and counts in the budget what was sent. Raises
    WireError and ReplyError as every call to a model does.
    """
    make_folder(folder)
    options = replace(access.wire, limits=Limits(calls=budget.total_calls))
    wire = open_wire(folder, options=options)
    chat = Chat(access.settings.roles["describer"], wire=wire, protocol=load_prompt("protocol"))
    asked = 0

    def reflect(prompt: Any) -> str:
        nonlocal asked
        if not budget.admit(_MOST_CALLS):
            return ""
        reply = chat.ask(
            ReflectionReply,
            turn=Turn(round=asked),
            step=f"reflect.{role}",
            system="You improve prompts. Reply with the new part alone, in the field text.",
            user=str(prompt),
        )
        # Earlier sessions may have gone further: only what this one has come to counts.
        sent = [row for row in wire.record.rows() if row.source == "network" and row.round <= asked]
        budget.reflection_calls = len(sent)
        asked += 1
        return f"```\n{reply.text.strip().strip('`')}\n```"

    try:
        yield reflect
    finally:
        wire.close()
