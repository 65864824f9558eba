"""One self-contained HTML file about one run or several: everything inside, nothing fetched, nothing a model can run.

Knows nothing of terminals; the page's words and order stand in `templates/`.
"""

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from traces import figures
from traces.calls import read_calls
from traces.cleaning import clean_block, clean_line
from traces.dialogue import Remark
from traces.diff import Difference, diff_runs
from traces.events import FORMAT
from traces.folder import write_whole
from traces.report_calls import CallView, fold_calls
from traces.report_chart import HEIGHT, WIDTH, PolicyChart, ScoreChart, chart_policies, chart_scores
from traces.report_pictures import CARD_SIDE, HERO_SIDE, TILE_SIDE, Shown, show_webp
from traces.show_tables import say_box
from traces.speech import say, say_doubt, say_team, say_verdict
from traces.story import Chapter, PhraseRow, Story
from traces.summary import Fact
from traces.worddiff import Piece, diff_words

_SETTINGS_CHARS: Final = 40_000


@dataclass(frozen=True, kw_only=True)
class CandidateTile:
    """One rendering among several."""

    seed_choice: int
    fidelity: float | None
    chosen: bool
    problem: str
    ignored: tuple[str, ...]
    picture: Shown | None


@dataclass(frozen=True, kw_only=True)
class Card:
    """One round."""

    chapter: Chapter
    pieces: tuple[Piece, ...]
    picture: Shown | None
    remarks: tuple[tuple[Remark, str], ...]
    """With the place in words."""
    tiles: tuple[CandidateTile, ...]
    verdict: str
    doubt: str
    """Why the score may be wrong; empty: nothing speaks against it."""
    seams: tuple[str, ...]
    is_best: bool


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One phrase over all rounds."""

    text: str
    cells: tuple[PhraseRow | None, ...]


@dataclass(frozen=True, kw_only=True)
class RunView:
    """One run as the page shows it."""

    anchor: str
    id: str
    story: Story
    title: str
    subtitle: str
    description: str
    facts: tuple[Fact, ...]
    original: Shown | None
    best: Shown | None
    original_small: Shown | None
    """For a comparison."""
    best_small: Shown | None
    best_number: int | None
    chart: ScoreChart | None
    policies: tuple[PolicyChart, ...]
    cards: tuple[Card, ...]
    matrix: tuple[MatrixRow, ...]
    unfinished: tuple[tuple[str, str], ...]
    calls: tuple[CallView, ...]
    settings: str


def write_report(stories: Sequence[Story], path: Path) -> None:
    """Write a report of runs into one HTML file.

    Raises StorageError when it can't be written.
    """
    write_whole(path, compose_report(stories).encode())


def compose_report(stories: Sequence[Story]) -> str:
    """Compose the page."""
    runs = [_view_run(story, anchor=f"run{index}", small=len(stories) > 1) for index, story in enumerate(stories)]
    originals = {story.trace.started.original.sha256 for story in stories if story.trace.started}
    style, script = _read("report.css"), _read("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            runs=runs,
            style=style,
            script=script,
            policy=(
                f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
                "base-uri 'none'; form-action 'none'"
            ),
            chart=chart_scores(stories) if len(stories) > 1 else None,
            differences=_join_differences(stories, settings=True),
            same_original=len(originals) == 1,
            results=_join_differences(stories, settings=False),
            trace_format=FORMAT,
            chart_width=WIDTH,
            chart_height=HEIGHT,
        )
    )


def _view_run(story: Story, *, anchor: str, small: bool) -> RunView:
    trace = story.trace
    folder, started, end = trace.folder, trace.started, trace.finished
    best_number = end.best_round if end else (story.chapters[-1].event.best_round if story.chapters else None)
    best = next((chapter for chapter in story.chapters if chapter.number == best_number), None)
    best_picture = best.event.outcome.chosen.picture if best and best.event.outcome.chosen else None
    image = trace.settings["image"]
    size = f"{image.get('width')}x{image.get('height')}"
    return RunView(
        anchor=anchor,
        id=folder.id,
        story=story,
        title=clean_line(str(image["name"])),
        subtitle=clean_line(
            f"{size} · budget {trace.settings['task']['budget']} · team {say_team(trace.settings.get('team') or {})}"
        ),
        description=clean_line(best.event.outcome.offer.description) if best else "",
        facts=tuple(_list_facts(story)),
        original=show_webp(started.original if started else None, folder=folder, side=HERO_SIDE),
        best=show_webp(best_picture, folder=folder, side=HERO_SIDE),
        original_small=show_webp(started.original if started and small else None, folder=folder, side=CARD_SIDE),
        best_small=show_webp(best_picture if small else None, folder=folder, side=CARD_SIDE),
        best_number=best_number,
        chart=chart_scores([story]),
        policies=chart_policies(story.chapters),
        cards=tuple(_view_card(story, chapter, best_number) for chapter in story.chapters),
        matrix=_make_matrix(story.chapters),
        unfinished=tuple(story.last.said),
        calls=fold_calls(read_calls(folder)),
        settings=clean_block(json.dumps(trace.settings, indent=2, ensure_ascii=False))[:_SETTINGS_CHARS],
    )


def _list_facts(story: Story) -> list[Fact]:
    end, settings = story.trace.finished, story.trace.settings
    if end is None:
        ending = story.last.ending
        why = say(ending, unit=story.unit)[1] if ending else f"{story.status}: no last word on record"
        facts = [("status", why), ("rounds", str(len(story.chapters)))]
    else:
        measured = f" (fidelity {figures.score(end.fidelity)})" if end.fidelity != end.score else ""
        facts = [
            ("score", figures.score(end.score) + measured),
            *([("doubted", end.doubt.says)] if end.doubt else []),
            ("cost", figures.cost_of(end.cost, end.limit, figures.budget_unit("1" + end.unit))),
            ("file", f"{end.file_bytes} bytes, {end.file_bytes * 8} bits"),
            ("of which", f"payload {end.payload_bits} bits, header {end.header_bits} bits"),
            ("rate", figures.ubpp(end.ubpp)),
            ("rounds", f"{end.rounds}, best is round {end.best_round}"),
            ("stopped by", f"{end.stop.policy}: {end.stop.says}"),
            ("took", f"{figures.duration(end.elapsed_s)}, {figures.calls(end.calls)}, {figures.money(end.spend_usd)}"),
        ]
    facts += [("run", story.trace.folder.id), ("made", str(settings.get("created", "")))]
    if settings.get("parent"):
        facts.append(("forked from", str(settings["parent"])))
    if story.trace.torn:
        facts.append(("damage", f"{figures.counted(story.trace.torn, 'torn line')}: what stood there is lost"))
    return [Fact(name, clean_line(value)) for name, value in facts]


def _view_card(story: Story, chapter: Chapter, best_number: int | None) -> Card:
    outcome, folder = chapter.event.outcome, story.trace.folder
    remarks = outcome.critique.remarks if outcome.critique else ()
    tiles = [
        CandidateTile(
            seed_choice=candidate.seed_choice,
            fidelity=candidate.fidelity,
            chosen=bool(outcome.chosen and candidate.seed_choice == outcome.chosen.seed_choice),
            problem=clean_line(candidate.problem),
            ignored=tuple(clean_line(word) for word in candidate.ignored),
            picture=show_webp(candidate.picture, folder=folder, side=TILE_SIDE),
        )
        for candidate in outcome.candidates
    ]
    chosen = outcome.chosen.picture if outcome.chosen else None
    after = clean_line(outcome.offer.description)
    return Card(
        chapter=chapter,
        pieces=diff_words(clean_line(chapter.before), after) if chapter.before else (Piece(after, "same"),),
        picture=show_webp(chosen, folder=folder, side=CARD_SIDE),
        remarks=tuple((remark, say_box(remark.box)) for remark in remarks),
        tiles=tuple(tiles) if len(tiles) > 1 else (),
        verdict=say_verdict(outcome, accepted=chapter.event.accepted, best_round=chapter.event.best_round),
        doubt=say_doubt(outcome.doubt),
        seams=tuple(say(seam, unit=story.unit)[1] for seam in chapter.seams),
        is_best=chapter.number == best_number,
    )


def _make_matrix(chapters: Sequence[Chapter]) -> tuple[MatrixRow, ...]:
    """Put every phrase that was ever in a description in a row, those of the last round first."""
    by_round = [{row.text.casefold(): row for row in chapter.phrases} for chapter in chapters]
    texts: dict[str, str] = {}
    for rows in reversed(by_round):
        texts |= {key: row.text for key, row in rows.items() if row.kept and key not in texts}
    return tuple(MatrixRow(text=text, cells=tuple(rows.get(key) for rows in by_round)) for key, text in texts.items())


def _join_differences(stories: Sequence[Story], *, settings: bool) -> list[tuple[str, list[str | None]]]:
    """Line up what differs between the first run and each other one, by name."""
    columns: list[dict[str, Difference]] = []
    for story in stories[1:]:
        diff = diff_runs(stories[0], story)
        columns.append({each.name: each for each in (diff.settings if settings else diff.results)})
    names = dict.fromkeys(name for column in columns for name in column)
    first = {name: next(column[name].left for column in columns if name in column) for name in names}
    return [
        (name, [first[name], *(column[name].right if name in column else first[name] for column in columns)])
        for name in names
    ]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("traces"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "score": figures.score,
        "gain": figures.gain,
        "money": figures.money,
        "number": figures.plain_number,
        "duration": figures.duration,
        "clean": clean_line,
    }
    environment.globals |= {"cost_of": figures.cost_of, "log_share": _share_log}
    return environment


def _read(name: str) -> str:
    return (resources.files("traces") / "templates" / name).read_text("utf-8")


def _share_log(bits: int, most: int) -> float:
    """Return the length of a bar from 0 to 100 on a logarithmic scale from 10 bits up to the most."""
    if bits <= 10 or most <= 10:
        return 1.0
    return round(100 * math.log(bits / 10) / math.log(most / 10), 1)


def _hash(text: str) -> str:
    """Name an inline script or style for the page's content security policy."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()
