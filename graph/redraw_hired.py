"""Has the picture of one file drawn by a renderer that must be hired first, outside any run.

Knows nothing of the embedded painter.
"""

import contextlib
from argparse import Namespace
from collections.abc import Mapping

from PIL.Image import Image

from agents.protocols import RenderRequest, Terms, Turn
from agents.registry import decoder_of, hire
from codec.command import say_error
from codec.errors import PictureError
from codec.mub import MubFile


def draw_hired(
    player: str, mub: MubFile, size: tuple[int, int], arguments: Namespace, environ: Mapping[str, str]
) -> tuple[str, Image]:
    """Return which decoder the player is, and the picture; `size` is width and height in pixels.

    Raises UsageError for nobody who can draw, PictureError when nothing was drawn, and what a run would raise of calls.
    """
    request = RenderRequest(
        turn=Turn(round=0), description=mub.text, width=size[0], height=size[1], seed_choice=mub.seed_choice
    )
    with contextlib.ExitStack() as stack:
        terms = Terms(seed=0, folder=None, notify=_notify)
        if player.partition(":")[0] == "openai":
            # A painter of another kind must not wait for an HTTP client.
            from graph.casting import terms_alone  # noqa: PLC0415

            terms = terms_alone(arguments, environ, runs=arguments.runs, notify=_notify, stack=stack)
        rendering = hire("renderer", player, terms).render(request)
    if rendering.image is None:
        raise PictureError(f"{arguments.file}: {player} drew nothing ({rendering.problem})")
    return decoder_of(player), rendering.image


def _notify(text: str) -> None:
    say_error(text, program="mubpp decode")
