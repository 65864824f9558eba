"""Plays a made-up run event by event, for the tests of everything that shows one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from traces.dialogue import (
    Answer,
    Box,
    Candidate,
    Critique,
    Cut,
    Demand,
    Kept,
    Offer,
    Past,
    Phrase,
    Picture,
    Proposal,
    Reading,
    Remark,
    Rent,
    Round,
    Stop,
    Verdict,
)
from traces.events import (
    Answered,
    Coding,
    Critiqued,
    Decided,
    Event,
    Failed,
    Finished,
    Offered,
    Proposed,
    Rendered,
    Started,
)
from traces.folder import RunFolder, write_whole
from traces.recorder import Recorder

BUDGET = 20.0
PHRASES = (
    Phrase(text="pale blue sky", worth=0.9, kind="layout"),
    Phrase(text="dark green hills", worth=0.8, kind="object"),
    Phrase(text="red barn left", worth=0.7, kind="object"),
    Phrase(text="yellow sun", worth=0.4, kind="object"),
    Phrase(text="small white clouds", worth=0.3, kind="attribute"),
)
SCORES = (0.412, 0.532, 0.501, 0.64)
KEPT = ((0, 1), (0, 1, 2), (0, 2, 3), (0, 1, 2, 3))


def draw_picture(step: int, *, size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Draw a landscape; each step adds a part."""
    width, height = size
    image = Image.new("RGB", size, (150, 190, 230))
    pen = ImageDraw.Draw(image)
    if step > 0:
        pen.rectangle((0, height * 5 // 8, width, height), fill=(40, 90, 40))
    if step > 1:
        pen.rectangle((width // 8, height // 2, width // 3, height * 3 // 4), fill=(170, 40, 30))
    if step > 2:
        pen.ellipse((width * 3 // 4, height // 8, width * 7 // 8, height // 3), fill=(240, 220, 90))
    return image


def make_folder(path: Path) -> RunFolder:
    """Make an empty run folder."""
    (path / "blobs").mkdir(parents=True)
    return RunFolder(path)


def make_offer(kept: tuple[int, ...], *, phrases: tuple[Phrase, ...] = PHRASES, note: str = "") -> Offer:
    """Offer some of the phrases; a word costs 1, a comma too."""
    costs = [float(len(phrase.text.split())) + 1 for phrase in phrases]
    return Offer(
        description=", ".join(phrases[i].text for i in kept),
        cost=sum(costs[i] for i in kept) - 1,
        limit=BUDGET,
        kept=tuple(Kept(phrase=phrases[i], cost=costs[i]) for i in kept),
        cut=tuple(
            Cut(phrase=phrase, cost=costs[i], reason="worth least for the budget")
            for i, phrase in enumerate(phrases)
            if i not in kept
        ),
        note=note or f"{len(kept)} phrases fit.",
    )


def make_critique(number: int, offer: Offer) -> Critique:
    """Score a round and price its phrases."""
    return Critique(
        score=SCORES[number],
        fidelity=SCORES[number],
        aspects={"colour": 0.7, "shape": 0.45},
        remarks=(
            Remark(fault="missing", text="the red barn", weight=0.6, phrase="red barn left"),
            Remark(
                fault="wrong",
                text="the sky is too dark",
                weight=0.3,
                phrase="pale blue sky",
                box=Box(x0=0.0, y0=0.0, x1=1.0, y1=0.5),
            ),
        )[number % 3 :],
        rents=tuple(
            Rent(phrase=kept.phrase.text, rent=0.2 - 0.09 * place, measured=True)
            for place, kept in enumerate(offer.kept)
        ),
        note="The horizon sits well.",
    )


def play_round(folder: RunFolder, number: int, *, phrases: tuple[Phrase, ...] = PHRASES) -> Iterator[Event]:
    """Play one round; the second one is haggled over."""
    proposal = Proposal(phrases=phrases, note="I see a landscape.")
    name = f"r{number}"
    yield Proposed(id=f"{name}.proposed", round=number, proposal=proposal)
    offer = make_offer(KEPT[number], phrases=phrases)
    if number == 1:
        refused = make_offer((0, 1, 4), phrases=phrases)
        yield Offered(id=f"{name}.offered.h0", round=number, haggle=0, offer=refused)
        demand = Demand(keep=phrases[2], give_up=phrases[4], reason="the barn is what one looks at")
        yield Answered(id=f"{name}.answered.h0", round=number, haggle=0, answer=Answer(demand=demand))
        offer = offer.model_copy(update={"note": "Very well: the barn stays."})
        yield Offered(id=f"{name}.offered.h1", round=number, haggle=1, offer=offer)
    else:
        yield Offered(id=f"{name}.offered.h0", round=number, haggle=0, offer=offer)
        yield Answered(id=f"{name}.answered.h0", round=number, haggle=0, answer=Answer(demand=None))
    picture = folder.keep_picture(draw_picture(number))
    candidate = Candidate(seed_choice=0, picture=picture, fidelity=SCORES[number], ignored=("pale",))
    yield Rendered(id=f"{name}.rendered.c0", round=number, candidate=candidate)
    accepted = number != 2
    outcome = Round(
        number=number,
        proposal=proposal,
        offer=offer,
        candidates=(candidate,),
        chosen=candidate,
        critique=make_critique(number, offer),
        verdict=Verdict(winner="newcomer" if accepted else "incumbent", reason=f"score {SCORES[number]:.3f}"),
    )
    yield Critiqued(id=f"{name}.critiqued", round=number, outcome=outcome)
    yield _decide(outcome, accepted=accepted)


def _decide(outcome: Round, *, accepted: bool) -> Decided:
    number = outcome.number
    done = number + 1
    stop = Stop(policy="rounds=4", reading=4.0, limit=4.0, says="4 of 4 rounds played")
    readings = (
        Reading(policy="rounds=4", reading=float(done), limit=4.0, fired=done == 4, says=f"{done} of 4 rounds played"),
        Reading(
            policy="plateau=2:0.01",
            reading=None if number < 2 else 0.108,
            limit=0.01,
            fired=False,
            says="too early to read" if number < 2 else "gain 0.108 over the last 2 rounds, at least 0.01 wanted",
        ),
    )
    best = (0, 1, 1, 3)[number]
    return Decided(
        id=f"r{number}.decided",
        round=number,
        outcome=outcome,
        past=Past(
            number=number,
            description=outcome.offer.description,
            phrases=tuple(kept.phrase.text for kept in outcome.offer.kept),
            cost=outcome.offer.cost,
            score=SCORES[number],
            best_score=SCORES[best],
            accepted=accepted,
            new_phrases=0,
            remarks=len(outcome.critique.remarks) if outcome.critique else 0,
            elapsed_s=done * 1.5,
            calls=done * 6,
            spend_usd=0.0,
        ),
        best_round=best,
        readings=readings,
        stop=stop if done == 4 else None,
    )


def start(folder: RunFolder, **changes: Any) -> Started:
    """Begin a run."""
    started = Started(
        id="started",
        image="hills.png",
        original=folder.keep_picture(draw_picture(3)),
        width=960,
        height=640,
        budget="20tokens",
        stops=("rounds=4", "plateau=2:0.01"),
        team=dict.fromkeys(("describer", "compressor", "renderer", "critic"), "sketch"),
        why="no key is set",
    )
    return started.model_copy(update=changes)


def finish(folder: RunFolder, *, rounds: int = 4) -> Finished:
    """End a run."""
    offer = make_offer(KEPT[rounds - 1])
    return Finished(
        id="finished",
        stop=Stop(policy="rounds=4", reading=4.0, limit=4.0, says="4 of 4 rounds played"),
        rounds=rounds,
        best_round=rounds - 1,
        description=offer.description,
        cost=offer.cost,
        limit=offer.limit,
        unit="tokens",
        score=SCORES[rounds - 1],
        fidelity=SCORES[rounds - 1],
        picture=folder.keep_picture(draw_picture(rounds - 1)),
        seed_choice=0,
        payload_bits=88,
        header_bits=24,
        file_bytes=14,
        ubpp=182.3,
        ledger=(Coding(name="utf-8", bits=400, ubpp=651.0), Coding(name="ours", bits=112, ubpp=182.3)),
        calls=24,
        spend_usd=0.0,
    )


def interrupt() -> Failed:
    """Break a run off."""
    return Failed(error="interrupted", message="stopped by Ctrl-C")


def play(folder: RunFolder, *, rounds: int = 4, **changes: Any) -> Iterator[Event]:
    """Play a whole run."""
    yield start(folder, **changes)
    for number in range(rounds):
        yield from play_round(folder, number)
    yield finish(folder, rounds=rounds)


def settings_of(started: Started, **changes: Any) -> dict[str, Any]:
    """Write what `run.json` holds."""
    return {
        "format": 1,
        "id": "",
        "created": "2026-11-22T10:15:00.000+00:00",
        "image": {"path": "hills.png", "name": started.image, "sha256": "0" * 64, "width": 960, "height": 640},
        "original": started.original.model_dump(),
        "task": {"budget": started.budget, "stops": list(started.stops), "candidates": 1, "haggles": 1, "seed": 0},
        "team": started.team,
        "why": started.why,
        "versions": {"mubpp": "0.1.0"},
        "prompts": {},
        "argv": ["hills.png", "--budget", started.budget],
        "parent": started.parent,
        **changes,
    }


def record_run(path: Path, *, rounds: int = 4, events: Iterator[Event] | None = None, **changes: Any) -> RunFolder:
    """Record a made-up run in a folder."""
    folder = make_folder(path)
    settings = {**settings_of(start(folder)), "id": folder.id, **changes}
    write_whole(folder.settings, json.dumps(settings).encode())
    with Recorder(folder) as recorder:
        for event in events if events is not None else play(folder, rounds=rounds):
            recorder.record(event)
    return folder


def blank_picture() -> Picture:
    """Name a picture that is stored nowhere."""
    return Picture(sha256="f" * 64, width=96, height=64)
