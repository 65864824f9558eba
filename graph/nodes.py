"""The steps of the play, one function a node: each asks one agent, records what was said, and returns an update.

Knows nothing of the order of play (see `graph.build`) and of who plays the roles.
"""

from collections.abc import Callable
from typing import TypeVar

from langgraph.runtime import Runtime
from langgraph.types import interrupt
from PIL.Image import Image

from agents.fit import price_offer, shorten_text
from agents.protocols import (
    AnswerRequest,
    CompareRequest,
    CompressRequest,
    CritiqueRequest,
    DescribeRequest,
    RenderRequest,
    Turn,
)
from codec.errors import ReplyError
from graph.crew import Crew
from graph.finish import deliver, round_of
from graph.person import Wish, phrases_of, question
from graph.state import Drawn, RenderJob, State, Task, Update, meter_for
from graph.stopping import read_policies
from traces.dialogue import Candidate, Critique, Offer, Past, Phrase, Proposal, Round, Verdict
from traces.events import Answered, Consulted, Critiqued, Decided, Noted, Offered, Proposed, Rendered

V = TypeVar("V")

REDRAW_SIDE = 192
"""The longest side, in pixels, at which the critic has phrases redrawn for pricing."""

_OPEN = Verdict(winner="tie", reason="not decided yet")


def describe(state: State, runtime: Runtime[Crew]) -> Update:
    """Let the describer look at the original, at the critique and at what was cut, and propose phrases."""
    crew, number = runtime.context, state["round"]
    if state["edited"] is not None:
        proposal, calls = Proposal(phrases=phrases_of(state["edited"]), note="as a person wrote it"), 0
    else:
        request = DescribeRequest(
            turn=_turn(state["task"], number),
            original=crew.original,
            meter=meter_for(state["task"]),
            best=state["best"],
            last=state["last"],
            history=tuple(state["history"]),
            hints=tuple(state["hints"]),
        )
        proposal, calls = crew.team.describer.propose(request), 1
    if not proposal.phrases:
        raise ReplyError("the describer proposed nothing; try another picture or another describer")
    crew.recorder.record(Proposed(id=f"r{number}.proposed", round=number, proposal=proposal))
    return {
        "proposal": proposal,
        "offer": None,
        "answer": None,
        "haggle": 0,
        "critique": None,
        "chosen": None,
        "edited": None,
        "calls": calls,
    }


def compress(state: State, runtime: Runtime[Crew]) -> Update:
    """Let the compressor turn the phrases into one description within the budget."""
    crew, number, meter = runtime.context, state["round"], meter_for(state["task"])
    demand = state["answer"].demand if state["answer"] else None
    haggle = state["haggle"] + (1 if demand else 0)
    best = state["best"]
    request = CompressRequest(
        turn=_turn(state["task"], number, haggle=haggle),
        proposal=_given(state["proposal"]),
        meter=meter,
        rents=best.critique.rents if best and best.critique else (),
        demand=demand,
        refused=state["offer"] if demand else None,
    )
    offer = _within_budget(crew.team.compressor.offer(request), state, crew)
    crew.recorder.record(Offered(id=f"r{number}.offered.h{haggle}", round=number, haggle=haggle, offer=offer))
    return {"offer": offer, "haggle": haggle, "answer": None, "calls": 1}


def negotiate(state: State, runtime: Runtime[Crew]) -> Update:
    """Let the describer accept the offer or contest one cut."""
    crew, number, haggle = runtime.context, state["round"], state["haggle"]
    offer = _given(state["offer"])
    request = AnswerRequest(
        turn=_turn(state["task"], number, haggle=haggle),
        original=crew.original,
        proposal=_given(state["proposal"]),
        offer=offer,
        meter=meter_for(state["task"]),
        redraw=_redraw(state, crew, seed_choice=0),
    )
    answer = crew.team.describer.answer(request)
    crew.recorder.record(Answered(id=f"r{number}.answered.h{haggle}", round=number, haggle=haggle, answer=answer))
    return {"answer": answer, "calls": 1}


def render(job: RenderJob, runtime: Runtime[Crew]) -> Update:
    """Let the renderer draw one candidate from the description alone."""
    crew, number, seed_choice = runtime.context, job["round"], job["candidate"]
    width, height = job["task"].geometry.canvas()
    request = RenderRequest(
        turn=_turn(job["task"], number, candidate=seed_choice),
        description=job["description"],
        width=width,
        height=height,
        seed_choice=seed_choice,
    )
    rendering = crew.team.renderer.render(request)
    if rendering.image is None:
        candidate = Candidate(seed_choice=seed_choice, picture=None, problem=rendering.problem)
    else:
        candidate = Candidate(
            seed_choice=seed_choice,
            picture=crew.folder.keep_picture(rendering.image),
            fidelity=crew.measure.of(rendering.image).total,
            ignored=rendering.ignored,
        )
    return {"candidates": (Drawn(round=number, candidate=candidate),), "calls": 1}


def critique(state: State, runtime: Runtime[Crew]) -> Update:
    """Let the critic compare the best candidate's picture with the original and price every phrase."""
    crew, number = runtime.context, state["round"]
    drawn = tuple(d.candidate for d in state["candidates"] if d.round == number)
    for candidate in drawn:
        event = Rendered(id=f"r{number}.rendered.c{candidate.seed_choice}", round=number, candidate=candidate)
        crew.recorder.record(event)
    if state["stop"]:
        return {}  # a limit was reached while drawing, and a critique would be one more call
    chosen = max((c for c in drawn if c.picture), key=lambda c: (c.fidelity or 0, -c.seed_choice), default=None)
    found: Critique | None = None
    if chosen is not None and chosen.picture is not None:
        request = CritiqueRequest(
            turn=_turn(state["task"], number),
            original=crew.original,
            picture=crew.load_picture(chosen.picture),
            offer=_given(state["offer"]),
            fidelity=chosen.fidelity or 0.0,
            redraw=_redraw(state, crew, seed_choice=chosen.seed_choice),
        )
        found = crew.team.critic.critique(request)
    outcome = round_of(state, chosen=chosen, critique=found, verdict=_OPEN)
    crew.recorder.record(Critiqued(id=f"r{number}.critiqued", round=number, outcome=outcome))
    return {"critique": found, "chosen": chosen, "calls": 1 if found else 0}


def decide(state: State, runtime: Runtime[Crew]) -> Update:
    """Weigh the newcomer against the incumbent, then read every stopping policy."""
    crew, number = runtime.context, state["round"]
    verdict, calls = _weigh(state, crew)
    outcome = round_of(state, chosen=state["chosen"], critique=state["critique"], verdict=verdict)
    best = outcome if verdict.winner == "newcomer" else state["best"]
    fresh = _unheard(state)
    past = _remember(
        state["task"], crew, outcome=outcome, best=best, new_phrases=len(fresh), calls=state["calls"] + calls
    )
    readings, stop = read_policies(state["task"].policies, (*state["history"], past))
    event = Decided(
        id=f"r{number}.decided",
        round=number,
        outcome=outcome,
        past=past,
        best_round=best.number if best else None,
        readings=readings,
        stop=stop,
    )
    crew.recorder.record(event)
    return {
        "best": best,
        "last": outcome,
        "history": (past,),
        "proposed": fresh,
        "stop": stop,
        "round": number + 1,
        "calls": calls,
    }


def consult(state: State, runtime: Runtime[Crew]) -> Update:
    """Ask a person, who may go on, edit the sentence, make a remark, or stop the run."""
    number = state["round"] - 1
    wish = Wish.model_validate(interrupt(question(state)))
    event = Consulted(id=f"r{number}.consulted", round=number, wish=wish.wish, text=wish.text)
    runtime.context.recorder.record(event)
    return wish.update(state["round"])


def finish(state: State, runtime: Runtime[Crew]) -> Update:
    """Make a file of the best round's description, decoded back and checked before it is reported."""
    runtime.context.recorder.record(deliver(state, runtime.context))
    return {}


def _turn(task: Task, number: int, *, haggle: int = 0, candidate: int = 0) -> Turn:
    """Say on what occasion an agent is asked."""
    return Turn(round=number, haggle=haggle, candidate=candidate, repeat=task.repeat)


def _given(value: V | None) -> V:
    """Take what an earlier node must have put into the state."""
    assert value is not None
    return value


def _within_budget(offer: Offer, state: State, crew: Crew) -> Offer:
    """Hold the budget against any compressor, and its sums against the meter."""
    meter = meter_for(state["task"])
    cost = float(meter.cost(offer.description))
    if cost <= meter.limit:
        return offer if offer.cost == cost else offer.model_copy(update={"cost": cost, "limit": float(meter.limit)})
    text = shorten_text(offer.description, meter=meter)
    note = f"the offer cost {cost:g}, above the budget of {meter.limit:g}; cut to fit in code"
    crew.recorder.record(Noted(round=state["round"], who="graph", text=note))
    return price_offer([Phrase(text=text, worth=1.0, kind="object")], meter=meter, note=note)


def _redraw(state: State, crew: Crew, *, seed_choice: int) -> Callable[[str], Image] | None:
    """Let an agent see other descriptions drawn, where drawing costs nothing."""
    if not crew.team.renderer.free:
        return None
    width, height = state["task"].geometry.canvas()
    scale = min(1.0, REDRAW_SIDE / max(width, height))
    turn = _turn(state["task"], state["round"], candidate=seed_choice)

    def redraw(description: str) -> Image:
        request = RenderRequest(
            turn=turn,
            description=description,
            width=max(1, round(width * scale)),
            height=max(1, round(height * scale)),
            seed_choice=seed_choice,
        )
        return _given(crew.team.renderer.render(request).image)

    return redraw


def _weigh(state: State, crew: Crew) -> tuple[Verdict, int]:
    """Rank the newcomer; also the number of agent calls that took."""
    chosen, found, best = state["chosen"], state["critique"], state["best"]
    if chosen is None or chosen.picture is None or found is None:
        return Verdict(winner="incumbent", reason="nothing was drawn this round"), 0
    if best is None or best.chosen is None or best.chosen.picture is None or best.critique is None:
        return Verdict(winner="newcomer", reason="the first picture"), 0
    if best.offer.description == _given(state["offer"]).description:
        return Verdict(winner="tie", reason="the same description again"), 0
    request = CompareRequest(
        turn=_turn(state["task"], state["round"]),
        original=crew.original,
        incumbent=crew.load_picture(best.chosen.picture),
        newcomer=crew.load_picture(chosen.picture),
        incumbent_critique=best.critique,
        newcomer_critique=found,
    )
    return crew.team.critic.compare(request), 1


def _unheard(state: State) -> tuple[str, ...]:
    """List the phrases of this round's proposal that no round before has proposed."""
    heard = set(state["proposed"])
    texts = dict.fromkeys(phrase.text for phrase in _given(state["proposal"]).phrases)
    return tuple(text for text in texts if text not in heard)


def _remember(task: Task, crew: Crew, *, outcome: Round, best: Round | None, new_phrases: int, calls: int) -> Past:
    account = crew.account(outcome.number, calls)
    return Past(
        number=outcome.number,
        description=outcome.offer.description,
        phrases=tuple(kept.phrase.text for kept in outcome.offer.kept),
        cost=outcome.offer.cost,
        score=outcome.critique.score if outcome.critique else None,
        best_score=best.critique.score if best and best.critique else None,
        accepted=outcome.verdict.winner == "newcomer",
        new_phrases=new_phrases,
        remarks=len(outcome.critique.remarks) if outcome.critique else 0,
        elapsed_s=account.elapsed_s,
        calls=account.calls,
        spend_usd=account.spend_usd,
        noise=task.noise,
    )
