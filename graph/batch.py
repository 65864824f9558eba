"""`python -m graph.batch IMAGES|GLOB|LIST --jobs N`: compress many pictures; the same command goes on later.

A picture is known by its bytes and the settings, so it is never done twice. stdout has one line a picture, stderr the
progress. Knows its options alone.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from codec.command import Parser, run_command
from graph.options import add_play_options
from graph.remote import is_url
from traces.place import RUNS

_EXAMPLES = """\
a list is a text file (.txt, .lst, .list) with one path or URL a line; - reads it from stdin
URLs (extra [remote]) are those that fsspec knows: s3://, gs://, az://, sftp://, https://, memory://

examples:
  python -m graph.batch photos/ --budget 30tokens --jobs 2
  python -m graph.batch 'photos/**/*.jpg' --stop rounds=2 --runs results --json > results.jsonl
  python -m graph.batch million.txt --jobs 16 --runs results
  python -m graph.batch s3://bucket/list.txt --runs s3://bucket/results
"""

SCRATCH = RUNS.parent / "scratch"
"""Where runs are kept until they are published."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    from graph.batch_play import play  # noqa: PLC0415

    return play(arguments)


def make_play_parser() -> argparse.ArgumentParser:
    """Make a parser of a run's own options and nothing else."""
    parser = Parser(add_help=False)
    add_play_options(parser)
    return parser


def play_names(parser: argparse.ArgumentParser) -> list[str]:
    """Name a run's options as they stand in a namespace."""
    return sorted(vars(parser.parse_args([])))


def make_parser() -> argparse.ArgumentParser:
    """Make the command's parser."""
    parser = Parser(
        prog="python -m graph.batch",
        description="Compress many pictures side by side; the same command goes on where it was stopped.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("images", nargs="+", metavar="IMAGES", help="files, folders, patterns, lists, URLs, or -")
    add_batch_options(parser, remote=True)
    parser.add_argument("--json", action="store_true", help="one JSON object a picture on stdout")
    add_play_options(parser)
    return parser


def add_batch_options(parser: argparse.ArgumentParser, *, remote: bool = False) -> None:
    """Add what can be said of how pictures are handed out; `remote`: results may go behind a URL."""
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="pictures at a time (default: processors)"
    )
    parser.add_argument(
        "--engine",
        choices=["auto", "processes", "threads", "ray"],
        default="auto",
        help="auto (default): threads for teams that wait for an endpoint, processes for others; ray: a Ray cluster",
    )
    parser.add_argument("--address", metavar="HOST:PORT", help="of the Ray cluster (default: one on this machine)")
    if remote:
        parser.add_argument("--runs", default=str(RUNS), metavar="DIR|URL", help=f"where results go (default {RUNS})")
        parser.add_argument(
            "--scratch",
            type=Path,
            default=SCRATCH,
            metavar="DIR",
            help=f"with a URL: where runs are until they have ended (default {SCRATCH})",
        )
    else:
        parser.add_argument("--runs", type=_folder, default=RUNS, metavar="DIR", help=f"for traces (default {RUNS})")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


def _folder(text: str) -> Path:
    if is_url(text):
        raise argparse.ArgumentTypeError(f"{text[:200]}: a folder of this machine is wanted; URLs are for batch")
    return Path(text)


if __name__ == "__main__":
    run_command(main, program="mubpp batch")
