import importlib.util
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from graph.build import draw_mermaid
from graph.play import played
from graph.state import State, Task, begin, check_update
from graph.stopping import parse_policies
from traces.dialogue import Stop

TOP = Path(__file__).parent.parent


def test_the_mermaid_in_the_readme_is_the_machine():
    (drawn,) = re.findall(r"```mermaid\n(.*?)```", (TOP / "README.md").read_text("utf-8"), re.DOTALL)
    assert drawn.strip() == draw_mermaid().strip()


def test_a_misspelt_key_raises():
    with pytest.raises(KeyError, match="prposal"):
        check_update("describe", {"prposal": None})


@pytest.mark.parametrize(
    "update",
    [
        {"round": "1"},
        {"round": 1.0},
        {"history": None},
        {"stop": "rounds"},
        {"proposal": {"phrases": []}},
        {"calls": None},
    ],
)
def test_a_wrong_type_raises(update):
    with pytest.raises(TypeError, match="returned a"):
        check_update("describe", update)


def test_a_played_node_is_checked():
    def describe(_state, _runtime):
        return {"prposal": 1}

    with pytest.raises(KeyError, match="describe"):
        played(describe)({}, runtime=None)


def test_every_key_of_the_first_state_passes_the_check():
    picture = {"sha256": "0" * 64, "width": 1, "height": 1}
    task = Task.model_validate({"original": picture, "width": 1, "height": 1, "budget": "3tokens", "stops": "rounds=1"})
    first = begin(task)
    assert set(first) == set(State.__annotations__)
    check_update("start", first)
    assert task.policies == parse_policies("rounds=1")


def test_studio_opens_the_machine_that_langgraph_json_names(tmp_path, monkeypatch):
    place = json.loads((TOP / "langgraph.json").read_text())["graphs"]["mubpp"]
    path, _, name = place.partition(":")
    spec = importlib.util.spec_from_file_location("studio", TOP / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    machine = getattr(module, name)
    assert "open" in machine.get_graph().nodes
    assert machine.get_input_jsonschema()["properties"].keys() == {"image", "budget", "stops"}
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (40, 30), (20, 90, 160)).save("a.png")
    state = machine.invoke({"image": "a.png", "budget": "8tokens", "stops": "rounds=2"})
    assert isinstance(state["stop"], Stop)
    assert list((tmp_path / "traces" / "runs").glob("*/result.mub"))
