"""The options of a run, and what they come to; imports nothing that `--help` should not have to wait for.

Knows nothing of how a run is played.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from agents.openai.flags import add_options
from agents.roles import ROLES
from agents.wire.flags import add_wire_options
from codec.budget import ACCEPTED, parse_budget
from codec.command import Parser
from codec.errors import UsageError
from graph.policies import POLICIES
from graph.stopping import DEFAULT, parse_policies
from traces.place import RUNS

Display = Literal["full", "plain", "json", "none"]
BUDGET = "30tokens"
PAPER_STOPS = "rounds=4"
"""The published method reflects for a fixed number of rounds."""

_BOUNDS = {"candidates": (1, 256), "haggles": (0, 20), "seed": (0, 2**32 - 1)}

_EXAMPLES = """\
examples:
  python -m graph.run examples/chelsea.jpg --budget 30tokens
  python -m graph.run photo.png --budget 12words --stop rounds=4,score=0.6 --out redrawn.png
  python -m graph.run --resume latest
  python -m graph.run --fork latest@2 --set description="a red barn, snow below" --budget 20tokens
"""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line said, checked as far as that goes without opening anything."""

    image: Path | None
    changes: dict[str, Any]
    """What was said of the task, by the names of its fields; what was not said is not here."""
    said: argparse.Namespace
    """All that was said, for those who read options of their own (see `graph.casting`)."""
    explain: bool
    out: Path | None
    runs: Path
    display: Display | None
    """None: full on a terminal, plain elsewhere."""
    resume: str | None
    fork: str | None
    """Such as latest@3."""
    edited: str | None
    """The sentence that a fork begins with."""
    origin: str = ""
    """Where the picture came from, if not from `image`; for the trace."""


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of `graph.run`."""
    parser = Parser(
        prog="python -m graph.run",
        description="Store a picture as a sentence: four agents negotiate a description within a budget and redraw it.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("image", nargs="?", type=Path, help="a PNG, JPEG, WebP, AVIF, GIF, TIFF or BMP file")
    add_play_options(parser)
    _add_where(parser)
    _add_again(parser)
    return parser


def add_play_options(parser: argparse.ArgumentParser) -> None:
    """Add what can be said of how a picture is played and by whom; commands over many pictures say it of all."""
    _add_what(parser)
    _add_how(parser)
    _add_who(parser)


def _add_what(parser: argparse.ArgumentParser) -> None:
    policies = "; ".join(f"{policy.example} ({policy.says})" for policy in POLICIES.values())
    parser.add_argument("--budget", metavar="N", help=f"{ACCEPTED} (default {BUDGET})")
    parser.add_argument(
        "--stop",
        metavar="POLICIES",
        help=f"any of them ends the run (default {DEFAULT}): {policies}".replace("%", "%%"),
    )


def _add_how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--candidates", type=int, metavar="N", help="pictures drawn a round; choosing one costs log2 N bits (default 1)"
    )
    parser.add_argument(
        "--haggles", type=int, metavar="N", help="how often the describer may contest an offer in a round (default 1)"
    )
    parser.add_argument("--seed", type=int, help="of whatever the team leaves to chance (default 0)")
    parser.add_argument(
        "--exact-size", action="store_true", help="put the exact width and height into the file; it costs some bits"
    )
    parser.add_argument(
        "--pause", action="store_true", help="ask a person after every round: go on, edit, remark, stop"
    )


def _add_who(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("team", "who plays; one role's player goes before the team")
    group.add_argument(
        "--team", metavar="WHO", help="auto (default), sketch, openai, diffusers:FOLDER_OR_HUB_ID (renderer)"
    )
    for role in ROLES:
        group.add_argument(f"--{role}", metavar="WHO", help=f"the {role}, such as sketch or openai:MODEL")
    group.add_argument("--preset", choices=["paper"], help="paper: the published method, without negotiation")
    group.add_argument("--config", type=Path, metavar="TOML", help="a file with a table [openai] of model settings")
    group.add_argument("--explain", action="store_true", help="print who plays and every model setting, and stop")
    add_options(parser)
    add_wire_options(parser)


def _add_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="PNG", help="also write the picture here, and the .mub beside it")
    parser.add_argument(
        "--runs", type=Path, default=RUNS, metavar="DIR", help=f"where traces are kept (default {RUNS})"
    )
    parser.add_argument(
        "--display",
        choices=get_args(Display),
        help="live trace on stderr (default full on a terminal, plain elsewhere)",
    )
    parser.add_argument("--quiet", action="store_true", help="the same as --display none")


def _add_again(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--resume", metavar="RUN", help="go on with a run that was cut off: folder, id, prefix, latest")
    parser.add_argument("--fork", metavar="RUN@N", help="a new run that shares the first N rounds of an old one")
    parser.add_argument(
        "--set", metavar="description=TEXT", help="with --fork: the sentence that the coming round begins with"
    )


def check(arguments: argparse.Namespace) -> Options:
    """Turn what argparse found into options.

    Raises UsageError for a value that makes no sense.
    """
    if sum(given is not None for given in (arguments.image, arguments.resume, arguments.fork)) != 1:
        raise UsageError("name one picture, such as examples/chelsea.jpg, or a run to --resume or --fork")
    changes = _read_changes(arguments)
    if arguments.preset == "paper":
        changes = {"haggles": 0, "candidates": 1, "stops": PAPER_STOPS, **changes}
    given = [*changes, *(name for name in ("team", *ROLES) if getattr(arguments, name) is not None)]
    if arguments.resume is not None and given:
        raise UsageError(f"--resume goes on as the run began; to change {', '.join(given)}, use --fork")
    if arguments.set is not None and arguments.fork is None:
        raise UsageError("--set description=… goes with --fork")
    if arguments.out is not None and arguments.out.suffix.lower() != ".png":
        raise UsageError(f"--out {arguments.out}: the picture is written as PNG; give it a name that ends in .png")
    return Options(
        image=arguments.image,
        changes=changes,
        said=arguments,
        explain=arguments.explain,
        out=arguments.out,
        runs=arguments.runs,
        display="none" if arguments.quiet else cast("Display | None", arguments.display),
        resume=arguments.resume,
        fork=arguments.fork,
        edited=_read_sentence(arguments.set),
    )


def check_one(arguments: argparse.Namespace, **said: Any) -> Options:
    """Turn what was said of many pictures (see `add_play_options`) into the options of one quiet run.

    `said` names the picture (`image`), the folder of runs (`runs`), and whatever else is this run's own. Raises
    UsageError as `check` does.
    """
    alone = {"image": None, "resume": None, "fork": None, "set": None, "out": None, "quiet": True, "display": None}
    return check(argparse.Namespace(**{**vars(arguments), "runs": RUNS, **alone, **said}))


def _read_changes(arguments: argparse.Namespace) -> dict[str, Any]:
    """Collect what was said of the task, checked."""
    changes: dict[str, Any] = {}
    if arguments.budget is not None:
        changes["budget"] = str(parse_budget(arguments.budget))
    if arguments.stop is not None:
        changes["stops"] = ",".join(map(str, parse_policies(arguments.stop)))
    for name, (least, most) in _BOUNDS.items():
        value = getattr(arguments, name)
        if value is not None:
            if not least <= value <= most:
                raise UsageError(f"--{name} {value}: a whole number from {least} to {most} is wanted")
            changes[name] = value
    if arguments.exact_size:
        changes["exact_size"] = True
    if arguments.pause:
        changes["pause"] = True
    return changes


def _read_sentence(text: str | None) -> str | None:
    if text is None:
        return None
    name, _, sentence = text.partition("=")
    if name.strip() != "description" or not sentence.strip(" ,"):
        raise UsageError('--set: write it like --set description="a red barn, snow below"')
    return sentence.strip()
