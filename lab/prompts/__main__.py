"""`python -m lab.prompts`: run a matrix of prompts, models and knobs; report what it shows; let a prompt evolve.

stdout is the result, stderr the progress. Knows nothing of how a run is played.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agents.roles import ROLES
from codec.command import Parser, run_command
from lab.prompts.metrics import METRICS
from lab.prompts.place import EXPERIMENTS

_EXAMPLES = """\
examples:
  python -m lab.prompts run experiment.toml
  python -m lab.prompts run --image examples --prompt critic=default,terse --budget 20tokens --repeats 2
  python -m lab.prompts run --image examples --player describer=sketch,sketch:width=2 --yes
  python -m lab.prompts report experiment.toml --html matrix.html --assert "critic.terse.score >= baseline - 0.02"
  python -m lab.prompts evolve critic --image photos --budget-calls 400
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the verbs; return the exit code."""
    arguments = make_parser().parse_args(argv)
    from lab.prompts import commands  # noqa: PLC0415

    verbs = {"run": commands.run, "report": commands.report, "evolve": commands.evolve}
    return verbs[arguments.verb](arguments)


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of all verbs."""
    parser = Parser(
        prog="python -m lab.prompts",
        description="Experiments with prompts, models and knobs: what they cost, what they show, how sure that is.",
        epilog=_EXAMPLES,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_run(verbs)
    _add_report(verbs)
    _add_evolve(verbs)
    return parser


def _add(verbs: Any, name: str, example: str, says: str) -> argparse.ArgumentParser:
    description = f"{says[0].upper()}{says[1:]}."
    epilog = f"example:\n  python -m lab.prompts {example}"
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=says, description=description, epilog=epilog)
    return parser


def _add_run(verbs: Any) -> None:
    verb = _add(
        verbs, "run", "run experiment.toml", "play every variant on every picture; the same command goes on later"
    )
    verb.add_argument("experiment", nargs="?", type=Path, metavar="EXPERIMENT.toml")
    _add_axes(verb)
    verb.add_argument("--budget", action="append", default=[], metavar="N", help="a budget; may be repeated")
    verb.add_argument("--repeats", type=int, metavar="N", help="how often every variant plays every picture")
    verb.add_argument(
        "--measure-noise",
        type=int,
        metavar="K",
        help="first draw and judge the baseline's description K more times a picture",
    )
    verb.add_argument(
        "--retry", action="append", metavar="KEY", help="play only this failed cell again, or `failed` for all of them"
    )
    _add_conduct(verb)


def _add_axes(verb: argparse.ArgumentParser) -> None:
    group = verb.add_argument_group("the same by options", "instead of a file, or going before what it says")
    group.add_argument("--name", help="what the experiment is called (default: the file's name)")
    group.add_argument("--image", action="append", default=[], metavar="PATH", help="file, folder or pattern")
    group.add_argument("--prompt", action="append", default=[], metavar="ROLE=A,B", help="variants of a role's prompt")
    group.add_argument("--player", action="append", default=[], metavar="ROLE=A,B", help="players of a role")
    group.add_argument("--prompt-folder", metavar="DIR", help="prompt files of your own, looked in first")
    group.add_argument("--chat", metavar="A,B", help="chat models")
    group.add_argument("--image-model", metavar="A,B", help="image models")
    group.add_argument("--team", metavar="WHO", help="as in graph.run")
    group.add_argument("--stop", metavar="POLICIES", help="as in graph.run")
    group.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="WORD",
        help="one more word for graph.run, such as --option=--rpm --option=30; may be repeated",
    )


def _add_conduct(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--folder", type=Path, metavar="DIR", help=f"where it is kept (default {EXPERIMENTS}/NAME)")
    verb.add_argument("--jobs", type=int, default=2, metavar="N", help="runs at a time (default 2)")
    verb.add_argument("--yes", action="store_true", help="don't ask before spending")
    verb.add_argument("--quiet", action="store_true", help="no progress on stderr")


def _add_report(verbs: Any) -> None:
    verb = _add(verbs, "report", "report experiment.toml", "means with intervals, comparisons, and how sure they are")
    verb.add_argument("experiment", type=Path, metavar="EXPERIMENT", help="its TOML file, or its folder")
    verb.add_argument("--folder", type=Path, metavar="DIR", help="where a TOML file's experiment is kept")
    verb.add_argument(
        "--metric", choices=METRICS, help="what to compare (default score; fidelity where the critics differ)"
    )
    verb.add_argument("--prices", type=Path, metavar="TOML", help="prices that go before the built-in table")
    verb.add_argument("--csv", type=Path, metavar="FILE", help="write every cell as CSV")
    verb.add_argument("--parquet", type=Path, metavar="FILE", help="write every cell as Parquet (needs pyarrow)")
    verb.add_argument("--html", type=Path, metavar="FILE", help="write the matrix with its pictures as one page")
    verb.add_argument(
        "--assert",
        dest="assertions",
        action="append",
        default=[],
        metavar="CLAIM",
        help='such as "critic.terse.score >= baseline - 0.02"; exit code 1 if one does not hold',
    )


def _add_evolve(verbs: Any) -> None:
    verb = _add(
        verbs,
        "evolve",
        "evolve critic --image photos --budget-calls 400",
        "let a role's prompt evolve on its own traces (needs the extra [evolve])",
    )
    verb.add_argument("role", choices=ROLES)
    _add_axes(verb)
    verb.add_argument("--budget", action="append", default=[], metavar="N", help="the runs' budget")
    verb.add_argument("--from", dest="origin", default="default", metavar="VARIANT", help="the prompt to begin with")
    verb.add_argument("--budget-calls", type=int, required=True, metavar="N", help="most model calls in all")
    verb.add_argument("--holdout", action="append", default=[], metavar="PATH", help="pictures for the last test alone")
    verb.add_argument("--metric", choices=["score", "fidelity"], help="what to raise (default: as in report)")
    verb.add_argument("--seed", type=int, default=0, help="of the split and of the search")
    _add_conduct(verb)


if __name__ == "__main__":
    run_command(main, program="mubpp experiment")
