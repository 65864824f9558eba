"""Keeps Python from looking for garbage where there is none: while modules load, and when a command leaves.

Knows nothing of what is loaded.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Let no garbage be looked for while modules load, nor afterwards among what they left.

    A module lives as long as the process, and there are hundreds of thousands of objects in those of a run: passes over
    them took a tenth of it. What else is alive at that moment is never looked through either, so it matters that this
    happens once a module: where nothing is loaded nothing changes. Several threads may load at once.
    """
    was_on, before = gc.isenabled(), len(sys.modules)
    if was_on:
        gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > before:
            gc.freeze()
        if was_on:
            gc.enable()


def leave_garbage() -> None:
    """Have Python leave without looking for garbage: the process ends, and takes its memory along.

    Python would take as long as it takes to load LangGraph. Exit handlers run, threads are waited for, and streams and
    whatever nothing refers to are closed as ever; only of objects that refer to each other in a circle no finaliser is
    called. Whoever holds a file or a lock gives it back itself, in a `with`.
    """
    gc.freeze()
