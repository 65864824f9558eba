"""The nouns the recogniser may learn, each with the words that labellers use for it; it measures nothing."""

import re
from collections.abc import Mapping
from functools import cache

NOUNS: dict[str, str] = {
    "woman": "woman|women|girl|girls|dancer|lady|bride|actress",
    "man": "man|men|boy|boys|astronaut|chef|pitcher|batter|catcher|umpire",
    "person": (
        "woman|women|man|men|person|girl|girls|boy|boys|people|child|children|crowd|players|runners|dancers|figure|couple|batter|umpire|catcher|pitcher|player|"
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
    "cat": "cat|cats|kitten",
    "dog": "dog|dogs|puppy",
    "fish": "fish|salmon|anemone",
    "animal": (
        "cat|kitten|dog|horse|bear|lion|lioness|tiger|monkey|baby monkey|goat|sheep|panda|zebra|"
        "giraffe|otter|hippo|kangaroo|cow|cows|chameleon|bee|butterfly|beetle|frog|fish|starfish|"
        "jellyfish|deer|elephant|fox|rabbit|squirrel|whale"
    ),
    "car": "car|cars|van|windscreen|number plate|sedan|hatchback|taxi|taxis|convertible|race car|sports car",
    "plane": "plane|planes|jet|glider|aircraft|airliner|fighter jet|biplane|bomber",
    "bicycle": "bicycle|bicycles|bike|bikes|cyclist",
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
    "sea": "sea|waves|wave|ocean|foam|beach|coast|shore|surf|bay",
    "lake": "lake|river|pond|pool|canal|water|harbour|lagoon",
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
    "rooster": "rooster|hen|cock|chicken",
    "ostrich": "ostrich",
    "crow": "crow|raven",
    "owl": "owl",
    "eagle": "eagle|osprey|hawk|vulture|falcon",
    "peacock": "peacock",
    "parrot": "parrot|macaw|cockatoo|lorikeet",
    "toucan": "toucan",
    "duck": "duck|goose|mallard",
    "swan": "swan",
    "flamingo": "flamingo|flamingos",
    "pelican": "pelican|pelicans",
    "penguin": "penguin|penguins",
    "wolf": "wolf|coyote",
    "fox": "fox",
    "leopard": "leopard|cheetah|jaguar|lynx",
    "lion": "lion|lioness|cougar",
    "tiger": "tiger",
    "bear": "bear|bears",
    "rabbit": "rabbit|hare",
    "squirrel": "squirrel|chipmunk|marmot|meerkat",
    "horse": "horse|horses|pony",
    "zebra": "zebra|zebras",
    "pig": "pig|boar",
    "hippo": "hippo|hippos",
    "cow": "cow|cows|bull|cattle|bison|buffalo|ox",
    "sheep": "sheep|goat|goats|ram|lamb",
    "deer": "deer|antelope|gazelle|impala",
    "camel": "camel|camels|llama|alpaca",
    "monkey": "monkey|baby monkey|ape|gorilla|chimpanzee|baboon|macaque",
    "elephant": "elephant|elephants",
    "panda": "panda",
    "kangaroo": "kangaroo|wallaby|koala",
    "otter": "otter|seal|sea lion|weasel|badger",
    "whale": "whale|dolphin|orca",
    "jellyfish": "jellyfish",
    "coral": "coral|reef|anemone",
    "turtle": "turtle|tortoise",
    "lizard": "lizard|chameleon|gecko|iguana|crocodile|alligator|tyrannosaurus|dinosaur",
    "snake": "snake",
    "frog": "frog|toad",
    "spider": "spider|web",
    "insect": "insect|bee|beetle|fly|ladybug|dragonfly|ant|wasp|grasshopper|bug",
    "butterfly": "butterfly|moth",
    "crab": "crab|lobster|crayfish",
    "snail": "snail|slug",
    "starfish": "starfish|sea star",
    "shell": "shell|shells|seashell",
    "ship": "ship|cruise ship|liner|tanker|barge",
    "sailboat": "sailboat|sailing boat|sail|sails|yacht|catamaran",
    "truck": "truck|lorry|trailer|digger|pickup",
    "bus": "bus|buses|coach|minibus|van",
    "train": "train|tram|locomotive|carriage",
    "motorcycle": "motorcycle|motorbike|scooter|moped",
    "tractor": "tractor|digger|harvester",
    "helicopter": "helicopter",
    "rocket": "rocket|missile|shuttle",
    "lighthouse": "lighthouse",
    "church": "church|temple|pagoda|mosque|cathedral|monastery|chapel|dome|steeple",
    "castle": "castle|palace|fort",
    "barn": "barn",
    "bridge": "bridge|viaduct",
    "pier": "pier|dock|jetty|boardwalk",
    "fountain": "fountain|geyser",
    "clock": "clock|watch|clock face",
    "tent": "tent|tents",
    "umbrella": "umbrella|umbrellas|parasol|parasols",
    "field": "field|fields|meadow|farmland|grass",
    "mushroom": "mushroom|mushrooms|fungus",
    "vase": "vase|pot|flower pot|plant pot|jar|urn",
    "banana": "banana|bananas",
    "tangerine": "orange|oranges|tangerine|mandarin|clementine",
    "lemon": "lemon|lemons|lime",
    "apple": "apple|apples",
    "strawberry": "strawberry|strawberries",
    "pineapple": "pineapple|pineapples",
    "vegetable": (
        "vegetable|vegetables|carrot|carrots|pepper|peppers|cucumber|broccoli|cabbage|tomato|tomatoes|gourds|"
        "pumpkin|chilli|chillies|beans|corn|potato|zucchini"
    ),
    "pizza": "pizza|flatbread",
    "burger": "burger|hamburger",
    "sandwich": "sandwich|hot dog|wrap|burrito|burger",
    "bread": "bread|loaf|toast|bagel|pretzel|bun|croissant",
    "ice cream": "ice cream|sundae|popsicle",
    "cake": "cake|cakes|dessert|pudding|brownie|muffin|cupcake|pie|donut|doughnut",
    "glass": "glass|wine|beer|glasses of",
    "bottle": "bottle|bottles|jar|flask",
    "teapot": "teapot|coffee pot|kettle|jug",
    "bowl": "bowl|bowls",
    "pan": "pan|pot|wok",
    "sofa": "sofa|couch|settee|armchair",
    "book": "book|books|notebook|magazine",
    "bookcase": "bookcase|bookshelf|shelves|shelf|books",
    "television": "television|tv|screen|monitor|game boy|display",
    "keyboard": "keyboard|keys",
    "phone": "phone|telephone|mobile|smartphone|receiver",
    "camera": "camera|lens",
    "guitar": "guitar|guitars|banjo",
    "piano": "piano|organ",
    "violin": "violin|cello",
    "drum": "drum|drums",
    "helmet": "helmet|helmets",
    "mask": "mask|masks",
    "suit": "suit|tie|jacket|blazer",
    "player": (
        "player|players|pitcher|batter|catcher|tennis player|baseball player|baseball|footballer|curler|"
        "tennis|athlete|fielder"
    ),
    "bride": "bride|groom|wedding",
    "swimmer": "swimmer|diver|bikini|swimsuit|swimming|scuba",
    "skier": "skier|snowboarder|skiing|skis|ski",
    "shirt": "shirt|t-shirt|top|blouse|sweater|hoodie|jumper|jacket|cardigan",
    "shoe": "shoe|shoes|sandal|sandals|boot|boots|trainer|sneaker|sneakers",
    "bag": "bag|backpack|handbag|purse|suitcase",
    "basket": "basket|baskets",
    "mountains": "mountain|mountains|hill|hills|peak|peaks|slope|alps|ridge|volcano|valley|volcanoes",
    "cliff": "cliff|cliffs|canyon|rock face|rock|rocks|gorge",
    "street sign": "street sign|stop sign|road sign|sign|signpost",
    "traffic light": "traffic light|traffic lights",
    "teddy bear": "teddy bear|teddy|stuffed toy|toy",
    "candle": "candle|candles|torch",
    "stage": "stage|theatre|concert",
    "restaurant": "restaurant|cafe|diner|bar|dining",
    "shop": "shop|store|market|stall|market stall|pharmacy|supermarket",
}
"""Noun -> the labellers' words, separated by bars, that mean it (a word may mean a kind and its category)."""


IMPLIED: dict[str, tuple[tuple[str, ...], int]] = {
    "person": (("body", "skin"), 2),
    "face": (("skin",), 2),
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
    return _by_word().get(word, frozenset())


def nouns_shown(objects: list[str], caption: str, cells: Mapping[str, int]) -> frozenset[str]:
    """Return the nouns that labels show: by an object, by the caption, or by the count of cells of a class."""
    text = f" {' '.join(re.findall('[a-z]+', caption.lower()))} "
    words = [word for word in _by_word() if word not in SAID_OTHERWISE and f" {word} " in text]
    shown = {noun for word in [*objects, *words] for noun in nouns_of(word)}
    # "A woman's face", "palm trees", "wine glass": the last word of an object's name tells what it is, too.
    shown |= {noun for thing in objects for noun in nouns_of(thing.split()[-1]) if thing.split()}
    shown |= {
        noun for noun, (classes, least) in IMPLIED.items() if sum(cells.get(name, 0) for name in classes) >= least
    }
    return frozenset(shown)


@cache
def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for noun, words in NOUNS.items():
        for word in words.split("|"):
            found.setdefault(word, set()).add(noun)
    return {word: frozenset(nouns) for word, nouns in found.items()}
