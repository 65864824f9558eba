"""What each subcommand of `python -m traces` does with its options; knows nothing of LangGraph and of making runs."""

import argparse
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codec.errors import UsageError
from traces.calls import read_calls
from traces.cleaning import clean_block, clean_json
from traces.diff import chapters_as_json, diff_as_json, diff_runs
from traces.diff_view import view_chapter_diff, view_run_diff
from traces.export import export_runs
from traces.folder import RunFolder, find_run, write_whole
from traces.follow import follow_events
from traces.list_view import view_list, view_tree
from traces.listing import Filter, list_rows
from traces.live import choose_kind, make_display
from traces.print_view import draw_svg, print_view
from traces.raw_view import view_calls
from traces.reader import read_trace
from traces.report import write_report
from traces.schema import commit_schema, spell_schema
from traces.show import Wanted, story_as_json, view_brief, view_story
from traces.story import Chapter, Story, tell

_LIST_COLUMNS = 220
_SPANS = {"s": 1, "min": 60, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def run_list(options: argparse.Namespace) -> int:
    """Print the runs on record."""
    now = datetime.now(UTC)
    wanted = Filter(
        image=options.image,
        team=options.team,
        stop=options.stop,
        status=options.status,
        since_s=parse_span(options.since) if options.since else None,
    )
    rows = list_rows(options.runs, wanted=wanted, now=now, most=options.most)
    if options.json:
        print_json([row.as_json() for row in rows])
    elif not rows:
        print(f"no runs under {options.runs}" + ("" if wanted == Filter() else " match"), file=sys.stderr)
    elif options.tree:
        print_view(lambda look: [view_tree(rows, look=look)], columns=_LIST_COLUMNS)
    else:
        print_view(lambda look: [view_list(rows, now=now, look=look)], columns=_LIST_COLUMNS)
    return 0


def run_show(options: argparse.Namespace) -> int:
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
        draw_svg(lambda look: compose(story, wanted=wanted, look=look), options.svg, title=f"mubpp: {folder.id}")
        print(options.svg)
    else:
        print_view(lambda look: compose(story, wanted=wanted, look=look), columns=options.columns)
    return 0


def run_diff(options: argparse.Namespace) -> int:
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


def run_html(options: argparse.Namespace) -> int:
    """Write one HTML file about a run, or a comparison of several."""
    folders = [find_run(name, options.runs) for name in options.run or ["latest"]]
    name = f"{folders[0].id}.html" if len(folders) == 1 else "runs.html"
    out = options.out or Path(name)
    write_report([tell(read_trace(folder)) for folder in folders], out)
    print(out)
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write runs in a form that other programs read."""
    folders = [find_run(name, options.runs) for name in options.run or ["latest"]]
    lines = export_runs([tell(read_trace(folder)) for folder in folders], options.format)
    if options.out is None:
        _write_utf8()
        for line in lines:
            print(clean_block(line) if sys.stdout.isatty() else line)
    else:
        write_whole(options.out, "".join(line + "\n" for line in lines).encode())
        print(options.out)
    return 0


def run_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of an event, or write it to where it is committed."""
    print(commit_schema() if options.write else spell_schema(), end="\n" if options.write else "")
    return 0


def split_round(text: str) -> tuple[str, int | None]:
    """Split `RUN@3` into the run's name and the round.

    >>> split_round("latest~1@3"), split_round("latest")
    (('latest~1', 3), ('latest', None))
    """
    name, at, number = text.rpartition("@")
    if at and re.fullmatch(r"r?\d{1,6}", number):
        return name, int(number.removeprefix("r"))
    return text, None


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


def print_json(value: Any) -> None:
    """Print plain values as indented JSON that a terminal can't obey."""
    _write_utf8()
    print(clean_json(json.dumps(value, indent=2, ensure_ascii=False)))


def parse_rounds(texts: list[str] | None) -> frozenset[int] | None:
    """Read round numbers and ranges such as `3`, `r3`, `1-4`; None: all.

    >>> sorted(parse_rounds(["0", "2-4"]) or ())
    [0, 2, 3, 4]
    """
    if not texts:
        return None
    rounds: set[int] = set()
    for text in ",".join(texts).split(","):
        match = re.fullmatch(r"\s*r?(\d{1,6})(?:\s*-\s*r?(\d{1,6}))?\s*", text)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise UsageError(f"can't read the round {text!r}: write 3, or 1-4, or 0,2")
        rounds.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(rounds)


def parse_span(text: str) -> float:
    """Read a time span such as `30min`, `2h`, `7d` in seconds.

    >>> parse_span("2h")
    7200.0
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text)
    if match is None or match[2] not in _SPANS:
        raise UsageError(f"can't read the time span {text!r}: write 30min, 2h, 7d or 1w")
    return float(match[1]) * _SPANS[match[2]]


def _show_raw(folder: RunFolder, options: argparse.Namespace, rounds: frozenset[int] | None) -> int:
    calls = read_calls(folder, rounds=rounds, role=options.agent)
    if options.json:
        print_json([vars(call) for call in calls])
    else:
        print_view(lambda look: view_calls(calls, look=look), columns=options.columns)
    return 0


def _write_utf8() -> None:
    """Switch stdout to UTF-8: data are, whatever the terminal's language."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def _follow(folder: RunFolder) -> int:
    with make_display(choose_kind(sys.stdout), folder=folder, stream=sys.stdout) as display:
        for event in follow_events(folder):
            display(event)
    return 0
