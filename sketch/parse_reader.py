"""What has been read of a description, phrase by phrase, and what becomes of a phrase that ends; knows no grammar."""

from dataclasses import dataclass, field, replace
from typing import Literal

from sketch.lexicon import NOUNS
from sketch.parse_categories import category_of
from sketch.parse_guesses import head_of
from sketch.parse_places import place_of
from sketch.scene import MANY, Aspect, Colour, Mood, Order, Pose, Size, Tone

_ATTRIBUTES = frozenset({"with", "of", "full", "wear", "as"})
"""How a phrase is linked that says more of another, of which what follows speaks again."""
_FRONTED = frozenset({"on", "in", "at", "under", "before", "beside", "behind", "above"})
"""With what a sentence may begin that says first where, and then what."""


@dataclass
class Phrase:
    """A noun with what is said of it, while it is read."""

    noun: str = ""
    plural: bool = False
    article: str = ""
    colours: list[Colour] = field(default_factory=list)
    tone: Tone = ""
    mixing: bool = False
    """Whether the last word was a colour, so that another colour mixes with it."""
    size: Size = ""
    aspect: Aspect = ""
    textures: list[str] = field(default_factory=list)
    count: int = 0
    paired: bool = False
    """Whether its number is a pair's."""
    order: Order = ""
    pose: Pose = ""
    sides: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    """Nouns before the noun ("forest path")."""
    unknown: list[str] = field(default_factory=list)
    nameless: bool = False
    """Whether it is a shape for want of a noun."""
    own: str = ""
    """The word that says that it is somebody's own: "its", "her", "woman's"."""
    dual: str = ""
    """The noun that the last modifier would be, should no noun follow."""
    before_dual: "Phrase | None" = None
    """What was read before that modifier."""
    link: str = ""
    """How it stands to the phrase `subject`, as a value of `LINKS`, "wear" or "of"."""
    subject: int = -1
    fronted: str = ""
    """How what follows stands to it, where the sentence begins with it: "on a table, a cake"."""
    where: tuple[str, int] | None = None
    """How it stands to which phrase of the same sentence that is `fronted`."""
    copula: bool = False
    """Whether "is" follows the noun, so that adjectives still belong to it."""
    passed: bool = False
    """Whether small words follow the noun, so that another noun is another thing: "a man up to bat"."""
    joined: bool = False
    """Whether "and" joins it to the phrase before."""
    parts: "list[Phrase]" = field(default_factory=list)
    """What a compound says that it has: the red roof of a "red-roofed" house."""
    compound: bool = False
    """Whether it is such a part, which is nothing by itself."""
    measure: Literal["", "piece", "expanse"] = ""
    """Whether little or much of it is said to be there: "a slice of pizza", "a sea of people"."""
    cover: str = ""
    """The noun of what lies over it: the snow on "snow-covered" roofs."""
    framed: bool = False
    """Whether it speaks of the picture itself: "a serene outdoor scene"."""
    comma: bool = False
    """Whether it begins a phrase after a stop."""
    listed: bool = False
    """Whether that stop is a comma."""

    @property
    def is_described(self) -> bool:
        """Whether it says enough to be drawn without a known noun."""
        return bool(self.colours or self.tone or self.size or self.count or self.textures or self.aspect)


def _named(phrase: Phrase) -> Phrase:
    """Return a phrase that ends, with the noun that it is drawn as."""
    if not phrase.noun and phrase.dual and phrase.before_dual is not None:
        before = phrase.before_dual
        phrase = replace(before, noun=phrase.dual, sides=phrase.sides, pose=phrase.pose or before.pose)
    unknown, said = phrase.unknown, phrase.noun
    if not phrase.noun and unknown:
        # "A lot of work" is no crowd of shapes, which would hide all that is known.
        is_shape = phrase.count < MANY and (phrase.is_described or phrase.article == "a")
        # "A teenager photographing sheep", "a gizmo captures light": the noun comes before what it does.
        word = head_of(unknown, single=phrase.article == "a")
        # What "dressed as a clown" looks like nobody knows where the clown isn't known.
        is_shape = is_shape and bool(word) and phrase.link != "as" and not phrase.framed
        known = category_of(word)
        phrase.noun = known or ("shape" if is_shape else "")
    if phrase.noun in {"", "shape"} and said != "shape" and (surface := _surface(phrase)):
        phrase.noun, phrase.parts = surface, []
    if not phrase.noun and (phrase.colours or (phrase.tone and phrase.sides)):
        phrase.noun = "shape"
    phrase.nameless = phrase.noun == "shape" and said != "shape"
    return phrase


def _surface(phrase: Phrase) -> str:
    """Return the stuff that is seen of what has no name, "" for none: "a snow-covered summit", "a hay-filled area"."""
    nouns = [phrase.cover, *(part.noun for part in phrase.parts if not part.compound)]
    return next((noun for noun in nouns if noun in NOUNS and NOUNS[noun].is_stuff), "")


@dataclass
class Reader:
    """The state of one pass."""

    phrases: list[Phrase] = field(default_factory=list)
    moods: list[Mood] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    now: Phrase = field(default_factory=Phrase)
    last: int = -1
    """The phrase that ended last, parts of compounds left out; -1 for none."""
    fronted: int = -1
    """A phrase of this sentence that says where what follows is, -1 for none."""
    head: int = -1
    """The phrase that a verb after its attribute speaks of ("a man with a dog sits on ..."), -1 for none."""
    after_to: bool = False
    """Whether the last word was "to", so that what could be a verb is one."""
    is_prose: bool = False
    """Whether it has articles, as sentences have and describers' phrases have not."""
    sentence: int = 0
    """How many phrases there were when the sentence began."""

    def flush(self) -> None:
        """End the phrase, keep it if it says something."""
        if self._is_shade(self.now):
            self.now.dual = ""
        phrase = _named(self.now)
        if phrase.link == "unsaid":
            # "Without a hat", "like a castle": of nothing that is there.
            self.now = Phrase()
            return
        self.ignored += phrase.unknown
        if phrase.noun:
            if self.fronted >= 0 and not phrase.link:
                phrase.where, self.fronted = (self.phrases[self.fronted].fronted, self.fronted), -1
            self.phrases.append(phrase)
            if phrase.fronted:
                self.fronted = len(self.phrases) - 1
            self.last = len(self.phrases) - 1
            self.phrases += [replace(part, subject=self.last) for part in phrase.parts]
            self.now = Phrase()
        elif phrase.sides and self.phrases and not phrase.link:
            # A place by itself belongs to what was said before it ("a tree, on the left").
            before = self.phrases[self.last]
            before.sides = before.sides or phrase.sides
            self.now = Phrase()
        else:
            if phrase.link == "behind" and not phrase.article and phrase.subject == self.last:
                # "pine trees behind": nothing follows that they would be behind of.
                self.phrases[self.last].sides.append("background")
            elif phrase.link == "under" and not phrase.article and phrase.subject == self.last:
                self.phrases[self.last].sides.append("bottom")
            link = phrase.link if phrase.link != "as" else ""
            self.now = Phrase(link=link, subject=phrase.subject, joined=phrase.joined)

    def _is_shade(self, phrase: Phrase) -> bool:
        """Tell whether "orange" is a colour without a noun: "in hues of red and orange"."""
        if phrase.noun or phrase.article or phrase.dual != "tangerine":
            return False
        return phrase.link in {"of", "in"} or (phrase.joined and self.last >= 0 and self.phrases[self.last].nameless)

    def root(self, index: int) -> int:
        """Return the phrase whose attribute, or attribute's attribute, a phrase is."""
        while self.phrases[index].link in _ATTRIBUTES and 0 <= self.phrases[index].subject < index:
            index = self.phrases[index].subject
        return index

    def begin(self, link: str = "", *, joined: bool = False) -> None:
        """End the phrase and begin another, linked to it."""
        before = self.now
        self.flush()
        begins = len(self.phrases) == self.sentence and not before.noun and not before.unknown
        subject = self.last
        if before.noun and before.link in {"wear", "of", "full", "as"} and before.subject >= 0:
            # "a cat in a hat on a mat": the cat is on the mat.
            subject = self.root(before.subject)
        if self.head >= 0:
            subject, self.head = self.head, -1
        if begins and link in _FRONTED:
            self.now.fronted = link
        elif link and (subject >= 0 or link == "unsaid"):
            self.now.link, self.now.subject = link, subject
        self.now.joined = joined


def place_word(phrase: Phrase) -> str:
    """Return the phrase's place, "" for none."""
    return place_of([side for side in phrase.sides if side not in {"background", "distance"}])
