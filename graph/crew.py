"""What the nodes work with but never remember: the team, the original, the recorder; handed in through the context.

Knows nothing of the state.
"""

from dataclasses import dataclass
from typing import Protocol

from PIL.Image import Image

from agents.protocols import Team
from codec.fidelity import Measure
from traces.folder import RunFolder
from traces.recorder import Recorder


class Tally(Protocol):
    """What the wire has counted; paid teams have one."""

    @property
    def calls(self) -> int:
        """Calls sent in this run, cached and replayed answers not counted."""
        ...

    @property
    def spend_usd(self) -> float | None:
        """Money spent in this run; None: unknown price."""
        ...


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
    tally: Tally | None = None
    """None: the team costs nothing, and agent calls are counted instead."""
