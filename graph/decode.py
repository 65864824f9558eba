"""`python -m graph.decode`: redraw a picture from its `.mub` file alone, on any machine, without LangGraph.

Knows nothing of the run that made the file.
"""

import argparse
import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agents.openai.settings import add_options
from agents.protocols import RenderRequest, Terms, Turn
from agents.registry import decoder_of, hire
from agents.wire.options import add_wire_options
from codec.command import Parser, run_command, say_error
from codec.errors import PictureError, UsageError
from codec.mub import Decoder, load_mub
from traces.cleaning import clean_line
from traces.folder import RUNS, png_of, write_whole

LARGEST_SIDE: Final = 8192


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    out: Path = arguments.out or arguments.file.with_suffix(".png")
    if out.suffix.lower() != ".png":
        raise UsageError(f"--out {out}: the picture is written as PNG; give it a name that ends in .png")
    mub = load_mub(arguments.file)
    width, height = _read_size(arguments.size) if arguments.size else mub.geometry.canvas()
    player = arguments.renderer or _find_player(mub.decoder, arguments.file)
    request = RenderRequest(
        turn=Turn(round=0), description=mub.text, width=width, height=height, seed_choice=mub.seed_choice
    )
    with contextlib.ExitStack() as stack:
        terms = Terms(seed=0, folder=None, notify=_notify)
        if player.partition(":")[0] == "openai":
            # The embedded painter must not wait for an HTTP client.
            from graph.casting import terms_alone  # noqa: PLC0415

            terms = terms_alone(arguments, os.environ, runs=arguments.runs, notify=_notify, stack=stack)
        rendering = hire("renderer", player, terms).render(request)
    if rendering.image is None:
        raise PictureError(f"{arguments.file}: {player} drew nothing ({rendering.problem})")
    write_whole(out, png_of(rendering.image))
    is_meant = decoder_of(player) == mub.decoder.name.lower()
    meant = "" if is_meant else f" (the file asks for {mub.decoder.name.lower()})"
    print(f"{out}: {width}x{height}, drawn by {player}{meant} from: {clean_line(mub.text)}")
    return 0


def _find_player(decoder: Decoder, file: Path) -> str:
    """Say who draws a file when nobody is named."""
    if decoder is Decoder.GUEST:
        raise UsageError(f"{file} was drawn by a renderer of another package: name it with --renderer")
    return decoder.name.lower()


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m graph.decode",
        description="Redraw a picture from its .mub file alone.",
        epilog="example:\n  python -m graph.decode redrawn.mub -o again.png --size 1536x1024",
    )
    parser.add_argument("file", type=Path, help="a .mub file")
    parser.add_argument("-o", "--out", type=Path, metavar="PNG", help="the picture (default: beside the file)")
    parser.add_argument("--size", metavar="WxH", help="draw at this size instead of the one in the file's header")
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help="whose cache of paid pictures is used")
    parser.add_argument("--config", type=Path, metavar="TOML", help="a file with a table [openai] of model settings")
    parser.add_argument(
        "--renderer", "--team", metavar="WHO", help="who draws (default: the decoder that the file names)"
    )
    add_options(parser)
    add_wire_options(parser)
    return parser


def _notify(text: str) -> None:
    say_error(text, program="mubpp decode")


def _read_size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*([0-9]{1,5})\s*[x×]\s*([0-9]{1,5})\s*", text.lower())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise UsageError(f"--size {text[:40]}: write it like 768x512, each side from 1 to {LARGEST_SIDE}")
    return width, height


if __name__ == "__main__":
    run_command(main, program="mubpp decode")
