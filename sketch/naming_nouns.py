"""The nouns the recogniser may learn, each with the words that labellers use for it; it measures nothing."""

import re
from collections.abc import Mapping

NOUNS: dict[str, str] = {
    "woman": "woman|girl|dancer|lady|bride",
    "man": "man|boy|astronaut|chef",
    "person": (
        "woman|man|person|girl|boy|people|child|children|crowd|batter|umpire|catcher|pitcher|player|"
        "skateboarder|baseball player|curler|skier|cyclist|runner|chef|tennis player|ball boy|rider|"
        "dancer|astronaut|astronauts|face|head|lady"
    ),
    "people": "people|crowd|children|astronauts",
    "face": "face|lips|eye|eyebrow|nose|mouth",
    "hand": "hand|hands",
    "hat": "hat|cap|helmet",
    "sunglasses": "sunglasses|glasses",
    "dress": "dress|skirt|blouse",
    "bird": (
        "bird|birds|flamingo|peacock|penguin|gull|seagull|egret|pelican|vulture|kingfisher|puffin|"
        "swan|parrot|swallow|duck|eagle|hen|rooster|chick|macaw"
    ),
    "cat": "cat|kitten",
    "dog": "dog|puppy",
    "fish": "fish|salmon|anemone",
    "animal": (
        "cat|kitten|dog|horse|bear|lion|lioness|tiger|monkey|baby monkey|goat|sheep|panda|zebra|"
        "giraffe|otter|hippo|kangaroo|cow|cows|chameleon|bee|butterfly|beetle|frog|fish|starfish|"
        "jellyfish|deer|elephant|fox|rabbit|squirrel|whale"
    ),
    "car": "car|cars|van|windscreen|number plate",
    "plane": "plane|jet|glider|helicopter",
    "bicycle": "bicycle|motorcycle|bicycles|scooter",
    "vehicle": (
        "car|cars|van|bus|buses|truck|trailer|tram|train|engine|plane|jet|helicopter|motorcycle|bicycle|digger|glider"
    ),
    "boat": "boat|boats|ship|barge|canoe|sailboat|yacht",
    "flower": (
        "flower|flowers|rose|roses|daisy|tulip|tulips|sunflower|daffodil|dried flowers|bud|orchid|dandelion|lily|poppy"
    ),
    "leaf": "leaf|leaves|palm leaf|plant|fern|cactus|clover",
    "tree": "tree|trees|palm|palm tree|forest",
    "house": "house|houses|hut|barn|cottage|roof",
    "building": (
        "building|buildings|skyscraper|skyline|house|houses|terminal|tower|castle|palace|temple|"
        "pagoda|church|city|barn|hut|lighthouse|colosseum|dome"
    ),
    "tower": "tower|skyscraper|lighthouse|pagoda|chimney|antenna",
    "window": "window|windows",
    "door": "door|doors|shutter",
    "mountain": "mountain|mountains|hill|hills|cliff|canyon",
    "sea": "sea|waves|wave|ocean|foam|beach|coast",
    "lake": "lake|river|pond|pool|canal|water",
    "road": "road|street|path|pavement|driveway|crossing",
    "cloud": "cloud|clouds",
    "sun": "sun|moon",
    "fruit": (
        "fruit|apple|banana|bananas|lemon|orange|oranges|pineapple|grapes|kiwi|tomato|tomatoes|"
        "raspberries|berries|mango|avocado|pumpkin|gourds|cucumber|pepper|peppers|carrot|carrots|"
        "strawberries"
    ),
    "food": (
        "bowl|plate|salad|burger|sandwich|pizza|cake|rice|chicken|macaron|bread|toast|noodles|stew|"
        "sushi|egg|eggs|popcorn|ice cream|beans|meat|fruit|apple|banana|bananas|lemon|orange|oranges|"
        "tomato|tomatoes|cucumber|pepper|peppers|carrots|food|beef|shrimp|candy|potato|vegetables|"
        "fries|cookie"
    ),
    "plate": "plate|bowl|tray",
    "cup": "cup|coffee|mug|glass|teapot|jug",
    "table": "table|desk|counter",
    "chair": "chair|chairs|seat|sofa|armchair|stool|bench",
    "bed": "bed",
    "lamp": "lamp|light|lights|street lamp|candle|neon sign|neon|floodlight",
    "sign": "sign|stop sign|neon sign|poster|banner|scoreboard",
    "balloon": "balloon|balloons",
    "ball": "ball|balls",
    "laptop": "laptop|screen|keyboard|monitor",
    "rocks": "rock|rocks|stone|stones|cliff",
    "fence": "fence|railing|guardrail",
}
"""Noun -> the labellers' words, separated by bars, that mean it (a word may mean a kind and its category)."""


IMPLIED: dict[str, tuple[tuple[str, ...], int]] = {
    "person": (("body", "skin"), 2),
    "bird": (("bird",), 1),
    "animal": (("animal",), 1),
    "vehicle": (("vehicle",), 1),
    "boat": (("boat",), 1),
    "flower": (("flower",), 2),
    "food": (("food",), 2),
    "tree": (("trees",), 6),
    "building": (("building",), 3),
    "mountain": (("mountain",), 2),
    "cloud": (("cloud",), 2),
    "road": (("road",), 2),
    "rocks": (("rock",), 2),
}
"""Noun -> classes, and from how many of the 48 cells on, a grid shows it although no object or caption says so."""

SAID_OTHERWISE = frozenset(
    {"orange", "light", "lights", "glass", "water", "rose", "screen", "field", "head", "plant", "city", "bud"}
)
"""Words that captions mostly use for something else than the thing (a colour, a light wall)."""


def nouns_of(word: str) -> frozenset[str]:
    """Return the nouns that a labeller's word stands for.

    >>> sorted(nouns_of("kitten"))
    ['animal', 'cat']
    """
    return frozenset(noun for noun, words in NOUNS.items() if word in words.split("|"))


def nouns_shown(objects: list[str], caption: str, cells: Mapping[str, int]) -> frozenset[str]:
    """Return the nouns that labels show: by an object, by the caption, or by the count of cells of a class."""
    words = set(re.findall("[a-z]+", caption.lower())) - SAID_OTHERWISE
    shown = {noun for word in [*objects, *words] for noun in nouns_of(word)}
    shown |= {
        noun for noun, (classes, least) in IMPLIED.items() if sum(cells.get(name, 0) for name in classes) >= least
    }
    return frozenset(shown)
