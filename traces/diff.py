"""Compares two runs, or two rounds: settings, where they part, words, scores, costs; knows nothing of layout."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from traces.cleaning import clean_line
from traces.dialogue import Picture
from traces.events import Answered, Critiqued, Decided, Event, Offered, Proposed, Rendered
from traces.story import Chapter, PhraseRow, Story
from traces.worddiff import list_changes

_IGNORED_SETTINGS = re.compile(
    r"id|created|argv|format|why|image\.(path|width|height)|original\..*|task\.(original\..*|width|height)"
)
"""What says nothing of how a run was set up, or says again what the image's name and digest say."""
_STEPS = (Proposed, Offered, Answered, Rendered, Critiqued, Decided)
_STEP_WORDS = {
    "proposed": "in what the describer proposes",
    "offered": "in what the compressor offers",
    "answered": "in what the describer answers",
    "rendered": "in what the renderer draws",
    "critiqued": "in what the critic finds",
    "decided": "in what is decided",
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not the same; None where one side has no such thing."""

    name: str
    left: str | None
    right: str | None


@dataclass(frozen=True, kw_only=True)
class RoundPair:
    """The same round of two runs."""

    number: int
    left: Chapter | None
    right: Chapter | None

    @property
    def same(self) -> bool:
        """Whether description, picture and score are the same."""
        if self.left is None or self.right is None:
            return False
        return (
            self.left.event.outcome.offer.description == self.right.event.outcome.offer.description
            and picture_of(self.left) == picture_of(self.right)
            and self.left.score == self.right.score
        )


@dataclass(frozen=True, kw_only=True)
class RunDiff:
    """What two runs have apart."""

    left: Story
    right: Story
    settings: tuple[Difference, ...]
    results: tuple[Difference, ...]
    """Every result that both or one of them has, the same or not."""
    same_original: bool
    """False: their scores are about different pictures."""
    parting: str
    """Where they part, in words; empty: they never do."""
    rounds: tuple[RoundPair, ...]


@dataclass(frozen=True, kw_only=True)
class PhrasePair:
    """A phrase in two rounds; None where it does not occur."""

    text: str
    left: PhraseRow | None
    right: PhraseRow | None


def diff_runs(left: Story, right: Story) -> RunDiff:
    """Compare two runs."""
    chapters = [{chapter.number: chapter for chapter in story.chapters} for story in (left, right)]
    numbers = sorted(chapters[0].keys() | chapters[1].keys())
    return RunDiff(
        left=left,
        right=right,
        settings=tuple(_diff_settings(left, right)),
        results=tuple(_pair_results(left, right)),
        same_original=_original_of(left) == _original_of(right),
        parting=_find_parting(left, right),
        rounds=tuple(RoundPair(number=n, left=chapters[0].get(n), right=chapters[1].get(n)) for n in numbers),
    )


def pair_phrases(left: Chapter, right: Chapter) -> tuple[PhrasePair, ...]:
    """Put the phrases of two rounds side by side: those of the left in their order, then those that are new."""
    rows = [{row.text.casefold(): row for row in chapter.phrases} for chapter in (left, right)]
    keys = [*rows[0], *(key for key in rows[1] if key not in rows[0])]
    texts = {key: row.text for side in reversed(rows) for key, row in side.items()}
    return tuple(PhrasePair(text=texts[key], left=rows[0].get(key), right=rows[1].get(key)) for key in keys)


def diff_as_json(diff: RunDiff) -> dict[str, Any]:
    """Return a comparison as plain values."""
    return {
        "runs": [diff.left.trace.folder.id, diff.right.trace.folder.id],
        "same_original": diff.same_original,
        "settings": [asdict(difference) for difference in diff.settings],
        "parting": diff.parting or None,
        "results": [asdict(difference) for difference in diff.results],
        "rounds": [_pair_as_json(pair) for pair in diff.rounds],
    }


def chapters_as_json(left: Chapter, right: Chapter) -> dict[str, Any]:
    """Return a comparison of two rounds as plain values."""
    added, cut = list_changes(left.event.outcome.offer.description, right.event.outcome.offer.description)
    return {
        "rounds": [left.number, right.number],
        "left": _chapter_as_json(left),
        "right": _chapter_as_json(right),
        "words_only_right": list(added),
        "words_only_left": list(cut),
        "phrases": [asdict(pair) for pair in pair_phrases(left, right)],
    }


def picture_of(chapter: Chapter) -> Picture | None:
    """Return the picture that a round was judged by."""
    chosen = chapter.event.outcome.chosen
    return chosen.picture if chosen else None


def _pair_as_json(pair: RoundPair) -> dict[str, Any]:
    texts = [side.event.outcome.offer.description if side else "" for side in (pair.left, pair.right)]
    added, cut = list_changes(*texts)
    return {
        "round": pair.number,
        "same": pair.same,
        "left": _chapter_as_json(pair.left) if pair.left else None,
        "right": _chapter_as_json(pair.right) if pair.right else None,
        "words_only_right": list(added),
        "words_only_left": list(cut),
    }


def _chapter_as_json(chapter: Chapter) -> dict[str, Any]:
    offer, picture = chapter.event.outcome.offer, picture_of(chapter)
    return {
        "description": offer.description,
        "cost": offer.cost,
        "score": chapter.score,
        "accepted": chapter.event.accepted,
        "picture_sha256": picture.sha256 if picture else None,
    }


def _diff_settings(left: Story, right: Story) -> Iterator[Difference]:
    flat = [dict(_flatten(story.trace.settings)) for story in (left, right)]
    for name in dict.fromkeys([*flat[0], *flat[1]]):
        one, other = flat[0].get(name), flat[1].get(name)
        if one != other and not _IGNORED_SETTINGS.fullmatch(name):
            yield Difference(name=name, left=one, right=other)


def _flatten(value: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, list):
        yield prefix, clean_line(", ".join(str(inner) for inner in value))
    elif value is not None:
        text = str(value)
        yield prefix, text[:12] if re.fullmatch(r"[0-9a-f]{64}", text) else clean_line(text)


def _pair_results(left: Story, right: Story) -> Iterator[Difference]:
    sides = [_results(story) for story in (left, right)]
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        yield Difference(name=name, left=sides[0].get(name), right=sides[1].get(name))


def _results(story: Story) -> dict[str, str]:
    end = story.trace.finished
    if end is None:
        return {"status": story.status, "rounds": str(len(story.chapters))}
    score = {} if end.score is None else {"score": f"{end.score:.4f}"}
    spend = {} if not end.spend_usd else {"spend_usd": f"{end.spend_usd:.4f}"}
    return {
        "status": story.status,
        "stopped by": clean_line(end.stop.policy),
        "rounds": str(end.rounds),
        "best round": str(end.best_round),
        **score,
        f"cost in {story.unit}": f"{end.cost:g}",
        "file_bits": str(end.file_bytes * 8),
        "payload_bits": str(end.payload_bits),
        "µbpp": f"{end.ubpp:.1f}",
        "calls": str(end.calls),
        **spend,
        "elapsed_s": f"{end.elapsed_s:.1f}",
    }


def _original_of(story: Story) -> str | None:
    return story.trace.started.original.sha256 if story.trace.started else None


def _find_parting(left: Story, right: Story) -> str:
    """Walk both plays step by step to the first that differs in more than its time."""
    steps = [[event for event in story.trace.events if isinstance(event, _STEPS)] for story in (left, right)]
    for one, other in zip(*steps, strict=False):
        if _content(one) != _content(other):
            where = _STEP_WORDS[one.tag] if one.tag == other.tag else "in whose turn it is"
            return f"in round {one.round}, {where}"
    counts = [len(side) for side in steps]
    if counts[0] == counts[1]:
        return ""
    first_missing = steps[0 if counts[0] > counts[1] else 1][min(counts)]
    shorter = "second" if counts[0] > counts[1] else "first"
    return f"where the {shorter} ends, before round {first_missing.round}"


def _content(event: Event) -> dict[str, Any]:
    content = event.model_dump(exclude={"at", "elapsed_s", "readings", "stop"})
    content.get("past", {}).pop("elapsed_s", None)
    return content
