"""The state machine for LangGraph Studio, which can't hand over a crew: a first node opens the picture and hires one.

Named in `langgraph.json`; `graph.run` does not use it. Knows nothing of Studio but how it calls a graph.
"""

from pathlib import Path
from typing import Any

from langgraph.graph import START, StateGraph
from langgraph.runtime import Runtime
from typing_extensions import TypedDict

from agents.protocols import Terms
from agents.registry import hire_team
from agents.roles import ROLES
from codec.budget import parse_budget
from codec.fidelity import Measure
from codec.photo import load_photo
from graph import nodes
from graph.account import count_live
from graph.build import wire
from graph.casting import Cast
from graph.crew import Crew
from graph.options import BUDGET
from graph.play import Play, played
from graph.session import Order, open_run
from graph.state import RenderJob, State, Task, begin
from graph.stopping import DEFAULT, parse_policies
from traces.dialogue import Picture
from traces.place import RUNS
from traces.recorder import Recorder

_CREWS: dict[Task, Crew] = {}
"""The crews of this process; Studio keeps the state, not the people."""


class Wanted(TypedDict, total=False):
    """What Studio asks for."""

    image: str
    """Path of a picture."""
    budget: str
    stops: str


def open_picture(state: Wanted) -> dict[str, Any]:
    """Open the picture, make the run's folder, and hire the embedded team."""
    path = Path(state["image"])
    photo = load_photo(path)
    budget = str(parse_budget(state.get("budget") or BUDGET))
    stops = ",".join(map(str, parse_policies(state.get("stops") or DEFAULT)))
    team: dict[str, str] = dict.fromkeys(ROLES, "sketch")

    def plan(original: Picture) -> Task:
        return Task(original=original, width=photo.width, height=photo.height, budget=budget, stops=stops)

    cast = Cast(references=team, why="opened in Studio", models={}, prompts={})
    order = Order(photo=photo, path=path, runs=RUNS, cast=cast)
    folder, task = open_run(order, plan)
    recorder = Recorder(folder)
    _CREWS[task] = Crew(
        team=hire_team(team, Terms(seed=task.seed, folder=folder, notify=lambda _text: None)),
        original=photo.image,
        measure=Measure(photo.image),
        folder=folder,
        recorder=recorder,
        account=count_live(recorder, None),
    )
    return dict(begin(task))


def _with_crew(node: Any) -> Play[Any]:
    def play(state: State | RenderJob, runtime: Runtime[Any]) -> Any:
        crew = _CREWS[state["task"]]
        update = node(state, runtime.override(context=crew))
        if node is nodes.finish:
            crew.recorder.close()
            del _CREWS[state["task"]]
        return update

    play.__name__, play.__doc__ = node.__name__, node.__doc__
    return played(play)


def make_machine() -> Any:
    """Wire the machine behind the node that opens the picture."""
    graph = StateGraph(State, input_schema=Wanted)
    graph.add_node("open", open_picture)
    graph.add_edge(START, "open")
    return wire(graph, first="open", play=_with_crew).compile(name="mubpp")


machine = make_machine()
