"""Rebuilds the state after a number of rounds from the events on disk: what a fork begins with.

Knows nothing of checkpoints.
"""

from collections.abc import Sequence

from graph.state import State, Task, begin, meter_for
from traces.dialogue import Round
from traces.events import Consulted, Decided
from traces.reader import Trace


def state_from(trace: Trace, task: Task, *, edited: str | None = None) -> State:
    """Make the state that follows the rounds on record; without any, the state before the first.

    A round whose description the task's budget can't carry (a fork may have a smaller one) is no incumbent any more.
    """
    decided = trace.rounds
    state = begin(task)
    state["edited"] = edited
    state["round"] = len(decided)
    state["history"] = tuple(event.past for event in decided)
    state["proposed"] = tuple(
        dict.fromkeys(phrase.text for event in decided for phrase in event.outcome.proposal.phrases)
    )
    state["hints"] = tuple(event.text for event in trace.of(Consulted) if event.wish == "remark")
    state["calls"] = decided[-1].past.calls if decided else 0
    state["last"] = decided[-1].outcome if decided else None
    state["best"] = _incumbent(decided, task)
    return state


def _incumbent(decided: Sequence[Decided], task: Task) -> Round | None:
    meter = meter_for(task)
    for event in reversed(decided):
        if event.past.accepted and meter.fits(event.outcome.offer.description):
            return event.outcome
    return None
