"""The options of a run, and what they come to; imports nothing that `--help` should not have to wait for.

Knows nothing of how a run is played.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from codec.budget import parse_budget
from codec.command import Parser
from codec.errors import UsageError
from graph.stopping import DEFAULT, POLICIES, parse_policies
from traces.folder import RUNS

Display = Literal["full", "plain", "json", "none"]
MOST_CANDIDATES = 256
MOST_HAGGLES = 20

_EXAMPLES = """\
examples:
  python -m graph.run examples/chelsea.jpg --budget 30tokens
  python -m graph.run photo.png --budget 12words --stop rounds=4,score=0.6 --out redrawn.png
  python -m graph.run --resume latest
"""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line said, checked as far as that goes without opening anything."""

    image: Path | None
    budget: str
    stops: str
    team: str
    candidates: int
    haggles: int
    seed: int
    out: Path | None
    runs: Path
    display: Display | None
    """None: full on a terminal, plain elsewhere."""
    resume: str | None
    pause: bool
    exact_size: bool


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of `graph.run`."""
    policies = "; ".join(f"{policy.example} ({policy.says})" for policy in POLICIES.values())
    parser = Parser(
        prog="python -m graph.run",
        description="Store a picture as a sentence: four agents negotiate a description within a budget and redraw it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("image", nargs="?", type=Path, help="a PNG, JPEG, WebP, AVIF, GIF, TIFF or BMP file")
    parser.add_argument(
        "--budget",
        default="30tokens",
        metavar="N",
        help="30tokens (default), 12words, 120chars, 96bits, 12bytes, 100ubpp",
    )
    parser.add_argument(
        "--stop", default=DEFAULT, metavar="POLICIES", help=f"any of them ends the run; default {DEFAULT}. {policies}"
    )
    parser.add_argument("--team", default="auto", help="who plays: auto (default), sketch")
    parser.add_argument(
        "--candidates",
        type=int,
        default=1,
        metavar="N",
        help="pictures drawn a round; choosing one costs log2 N bits (default 1)",
    )
    parser.add_argument(
        "--haggles",
        type=int,
        default=1,
        metavar="N",
        help="how often the describer may contest an offer in a round (default 1)",
    )
    parser.add_argument("--seed", type=int, default=0, help="of whatever the team leaves to chance (default 0)")
    parser.add_argument(
        "--exact-size", action="store_true", help="put the exact width and height into the file; costs up to 4 bytes"
    )
    parser.add_argument(
        "--out", type=Path, metavar="PNG", help="also write the redrawn picture here, and the .mub beside it"
    )
    parser.add_argument(
        "--runs", type=Path, default=RUNS, metavar="DIR", help=f"where traces are kept (default {RUNS})"
    )
    parser.add_argument(
        "--display",
        choices=get_args(Display),
        help="the live trace on stderr (default: full on a terminal, plain elsewhere)",
    )
    parser.add_argument("--quiet", action="store_true", help="the same as --display none")
    parser.add_argument(
        "--resume", metavar="RUN", help="go on with a run that was cut off: a folder, an id, a prefix, latest"
    )
    parser.add_argument(
        "--pause", action="store_true", help="ask a person after every round: accept, edit, remark, stop"
    )
    return parser


def check(arguments: argparse.Namespace) -> Options:
    """Turn what argparse found into options.

    Raises UsageError for a value that makes no sense.
    """
    if (arguments.image is None) == (arguments.resume is None):
        raise UsageError("name one picture, such as examples/chelsea.jpg, or a run to --resume")
    _within("--candidates", arguments.candidates, 1, MOST_CANDIDATES)
    _within("--haggles", arguments.haggles, 0, MOST_HAGGLES)
    _within("--seed", arguments.seed, 0, 2**32 - 1)
    if arguments.out is not None and arguments.out.suffix.lower() != ".png":
        raise UsageError(f"--out {arguments.out}: the picture is written as PNG; give it a name that ends in .png")
    return Options(
        image=arguments.image,
        budget=str(parse_budget(arguments.budget)),
        stops=",".join(map(str, parse_policies(arguments.stop))),
        team=arguments.team,
        candidates=arguments.candidates,
        haggles=arguments.haggles,
        seed=arguments.seed,
        out=arguments.out,
        runs=arguments.runs,
        display="none" if arguments.quiet else cast("Display | None", arguments.display),
        resume=arguments.resume,
        pause=arguments.pause,
        exact_size=arguments.exact_size,
    )


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise UsageError(f"{name} {value}: a whole number from {least} to {most} is wanted")
