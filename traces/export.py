"""Runs for other programs: rounds as JSON lines or CSV, conversations as chat messages; knows nothing of terminals."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from traces.cleaning import clean_cell, clean_json
from traces.export_chat import write_chat, write_evals
from traces.names import ExportFormat
from traces.speech import say_team
from traces.story import Chapter, PhraseRow, Story
from traces.worddiff import list_changes


def export_runs(stories: list[Story], form: ExportFormat) -> Iterator[str]:
    """Yield the lines of an export, without line ends (a CSV field may hold some)."""
    writers: dict[ExportFormat, Callable[[list[Story]], Iterator[str]]] = {
        "jsonl": write_jsonl,
        "csv": write_csv,
        "chat": write_chat,
        "openai-evals": write_evals,
    }
    yield from writers[form](stories)


def write_jsonl(stories: list[Story]) -> Iterator[str]:
    """Yield one JSON object a round; pictures stand by the name of their file in the run's folder."""
    for story in stories:
        for chapter in story.chapters:
            yield clean_json(json.dumps(_round_in_full(story, chapter), ensure_ascii=False))


def write_csv(stories: list[Story]) -> Iterator[str]:
    """Yield a header and one row a round; a field that is not known is empty, truth values are 0 and 1."""
    rows = [_round_in_short(story, chapter) for story in stories for chapter in story.chapters]
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["run", "round"]
    yield _csv_line([clean_cell(name) for name in names])
    for row in rows:
        yield _csv_line([_field(row.get(name)) for name in names])


def _csv_line(fields: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(fields)
    return buffer.getvalue()


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_cell(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _round_in_short(story: Story, chapter: Chapter) -> dict[str, Any]:
    """Flatten a round: the names are the columns of the CSV."""
    event, outcome = chapter.event, chapter.event.outcome
    critique, offer, chosen = outcome.critique, outcome.offer, outcome.chosen
    added, cut = list_changes(chapter.before, offer.description) if chapter.before else ((), ())
    settings = story.trace.settings
    return {
        "run": story.trace.folder.id,
        "parent": settings.get("parent"),
        "image": settings["image"]["name"],
        "team": say_team(settings.get("team") or {}),
        "budget": settings["task"]["budget"],
        "round": chapter.number,
        "description": offer.description,
        "cost": offer.cost,
        "limit": offer.limit,
        "unit": story.unit,
        "score": critique.score if critique else None,
        "fidelity": critique.fidelity if critique else None,
        "doubt": outcome.doubt.says if outcome.doubt else None,
        "gain": critique.score - chapter.score_before if critique and chapter.score_before is not None else None,
        "accepted": event.accepted,
        "best_round": event.best_round,
        "best_score": event.best_score,
        "phrases_proposed": len(outcome.proposal.phrases),
        "phrases_kept": len(offer.kept),
        "phrases_cut": len(offer.cut),
        "candidates": len(outcome.candidates),
        "seed_choice": chosen.seed_choice if chosen else None,
        "picture": f"blobs/{chosen.picture.sha256}.png" if chosen and chosen.picture else None,
        "remarks": len(critique.remarks) if critique else None,
        "heaviest_remark": f"{critique.remarks[0].fault}: {critique.remarks[0].text}"
        if critique and critique.remarks
        else None,
        "words_added": "; ".join(added),
        "words_cut": "; ".join(cut),
        "calls": event.calls,
        "spend_usd": event.spend_usd,
        "elapsed_s": event.elapsed_s,
        "stop": event.stop.policy if event.stop else None,
        **({f"aspect_{name}": value for name, value in critique.aspects.items()} if critique else {}),
    }


def _round_in_full(story: Story, chapter: Chapter) -> dict[str, Any]:
    short = _round_in_short(story, chapter)
    critique = chapter.event.outcome.critique
    lists = {
        "team": story.trace.settings.get("team"),
        "heaviest_remark": None,
        "remarks": [remark.model_dump(mode="json") for remark in critique.remarks] if critique else [],
        "aspects": critique.aspects if critique else {},
        "phrases": [_phrase(row) for row in chapter.phrases],
        "dialogue": [{"who": who, "text": text} for who, text in chapter.sayings],
        "readings": [reading.model_dump(mode="json") for reading in chapter.event.readings],
        "verdict": chapter.event.outcome.verdict.model_dump(mode="json"),
        "stop": chapter.event.stop.model_dump(mode="json") if chapter.event.stop else None,
    }
    full = {name: value for name, value in (short | lists).items() if not name.startswith("aspect_")}
    del full["heaviest_remark"]
    return full


def _phrase(row: PhraseRow) -> dict[str, Any]:
    return {
        "text": row.text,
        "kind": row.kind,
        "kept": row.kept,
        "worth": row.worth,
        "cost": row.cost,
        "rent": row.rent.rent if row.rent else None,
        "rent_measured": row.rent.measured if row.rent else None,
        "rent_round": row.rent.round if row.rent else None,
        "why": row.why,
    }
