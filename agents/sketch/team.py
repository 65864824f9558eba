"""Puts the embedded team together; knows nothing of what any of the four does."""

from typing import Any

from agents.protocols import Team, Terms
from agents.roles import Role
from agents.sketch.compressor import SketchCompressor
from agents.sketch.critic import SketchCritic
from agents.sketch.describer import SketchDescriber
from agents.sketch.knobs import Knobs, read_knobs
from agents.sketch.renderer import SketchRenderer


def sketch_team(*, seed: int = 0, knobs: Knobs | None = None) -> Team:
    """Make the team; it is deterministic, and no seed changes what it says or draws."""
    knobs = knobs or Knobs()
    del seed  # the renderer's seed is the seed choice, which the file carries
    return Team(
        describer=SketchDescriber(knobs),
        compressor=SketchCompressor(),
        renderer=SketchRenderer(),
        critic=SketchCritic(knobs),
        names=dict.fromkeys(("describer", "compressor", "renderer", "critic"), "sketch"),
    )


def hire(role: Role, argument: str, terms: Terms) -> Any:
    """Hire the sketch team's player of a role; `argument` sets its knobs (see `agents.sketch.knobs`)."""
    return getattr(sketch_team(seed=terms.seed, knobs=read_knobs(argument)), role)
