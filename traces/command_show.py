"""`python -m traces show`: a run's whole story, a part of it, its model calls, or a run that is still going on."""

import argparse
import sys

from codec.errors import UsageError
from traces.arguments import parse_rounds
from traces.calls import read_calls
from traces.folder import RunFolder, find_run
from traces.follow import follow_events
from traces.live import choose_kind, make_display
from traces.print_view import draw_svg, print_json, print_view
from traces.raw_view import view_calls
from traces.reader import read_trace
from traces.show import Wanted, story_as_json, view_brief, view_story
from traces.story import tell


def run(options: argparse.Namespace) -> int:
    """Print the story of a run, or a part of it."""
    folder = find_run(options.run, options.runs)
    if options.follow:
        return _follow(folder)
    rounds = parse_rounds(options.round)
    if options.raw:
        return _show_raw(folder, options, rounds)
    story = tell(read_trace(folder))
    known = {chapter.number for chapter in story.chapters} | ({story.last.number} if story.last.said else set())
    if rounds is not None and not rounds & known:
        found = f"it has rounds {min(known)} to {max(known)}" if known else "it has none yet"
        raise UsageError(f"{folder.id}: no round {options.round[0]}; {found}")
    wanted = Wanted(rounds=rounds, agent=options.agent)
    if options.json:
        print_json(story_as_json(story, wanted=wanted))
        return 0
    compose = view_brief if options.brief else view_story
    if options.svg is not None:
        title = f"mubpp: {folder.id}"
        draw_svg(lambda look: compose(story, wanted=wanted, look=look), options.svg, title=title)
        print(options.svg)
    else:
        print_view(lambda look: compose(story, wanted=wanted, look=look), columns=options.columns)
    return 0


def _show_raw(folder: RunFolder, options: argparse.Namespace, rounds: frozenset[int] | None) -> int:
    calls = read_calls(folder, rounds=rounds, role=options.agent)
    if options.json:
        print_json([vars(call) for call in calls])
    else:
        print_view(lambda look: view_calls(calls, look=look), columns=options.columns)
    return 0


def _follow(folder: RunFolder) -> int:
    with make_display(choose_kind(sys.stdout), folder=folder, stream=sys.stdout) as display:
        for event in follow_events(folder):
            display(event)
    return 0
