"""What the nodes work with but never remember: the team, the original, the recorder; handed in through the context.

Knows nothing of the state.
"""

from dataclasses import dataclass

from PIL.Image import Image

from agents.protocols import Team
from codec.fidelity import Measure
from graph.account import Bookkeeper
from traces.folder import RunFolder
from traces.recorder import Recorder


@dataclass(frozen=True, kw_only=True)
class Crew:
    """The players and the clerk of one run."""

    team: Team
    original: Image
    """RGB, upright, the working copy."""
    measure: Measure
    """Measures likeness to the original."""
    folder: RunFolder
    recorder: Recorder
    account: Bookkeeper
    """Says what the run has used up."""
