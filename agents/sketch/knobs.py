"""What can be set about the sketch team, and how a reference such as `sketch:width=2&lexicon=sky+ground` says it.

Knows nothing of what the players do with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final, get_args

from agents.sketch.judgement import ASPECTS, FEATURES, aspects_of_scenes
from codec.errors import UsageError
from sketch.eye import Eye
from sketch.eye_nouns import PLAIN_STUFF, PLAIN_THINGS
from sketch.lexicon import NOUNS, Kind
from sketch.scene import Clause

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_PLAIN: Final = frozenset((*PLAIN_STUFF, *PLAIN_THINGS))
_EXAMPLE: Final = "sketch:width=2&remarks=3&lexicon=sky+ground+wall&colour=0.6"


@dataclass(frozen=True, kw_only=True)
class Knobs:
    """How the team searches, speaks and judges; the defaults are the team as it is."""

    width: int = 1
    """How wide the describer searches, 1 to 4; each step tries about twice as much."""
    remarks: int = 4
    """How many of the critic's remarks the describer answers in a round, 0 to 12."""
    lexicon: tuple[Kind, ...] = KINDS
    """Kinds of nouns that the describer may say."""
    weights: dict[str, float] = field(default_factory=lambda: dict(ASPECTS))
    """What each aspect counts in the score; any scale."""

    def allows(self, noun: str) -> bool:
        """Tell whether a noun may be said; the words for what has no name always may."""
        return len(self.lexicon) == len(KINDS) or NOUNS[noun].kind in self.lexicon or noun in _PLAIN

    def judge(self, eye: Eye, clauses: Sequence[Clause]) -> float:
        """Paint a scene and score it as the critic will."""
        return self.judge_many(eye, [clauses])[0]

    def judge_many(self, eye: Eye, scenes: Sequence[Sequence[Clause]]) -> list[float]:
        """Paint scenes and score them as the critic will but for their features; quicker than one by one."""
        return list(map(self.weigh, aspects_of_scenes(eye, scenes)))

    def feel(self, eye: Eye, clauses: Sequence[Clause]) -> float:
        """Return what a scene's features add to its score."""
        weight = self.weights[FEATURES]
        return weight * eye.features.of_scene(clauses) / self.scale if weight else 0.0

    @property
    def scale(self) -> float:
        """The weights' sum: a score times this is about on the scale of `sketch.eye_judge`."""
        return sum(self.weights.values())

    def weigh(self, aspects: Mapping[str, float]) -> float:
        """Make one score of the aspects, from 0 to 1; those that aren't there add nothing."""
        score = sum(self.weights[name] * aspects[name] for name in self.weights if name in aspects) / self.scale
        return round(min(max(score, 0.0), 1.0), 6)


def read_knobs(argument: str) -> Knobs:
    """Read `name=value` pairs with `&` between them; an aspect's name sets its weight.

    Raises UsageError, in one line, for an unknown knob and a value that makes no sense.

    >>> read_knobs("width=2&lexicon=sky+ground").lexicon
    ('sky', 'ground')
    """
    if not argument:
        return Knobs()
    said: dict[str, str] = {}
    for part in argument.split("&"):
        name, equals, value = (side.strip() for side in part.partition("="))
        if not equals or name in said:
            raise UsageError(f"{part[:40]!r} is no knob of the sketch team; write {_EXAMPLE}")
        said[name] = value
    known = [one.name for one in fields(Knobs) if one.name != "weights"]
    for name in said:
        if name not in (*known, *ASPECTS):
            raise UsageError(f"the sketch team has no knob {name[:40]!r}; there are {', '.join((*known, *ASPECTS))}")
    weights = {name: _number(name, said[name]) if name in said else weight for name, weight in ASPECTS.items()}
    if sum(weights.values()) <= 0:
        raise UsageError("the sketch critic needs an aspect that weighs more than 0")
    return Knobs(
        width=_whole("width", said.get("width", "1"), least=1, most=4),
        remarks=_whole("remarks", said.get("remarks", "4"), least=0, most=12),
        lexicon=_kinds(said["lexicon"]) if "lexicon" in said else KINDS,
        weights=weights,
    )


def _whole(name: str, text: str, *, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise UsageError(f"the knob {name} takes a whole number from {least} to {most}, not {text[:40]!r}")
    return int(text)


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1000:
        raise UsageError(f"the knob {name} takes a weight from 0 to 1000, not {text[:40]!r}")
    return value


def _kinds(text: str) -> tuple[Kind, ...]:
    wanted = text.split("+")
    unknown = [word for word in wanted if word not in KINDS]
    if unknown:
        raise UsageError(f"the lexicon has no kind {unknown[0][:40]!r}; there are {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)
