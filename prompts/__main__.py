"""`python -m prompts`: list, show, lint, compare and start prompt files; asks no model and needs no key."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codec.command import Parser, run_command
from codec.errors import MubppError

_FOLDER = "a folder of your own prompt files, looked in first"
_EXAMPLES = """\
examples:
  python -m prompts list
  python -m prompts show critic --task critique --set budget.limit=12
  python -m prompts new critic.mine --folder my-prompts
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the verbs; return the exit code."""
    arguments = make_parser().parse_args(argv)
    from prompts import commands  # noqa: PLC0415

    verbs = {
        "list": commands.list_all,
        "show": commands.show,
        "lint": commands.lint,
        "diff": commands.diff,
        "new": commands.new,
    }
    try:
        return verbs[arguments.verb](arguments)
    except MubppError as error:
        print(f"prompts: {error}", file=sys.stderr)
        return error.exit_code


def make_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = Parser(prog="python -m prompts", description="Look at and work on prompt files.", epilog=_EXAMPLES)
    parser.add_argument("--folder", type=Path, help=_FOLDER)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    _add(verbs, "list", "list", "all roles and variants, one line each")

    verb = _add(verbs, "show", "show critic --task critique", "what would be sent, with its token count")
    verb.add_argument("name", metavar="ROLE[.VARIANT]")
    verb.add_argument("--task", help="only this task, such as propose; default: all tasks of the role")
    verb.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give a variable a value (JSON, else text) instead of the sample; budget.limit=12 reaches inside",
    )
    verb.add_argument("--source", action="store_true", help="print the file itself, not filled in")

    verb = _add(verbs, "lint", "lint --folder my-prompts", "check prompt files; exit code 4 if one is wrong")
    verb.add_argument("names", nargs="*", metavar="ROLE[.VARIANT]", help="default: all")

    verb = _add(verbs, "diff", "diff critic critic.terse", "compare two prompt files word for word")
    verb.add_argument("old", metavar="ROLE[.VARIANT]")
    verb.add_argument("new", metavar="ROLE[.VARIANT]")

    verb = _add(verbs, "new", "new critic.mine --folder my-prompts", "start a variant as a copy of another")
    verb.add_argument("name", metavar="ROLE.VARIANT")
    verb.add_argument("--from", dest="origin", metavar="ROLE[.VARIANT]", help="default: the role's own prompt")
    return parser


def _add(verbs: Any, name: str, example: str, says: str) -> argparse.ArgumentParser:
    description = f"{says[0].upper()}{says[1:]}."
    epilog = f"example:\n  python -m prompts {example}"
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=says, description=description, epilog=epilog)
    # Said behind the verb it goes before what was said in front of it; unsaid it must not unsay that.
    parser.add_argument("--folder", type=Path, default=argparse.SUPPRESS, help=_FOLDER)
    return parser


if __name__ == "__main__":
    run_command(main, program="mubpp prompts")
