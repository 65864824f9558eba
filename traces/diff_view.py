"""Two runs, or two rounds, side by side on a terminal; knows nothing of how they are compared."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from traces import figures
from traces.cleaning import clean_line
from traces.dialogue import Picture
from traces.diff import Difference, PhrasePair, RoundPair, RunDiff, pair_phrases, picture_of
from traces.folder import RunFolder
from traces.round_view import show_picture
from traces.story import Chapter, PhraseRow, Story
from traces.terminal import Look, mark_words
from traces.worddiff import diff_words


def view_run_diff(diff: RunDiff, *, look: Look) -> Iterator[RenderableType]:
    """Compose a comparison of runs: settings first, then where they part, each round, and the results."""
    names = (f"A  {diff.left.trace.folder.id}", f"B  {diff.right.trace.folder.id}")
    yield Text("\n".join(names) + "\n", style="bold")
    if not diff.same_original:
        yield Text("The originals are different pictures: their scores can't be compared.\n", style="bold yellow")
    if diff.settings:
        yield _tabulate(diff.settings, title="settings that differ", look=look, only_differences=True)
    else:
        yield Text("The settings are the same.")
    yield Text(f"\nThey part {diff.parting}.\n" if diff.parting else "\nThey never part.\n", style="bold")
    for pair in diff.rounds:
        yield from _view_pair(diff, pair, look=look)
    yield _tabulate(diff.results, title="results", look=look)


def view_chapter_diff(
    left: tuple[Story, Chapter], right: tuple[Story, Chapter], *, look: Look
) -> Iterator[RenderableType]:
    """Compose a comparison of two rounds, phrase by phrase."""
    names = [
        f"{name}  round {c.number} of {s.trace.folder.id}" for name, (s, c) in zip("AB", (left, right), strict=True)
    ]
    yield Text("\n".join(names) + "\n", style="bold")
    yield _pair_pictures(left, right, look=look)
    yield _mark_change(left[1], right[1], look=look)
    yield Text()
    yield _tabulate_phrases(pair_phrases(left[1], right[1]), look=look)


def _view_pair(diff: RunDiff, pair: RoundPair, *, look: Look) -> Iterator[RenderableType]:
    line = "─" if look.unicode else "-"
    left, right = pair.left, pair.right
    if pair.same and left:
        yield Text(
            look.spell(f"round {pair.number}  the same in both, {_say_chapter(left, diff.left.unit)}"), style="dim"
        )
        return
    yield Rule(Text(f"round {pair.number}", style="bold"), align="left", style="dim", characters=line)
    if left and right:
        yield _pair_pictures((diff.left, left), (diff.right, right), look=look)
        yield _mark_change(left, right, look=look)
    else:
        name, story, chapter = ("A", diff.left, left) if left else ("B", diff.right, right)
        if chapter:
            yield Text(look.spell(f"only {name}: {_say_chapter(chapter, story.unit)}"))
            yield Text(clean_line(chapter.event.outcome.offer.description))
    yield Text()


def _mark_change(left: Chapter, right: Chapter, *, look: Look) -> RenderableType:
    texts = [clean_line(chapter.event.outcome.offer.description) for chapter in (left, right)]
    if texts[0] == texts[1]:
        return Text.assemble(("the same words  ", "dim"), texts[0])
    return Text.assemble(("A to B  ", "dim"), mark_words(diff_words(*texts), look=look))


def _pair_pictures(left: tuple[Story, Chapter], right: tuple[Story, Chapter], *, look: Look) -> Table:
    columns = min((look.width - 2) // 2, 60)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=columns)
    table.add_column(width=columns)
    table.add_row(
        *(
            Text(look.spell(f"{name}  {_say_chapter(chapter, story.unit)}"), style="cyan")
            for name, (story, chapter) in zip("AB", (left, right), strict=True)
        )
    )
    if look.pictures:
        table.add_row(
            *(
                _draw(picture_of(chapter), folder=story.trace.folder, columns=min(columns, 44), look=look)
                for story, chapter in (left, right)
            )
        )
    return table


def _draw(picture: Picture | None, *, folder: RunFolder, columns: int, look: Look) -> RenderableType:
    if picture is None:
        return Text("no picture", style="red")
    return show_picture(picture, folder=folder, columns=columns, rows=11, look=look)


def _say_chapter(chapter: Chapter, unit: str) -> str:
    offer = chapter.event.outcome.offer
    best = ", best so far" if chapter.event.accepted else ""
    return f"score {figures.score(chapter.score)}, {figures.cost_of(offer.cost, offer.limit, unit)}{best}"


def _tabulate(
    differences: Sequence[Difference], *, title: str, look: Look, only_differences: bool = False
) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in (title, "A", "B"):
        table.add_column(name, overflow="fold")
    for difference in differences:
        same = difference.left == difference.right
        style = "" if only_differences or same else "bold"
        cells = (difference.name, difference.left or "–", difference.right or "–")
        table.add_row(*(Text(look.spell(clean_line(cell)), style=style) for cell in cells))
    return table


def _tabulate_phrases(pairs: Sequence[PhrasePair], *, look: Look) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name, right in (("phrase", False), ("A", False), ("cost", True), ("B", False), ("cost", True), ("why", False)):
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for pair in pairs:
        moved = bool(pair.left and pair.left.kept) != bool(pair.right and pair.right.kept)
        why = pair.right.why if pair.right else (pair.left.why if pair.left else "")
        cells = (pair.text, *_say_fate(pair.left), *_say_fate(pair.right), why)
        table.add_row(*(Text(look.spell(clean_line(cell)), style="bold" if moved else "") for cell in cells))
    return table


def _say_fate(row: PhraseRow | None) -> tuple[str, str]:
    if row is None:
        return "–", "–"
    return "in" if row.kept else "out", "–" if row.cost is None else figures.plain_number(row.cost)
