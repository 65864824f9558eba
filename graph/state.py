"""The state machine's memory: frozen values, no pictures (only their hashes), and the rules by which updates join it.

Knows nothing of how a node comes to its update.
"""

import operator
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Annotated, Any, Final, Self, TypeVar, get_type_hints

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12

from codec.budget import parse_budget
from codec.errors import FormatError, UsageError
from codec.geometry import Geometry
from codec.meter import Meter
from codec.mub import Decoder, MubFile
from graph.policies import Policy
from graph.stopping import parse_policies
from traces.dialogue import Answer, Candidate, Critique, Offer, Past, Picture, Proposal, Round, Stop, Value

T = TypeVar("T")

MOST_CANDIDATES: Final = 256
MOST_HAGGLES: Final = 20
LARGEST_SIDE: Final = 1_000_000
"""Bounds of a task, whoever wrote it; a side is in pixels."""


class Task(Value):
    """What a run is asked to do; all of it is needed to run it again."""

    original: Picture
    """The working copy that the agents see."""
    width: int = Field(ge=1, le=LARGEST_SIDE)
    """Of the file, upright, in pixels."""
    height: int = Field(ge=1, le=LARGEST_SIDE)
    budget: str
    stops: str
    """Policies as written, such as "rounds=6,repeat"."""
    decoder: str = "sketch"
    """Who redraws the picture from the file, by the decoder's name in `codec.mub`."""
    candidates: int = Field(default=1, ge=1, le=MOST_CANDIDATES)
    haggles: int = Field(default=1, ge=0, le=MOST_HAGGLES)
    seed: int = Field(default=0, ge=0, lt=1 << 32)
    pause: bool = False
    """Whether a person is asked after every round."""
    exact_size: bool = False
    """Whether the header carries the exact size."""
    repeat: int = Field(default=0, ge=0)
    """Which repetition of an otherwise equal run this is: its calls are occasions of their own."""
    noise: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """Measured spread (standard deviation) of the score under re-rendering and re-judging; None: not measured."""

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        """Refuse what no command line lets through either; raises UsageError."""
        parse_budget(self.budget)
        parse_policies(self.stops)
        if self.decoder.upper() not in Decoder.__members__:
            raise UsageError(f"no decoder {self.decoder[:40]!r}: there are {', '.join(Decoder.__members__).lower()}")
        return self

    @property
    def geometry(self) -> Geometry:
        """The shape in which the picture is redrawn."""
        return Geometry.of(self.width, self.height, exact=self.exact_size)

    @property
    def seed_choice_bits(self) -> int:
        """Bits of the header that say which candidate was chosen."""
        return (self.candidates - 1).bit_length()

    @property
    def container(self) -> MubFile:
        """The file that the description will go into, still without its words."""
        decoder = Decoder[self.decoder.upper()]
        return MubFile("", decoder, self.geometry, seed_choice_bits=self.seed_choice_bits)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The stopping policies."""
        return parse_policies(self.stops)


def read_task(values: Mapping[str, Any], *, origin: str) -> Task:
    """Read a task back from the settings of a run.

    Raises FormatError for what is no task, UsageError for a budget or policies that make no sense.
    """
    try:
        return Task.model_validate(values)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise FormatError(f"{origin}: not the task of a run that can be played ({where}: {fault['msg']})") from error


class Drawn(Value):
    """One candidate of one round."""

    round: int
    candidate: Candidate


def append(old: Sequence[T], new: Sequence[T]) -> tuple[T, ...]:
    """Join histories; a checkpoint gives a tuple back as a list."""
    return (*old, *new)


def keep_newest_round(old: tuple[Drawn, ...], new: tuple[Drawn, ...]) -> tuple[Drawn, ...]:
    """Join candidates as they arrive from parallel renders, in the order of their seeds; older rounds go."""
    both = (*old, *new)
    newest = max((drawn.round for drawn in both), default=0)
    return tuple(sorted((d for d in both if d.round == newest), key=lambda d: d.candidate.seed_choice))


def keep_stop(old: Stop | None, new: Stop | None) -> Stop | None:
    """Keep a stop once there is one; parallel renders may reach the same limit in one step."""
    return old or new


class State(TypedDict):
    """All that the state machine remembers between nodes."""

    task: Task
    round: int
    """The number of the round that is going on, from 0."""
    proposal: Proposal | None
    offer: Offer | None
    answer: Answer | None
    haggle: int
    """Contests heard in this round."""
    candidates: Annotated[tuple[Drawn, ...], keep_newest_round]
    critique: Critique | None
    chosen: Candidate | None
    best: Round | None
    """The incumbent."""
    last: Round | None
    history: Annotated[tuple[Past, ...], append]
    proposed: Annotated[tuple[str, ...], append]
    """The texts of all phrases ever proposed, each once."""
    hints: Annotated[tuple[str, ...], append]
    """Remarks by a person."""
    edited: str | None
    """A sentence that a person put in the describer's mouth for the coming round."""
    calls: Annotated[int, operator.add]
    """Agent calls so far."""
    stop: Annotated[Stop | None, keep_stop]


class RenderJob(TypedDict):
    """What one render of the fan-out is given; nothing of the original is in it."""

    task: Task
    round: int
    candidate: int
    description: str


Update = Mapping[str, Any]
"""Some keys of the state with new values."""


def begin(task: Task) -> State:
    """Make the state before the first round."""
    return State(
        task=task,
        round=0,
        proposal=None,
        offer=None,
        answer=None,
        haggle=0,
        candidates=(),
        critique=None,
        chosen=None,
        best=None,
        last=None,
        history=(),
        proposed=(),
        hints=(),
        edited=None,
        calls=0,
        stop=None,
    )


@lru_cache(maxsize=64)  # a batch has as many tasks as pictures
def meter_for(task: Task) -> Meter:
    """Make the meter of a task's budget."""
    return Meter(parse_budget(task.budget), pixels=task.width * task.height, container=task.container)


@cache
def _checkers() -> dict[str, TypeAdapter[Any]]:
    # A value that is frozen is taken as it is; what matters is that it is one of the right class.
    config = ConfigDict(arbitrary_types_allowed=True)
    models = (TypeAdapter(hint) if _is_model(hint) else TypeAdapter(hint, config=config) for hint in _hints().values())
    return dict(zip(_hints(), models, strict=True))


def _is_model(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Value)


def _hints() -> dict[str, Any]:
    return get_type_hints(State)


def check_remembered(values: Mapping[str, Any]) -> None:
    """Refuse values that this state can't have held; a checkpoint gives tuples back as lists.

    Raises KeyError and ValueError.
    """
    for key, value in values.items():
        _checkers()[key].validate_python(value)


def check_update(node: str, update: Update) -> Update:
    """Refuse what LangGraph would let pass: a key that the state doesn't have, a value of another type.

    Raises KeyError and TypeError; both are bugs.
    """
    for key, value in update.items():
        if key not in _checkers():
            raise KeyError(f"node {node} returned {key!r}, which is no key of the state")
        try:
            _checkers()[key].validate_python(value, strict=True)
        except ValidationError as error:
            raise TypeError(f"node {node} returned a {type(value).__name__} for {key!r}: {error}") from error
    return update
