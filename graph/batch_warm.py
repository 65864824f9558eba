"""Loads what every picture of a batch needs: the process of which all workers are copies imports this, and nobody else.

Importing it takes seconds and does work, which is its purpose. Knows nothing of pictures.
"""

import importlib
from typing import Final

from agents.sketch.wording import scene_bits
from codec.budget import parse_budget
from codec.loading import loading
from codec.meter import Meter
from codec.mub import MubFile, pack
from sketch.naming import load_naming_model
from sketch.scene import Clause

_MODULES: Final = ("graph.batch_work", "graph.machine", "agents.sketch.team")
"""Those that a run imports only when it comes to them."""


def load() -> None:
    """Import the play and the embedded team, and read the tables of tokens, of the coder, of words' bits, of names."""
    with loading():
        for name in _MODULES:
            importlib.import_module(name)
    Meter(parse_budget("2tokens")).cost("red")
    pack(MubFile("red"))
    scene_bits([Clause(noun="wall")])
    load_naming_model()


load()
