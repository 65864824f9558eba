"""The embedded team: four agents that see, choose, paint and measure without any model or network.

Each does its part through the protocols alone; knows nothing of the graph.
"""

import importlib
from typing import Any

from agents.protocols import Terms
from agents.roles import Role


def hire(role: Role, argument: str, terms: Terms) -> Any:
    """Hire the sketch team's player of a role; `argument` sets its knobs (see `agents.sketch.knobs`).

    Raises UsageError for knobs that there aren't.
    """
    if role == "renderer" and not argument:
        # Who decodes a file needs the painter alone; the eye and the tables of the other three take longer than that.
        return importlib.import_module("agents.sketch.renderer").SketchRenderer()
    return importlib.import_module("agents.sketch.team").hire(role, argument, terms)
