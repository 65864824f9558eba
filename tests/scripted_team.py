"""A team that says what a test tells it to: an ordinary team behind the ordinary protocols, drawing flat colours."""

from dataclasses import dataclass, field
from hashlib import sha256

from PIL import Image

from agents.fit import fit_phrases
from agents.protocols import (
    AnswerRequest,
    CompareRequest,
    CompressRequest,
    CritiqueRequest,
    DescribeRequest,
    Rendering,
    RenderRequest,
    Team,
    Terms,
)
from traces.dialogue import Answer, Critique, Demand, Offer, Phrase, Proposal, Remark, Rent, Verdict


def phrase(text: str, worth: float = 0.5) -> Phrase:
    return Phrase(text=text, worth=worth, kind="object")


@dataclass
class Script:
    """What each role says, round by round; the last line of a list is repeated."""

    proposals: list[list[Phrase]] = field(
        default_factory=lambda: [
            [phrase("blue sky", 0.9), phrase(f"red barn number {number}", 0.6), phrase("a small white dog", 0.3)]
            for number in range(100)
        ]
    )
    scores: list[float] = field(default_factory=lambda: [0.2, 0.4, 0.6, 0.7])
    contest: list[str] = field(default_factory=list)
    """The describer demands these phrases, one a haggle, whatever was cut."""
    offers: list[str] = field(default_factory=list)
    """Descriptions to offer instead of fitting, over budget or not."""
    refuse: set[int] = field(default_factory=set)
    """Rounds in which the renderer refuses."""
    crash: dict[str, int] = field(default_factory=dict)
    """Role to the number of its call that raises, counted from 1."""
    asked: list[str] = field(default_factory=list)
    """Every call made, in order."""

    def say(self, role: str) -> None:
        self.asked.append(role)
        if self.crash.get(role) == sum(name == role for name in self.asked):
            raise RuntimeError(f"{role} crashed")


def pick(lines, number):
    return lines[min(number, len(lines) - 1)]


@dataclass
class Player:
    script: Script
    decoder: str = "sketch"
    free: bool = True

    def propose(self, request: DescribeRequest) -> Proposal:
        self.script.say("propose")
        return Proposal(phrases=tuple(pick(self.script.proposals, request.turn.round)), note="I see things")

    def answer(self, request: AnswerRequest) -> Answer:
        self.script.say("answer")
        haggle = request.turn.haggle
        if haggle >= len(self.script.contest):
            return Answer(demand=None, note="fine")
        wanted = phrase(self.script.contest[haggle])
        return Answer(demand=Demand(keep=wanted, give_up=None, reason="it matters"), note="no")

    def offer(self, request: CompressRequest) -> Offer:
        self.script.say("offer")
        if self.script.offers:
            text = pick(self.script.offers, request.turn.round)
            return Offer(description=text, cost=1.0, limit=float(request.meter.limit), kept=())
        keep = [request.demand.keep.text] if request.demand else []
        return fit_phrases(request.proposal.phrases, meter=request.meter, rents=request.rents, keep=keep)

    def render(self, request: RenderRequest) -> Rendering:
        self.script.say("render")
        if request.turn.round in self.script.refuse:
            return Rendering(image=None, problem="refused by the moderators")
        red, green, blue = sha256(f"{request.description}{request.seed_choice}".encode()).digest()[:3]
        return Rendering(image=Image.new("RGB", (request.width, request.height), (red, green, blue)))

    def critique(self, request: CritiqueRequest) -> Critique:
        self.script.say("critique")
        score = pick(self.script.scores, request.turn.round)
        remark = Remark(fault="missing", text="the dog is missing", weight=0.5)
        rents = tuple(Rent(phrase=k.phrase.text, rent=0.1, measured=True) for k in request.offer.kept)
        return Critique(score=score, fidelity=request.fidelity, remarks=(remark,), rents=rents, note="so so")

    def compare(self, request: CompareRequest) -> Verdict:
        self.script.say("compare")
        newer = request.newcomer_critique.score > request.incumbent_critique.score
        return Verdict(winner="newcomer" if newer else "incumbent", reason="by score")


def scripted_team(script: Script) -> Team:
    player = Player(script)
    names = dict.fromkeys(("describer", "compressor", "renderer", "critic"), "scripted")
    return Team(describer=player, compressor=player, renderer=player, critic=player, names=names)


def hire(role: str, argument: str, terms: Terms):
    """Hire a scripted player by reference, as any other: the argument is the number of scores to run through."""
    return getattr(scripted_team(Script(scores=[0.1 * int(mark) for mark in argument or "246"])), role)
