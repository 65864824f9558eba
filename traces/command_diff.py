"""`python -m traces diff`: what two runs, or two rounds, have apart."""

import argparse

from codec.errors import UsageError
from traces.arguments import split_round
from traces.diff import chapters_as_json, diff_as_json, diff_runs
from traces.diff_view import view_chapter_diff, view_run_diff
from traces.folder import find_run
from traces.print_view import print_json, print_view
from traces.reader import read_trace
from traces.story import Chapter, Story, tell


def run(options: argparse.Namespace) -> int:
    """Print what two runs, or two rounds, have apart."""
    (name_a, round_a), (name_b, round_b) = (split_round(text) for text in (options.a, options.b))
    if (round_a is None) != (round_b is None):
        raise UsageError("compare two runs, or two rounds: write RUN@ROUND on both sides, or on none")
    left, right = (tell(read_trace(find_run(name, options.runs))) for name in (name_a, name_b))
    if round_a is not None and round_b is not None:
        pair = ((left, find_chapter(left, round_a)), (right, find_chapter(right, round_b)))
        if options.json:
            print_json(chapters_as_json(pair[0][1], pair[1][1]))
        else:
            print_view(lambda look: view_chapter_diff(*pair, look=look), columns=options.columns)
        return 0
    diff = diff_runs(left, right)
    if options.json:
        print_json(diff_as_json(diff))
    else:
        print_view(lambda look: view_run_diff(diff, look=look), columns=options.columns)
    return 0


def find_chapter(story: Story, number: int) -> Chapter:
    """Return a round of a story.

    Raises UsageError when there is no such round.
    """
    for chapter in story.chapters:
        if chapter.number == number:
            return chapter
    numbers = [chapter.number for chapter in story.chapters]
    found = f"it has rounds {numbers[0]} to {numbers[-1]}" if numbers else "it has none yet"
    raise UsageError(f"{story.trace.folder.id}: no round {number}; {found}")
