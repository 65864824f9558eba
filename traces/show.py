"""The whole story of a run for a terminal: header, every round's dialogue, pictures and prices, and how it ended.

Knows nothing of where it is printed; `traces.raw_view` shows the calls behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from traces import figures
from traces.events import Failed, Resumed
from traces.names import Role
from traces.round_view import beside, head_run, mark_description, score_line, show_picture, speak, view_round
from traces.show_tables import (
    line_of_aspects,
    table_of_candidates,
    table_of_ledger,
    table_of_phrases,
    table_of_readings,
    table_of_remarks,
)
from traces.speech import say
from traces.story import Chapter, Story
from traces.summary_view import view_summary
from traces.terminal import Look


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which part of a story is wanted."""

    rounds: frozenset[int] | None = None
    """None: all, and header and end too."""
    agent: Role | None = None
    """None: all agents, and pictures, policies and verdicts too."""

    def takes(self, number: int) -> bool:
        """Tell whether a round is wanted."""
        return self.rounds is None or number in self.rounds


def view_story(story: Story, *, wanted: Wanted, look: Look) -> Iterator[RenderableType]:
    """Compose a run part by part."""
    whole = wanted.rounds is None
    started = story.trace.started
    if started and whole:
        header = head_run(started, folder=story.trace.folder, look=look)
        yield header
        if look.pictures and wanted.agent is None:
            picture = show_picture(started.original, folder=story.trace.folder, columns=36, rows=12, look=look)
            yield Group(picture, Text("the original\n", style="dim"))
    for chapter in story.chapters:
        if wanted.takes(chapter.number):
            yield from (_view_seam(seam, look=look) for seam in chapter.seams)
            yield _view_chapter(story, chapter, wanted=wanted, look=look)
    if story.last.said and wanted.takes(story.last.number):
        yield _view_unfinished(story, wanted=wanted, look=look)
    if whole:
        yield from (_view_seam(seam, look=look) for seam in story.seams)
        yield _view_end(story, look=look)


def view_brief(story: Story, *, wanted: Wanted, look: Look) -> Iterator[RenderableType]:
    """Compose what the live display leaves on the screen: a record of each round, and the summary."""
    started, folder = story.trace.started, story.trace.folder
    if started and wanted.rounds is None:
        yield head_run(started, folder=folder, look=look)
    for chapter in story.chapters:
        if wanted.takes(chapter.number):
            yield view_round(
                chapter.event,
                before=chapter.before,
                score_before=chapter.score_before,
                sayings=chapter.sayings,
                folder=folder,
                look=look,
                unit=story.unit,
            )
    if wanted.rounds is None:
        yield _view_end(story, look=look)


def story_as_json(story: Story, *, wanted: Wanted) -> dict[str, Any]:
    """Return the settings, the state and the wanted events of a run as plain values."""
    events = [
        event.model_dump(mode="json")
        for event in story.trace.events
        if wanted.rounds is None or getattr(event, "round", None) in wanted.rounds
        if wanted.agent is None or say(event, unit=story.unit)[0] == wanted.agent
    ]
    return {
        "run": story.trace.folder.id,
        "status": story.status,
        "torn_lines": story.trace.torn,
        "settings": story.trace.settings,
        "events": events,
    }


def _view_chapter(story: Story, chapter: Chapter, *, wanted: Wanted, look: Look) -> RenderableType:
    event = chapter.event
    headline = score_line(event, score_before=chapter.score_before, look=look, unit=story.unit)
    parts: list[RenderableType] = [
        Rule(headline, align="left", style="dim", characters="─" if look.unicode else "-"),
        mark_description(event, before=chapter.before, look=look),
        Text(),
        _view_dialogue(story, chapter, wanted=wanted, look=look),
    ]
    tables = _chapter_tables(story, chapter, wanted=wanted, look=look)
    return Group(*parts, *(Padding(table, (1, 0, 0, 2)) for table in tables), Text())


def _view_dialogue(story: Story, chapter: Chapter, *, wanted: Wanted, look: Look) -> RenderableType:
    lines = [speak(role, text, look=look) for role, text in chapter.sayings if wanted.agent in {None, role}]
    chosen = chapter.event.outcome.chosen
    if chosen is None or chosen.picture is None or wanted.agent is not None or not look.pictures:
        return Group(*lines)
    columns = 36 if look.width >= 120 else 24
    rows = 12 if look.width >= 120 else 9
    picture = show_picture(chosen.picture, folder=story.trace.folder, columns=columns, rows=rows, look=look)
    return beside(picture, Group(*lines), columns=columns)


def _chapter_tables(story: Story, chapter: Chapter, *, wanted: Wanted, look: Look) -> Iterator[RenderableType]:
    outcome, agent = chapter.event.outcome, wanted.agent
    if agent in {None, "describer", "compressor"}:
        yield table_of_phrases(chapter.phrases, number=chapter.number, unit=story.unit, look=look)
    if agent == "renderer" or (agent is None and len(outcome.candidates) > 1):
        yield table_of_candidates(outcome.candidates, outcome.chosen, look=look)
    if outcome.critique and agent in {None, "critic"}:
        if outcome.critique.remarks:
            yield table_of_remarks(outcome.critique, look=look)
        if outcome.critique.aspects:
            yield line_of_aspects(outcome.critique, look=look)
    if agent is None and chapter.event.readings:
        yield table_of_readings(chapter.event.readings, look=look)


def _view_unfinished(story: Story, *, wanted: Wanted, look: Look) -> RenderableType:
    scene = story.last
    headline = Text(f"round {scene.number}, not finished", style="bold yellow")
    lines = [speak(role, text, look=look) for role, text in scene.said if wanted.agent in {None, role}]
    return Group(Rule(headline, align="left", style="dim", characters="─" if look.unicode else "-"), *lines, Text())


def _view_seam(seam: Resumed | Failed, *, look: Look) -> RenderableType:
    _, text = say(seam, unit="")
    return Padding(Rule(Text(look.spell(text), style="yellow"), style="yellow", characters="-"), (0, 0, 1, 0))


def _view_end(story: Story, *, look: Look) -> RenderableType:
    parts: list[RenderableType] = []
    trace = story.trace
    ending = trace.finished or (story.last.ending if story.status in {"failed", "interrupted"} else None)
    if ending is not None:
        original = trace.started.original if trace.started else None
        parts.append(view_summary(ending, folder=trace.folder, original=original, look=look))
        if trace.finished and trace.finished.ledger:
            parts.append(Padding(table_of_ledger(trace.finished.ledger, look=look), (1, 0, 0, 2)))
    elif story.status == "running":
        parts.append(Text(f"still going on: {story.last.doing}", style="cyan"))
    else:
        parts.append(Text("cut off without a last word", style="yellow"))
        parts.append(Text(f"go on with   python -m graph.run --resume {trace.folder.id}"))
    if trace.torn:
        lines = figures.counted(trace.torn, "torn line")
        parts.append(Text(f"{lines} in {trace.folder.events}: what stood there is lost", style="yellow"))
    return Group(*parts)
