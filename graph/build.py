"""The state machine, in one screen: who speaks after whom.

describe -> compress <-> negotiate -> render xN -> critique -> decide -> describe | consult | finish
"""

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph import nodes, routes
from graph.crew import Crew
from graph.play import played
from graph.state import RenderJob, State

Machine = CompiledStateGraph[State, Crew, State, State]


def build(*, checkpointer: "BaseCheckpointSaver[Any] | None" = None) -> Machine:
    """Wire the nodes; the agents come in through the context (`Crew`), everything else through the state."""
    graph = StateGraph(State, context_schema=Crew)
    for node in (
        nodes.describe,
        nodes.compress,
        nodes.negotiate,
        nodes.critique,
        nodes.decide,
        nodes.consult,
        nodes.finish,
    ):
        graph.add_node(node.__name__, played(node))
    graph.add_node("render", played(nodes.render), input_schema=RenderJob)
    graph.add_edge(START, "describe")
    graph.add_conditional_edges("describe", routes.route_after_describe)
    graph.add_conditional_edges("compress", routes.route_after_compress, ["negotiate", "render", "finish"])
    graph.add_conditional_edges("negotiate", routes.route_after_negotiate, ["compress", "render", "finish"])
    graph.add_edge("render", "critique")
    graph.add_conditional_edges("critique", routes.route_after_critique)
    graph.add_conditional_edges("decide", routes.route_after_decide)
    graph.add_conditional_edges("consult", routes.route_after_consult)
    graph.add_edge("finish", END)
    return graph.compile(checkpointer=checkpointer, name="mubpp")


def draw_mermaid() -> str:
    """Draw the machine as Mermaid text."""
    return build().get_graph().draw_mermaid()
