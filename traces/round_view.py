"""The permanent record of one finished round on a terminal; knows nothing of live displays and of other rounds.

It is what scrolls above the live panel, and a part of `show`.
"""

from collections.abc import Sequence
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codec.errors import PictureError
from traces import figures
from traces.cleaning import clean_line
from traces.dialogue import Picture, Reading
from traces.events import Decided, Started
from traces.folder import RunFolder
from traces.names import Role
from traces.speech import say_doubt, say_remarks, say_team, say_verdict
from traces.terminal import ROLE_STYLES, Look, draw_thumbnail, mark_words
from traces.worddiff import diff_words

_NAME: Final = 11
"""Columns of a role's name with the blank after it."""


def view_round(
    event: Decided,
    *,
    before: str,
    score_before: float | None,
    sayings: Sequence[tuple[Role, str]],
    folder: RunFolder,
    look: Look,
    unit: str,
) -> RenderableType:
    """Compose the record: a headline, the picture, the description with its changes, contests, remarks, readings.

    `before` and `score_before` are the description and the best score before this round (empty, None in the first).
    """
    lines: list[RenderableType] = [mark_description(event, before=before, look=look)]
    lines += [speak(role, text, look=look) for role, text in _pick_contest(sayings)]
    critique = event.outcome.critique
    if critique:
        lines.append(speak("critic", say_remarks(critique.remarks) or "nothing to remark", look=look))
    if event.outcome.doubt:
        lines.append(
            Hanging(Text("graph", style="bold yellow"), Text(look.spell(say_doubt(event.outcome.doubt))), indent=_NAME)
        )
    verdict = say_verdict(event.outcome, accepted=event.accepted, best_round=event.best_round)
    lines.append(speak("critic", verdict, look=look))
    if event.readings:
        lines.append(_list_readings(event.readings, look=look))
    words = Group(*lines)
    chosen = event.outcome.chosen
    body: RenderableType = words
    if chosen and chosen.picture and look.blocks:
        columns = 36 if look.width >= 120 else 22
        thumbnail = show_picture(
            chosen.picture, folder=folder, columns=columns, rows=8 if columns == 22 else 12, look=look
        )
        body = beside(thumbnail, words, columns=columns)
    headline = score_line(event, score_before=score_before, look=look, unit=unit)
    return Padding(Group(headline, body), (0, 0, 1, 0))


def head_run(event: Started, *, folder: RunFolder, look: Look) -> RenderableType:
    """Compose the first lines of a run: its picture, budget, team, stops and name."""
    notes = f" ({'; '.join(event.notes)})" if event.notes else ""
    parent = f", forked from {event.parent}" if event.parent else ""
    title = Text(clean_line(event.image), style="bold")
    title.append(" " + look.spell(clean_line(f"{event.width}x{event.height}{notes} · budget {event.budget}")))
    team = clean_line(f"team {say_team(event.team)}" + (f": {event.why}" if event.why else ""))
    stops = clean_line(f"stops at {', '.join(event.stops)}; run {folder.id}{parent}")
    return Padding(Group(title, Text(look.spell(team), style="dim"), Text(stops, style="dim")), (0, 0, 1, 0))


def speak(role: Role, text: str, *, look: Look, one_line: bool = False) -> RenderableType:
    """Set a role's name before what it says; long text wraps under itself, or is cut to one line."""
    name, said = Text(role, style=ROLE_STYLES[role]), look.spell(text)
    if one_line:
        name.pad_right(_NAME - len(role))
        return Text.assemble(name, (said, ""), no_wrap=True, overflow="ellipsis" if look.unicode else "crop")
    return Hanging(name, Text(said), indent=_NAME)


class Hanging:
    """Text that wraps under itself, to the right of a name; much quicker than a table of one row."""

    def __init__(self, name: Text, text: Text, *, indent: int) -> None:
        self._name = name
        self._text = text
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the wrapped lines."""
        name = self._name.copy()
        name.truncate(self._indent - 1)
        name.pad_right(self._indent - len(name))
        lines = self._text.wrap(console, max(options.max_width - self._indent, 8), overflow="fold")
        for index, line in enumerate(lines or [Text()]):
            line.rstrip()
            yield Text.assemble(name if index == 0 else " " * self._indent, line)


def beside(left: RenderableType, right: RenderableType, *, columns: int) -> Table:
    """Put something `columns` wide at the left of something else."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=columns)
    grid.add_column(ratio=1)
    grid.add_row(left, right)
    return grid


def show_picture(picture: Picture, *, folder: RunFolder, columns: int, rows: int, look: Look) -> RenderableType:
    """Draw a stored picture small; a picture that can't be read is a line of words."""
    try:
        image = folder.load_picture(picture)
    except PictureError:
        return Text("(picture missing)", style="dim")
    return draw_thumbnail(image, columns=columns, rows=rows, look=look)


def list_readings_short(readings: Sequence[Reading], *, look: Look) -> Text:
    """Write readings against their limits in one run of text, such as `rounds=6 3/6`."""
    text = Text()
    for index, reading in enumerate(readings):
        text.append(look.spell(" · ") if index else "")
        value = "–" if reading.reading is None else f"{reading.reading:.4g}"
        style = "bold yellow" if reading.fired else "dim" if reading.reading is None else ""
        fired = " stop" if reading.fired else ""
        text.append(look.spell(f"{clean_line(reading.policy)} {value}/{reading.limit:.4g}{fired}"), style=style)
    return text


def score_line(event: Decided, *, score_before: float | None, look: Look, unit: str) -> Text:
    """Write a round's number, score, gain, cost, time and calls in a line."""
    outcome = event.outcome
    critique, offer = outcome.critique, outcome.offer
    text = Text(f"round {outcome.number}", style="bold")
    if critique is None:
        text.append("  no picture", style="bold red")
    else:
        text.append(look.spell(f"  score {figures.score(critique.score)}"))
        if score_before is not None:
            change = critique.score - score_before
            text.append(f" {figures.gain(change)}", style="green" if change > 0 else "red" if change < 0 else "")
    if event.accepted:
        text.append("  best so far", style="bold green")
    text.append(look.spell(f"  {figures.cost_of(offer.cost, offer.limit, unit)}"), style="dim")
    text.append(f"  {figures.duration(event.elapsed_s)}  {figures.calls(event.calls)}", style="dim")
    if event.spend_usd != 0:
        text.append(f"  {figures.money(event.spend_usd)}", style="dim")
    return text


def mark_description(event: Decided, *, before: str, look: Look) -> Text:
    """Write a round's description with what it changes in the one before."""
    after = clean_line(event.outcome.offer.description)
    if not before:
        return Text(after, style="bold")
    return mark_words(diff_words(clean_line(before), after), look=look)


def _pick_contest(sayings: Sequence[tuple[Role, str]]) -> list[tuple[Role, str]]:
    """Keep what was haggled over, notes and people's words; the rest is in the record anyway."""
    kept: list[tuple[Role, str]] = []
    answering = False
    for role, text in sayings:
        contest = role == "describer" and text.startswith("contests")
        if contest or (answering and role == "compressor") or role in {"person", "graph"}:
            kept.append((role, text))
        answering = contest
    return kept


def _list_readings(readings: Sequence[Reading], *, look: Look) -> RenderableType:
    return Hanging(Text("policies", style="dim"), list_readings_short(readings, look=look), indent=_NAME)
