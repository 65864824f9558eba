"""`python -m benchmarks.figures`: play the runs that README and docs show, and write every figure in them anew.

Writes docs/strip.svg, docs/trace.svg and docs/runs/rocket, and rewrites the generated parts of README.md and
docs/*.md: what stands between `<!-- figures: NAME -->` and `<!-- figures: end -->`, the output under every `$ command`
of a `console` block, and the files quoted under `<!-- source: PATH -->`. Knows nothing of how a picture is played: it
starts the commands that a user would.
"""

import argparse
import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.figures_strip import Strip, draw_strip
from codec.command import Parser, run_command
from codec.ledger import JPEG_COMPARED_QUALITY, measure_jpeg
from codec.photo import load_photo
from traces.folder import RunFolder, find_run, write_whole
from traces.print_view import draw_svg
from traces.reader import read_trace
from traces.round_view import head_run
from traces.show import Wanted, view_brief
from traces.story import Story, tell
from traces.summary_view import view_summary
from traces.terminal import Look

TOP: Final = Path(__file__).parent.parent
PHOTO: Final = Path("examples/rocket.jpg")
RECORD: Final = Path("docs/runs/rocket")
"""The record of the run that the docs show, without its pictures."""
PAGES: Final = ("README.md", "docs/negotiation.md", "docs/stopping.md", "docs/writing-a-team.md")
"""Pages with generated parts."""
BUDGETS: Final = ("10tokens", "20tokens", "30tokens")
"""Of the runs that the stopping policies are replayed over: every example photograph at each."""
WORTH: Final = "300calls"
"""What a whole point of score is taken to be worth in that replay."""

_BLOCK: Final = re.compile(r"(<!-- figures: (?!end)([a-z]+) -->\n)(.*?)(<!-- figures: end -->)", re.DOTALL)
_CONSOLE: Final = re.compile(r"(```console\n\$ ([^\n]*)\n)(.*?)(```)", re.DOTALL)
_SOURCE: Final = re.compile(r"(<!-- source: (\S+) -->\n```\w+\n)(.*?)(```)", re.DOTALL)
_KEPT: Final = ("run.json", "events.jsonl", "result.mub")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = make_parser().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mubpp-figures-") as scratch:
        if not arguments.words:
            play_and_draw(Path(scratch))
        blocks = {} if arguments.words else {"policies": replay_policies(Path(scratch))}
        blocks["strip"] = say_strip(read_story())
    for page in PAGES:
        rewrite(TOP / page, blocks)
        print(page)
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command."""
    parser = Parser(
        prog="python -m benchmarks.figures",
        description="Play the runs that README and docs show, and write every figure in them anew.",
        epilog="example:\n  python -m benchmarks.figures",
    )
    parser.add_argument("--words", action="store_true", help="play nothing; rewrite the words from the record alone")
    return parser


def play_and_draw(scratch: Path) -> None:
    """Play the run of the README, keep its record, and draw it."""
    (scratch / PHOTO.parent).mkdir()
    shutil.copy(TOP / PHOTO, scratch / PHOTO)
    call(["-m", "graph.run", str(PHOTO), "--budget", "30tokens"], cwd=scratch)
    with contextlib.chdir(scratch):  # the paths in the drawing are those that a user would see
        folder = find_run("latest", Path("traces/runs"))
        draw_trace(tell(read_trace(folder)), TOP / "docs/trace.svg")
        keep_record(folder)
        call(["-m", "graph.decode", str(folder.result_file), "-o", "redrawn.png"], cwd=scratch)
        strip = draw_strip(describe_strip(read_story()), redrawn=Path("redrawn.png"))
    write_whole(TOP / "docs/strip.svg", strip.encode())


def call(words: Sequence[str], *, cwd: Path) -> str:
    """Run a Python command of ours somewhere else and return what it printed."""
    # The width of a terminal and the keys of whoever calls must not show in a figure.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "MUBPP_", "COLUMNS"))}
    environ = {**kept, "PYTHONPATH": str(TOP), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=cwd, env=environ, check=True, text=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return done.stdout


def keep_record(folder: RunFolder) -> None:
    """Copy a run's record into the docs, without its pictures."""
    target = TOP / RECORD
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in _KEPT:
        shutil.copy(folder.path / name, target / name)


def read_story() -> Story:
    """Read the run that the docs show."""
    return tell(read_trace(RunFolder(TOP / RECORD)))


def draw_trace(story: Story, path: Path) -> None:
    """Draw what a terminal shows of a run: its head, its first and its best round, and how it ended."""
    started, finished = story.trace.started, story.trace.finished
    assert started is not None
    assert finished is not None
    rounds = frozenset({0, finished.best_round})

    def compose(look: Look) -> list[object]:
        folder = story.trace.folder
        rest = view_brief(story, wanted=Wanted(rounds=rounds), look=look)
        end = view_summary(finished, folder=folder, original=None, look=look)
        return [head_run(started, folder=folder, look=look), *rest, end]

    draw_svg(compose, path, title=f"python -m graph.run {PHOTO} --budget {started.budget}")  # type: ignore[arg-type]


def describe_strip(story: Story) -> Strip:
    """Collect what the picture strip says, from the record and from the photograph."""
    finished = story.trace.finished
    assert finished is not None
    sizes = measure_jpeg(load_photo(TOP / PHOTO).image)
    return Strip(
        photo=TOP / PHOTO,
        sentence=finished.description,
        cost=f"{finished.cost:g} {finished.unit}",
        file_bytes=finished.file_bytes,
        ubpp=finished.ubpp,
        smallest_jpeg_bytes=sizes.smallest_bytes,
        compared_jpeg_bytes=sizes.compared_bytes,
    )


def say_strip(story: Story) -> str:
    """Write what stands under the strip in the README."""
    strip = describe_strip(story)
    return (
        f"> *{strip.sentence}*\n>\n"
        f"> {strip.file_bytes} bytes on disk, header and all: {strip.file_bytes * 8} bits, {strip.ubpp:.0f} µbpp. "
        f"The smallest\n> JPEG of this photograph takes {strip.times_smallest:,} times as much "
        f"({strip.smallest_jpeg_bytes:,} bytes), one at quality {JPEG_COMPARED_QUALITY}\n"
        f"> {strip.times_compared:,} times ({strip.compared_jpeg_bytes:,} bytes).\n"
    )


def replay_policies(scratch: Path) -> str:
    """Play every example photograph at several budgets to the bitter end, and replay the policies over the records."""
    every_round = ["--stop", "rounds=8", "--jobs", "1", "--runs", "runs", "--quiet"]
    for budget in BUDGETS:
        call(["-m", "graph.batch", str(TOP / "examples"), "--budget", budget, *every_round], cwd=scratch)
    return tabulate_policies(json.loads(call(["-m", "lab.policies", "runs", "--worth", WORTH, "--json"], cwd=scratch)))


def tabulate_policies(replayed: Mapping[str, Any]) -> str:
    """Set what `lab.policies --json` printed as a table of Markdown, and say what it advises."""
    rows = ["| policies | rounds | calls | calls saved | score | score lost |", "|---|--:|--:|--:|--:|--:|"]
    for row in replayed["policies"]:
        lost = f"{row['regret']:.4f} ({row['regret_low']:.4f} to {row['regret_high']:.4f})"
        saved = f"{row['calls_saved']:.1f} ({row['calls_saved_low']:.1f} to {row['calls_saved_high']:.1f})"
        mark = " \\*" if row["on_frontier"] else ""
        name = f"`{row['stops']}`{mark}"
        rows.append(f"| {name} | {row['rounds']:.2f} | {row['calls']:.1f} | {saved} | {row['score']:.3f} | {lost} |")
    advice = replayed["advice"]
    says = (
        f"\n{replayed['runs']} runs of {replayed['pictures']} pictures; means over pictures, 95% bootstrap intervals"
        f"; \\* on the frontier of calls and score.\n\nAt this price take `--stop {advice['stops']}`"
    )
    if advice["p"] is not None:
        sure = "better than" if advice["p"] <= 0.05 else "not distinguishable from"
        says += f", which is {sure} `{advice['runner_up']}` on these pictures (p {advice['p']:.2f})"
    return "\n".join(rows) + f"\n{says}.\n"


def rewrite(page: Path, blocks: Mapping[str, str]) -> None:
    """Put generated parts into a page; a block of which nothing new is known stays as it is."""
    text = page.read_text("utf-8")
    text = _BLOCK.sub(lambda match: match[1] + blocks.get(match[2], match[3]) + match[4], text)
    text = _CONSOLE.sub(lambda match: match[1] + print_of(match[2]) + match[4], text)
    text = _SOURCE.sub(lambda match: match[1] + (TOP / match[2]).read_text("utf-8") + match[4], text)
    write_whole(page, text.encode())


def print_of(command: str) -> str:
    """Run a documented `python -m …` command from the top folder and return what it prints."""
    python, *words = shlex.split(command)
    assert python == "python", command
    return call(words, cwd=TOP)


if __name__ == "__main__":
    run_command(main, program="benchmarks.figures")
