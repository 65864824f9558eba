"""What each role's prompt is given and what reply it asks for; must not know how either is sent.

A contract is the checked meeting point of prompt files and agents: a file may use no variable that its task does not
provide, and must name the reply that the agent will parse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from codec.errors import UsageError
from codec.nearest import suggest


@dataclass(frozen=True, kw_only=True)
class Task:
    """One kind of request that a role gets."""

    says: str
    """What the request is for."""
    reply: str
    """The name of the reply's schema; "" where the reply is a picture or nothing is parsed."""
    pictures: tuple[str, ...]
    """The labels under which pictures are attached."""
    sample: Mapping[str, Any]
    """Every variable the task provides, with a value to show the prompt with."""


_PHRASES: Final = (
    {"number": 1, "text": "red barn right", "worth": 90, "kind": "object", "cost": 3},
    {"number": 2, "text": "snowy field", "worth": 70, "kind": "layout", "cost": 3},
)
_BUDGET: Final = {"limit": 30, "unit": "tokens", "advice": "about 22 English words"}
_REMARKS: Final = (
    {"fault": "missing", "text": "the wooden fence in front", "weight": 60, "phrase": ""},
    {"fault": "wrong", "text": "the barn stands left instead of right", "weight": 80, "phrase": "red barn right"},
)
_BEST: Final = {
    "round": 1,
    "description": "red barn right, snowy field",
    "cost": 7,
    "score": 62,
    "fidelity": 48,
    "remarks": _REMARKS,
    "rents": ({"phrase": "red barn right", "rent": 21}, {"phrase": "snowy field", "rent": 9}),
    "cut": ({"text": "grey sky", "reason": "worth least for the budget"},),
}

CONTRACTS: Final[Mapping[str, Mapping[str, Task]]] = {
    "describer": {
        "propose": Task(
            says="propose phrases that say what is in the original",
            reply="ProposalReply",
            pictures=("ORIGINAL",),
            sample={
                "budget": _BUDGET,
                "best": _BEST,
                "last": {**_BEST, "round": 2, "score": 55},
                "tried": ({"round": 1, "description": "red barn, snow", "score": 58},),
                "hints": ("the barn matters most",),
            },
        ),
        "answer": Task(
            says="accept an offer, or contest one cut",
            reply="AnswerReply",
            pictures=("ORIGINAL",),
            sample={
                "budget": _BUDGET,
                "description": "red barn right, snowy field",
                "cost": 7,
                "kept": _PHRASES,
                "cut": ({"number": 3, "text": "grey sky", "cost": 3, "reason": "worth least for the budget"},),
            },
        ),
    },
    "compressor": {
        "squeeze": Task(
            says="turn phrases into one description within the budget",
            reply="SqueezeReply",
            pictures=(),
            sample={
                "budget": _BUDGET,
                "phrases": ({**_PHRASES[0], "rent": 21}, {**_PHRASES[1], "rent": None}),
                "keep": "red barn right",
                "give_up": "snowy field",
                "failed": ({"description": "a big red barn on the right", "cost": 37, "overshoot": 7},),
            },
        ),
    },
    "renderer": {
        "draw": Task(
            says="ask an image model to draw the description as it stands",
            reply="",
            pictures=(),
            sample={"description": "red barn right, snowy field"},
        ),
    },
    "critic": {
        "critique": Task(
            says="score a picture beside the original, find faults, price phrases",
            reply="CritiqueReply",
            pictures=("ORIGINAL", "PICTURE"),
            sample={"description": "red barn right, snowy field", "phrases": _PHRASES, "fidelity": 48},
        ),
        "compare": Task(
            says="say which of two pictures is nearer to the original",
            reply="CompareReply",
            pictures=("ORIGINAL", "FIRST", "SECOND"),
            sample={},
        ),
    },
    "protocol": {
        "as_json": Task(
            says="ask for JSON in text where a server has no structured output",
            reply="",
            pictures=(),
            sample={"schema": '{"type": "object"}'},
        ),
        "again": Task(
            says="ask once more after an unusable reply",
            reply="",
            pictures=(),
            sample={"problem": "the reply stops in the middle of a list"},
        ),
    },
}
"""Role to task to what the task provides."""

ROLES: Final = tuple(CONTRACTS)


def find_task(role: str, *, task: str) -> Task:
    """Look up a task; raise UsageError, naming what there is, for an unknown role or task."""
    if role not in CONTRACTS:
        raise UsageError(f"no role {role!r}: {suggest(role, CONTRACTS)}")
    if task not in CONTRACTS[role]:
        raise UsageError(f"the {role} has no task {task!r}: {suggest(task, CONTRACTS[role])}")
    return CONTRACTS[role][task]
