"""The typed events of a run, one class a tag, and how a line of `events.jsonl` becomes one.

An event says what happened, never how it was shown. Knows nothing of files.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from codec.errors import FormatError
from traces.dialogue import Answer, Candidate, Doubt, Offer, Past, Picture, Proposal, Reading, Round, Stop, Value
from traces.names import Role

FORMAT = 1
"""Version of the trace format: of `run.json` and of every event."""


class Happening(Value):
    """What all events have."""

    id: str = ""
    """Where in the play it belongs, such as "r2.offer.h1". When a killed run is resumed, a step may be played again: of
    two events with one id the later stands."""
    at: str = ""
    """UTC, ISO 8601. Set by the recorder."""
    elapsed_s: float = 0.0
    """Since the run began; pauses between sessions are not counted. Set by the recorder."""


class Started(Happening):
    """A run begins."""

    tag: Literal["started"] = "started"
    format: int = FORMAT
    image: str
    """The file's name, without its folder."""
    original: Picture
    """The working copy that the agents see."""
    width: int
    """Of the file, upright, in pixels."""
    height: int
    notes: tuple[str, ...] = ()
    """What was done to the file to make a picture of it: first frame taken, transparency flattened."""
    budget: str
    stops: tuple[str, ...]
    team: dict[str, str]
    """Role to player."""
    why: str
    """Why this team."""
    parent: str | None = None
    """The run and round this one was forked from, such as "20261122T101500-cat-1f3a@3"."""


class Consulted(Happening):
    """A person was asked after a round and answered."""

    tag: Literal["consulted"] = "consulted"
    round: int
    wish: Literal["go on", "edit", "remark", "stop"]
    text: str = ""
    """The sentence or the remark."""


class Resumed(Happening):
    """The seam of a run that was cut off and goes on."""

    tag: Literal["resumed"] = "resumed"
    after: str
    """The last event on record before the cut."""
    pid: int


class Proposed(Happening):
    """The describer proposes phrases."""

    tag: Literal["proposed"] = "proposed"
    round: int
    proposal: Proposal


class Offered(Happening):
    """The compressor makes an offer; after a contest, another."""

    tag: Literal["offered"] = "offered"
    round: int
    haggle: int
    offer: Offer


class Answered(Happening):
    """The describer accepts or contests an offer."""

    tag: Literal["answered"] = "answered"
    round: int
    haggle: int
    answer: Answer


class Rendered(Happening):
    """The renderer draws one candidate, or fails to."""

    tag: Literal["rendered"] = "rendered"
    round: int
    candidate: Candidate


class Decided(Happening):
    """A round is over: what the critic found, who won, what every policy read."""

    tag: Literal["decided"] = "decided"
    round: int
    outcome: Round
    past: Past
    """What is remembered of it; the policies read these and nothing else."""
    best_round: int | None
    """The incumbent after this round; None: no round has a picture yet."""
    readings: tuple[Reading, ...]
    stop: Stop | None

    @property
    def accepted(self) -> bool:
        """Whether this round became the incumbent."""
        return self.past.accepted

    @property
    def best_score(self) -> float | None:
        """The incumbent's score."""
        return self.past.best_score

    @property
    def calls(self) -> int:
        """Calls so far."""
        return self.past.calls

    @property
    def spend_usd(self) -> float | None:
        """Money spent so far; None: unknown price."""
        return self.past.spend_usd


class Critiqued(Happening):
    """The critic speaks of the candidate it chose."""

    tag: Literal["critiqued"] = "critiqued"
    round: int
    outcome: Round
    """The round so far; its verdict is still open (a tie)."""


class Noted(Happening):
    """Something worth knowing that is none of the above: a retry, a fallback."""

    tag: Literal["noted"] = "noted"
    round: int | None = None
    who: Role
    text: str


class Coding(Value):
    """One row of the ledger: the description under one coding, decoded back before it was counted."""

    name: str
    bits: int
    ubpp: float


class Finished(Happening):
    """The run ended with a result on disk."""

    tag: Literal["finished"] = "finished"
    stop: Stop
    rounds: int
    best_round: int
    description: str
    cost: float
    limit: float
    unit: str
    score: float | None
    fidelity: float | None
    doubt: Doubt | None = None
    """Why the score may be wrong, as it stands in the best round."""
    picture: Picture | None
    seed_choice: int
    payload_bits: int
    header_bits: int
    file_bytes: int
    ubpp: float
    """file_bytes * 8 / pixels of the original * 1e6."""
    ledger: tuple[Coding, ...] = ()
    calls: int
    spend_usd: float | None


class Failed(Happening):
    """The run ended without a result, by an error or by Ctrl-C; it can be resumed."""

    tag: Literal["failed"] = "failed"
    error: str
    """The error's class, or "interrupted"."""
    message: str
    """One line, for a person."""


Event = Annotated[
    Started
    | Resumed
    | Proposed
    | Offered
    | Answered
    | Rendered
    | Critiqued
    | Decided
    | Consulted
    | Noted
    | Finished
    | Failed,
    Field(discriminator="tag"),
]
"""Any event."""

EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(line: str | bytes) -> Event:
    """Read one line of `events.jsonl`.

    Raises FormatError for anything that is not an event of this format.
    """
    try:
        return EVENT.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FormatError(f"not an event of trace format {FORMAT}: {where}: {first['msg']}") from error
