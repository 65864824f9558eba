"""The state machine, in one screen: who speaks after whom.

describe -> compress <-> negotiate -> render xN -> critique -> decide -> describe | consult | finish
"""

from collections.abc import Callable
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph import nodes, routes
from graph.crew import Crew
from graph.play import played
from graph.state import RenderJob, State

Machine = CompiledStateGraph[State, Crew, State, State]


def wire(graph: Any, *, first: str = START, play: Callable[[Any], Any] = played) -> Any:
    """Put the nodes and edges into a `StateGraph` over `State`, after its node `first`."""
    for node in (nodes.describe, nodes.compress, nodes.negotiate):
        graph.add_node(node.__name__, play(node))
    graph.add_node("render", play(nodes.render), input_schema=RenderJob)
    for node in (nodes.critique, nodes.decide, nodes.consult, nodes.finish):
        graph.add_node(node.__name__, play(node))
    graph.add_edge(first, "describe")
    graph.add_conditional_edges("describe", routes.route_after_describe)
    graph.add_conditional_edges("compress", routes.route_after_compress, ["negotiate", "render", "finish"])
    graph.add_conditional_edges("negotiate", routes.route_after_negotiate, ["compress", "render", "finish"])
    graph.add_edge("render", "critique")
    graph.add_conditional_edges("critique", routes.route_after_critique)
    graph.add_conditional_edges("decide", routes.route_after_decide)
    graph.add_conditional_edges("consult", routes.route_after_consult)
    graph.add_edge("finish", END)
    return graph


def build(*, checkpointer: "BaseCheckpointSaver[Any] | None" = None) -> Machine:
    """Compile the machine; the agents come in through the context (`Crew`), everything else through the state."""
    machine: Machine = wire(StateGraph(State, context_schema=Crew)).compile(checkpointer=checkpointer, name="mubpp")
    return machine


def draw_mermaid() -> str:
    """Draw the machine as Mermaid text, a line for each node; dotted ways are taken by choice."""
    graph = build().get_graph()
    order = list(graph.nodes)
    names = {"__start__": "__start__([start])", "__end__": "__end__([end])"}
    lines = ["graph LR"]
    for node in order:
        ways = sorted((edge for edge in graph.edges if edge.source == node), key=lambda edge: order.index(edge.target))
        for conditional, arrow in ((False, "-->"), (True, "-.->")):
            targets = [names.get(edge.target, edge.target) for edge in ways if edge.conditional is conditional]
            if targets:
                lines.append(f"  {names.get(node, node)} {arrow} {' & '.join(targets)}")
    return "\n".join(lines) + "\n"
