"""Which node comes next: pure functions of the state, so that a fork or an edited state takes the right turn.

Knows nothing of agents.
"""

from typing import Literal

from langgraph.types import Send

from graph.state import RenderJob, State


def route_after_describe(state: State) -> Literal["compress", "finish"]:
    """Go on to the compressor, unless a limit was reached."""
    return "finish" if state["stop"] else "compress"


def route_after_compress(state: State) -> list[Send] | Literal["negotiate", "finish"]:
    """Let the describer answer; after the last haggle the compressor's word is final."""
    if state["stop"]:
        return "finish"
    return "negotiate" if state["haggle"] < state["task"].haggles else _renders(state)


def route_after_negotiate(state: State) -> list[Send] | Literal["compress", "finish"]:
    """Back to the compressor with a demand, on to the renderer with an agreement."""
    if state["stop"]:
        return "finish"
    contested = state["answer"] is not None and state["answer"].demand is not None
    return "compress" if contested else _renders(state)


def route_after_critique(state: State) -> Literal["decide", "finish"]:
    """Go on to the decision, unless a limit was reached."""
    return "finish" if state["stop"] else "decide"


def route_after_decide(state: State) -> Literal["describe", "consult", "finish"]:
    """Stop, ask a person, or reflect once more."""
    if state["stop"]:
        return "finish"
    return "consult" if state["task"].pause else "describe"


def route_after_consult(state: State) -> Literal["describe", "finish"]:
    """Do as the person wishes."""
    return "finish" if state["stop"] else "describe"


def _renders(state: State) -> list[Send]:
    """Fan out: one render a candidate, from the description alone."""
    assert state["offer"] is not None
    job = RenderJob(task=state["task"], round=state["round"], candidate=0, description=state["offer"].description)
    return [Send("render", {**job, "candidate": number}) for number in range(state["task"].candidates)]
