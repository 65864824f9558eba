"""What the nodes work with but never remember: the team, the original, the recorder; handed in through the context.

Knows nothing of the state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from PIL.Image import Image

from agents.protocols import Team
from codec.fidelity import Measure
from graph.account import Bookkeeper
from traces.dialogue import Picture
from traces.folder import RunFolder
from traces.recorder import Recorder

_PICTURES_KEPT: Final = 3
"""The newcomer, the incumbent, and the newcomer of the round before, which may be the incumbent next."""


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

    @cached_property
    def load_picture(self) -> Callable[[Picture], Image]:
        """Read a stored picture as `RunFolder.load_picture` does; a round looks at each more than once."""
        return lru_cache(maxsize=_PICTURES_KEPT)(self.folder.load_picture)
