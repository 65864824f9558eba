"""How a node is played: its update is checked, and a limit reached in the middle of it becomes a stop.

Knows nothing of what a node does.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from langgraph.runtime import Runtime

from agents.wire.errors import LimitReached
from graph.crew import Crew
from graph.state import RenderJob, State, Update, check_update

S = TypeVar("S", State, RenderJob)
S_contra = TypeVar("S_contra", State, RenderJob, contravariant=True)


class Play(Protocol[S_contra]):
    """A node as LangGraph calls it."""

    __name__: str

    def __call__(self, state: S_contra, *, runtime: Runtime[Crew]) -> dict[str, Any]:
        """Play the node."""
        ...


def played(node: Callable[[S, Runtime[Crew]], Update]) -> Play[S]:
    """Wrap a node; LangGraph itself would drop a misspelt key and accept a wrong type."""

    def play(state: S, *, runtime: Runtime[Crew]) -> dict[str, Any]:
        try:
            update = node(state, runtime)
        except LimitReached as limit:
            update = {"stop": limit.stop}
        return dict(check_update(node.__name__, update))

    play.__name__ = node.__name__
    play.__doc__ = node.__doc__
    return play
