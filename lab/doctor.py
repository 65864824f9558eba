"""`mubpp doctor`: would a run work here, with these options? One line a finding, and what to do about it.

Imports what it checks only after it has found it installed. Spends nothing: an endpoint is asked for its list of
models, never for a reply. Knows nothing of how a picture is played.
"""

import argparse
import importlib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from codec.command import Parser, run_command
from graph.options import add_play_options
from lab.doctor_finding import Finding
from lab.doctor_installed import check_extras, check_packages, check_python
from traces.place import RUNS

BROKEN: Final = 1
"""Exit code where a run would not work."""

_MARKS: Final = {"good": "ok", "note": "note", "bad": "BAD"}

_EXAMPLES: Final = """\
it takes every option of a run, and says whether that run would work

examples:
  python -m lab.doctor
  python -m lab.doctor --base-url http://localhost:11434/v1 --chat qwen3-vl --renderer sketch
  python -m lab.doctor --offline --json
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; exit code 0 if a run would work."""
    installed = [check_python(), *check_packages()]
    broken = any(finding.state == "bad" for finding in installed)
    # What is missing can't be imported, not even to read the options that a run takes.
    arguments = _make_first_parser().parse_known_args(argv)[0] if broken else make_parser().parse_args(argv)
    findings = []
    for finding in installed if broken else itertools.chain(installed, examine(arguments)):
        findings.append(finding)
        if not arguments.json:
            print(_line(finding), flush=True)
    works = not any(finding.state == "bad" for finding in findings)
    if arguments.json:
        print(json.dumps({"works": works, "findings": [asdict(one) for one in findings]}, indent=2, ensure_ascii=False))
    else:
        print("a run would work" if works else "a run would NOT work: see above")
    return 0 if works else BROKEN


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m lab.doctor",
        description="Say what is installed, who would play and why, and whether the endpoint answers; costs nothing.",
        epilog=_EXAMPLES,
    )
    _add_own_options(parser)
    parser.add_argument("--runs", type=Path, default=RUNS, metavar="DIR", help=f"where traces go (default {RUNS})")
    add_play_options(parser)
    return parser


def examine(arguments: argparse.Namespace) -> Iterator[Finding]:
    """Find out, one thing after another, what a run needs beside the packages; raises ImportError without those."""
    yield from check_extras()
    for module in ("lab.doctor_coding", "lab.doctor_team", "lab.doctor_place"):
        check: Callable[[argparse.Namespace], Iterator[Finding]] = importlib.import_module(module).check
        yield from check(arguments)


def _make_first_parser() -> argparse.ArgumentParser:
    """Make a parser of what can be said without any package."""
    parser = Parser(add_help=False)
    _add_own_options(parser)
    return parser


def _add_own_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--offline", action="store_true", help="ask no endpoint")
    parser.add_argument("--json", action="store_true", help="the findings as JSON on stdout")


def _line(finding: Finding) -> str:
    todo = f"; {finding.todo}" if finding.todo else ""
    return f"{_MARKS[finding.state]:<4}  {finding.topic}: {finding.says}{todo}"


if __name__ == "__main__":
    run_command(main, program="mubpp doctor")
