"""Turns the best round into files: `.mub` written, read back and compared, the picture beside it, everything priced.

Knows nothing of the rounds before it.
"""

from dataclasses import replace

from codec.errors import RunStateError, StorageError
from codec.ledger import measure_jpeg, price_text
from codec.mub import MubFile, pack, unpack
from codec.rate import Rate, measure_rate
from graph.crew import Crew
from graph.doubt import find_doubt
from graph.state import State, Task, meter_for
from traces.dialogue import Candidate, Critique, Round, Stop, Verdict
from traces.events import Coding, Finished
from traces.folder import write_whole

FUSE = Stop(policy="none", reading=0.0, limit=0.0, says="the state machine ended without a policy")


def deliver(state: State, crew: Crew) -> Finished:
    """Write `result.mub` and `result.png`; say what the run came to.

    Raises RunStateError when no description was ever agreed on, StorageError when the disk refuses.
    """
    task, best = state["task"], state["best"] or state["last"] or _unfinished(state)
    stop = state["stop"] or FUSE
    if best is None:
        raise RunStateError(f"stopped before anything was said ({stop.says}); allow more with --stop")
    mub = file_of(task, best)
    data = pack(mub)
    if unpack(data) != mub:
        raise AssertionError("the file does not decode to the description it was made from")
    write_whole(crew.folder.result_file, data)
    chosen = best.chosen
    if chosen and chosen.picture:
        source = crew.folder.path / "blobs" / f"{chosen.picture.sha256}.png"
        try:
            write_whole(crew.folder.result_picture, source.read_bytes())
        except OSError as error:
            raise StorageError(f"{source}: can't be read ({error})") from error
    return _report(state, crew, best=best, stop=stop, mub=mub, rate=measure_rate(data, pixels=task.width * task.height))


def round_of(state: State, *, chosen: Candidate | None, critique: Critique | None, verdict: Verdict) -> Round:
    """Sum up the round that is going on."""
    assert state["proposal"] is not None
    assert state["offer"] is not None
    return Round(
        number=state["round"],
        proposal=state["proposal"],
        offer=state["offer"],
        candidates=tuple(d.candidate for d in state["candidates"] if d.round == state["round"]),
        chosen=chosen,
        critique=critique,
        verdict=verdict,
        doubt=find_doubt(critique, best=state["best"], noise=state["task"].noise),
    )


def _unfinished(state: State) -> Round | None:
    """Sum up a first round that a limit cut short after its words were agreed on."""
    if state["offer"] is None:
        return None
    drawn = next((d.candidate for d in state["candidates"] if d.candidate.picture), None)
    verdict = Verdict(winner="newcomer", reason="the only words there are")
    return round_of(state, chosen=drawn, critique=None, verdict=verdict)


def file_of(task: Task, best: Round) -> MubFile:
    """Say what the `.mub` of a round holds."""
    return replace(
        task.container, text=best.offer.description, seed_choice=best.chosen.seed_choice if best.chosen else 0
    )


def _report(state: State, crew: Crew, *, best: Round, stop: Stop, mub: MubFile, rate: Rate) -> Finished:
    task, offer, critique = state["task"], best.offer, best.critique
    account = crew.account(len(state["history"]) - 1, state["calls"])
    return Finished(
        id="finished",
        stop=stop,
        rounds=len(state["history"]),
        best_round=best.number,
        description=offer.description,
        cost=offer.cost,
        limit=offer.limit,
        unit=meter_for(task).budget.unit,
        score=critique.score if critique else None,
        fidelity=critique.fidelity if critique else None,
        doubt=best.doubt,
        picture=best.chosen.picture if best.chosen else None,
        seed_choice=best.chosen.seed_choice if best.chosen else 0,
        payload_bits=rate.payload_bits,
        header_bits=rate.header_bits,
        file_bytes=rate.file_bytes,
        ubpp=rate.ubpp,
        ledger=_ledger(mub, crew, rate.pixels),
        calls=account.calls,
        spend_usd=account.spend_usd,
    )


def _ledger(mub: MubFile, crew: Crew, pixels: int) -> tuple[Coding, ...]:
    """Price the description under every coding, and the picture as JPEG; `.mub` is the row before the JPEGs."""
    rows = [(entry.coding, entry.coded_bytes) for entry in price_text(mub)]
    jpeg = measure_jpeg(crew.original)
    scaled = crew.original.width * crew.original.height != pixels
    of = f" (of {crew.original.width}x{crew.original.height})" if scaled else ""
    rows += [(f"smallest JPEG{of}", jpeg.smallest_bytes), (f"JPEG, quality 75{of}", jpeg.compared_bytes)]
    return tuple(Coding(name=name, bits=size * 8, ubpp=size * 8 / pixels * 1e6) for name, size in rows)
