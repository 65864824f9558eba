"""Items to noun phrases: a small grammar of English descriptions; knows nothing of depth and drawing order.

One pass without backtracking: a phrase gathers modifiers until its noun, then places and postures, and ends where
something new begins. Links ("on", "with", "wearing") are kept between the phrases they join.
"""

from collections.abc import Callable
from typing import cast

from sketch.lexicon import CLOTHES, NOUNS
from sketch.lexicon_prose import BODY_PARTS, EXPANSES, LIVING_LOOKS, MEDIA, PIECES, POSE_WORDS, VERBAL
from sketch.parse_adjectives import add_compound, add_modifier, add_number
from sketch.parse_compounds import with_compounds
from sketch.parse_measures import measured
from sketch.parse_reader import Phrase, Reader
from sketch.parse_sides import FRAMES, without_place_links
from sketch.parse_words import Item, Part, is_ambiguous, noun_item
from sketch.scene import Mood, Pose


def _is_verb(reader: Reader, item: Item, following: Item | None) -> bool:
    """Tell whether what could be a noun is a verb where it stands."""
    now = reader.now
    if reader.after_to and is_ambiguous(item) and item.part == "noun":
        # "About to swing".
        return True
    if now.noun and is_ambiguous(item) and (item.part == "plural" or item.text in CLOTHES):
        # "sunlight streams", "a boat sails".
        return True
    bare = not (now.article or now.is_described or now.noun or now.link)
    is_before_object = following is not None and following.part == "det"
    if is_before_object and item.text in VERBAL and (bare or now.noun):
        return True
    return is_ambiguous(item) and bare and (is_before_object or bool(reader.phrases and not now.comma))


def _noun(reader: Reader, item: Item, following: Item | None) -> None:
    now = reader.now
    if _is_verb(reader, item, following):
        return
    if now.noun and now.sides and item.value in {"background", "backdrop"}:
        return
    if now.noun and (now.sides or now.pose or now.passed):
        reader.begin()
        now = reader.now
    if now.noun in NOUNS and item.value in {"background", "backdrop"} and NOUNS[now.noun].is_stuff:
        now.sides = ["everywhere"]
        return
    if now.noun in NOUNS and item.value in BODY_PARTS and NOUNS[now.noun].look in LIVING_LOOKS:
        # "a horse head": drawn as a horse rather than as a person's head.
        return
    if now.noun and now.noun not in CLOTHES:
        now.extra.append(now.noun)
    now.noun, now.plural = item.value, item.part == "plural"
    now.dual = ""
    if (item.part == "noun" and now.count not in {0, 1}) or (now.order and not _is_street(now)):
        # "three trees", "row of trees": the noun that is counted, not the stuff.
        now.noun, now.plural = _counted(item.value), True


def _is_street(now: Phrase) -> bool:
    """Tell whether it is a row of houses, side by side, of which nobody says how many."""
    return now.order == "row" and now.count in {0, 1} and now.noun in NOUNS and NOUNS[now.noun].look == "town"


def _counted(word: str) -> str:
    """Return what one of several is called: one of three "trees" (stuff) is a tree."""
    endings = (("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"))
    for candidate in (word.removesuffix(plural) + single for plural, single in endings if word.endswith(plural)):
        if candidate in NOUNS and candidate != word and not NOUNS[candidate].is_stuff:
            return candidate
    return word


def read_phrases(items: list[Item]) -> Reader:
    """Read items into phrases, moods and ignored words."""
    reader = Reader()
    items = without_place_links(with_compounds(items))
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        _step(reader, item, following)
    reader.flush()
    reader.phrases = [measured(phrase) if phrase.measure else phrase for phrase in reader.phrases]
    return reader


def _step(reader: Reader, item: Item, following: Item | None) -> None:
    now = reader.now
    if item.part in {"function", "link", "pose"} and not now.noun and (now.order or now.is_described):
        item = noun_item(item.text) or item
    _STEPS[item.part](reader, item, following)
    reader.after_to = item.text in {"to", "to be", "about to"}
    if item.part not in {"colour", "and"} and reader.now is now:
        now.mixing = False


def _function(reader: Reader, item: Item, following: Item | None) -> None:
    now = reader.now
    if item.text in {"as", "while"} and following is not None and following.part in _BEGINS:
        # "People wait as two horses pass": another sentence, in all but name.
        _stop(reader, Item("stop", ";", item.text), following)
        return
    if item.text.endswith(" of") and not (now.noun or now.link) and set(item.text.split()) & (MEDIA | FRAMES):
        # "A vintage photo of": of which nothing is drawn.
        reader.ignored += now.unknown
        reader.now = Phrase()
        return
    now.framed = now.framed or (not now.noun and item.text in FRAMES)
    now.copula = now.copula or (bool(now.noun) and item.text in {"is", "are", "was", "were"})
    now.passed = now.passed or bool(now.noun)


def _wear(reader: Reader, _item: Item, _: Item | None) -> None:
    reader.begin("wear")


def _pose(reader: Reader, item: Item, _: Item | None) -> None:
    now = reader.now
    pose = cast("Pose", item.value)
    if now.noun and now.subject >= 0 and (now.link in _POSED or _stands_still(reader, pose)):
        head = reader.root(now.subject)
        reader.phrases[head].pose = reader.phrases[head].pose or pose
        reader.flush()
        reader.head = head
        return
    now.pose = pose


def _stands_still(reader: Reader, pose: Pose) -> bool:
    """Tell whether a phrase cannot do what is said, but whom it is said of can: "a man by a shop walking a dog"."""
    now = reader.now
    if pose not in {"walking", "running"} or now.noun not in NOUNS or NOUNS[now.noun].look in LIVING_LOOKS:
        return False
    doer = reader.phrases[reader.root(now.subject)].noun
    return doer in NOUNS and NOUNS[doer].kind == "person" and not NOUNS[now.noun].is_stuff


def _article(reader: Reader, item: Item, _: Item | None) -> None:
    if reader.now.noun or reader.now.colours or reader.now.unknown:
        reader.begin()
    reader.now.article = item.value
    reader.now.own = item.text if item.text in _OWNERS or item.text.endswith("'s") else ""
    reader.is_prose = True


def _is_acted_on(now: Phrase, following: Item | None) -> bool:
    """Tell whether what follows a verb begins a phrase: not so the dragon of "a fire breathing dragon"."""
    if following is None or now.link == "full":
        return False
    acts = now.noun in NOUNS and (NOUNS[now.noun].kind == "person" or NOUNS[now.noun].is_stuff) and bool(now.article)
    return following.part in {"det", "count"} or (acts and following.part in _BEGINS)


def _unknown(reader: Reader, item: Item, following: Item | None) -> None:
    if reader.now.noun:
        reader.ignored.append(item.text)
        # "Is preparing long noodles": what follows is said of something else.
        reader.now.copula = reader.now.copula and not item.text.endswith("ing")
        if item.text.endswith("ing") and _is_acted_on(reader.now, following):
            # "In a kitchen preparing food": a verb of which nothing more is known.
            reader.begin("with")
        return
    if reader.now.dual == "person" and item.text.endswith("ing"):
        # "A couple embracing".
        reader.now.noun, reader.now.plural = "person", True
        reader.ignored.append(item.text)
        return
    reader.now.unknown.append(item.text)
    reader.now.dual = ""


def _side(reader: Reader, item: Item, following: Item | None) -> None:
    if item.value == "across" and (following is None or following.part != "side"):
        _link(reader, Item("link", "in", item.text), following)
        return
    reader.now.sides.append(item.value)


def _mood(reader: Reader, item: Item, following: Item | None) -> None:
    mood = cast("Mood", item.value)
    if mood == "blurred" and following is not None and following.part != "stop":
        reader.now.textures.append("blurred")
        return
    if mood not in reader.moods:
        reader.moods.append(mood)


def _link(reader: Reader, item: Item, following: Item | None) -> None:
    now = reader.now
    if not now.noun and not now.is_described and not now.unknown and now.link and item.value in {"on", "in", "at"}:
        if now.link == "holding":
            # "Eating in a restaurant".
            now.link = item.value
        return
    posture = POSE_WORDS.get(item.text.split(" ", 1)[0])
    if posture and now.noun:
        # "Sitting on a bench" says how, and on what.
        _pose(reader, Item("pose", posture, item.text), None)
    if following is not None and following.part == "side":
        # "on left", "at the top": the side says it; the link says nothing more.
        return
    artist = item.text == "by" and following is not None and following.part == "unknown"
    reader.begin("unsaid" if artist else item.value)


def _of(reader: Reader, _item: Item, _: Item | None) -> None:
    now = reader.now
    if now.noun in MEDIA and not now.link and len(reader.phrases) == reader.sentence:
        reader.ignored += now.unknown
        reader.now = Phrase()
        return
    if now.noun in PIECES | EXPANSES and not now.sides and not now.pose:
        now.measure = "piece" if now.noun in PIECES else "expanse"
        now.count = now.count or (3 if now.plural and now.measure == "piece" else 0)
        now.noun, now.plural = "", False
    elif now.noun or now.dual:
        reader.begin("of")


def _and(reader: Reader, _: Item, following: Item | None) -> None:
    now = reader.now
    if not now.noun and now.colours and following is not None and following.part in {"colour", "tone"}:
        now.mixing = False
        return
    if not now.noun and not now.unknown and (now.is_described or now.sides):
        if following is not None and following.part == "side":
            return
        if now.colours and following is not None and following.part in {"size", "aspect", "texture", "unknown"}:
            return
    if following is not None and following.part == "side" and now.sides:
        return
    reader.begin(joined=True)


def _stop(reader: Reader, item: Item, following: Item | None) -> None:
    now = reader.now
    leading = not now.noun and bool(now.sides) and not now.is_described and len(reader.phrases) == reader.sentence
    if leading and item.value in {",", ":"}:
        # "On the left, a tree": the place is of what follows.
        return
    adjectives = not now.noun and not now.sides and now.is_described
    continues = following is not None and following.part in _CONTINUES
    ends = now.colours and following is not None and following.part in {"size", "aspect", "noun", "plural"}
    if item.value == "," and adjectives and continues and not ends:
        now.mixing = False
        return
    reader.flush()
    reader.now.link, reader.now.subject, reader.now.joined = "", -1, False
    reader.now.comma, reader.now.listed = True, item.value == ","
    reader.head = -1
    if item.value == ".":
        reader.sentence = len(reader.phrases)
        reader.fronted = -1


_OWNERS = frozenset({"its", "his", "her", "their"})
_POSED = frozenset({"with", "of", "wear", "as", "holding"})
"""How something stands to somebody whose posture it does not have: "a lady with a book sitting on a bench"."""
_BEGINS = frozenset({"det", "count", "noun", "plural"})
"""What a phrase may begin with."""
_CONTINUES = frozenset({"colour", "tone", "size", "aspect", "texture", "noun", "plural", "unknown"})


_STEPS: dict[Part, Callable[[Reader, Item, Item | None], None]] = {
    "noun": _noun,
    "plural": _noun,
    "colour": add_modifier,
    "tone": add_modifier,
    "size": add_modifier,
    "aspect": add_modifier,
    "texture": add_modifier,
    "count": add_number,
    "order": add_modifier,
    "side": _side,
    "pose": _pose,
    "mood": _mood,
    "link": _link,
    "wear": _wear,
    "of": _of,
    "and": _and,
    "stop": _stop,
    "det": _article,
    "function": _function,
    "unknown": _unknown,
    **dict.fromkeys(("part", "cover", "lined"), add_compound),
}
