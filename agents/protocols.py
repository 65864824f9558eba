"""What each of the four roles is asked and what it answers; every team, embedded or remote, is written against this.

A request is a frozen value that holds all that the role may know: an agent keeps no memory between requests but for
caches that change no answer. Knows nothing of any team and of the order of play.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PIL.Image import Image

from traces.dialogue import Answer, Critique, Demand, Offer, Past, Proposal, Rent, Round, Verdict

if TYPE_CHECKING:  # the first two are written against this module; the others load tables and the events of traces
    from agents.openai.settings import Settings
    from agents.wire.transport import Wire
    from codec.meter import Meter
    from traces.folder import RunFolder


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a player is hired on."""

    seed: int
    """Of everything that the player leaves to chance."""
    folder: "RunFolder | None"
    """Where calls are recorded; None: nothing is recorded (a decoder on its own)."""
    notify: Callable[[str], None]
    """Takes a line that a person should see, such as a retry."""
    models: "Settings | None" = None
    """How each role reaches its model; None: nobody asks one."""
    wire: "Wire | None" = None
    """The one way to any endpoint, shared by the whole team; None: there is none."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The occasion of a request; identical requests on different occasions are distinct on record."""

    round: int
    haggle: int = 0
    candidate: int = 0
    repeat: int = 0


@dataclass(frozen=True, kw_only=True)
class DescribeRequest:
    """Asks the describer for phrases."""

    turn: Turn
    original: Image
    """RGB. Always the original: describing descriptions drifts."""
    meter: "Meter"
    """The budget; a proposal may exceed it, the offer may not."""
    best: Round | None = None
    """The incumbent, with its critique; None in the first round."""
    last: Round | None = None
    """The round before this one, which the incumbent may have beaten; None in the first round."""
    history: tuple[Past, ...] = ()
    """All rounds so far."""
    hints: tuple[str, ...] = ()
    """Remarks by a person."""


@dataclass(frozen=True, kw_only=True)
class CompressRequest:
    """Asks the compressor for an offer within the budget."""

    turn: Turn
    proposal: Proposal
    meter: "Meter"
    rents: tuple[Rent, ...] = ()
    """What the critic last measured for phrases; a phrase not among them is worth what the describer says."""
    demand: Demand | None = None
    """What the describer contested; None in the first offer of a round."""
    refused: Offer | None = None
    """The offer that was contested."""


@dataclass(frozen=True, kw_only=True)
class AnswerRequest:
    """Asks the describer to accept an offer or contest one cut."""

    turn: Turn
    original: Image
    proposal: Proposal
    offer: Offer
    meter: "Meter"
    redraw: Callable[[str], Image] | None = None
    """As in `CritiqueRequest`."""


@dataclass(frozen=True, kw_only=True)
class RenderRequest:
    """Asks the renderer for one picture, from the description alone."""

    turn: Turn
    description: str
    width: int
    height: int
    """The canvas that the decoder will infer from the file's header."""
    seed_choice: int = 0


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """A picture, and what the renderer could not use; or why there is none."""

    image: Image | None
    """RGB, of the size asked for; None: the renderer refused or failed, and other words may fare better."""
    ignored: tuple[str, ...] = ()
    problem: str = ""
    """Why there is no picture, in one line."""


@dataclass(frozen=True, kw_only=True)
class CritiqueRequest:
    """Asks the critic what separates a picture from the original."""

    turn: Turn
    original: Image
    picture: Image
    offer: Offer
    """The description behind the picture."""
    fidelity: float
    """The picture's measured likeness, from `codec.fidelity`."""
    redraw: Callable[[str], Image] | None = None
    """Draws another description at a small size with the same seed; None where redrawing costs money or minutes."""


@dataclass(frozen=True, kw_only=True)
class CompareRequest:
    """Asks the critic which of two rounds is nearer to the original."""

    turn: Turn
    original: Image
    incumbent: Image
    newcomer: Image
    incumbent_critique: Critique
    newcomer_critique: Critique


class Describer(Protocol):
    """Sees the original and says what is in it."""

    def propose(self, request: DescribeRequest) -> Proposal:
        """Propose phrases, each with a worth and a kind, in drawing order."""
        ...

    def answer(self, request: AnswerRequest) -> Answer:
        """Accept an offer, or contest one of its cuts."""
        ...


class Compressor(Protocol):
    """Spends the budget where the rent per unit of cost is highest."""

    def offer(self, request: CompressRequest) -> Offer:
        """Turn a proposal into one description within the budget."""
        ...


class Renderer(Protocol):
    """Draws a description that it has never seen the original of."""

    decoder: str
    """The decoder's name in `codec.mub`, such as "sketch"."""
    free: bool
    """Whether a redraw costs neither money nor more than a moment."""

    def render(self, request: RenderRequest) -> Rendering:
        """Draw the description."""
        ...


class Critic(Protocol):
    """Compares the picture with the original, prices phrases, ranks rounds."""

    def critique(self, request: CritiqueRequest) -> Critique:
        """Say what is missing, wrong, invented or wasted, and what rent each phrase pays."""
        ...

    def compare(self, request: CompareRequest) -> Verdict:
        """Rank two rounds by likeness to the original."""
        ...


class Tally(Protocol):
    """What the wire has counted in a run; paid teams have one."""

    @property
    def calls(self) -> int:
        """Calls sent; cached and replayed answers are not counted."""
        ...

    @property
    def spend_usd(self) -> float | None:
        """Money spent; None: unknown price."""
        ...


@dataclass(frozen=True, kw_only=True)
class Team:
    """Four agents, and how each is called in the record."""

    describer: Describer
    compressor: Compressor
    renderer: Renderer
    critic: Critic
    names: dict[str, str] = field(default_factory=dict)
    """Role to the name of its player, such as {"describer": "sketch"}."""
    tally: Tally | None = None
    """None: nobody on the team goes over the wire, and agent calls are counted instead."""
