"""Runs the state machine of one run, with its memory on disk; the one door through which LangGraph is imported.

Knows nothing of how a run begins and what becomes of its result.
"""

from collections.abc import Callable
from typing import Any, Final

from langchain_core.runnables import RunnableConfig
from langgraph.types import Command
from langsmith.run_helpers import tracing_context
from threadpoolctl import threadpool_limits

from codec.errors import RunStateError
from graph.build import build
from graph.crew import Crew
from graph.memory import is_remembered, open_memory
from graph.state import State, Task
from graph.stopping import bound_rounds

_MOST_ROUNDS: Final = 1_000_000


def run_machine(first: State, crew: Crew, *, ask: Callable[[dict[str, Any]], dict[str, str]] | None) -> None:
    """Run from the first state, or on from the last one remembered; `ask` is called where the run waits for a person.

    Raises whatever family of errors ended it; RunStateError where it waits and there is nobody to ask.
    """
    config: RunnableConfig = {"configurable": {"thread_id": crew.folder.id}, "recursion_limit": _fuse(first["task"])}
    # LangSmith's variables in a user's environment must not make LangGraph upload what is in the state, and the small
    # matrices of the embedded team are slower on more than one thread.
    with tracing_context(enabled=False), threadpool_limits(limits=1), open_memory(crew.folder) as memory:
        machine = build(checkpointer=memory)
        going_on = is_remembered(memory, config, origin=str(crew.folder.checkpoint))
        if going_on and not machine.get_state(config).next:
            # The memory is at its end, the record isn't: a disk that was full lost the last event. The record counts.
            memory.delete_thread(crew.folder.id)
            going_on = False
        move: State | Command[Any] | None = None if going_on else first
        while True:
            # Nobody reads what it returns; without a choice it would collect the whole state at every step.
            machine.invoke(move, config, context=crew, durability="sync", output_keys="stop")
            questions = [i for step in machine.get_state(config).tasks for i in step.interrupts]
            if not questions:
                return
            if ask is None:
                raise RunStateError("the run waits for a person; resume it in a terminal")
            move = Command(resume=ask(questions[0].value))


def _fuse(task: Task) -> int:
    """Bound the steps from the policies: a fuse that never blows."""
    a_round = 6 + 2 * (task.haggles + 1)
    return a_round * (bound_rounds(task.policies) or _MOST_ROUNDS) + a_round
