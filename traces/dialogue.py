"""The values that the four agents exchange, in the form in which a trace keeps them.

They are frozen, refuse unknown fields, hold no pictures (only their SHA-256), and know nothing of who produced them.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
"""A number from 0 to 1, both included."""

Kind = Literal["object", "attribute", "relation", "layout", "style", "text"]
"""What a phrase speaks of."""


class Value(BaseModel):
    """A frozen value with no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrase(Value):
    """A piece of a description that can be kept or cut as a whole, such as "dark green trees left"."""

    text: str = Field(min_length=1)
    """The words, without separators around them."""
    worth: Share
    """What the describer thinks it adds: 1 is indispensable."""
    kind: Kind


class Proposal(Value):
    """What the describer would say if words were free; later phrases are drawn over earlier ones."""

    phrases: tuple[Phrase, ...]
    note: str = ""
    """What the describer says of it, in one line."""


class Kept(Value):
    """A phrase in the offer, with what it costs there."""

    phrase: Phrase
    cost: float
    """What the description would save without it, in the budget's unit; separators included."""


class Cut(Value):
    """A phrase left out of the offer."""

    phrase: Phrase
    cost: float
    """What it would have added, in the budget's unit."""
    reason: str
    """Why it was left out, in a few words."""


class Offer(Value):
    """One description within the budget, and what became of each phrase."""

    description: str = Field(min_length=1)
    cost: float
    """The description's exact cost in the budget's unit."""
    limit: float
    """The budget, in the same unit."""
    kept: tuple[Kept, ...]
    """In the order of the description."""
    cut: tuple[Cut, ...] = ()
    note: str = ""
    """What the compressor says of it, in one line."""


class Demand(Value):
    """The describer contests a cut: keep one phrase, give up another."""

    keep: Phrase
    give_up: Phrase | None
    """None: the describer leaves it to the compressor what goes."""
    reason: str


class Answer(Value):
    """The describer's word on an offer: accepted, or contested by one demand."""

    demand: Demand | None
    """None accepts."""
    note: str = ""


class Picture(Value):
    """A picture in the run's store."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the PNG file."""
    width: int
    height: int


class Candidate(Value):
    """One rendering of the description."""

    seed_choice: int = Field(ge=0)
    """Which of the N seeds drew it; transmitted in the header."""
    picture: Picture | None
    """None: the renderer failed or refused."""
    fidelity: Share | None = None
    """Measured against the original; None without a picture."""
    ignored: tuple[str, ...] = ()
    """Words of the description that the renderer reports it could not use."""
    problem: str = ""
    """Why there is no picture, in one line."""


class Box(Value):
    """A part of the picture, in fractions of its width and height, origin top left."""

    x0: Share
    y0: Share
    x1: Share
    y1: Share


class Remark(Value):
    """One thing that the critic found."""

    fault: Literal["missing", "wrong", "invented", "wasted"]
    """missing: in the original, not in the picture. wrong: drawn, but not so. invented: not in the original. wasted:
    the words pay no rent."""
    text: str
    weight: Share
    """How much it matters; a remark below the critic's floor is not made."""
    phrase: str | None = None
    """The text of the phrase that it speaks of, where there is one."""
    box: Box | None = None
    """Where in the picture, where that can be said."""


class Rent(Value):
    """What the score would lose without a phrase; negative: the picture is better without it."""

    phrase: str
    rent: float
    measured: bool
    """True: redrawn without it. False: the critic's estimate."""


class Critique(Value):
    """What the critic says of one picture beside the original."""

    score: Share
    """Judged likeness: what the loop maximises."""
    fidelity: Share
    """Measured likeness (see `codec.fidelity`); equal to the score where the critic only measures."""
    aspects: dict[str, Share] = {}
    """The score's parts by name, such as colour, layout, objects."""
    remarks: tuple[Remark, ...] = ()
    """Heaviest first."""
    rents: tuple[Rent, ...] = ()
    """In the order of the description."""
    note: str = ""
    """What the critic says, in one line."""


class Verdict(Value):
    """Which of two rounds is nearer to the original."""

    winner: Literal["newcomer", "incumbent", "tie"]
    """A tie keeps the incumbent."""
    reason: str


class Doubt(Value):
    """A judged score that the measurement contradicts: shown wherever the score is, and left to a person."""

    kind: Literal["jump", "level"]
    """jump: the judged score rose and the fidelity did not. level: a near-perfect score for a picture that measures no
    better than an unrelated one."""
    judged: float
    """The judged score; of a jump, its rise over the best round before."""
    measured: float
    """The fidelity; of a jump, its rise over the same round."""
    says: str
    """The same in words."""


class Round(Value):
    """All of one reflection round."""

    number: int = Field(ge=0)
    proposal: Proposal
    offer: Offer
    candidates: tuple[Candidate, ...]
    chosen: Candidate | None
    """The candidate that was critiqued; None: no candidate has a picture."""
    critique: Critique | None
    """None: there was nothing to critique."""
    verdict: Verdict
    """Against the best round before it."""
    doubt: Doubt | None = None
    """Why the judged score may be wrong; None: nothing speaks against it."""


class Past(Value):
    """What is remembered of every round: enough for policies and for not repeating oneself."""

    number: int
    description: str
    phrases: tuple[str, ...]
    """The texts of the phrases kept, in order."""
    cost: float
    score: Share | None
    """None: the round failed."""
    best_score: Share | None
    """The best score up to and including this round; None: none yet."""
    accepted: bool
    """Whether it became the incumbent."""
    new_phrases: int
    """Phrases proposed that had not been proposed in any round before."""
    remarks: int
    elapsed_s: float
    """Since the run began, pauses between sessions not counted."""
    calls: int
    """Agent calls so far (for paid teams: calls on the wire)."""
    spend_usd: float | None
    """None: unknown price."""
    noise: float | None = None
    """Measured spread (standard deviation) of the score under re-rendering and re-judging; None: not measured."""


class Stop(Value):
    """Why a run ended."""

    policy: str
    reading: float
    limit: float
    says: str


class Reading(Value):
    """What one stopping policy read after a round."""

    policy: str
    """The policy as written, such as "plateau=2:0.01"."""
    reading: float | None
    """None: too early to read."""
    limit: float
    fired: bool
    says: str
    """The reading in words, such as "gain 0.004 over the last 2 rounds, at least 0.01 wanted"."""

    def as_stop(self) -> Stop | None:
        """Say why the run ends, where this policy ends it."""
        if not self.fired or self.reading is None:
            return None
        return Stop(policy=self.policy, reading=self.reading, limit=self.limit, says=self.says)
