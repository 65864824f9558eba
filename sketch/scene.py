"""What a picture says, in symbols: moods, and clauses from back to front; knows no pixels and no geometry.

Every field holds a word of the lexicon (`sketch.lexicon`), so that a scene can be spoken (`sketch.speak`) and parsed
back (`sketch.parse`). Geometry comes later, in `sketch.arrange`.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "pale", "light", "bright", "dark", "deep", "dull"]
"""How a colour is changed; "" leaves it."""

Size = Literal["", "tiny", "small", "medium", "large", "huge", "giant"]
"""How much of the picture a thing takes, whatever it is; "" is the noun's usual size."""

Aspect = Literal["", "tall", "thin", "wide", "long", "round"]
"""How the noun's usual proportions are changed."""

Order = Literal["", "row", "stack", "pile", "circle", "group", "diagonal"]
"""How repeated things lie; "" is the noun's usual way."""

Pose = Literal[
    "", "facing left", "facing right", "sitting", "standing", "lying", "walking", "running", "flying", "tilted"
]
"""What a thing does, as far as that changes its outline."""

Mood = Literal[
    "sunny", "sunset", "dusk", "night", "fog", "rain", "snowfall", "storm", "blurred", "monochrome", "backlit"
]
"""What changes the whole picture: time, weather, and how it was taken."""

Link = Literal["on", "in", "under", "behind", "before", "beside", "above", "holding", "around"]
"""How a thing stands to another clause."""


@dataclass(frozen=True)
class Colour:
    """A colour as it is said, such as "pale blue"."""

    name: str
    """A key of `sketch.lexicon.COLOURS`."""
    tone: Tone = ""


@dataclass(frozen=True)
class Worn:
    """A thing that a person has on."""

    item: str
    """A key of `sketch.lexicon.CLOTHES`, such as "hat"."""
    colour: Colour | None = None
    """None: the item's usual colour."""


@dataclass(frozen=True)
class Relation:
    """How a clause stands to an earlier one."""

    link: Link
    target: int
    """The index of the other clause in `Scene.clauses`; always less than the clause's own (it is drawn before)."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One phrase's worth of picture."""

    noun: str = "shape"
    """A key of `sketch.lexicon.NOUNS`."""
    colours: tuple[Colour, ...] = ()
    """Main colour, then accents; at most three. Empty: the noun's usual colours.

    Of what is graded (`sketch.looks.stuff.GRADED`), such as a sky, up to nine that pass into each other as one reads.
    """
    size: Size = ""
    aspect: Aspect = ""
    place: str = ""
    """A key of `sketch.lexicon.PLACES` (positions and bands); "" is the noun's usual place."""
    count: int = 1
    """1 to 12; 0 is a plural without a number; `MANY` is as many as fill the place."""
    order: Order = ""
    texture: str = ""
    """A member of `sketch.lexicon.TEXTURES`, such as "striped"; "" is the noun's usual one."""
    pose: Pose = ""
    wears: tuple[Worn, ...] = ()
    relation: Relation | None = None

    def __hash__(self) -> int:
        # A search looks clauses up a hundred thousand times, most of them again and again.
        kept: int | None = self.__dict__.get("_hash")
        return self._take_in() if kept is None else kept

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Clause):
            return NotImplemented
        mine, its = self.__dict__, other.__dict__
        if "_hash" not in mine:
            self._take_in()
        if "_hash" not in its:
            other._take_in()
        if mine["_said"] is its["_said"]:
            return True
        if mine["_hash"] != its["_hash"] or mine["_said"] != its["_said"]:
            return False
        # When they meet again it is one and the same.
        its["_said"] = mine["_said"]
        return True

    def _take_in(self) -> int:
        """Keep all that is said as one value, and a hash of most of it, which is returned."""
        most = (self.noun, self.colours, self.size, self.aspect, self.place, self.count, self.texture)
        self.__dict__["_said"] = (*most, self.order, self.pose, self.wears, self.relation)
        kept = self.__dict__["_hash"] = hash(most)
        return kept

    def __getstate__(self) -> dict[str, object]:
        # Another process hashes words otherwise.
        return {name: value for name, value in self.__dict__.items() if name not in {"_said", "_hash"}}


MANY = 30
"""The `Clause.count` of "many": as many as fill their place."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A whole picture: clauses are drawn in order, later ones over earlier ones."""

    clauses: tuple[Clause, ...] = ()
    moods: tuple[Mood, ...] = ()
    """In the order of the `Mood` literal, each at most once."""
    setting: str = ""
    """A noun: the ground or sky that sentences take for granted; "" for what `clauses` imply by themselves."""


@dataclass(frozen=True)
class Reading:
    """What was understood of a text."""

    scene: Scene
    ignored: tuple[str, ...] = ()
    """The content words that could not be used, in lower case, in the order of the text, each once."""
