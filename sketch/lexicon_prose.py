"""The small words of English prose: articles, numbers, prepositions, postures, weather, and empty words.

Knows nothing of grammar: what they do to a scene is for `sketch.parse`.
"""

from sketch.scene import Mood, Order, Pose


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip().replace("_", " ") for word in text.split())


def _table(text: str) -> dict[str, str]:
    """Read "value: word word_group ..." lines."""
    table = {}
    for line in text.strip().splitlines():
        value, _, words = line.partition(":")
        table.update(dict.fromkeys(_words(words), value.strip()))
    return table


DETERMINERS: dict[str, str] = _table("""
a: a an another one some any a_single one_single each every
the: the this that these those his her its their my your our
""")

COUNT_WORDS: dict[str, int] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "a dozen": 12, "dozen": 12, "dozens of": 30, "couple": 2, "a couple of": 2,
    "couple of": 2, "a couple": 2, "a pair of": 2, "pair of": 2, "pair": 2, "both": 2, "twin": 2, "a few": 3, "few":
    3,
    "several": 5, "various": 5, "multiple": 5, "a number of": 5, "many": 30, "lots of": 30, "a lot of": 30,
    "hundreds of": 30, "thousands of": 30, "numerous": 30, "countless": 30, "full of": 30, "crowd of": 30,
    "a crowd of": 30, "crowds of": 30, "swarm of": 30, "a swarm of": 30, "loads of": 30, "plenty of": 30,
    "an array of": 8, "an assortment of": 8, "a variety of": 8, "a collection of": 8, "a selection of": 8,
    "a trio of": 3, "trio of": 3, "half dozen": 6,
}  # fmt: skip

ORDER_WORDS: dict[str, Order] = {
    "row of": "row", "a row of": "row", "rows of": "row", "line of": "row", "a line of": "row", "lined up": "row",
    "in a row": "row", "lines of": "row", "rows": "row", "string of": "row",
    "stack of": "stack", "a stack of": "stack", "stacks of": "stack", "stacked": "stack",
    "pile of": "pile", "a pile of": "pile", "piles of": "pile", "heap of": "pile", "a heap of": "pile", "piled":
    "pile",
    "bunch of": "pile", "a bunch of": "pile", "cluster of": "pile", "a cluster of": "pile", "bundle of": "pile",
    "ring of": "circle", "circle of": "circle", "a circle of": "circle",
    "group of": "group", "a group of": "group", "groups of": "group", "herd of": "group", "a herd of": "group",
    "flock of": "group", "family of": "group", "a family of": "group", "a flock of": "group", "team of": "group",
    "gang of": "group", "pack of": "group", "set of": "group", "a set of": "group", "school of": "group",
    "fleet of": "group", "scattered": "group", "diagonal": "diagonal", "diagonally": "diagonal",
}  # fmt: skip

POSE_WORDS: dict[str, Pose] = {
    "facing left": "facing left", "facing right": "facing right", "to left facing": "facing left",
    "looking left": "facing left", "looking right": "facing right", "pointing left": "facing left",
    "pointing right": "facing right", "heading left": "facing left", "heading right": "facing right",
    "moving left": "facing left",
    "sitting": "sitting", "sits": "sitting", "seated": "sitting", "sit": "sitting", "sat": "sitting",
    "perched": "sitting", "perches": "sitting", "kneeling": "sitting", "crouching": "sitting", "squatting": "sitting",
    "standing": "standing", "stands": "standing", "stand": "standing", "stood": "standing", "posing": "standing",
    "lying": "lying", "lies": "lying", "laying": "lying", "lays": "lying", "sleeping": "lying", "sleeps": "lying",
    "asleep": "lying", "resting": "lying", "rests": "lying", "reclining": "lying",
    "walking": "walking", "walks": "walking", "walk": "walking", "strolling": "walking", "hiking": "walking",
    "running": "running", "runs": "running", "jogging": "running", "jumping": "running", "jumps": "running",
    "leaping": "running", "galloping": "running", "racing": "running", "dancing": "running", "skating": "running",
    "skateboarding": "running", "kicking": "running", "swinging": "running", "throwing": "running",
    "flying": "flying", "flies": "flying", "soaring": "flying", "soars": "flying", "in flight": "flying",
    "tilted": "tilted", "leaning": "tilted", "leans": "tilted", "slanted": "tilted", "tipped": "tilted",
}  # fmt: skip

MOOD_WORDS: dict[str, Mood] = {
    "sunny": "sunny", "sunlit": "sunny", "bright day": "sunny", "on a sunny day": "sunny", "in the sun": "sunny",
    "sun lit": "sunny", "sun drenched": "sunny", "moon lit": "night",
    "in bright sunlight": "sunny", "daylight": "sunny", "midday": "sunny",
    "sunset": "sunset", "sunrise": "sunset", "at sunset": "sunset", "at sunrise": "sunset", "golden hour": "sunset",
    "at golden hour": "sunset", "during sunset": "sunset", "setting sun light": "sunset",
    "dusk": "dusk", "at dusk": "dusk", "twilight": "dusk", "at twilight": "dusk", "dawn": "dusk", "at dawn": "dusk",
    "evening": "dusk", "in the evening": "dusk", "blue hour": "dusk", "dimly lit": "dusk",
    "night": "night", "at night": "night", "nighttime": "night", "midnight": "night", "moonlit": "night",
    "moonlight": "night", "night time": "night", "during the night": "night",
    "fog": "fog", "foggy": "fog", "misty": "fog", "in fog": "fog", "in the fog": "fog", "smoky": "fog",
    "rain": "rain", "rainy": "rain", "raining": "rain", "in the rain": "rain", "in rain": "rain", "drizzle": "rain",
    "snowfall": "snowfall", "snowing": "snowfall", "falling snow": "snowfall", "blizzard": "snowfall",
    "storm": "storm", "stormy": "storm", "thunderstorm": "storm",
    "blurred": "blurred", "blurry": "blurred", "out of focus": "blurred",
    "monochrome": "monochrome", "black and white photo": "monochrome", "black and white photograph": "monochrome",
    "black and white picture": "monochrome", "black and white image": "monochrome", "grayscale": "monochrome",
    "in black and white": "monochrome",
    "backlit": "backlit", "in silhouette": "backlit", "silhouetted": "backlit",
}  # fmt: skip

TEXTURE_WORDS: dict[str, str] = {
    "plain": "plain", "smooth": "plain", "solid": "plain", "clear": "plain", "empty": "plain", "calm": "plain",
    "striped": "striped", "stripy": "striped", "banded": "striped", "spotted": "spotted", "speckled": "spotted",
    "dotted": "spotted", "mottled": "spotted", "checkered": "checkered", "checked": "checkered", "plaid": "checkered",
    "cloudy": "cloudy", "overcast": "cloudy", "wavy": "wavy", "rippled": "wavy", "rippling": "wavy", "choppy": "wavy",
    "rough": "rocky", "rocky": "rocky", "rugged": "rocky", "grassy": "grassy", "leafy": "leafy", "mossy": "leafy",
    "wooden": "wooden", "wood": "wooden", "timber": "wooden", "brick": "brick", "stone": "stone", "marble": "stone",
    "concrete": "stone", "shiny": "shiny", "glossy": "shiny", "glass": "shiny", "metal": "shiny", "metallic": "shiny",
    "polished": "shiny", "reflective": "shiny", "wet": "shiny", "fluffy": "fluffy", "furry": "fluffy", "fuzzy":
    "fluffy",
    "hairy": "fluffy", "patterned": "patterned", "floral": "patterned", "ornate": "patterned", "decorated":
    "patterned",
    "colorful": "patterned", "multicolored": "patterned", "tiled": "tiled", "glowing": "glowing", "lit": "glowing",
    "illuminated": "glowing", "shining": "glowing",
}  # fmt: skip

LINKS: dict[str, str] = _table("""
on: on on_top_of on_the_top_of atop onto upon over_top_of riding rides ride crosses crossing sitting_on standing_on
on: sitting_on_top_of standing_on_top_of lying_on_top_of perched_on_top_of lying_on perched_on mounted_on along
in: in inside within into in_the_middle_of in_the_center_of among amid amidst across through surrounded_by
in: down up inside_of in_the_midst_of in_the_heart_of at_the_heart_of nestled_in nestled_among
under: under beneath underneath below
behind: behind in_back_of beyond
before: in_front_of before against outside
beside: beside next_to near by alongside close_to at_the_edge_of on_the_side_of on_the_edge_of beside_of
beside: to_the_side_of adjacent_to toward towards around_the_corner_of facing from
left_of: to_the_left_of left_of on_the_left_of on_the_left_side_of
right_of: to_the_right_of right_of on_the_right_of on_the_right_side_of
above: above over hovering_over flying_over
around: around surrounding
holding: holding holds hold carrying carries carry using uses eating eats eat playing plays reading reads drinking
holding: drinks pushing pulling catching throwing swinging grabbing clutching with_a_hand_on hugging petting
with: with featuring having has containing contains including includes plus and_with displaying showing shows
with: covered_with covered_in covered_by topped_with full_of_the adorned_with
between: between
at: at seated_at sitting_at standing_at
unsaid: like resembling resembles resemble reminiscent_of instead_of rather_than devoid_of without with_no as_if
full: filled_with packed_with brimming_with loaded_with stuffed_with laden_with
made: made_of made_from made_out_of made_up_of carved_from carved_out_of crafted_from constructed_of constructed_from
made: built_of built_from composed_of sculpted_from fashioned_from
unsaid: in_the_style_of in_style_of inspired_by painted_by drawn_by designed_by art_by illustration_by
unsaid: set_for ready_for used_for known_for perfect_for prepared_for as_though free_of lacking evoking symbolizing no
as: dressed_as dressed_up_as disguised_as costumed_as dressed_like dressed_up_like
""")
"""Words that relate two clauses, to what they say: a `scene.Link`, or what `sketch.parse` turns into one."""

WEAR_WORDS: frozenset[str] = frozenset(
    (
        "wearing", "wears", "dressed in", "dressed", "clad in", "wear", "sporting", "donning", "in a pair of",
        "wrapped in", "donned in", "attired in", "garbed in",
    )
)  # fmt: skip

MEDIA: frozenset[str] = frozenset(
    (
        "photo",
        "photograph",
        "picture",
        "painting",
        "drawing",
        "artwork",
        "art",
        "print",
        "mural",
        "poster",
        "sketch",
        "oil painting",
        "watercolor",
        "still life",
        "collage",
        "engraving",
        "etching",
        "screenshot",
        "woodcut",
        "landscape painting",
        "illustration",
        "polaroid",
        "snapshot",
    )
)
"""What a text that begins with it, "a vintage photo of a mammoth", says of itself."""

COVERED: frozenset[str] = frozenset(
    ("covered", "capped", "topped", "dusted", "coated", "clad", "blanketed", "caked", "encrusted", "dipped", "glazed")
)
"""After a noun: what lies over something, and gives it its colour."""
LINED: frozenset[str] = frozenset(("lined", "filled", "studded", "strewn", "laden", "dotted", "fringed", "flanked"))
"""After a noun: what stands along something, or lies about in it."""

SINGLE_PAIRS: frozenset[str] = frozenset(
    _words(
        """scissors glasses sunglasses goggles spectacles binoculars handcuffs jeans pants shorts trousers leggings
        tights headphones"""
    )
)
"""What a pair of is one thing."""

HERDS: dict[str, int] = {
    "herd": 6, "flock": 9, "school": 9, "fleet": 6, "pack": 5, "gang": 5, "team": 6, "bunch": 6, "cluster": 6,
    "bundle": 6,
}  # fmt: skip
"""Words for several, to how many are drawn of a kind whose number nobody says."""

PIECES: frozenset[str] = frozenset(
    ("slice", "piece", "chunk", "bit", "lump", "crumb", "dollop", "wedge", "portion", "serving", "sliver", "strip")
)
"""Before "of": little of something."""
EXPANSES: frozenset[str] = frozenset(("bed", "carpet", "blanket", "sea", "patch", "canopy", "sheet", "field", "wall"))
"""Before "of": much of something, or an area of it."""

EFFECTS: frozenset[str] = frozenset(
    _words(
        """shadow reflection ripples glow light lights sunlight sunshine sunbeam flash flare halo spotlight crack gap
        stain spot spots silhouette darkness form shape object thing item something stuff figure shape mark spray"""
    )
)
"""What long prose says of how things look, rather than of one thing more."""
PARTLY: frozenset[str] = frozenset(
    _words(
        """edge surface stripe stripes line band strip beam letter label trunk stem petal seed patch hole button pane
        handle cord strap brush cap top lid rim base wing fin tail neck hair fur mane beak bill nose ear tooth claw
        paw
        snout thorn horn wheel tire gear chain hook point ring dot dots bead ribbon bow collar roof gable chimney window
        door shutters eye mouth lips hand foot leg finger arm face head feather feathers wool skin flesh wire cable
        stage deck seat cushion frame picture photograph photo background backdrop post board panel planks plank
        branch branches twigs roots leaf crumb bit piece chunk slice step steps corner ledge note print plaque
        leaves foliage leafage greenery vegetation splash waves sauce powder dough petals droplets
        license_plate button cog hubcap sticker logo decal canopy smile fang"""
    )
)
"""What long prose mentions as a part of something else, where it has named things before."""

DUAL: dict[str, str] = {
    "orange": "tangerine", "oranges": "tangerine", "light": "light", "lights": "lights", "dark": "darkness",
    "lemon": "lemon", "wood": "wood",
    "sunset": "sky", "night": "sky", "fog": "fog", "rain": "", "dot": "dot", "chrome": "", "marble": "marble",
    "sunrise": "sky", "little": "", "baby": "baby", "silver": "", "gold": "", "hunter": "man", "marine": "soldier",
}  # fmt: skip
"""Modifiers that are nouns where no noun follows."""

AMBIGUOUS: frozenset[str] = frozenset(
    _words(
        """can saw watch watches fly flies rose bear match drink drinks cook cooks roll rolls sail sails bow stage
        board swing swings play park parks land lands iron surf plant head heads face back point points spot
        spots stack model models shop stamp guide top note guest friend comb streams waves crosses steps forks
        dresses ring pan duck hand hands arm foot present presents display displays pet pets judge judges jam jams
        whisk bears stalk stalks ramps anchors bombs pilots captains ships slide slides
        line lines dots crown crowns frame frames form forms mark marks block blocks seat seats masks curls
        locks suits shades"""
    )
)
"""Nouns that are more often verbs: taken for nouns after an article or adjective, or first in a phrase."""

VERBAL: frozenset[str] = frozenset(
    _words("bears faces houses ships plants crosses hooks cups fans marks spans tops frames drawing framing painting")
)
"""Nouns that are verbs before an article: "a table that bears the marks of age"."""

BODY_PARTS: frozenset[str] = frozenset(
    (
        "head", "face", "eye", "mouth", "lips", "hand", "hair", "tail", "wing", "ear", "beak", "neck", "nose", "paw",
        "fur", "leg", "feather", "feathers", "fin", "smile", "arm", "mane", "skin", "claw", "tooth", "snout", "horn",
    )
)  # fmt: skip
"""What living things have anyway."""

GREENERY: frozenset[str] = frozenset(("leaves", "foliage", "plants", "greenery", "leafage", "vegetation", "herbs"))
"""Nouns of leaves that fill the picture."""
BUILDING_LOOKS: frozenset[str] = frozenset(
    {"house", "building", "townhouse", "office", "church", "castle", "temple", "shop", "barn", "tower", "factory"}
)
"""Looks of single buildings."""
BIRD_LOOKS: frozenset[str] = frozenset(("bird", "seagull", "eagle", "owl", "parrot", "duck", "chicken", "flamingo"))
"""Looks of birds."""
LIVING_LOOKS: frozenset[str] = frozenset(
    (
        "person", "man", "woman", "child", "bather", "face", "cat", "bigcat", "dog", "horse", "cow", "sheep", "pig",
        "deer", "giraffe", "camel", "zebra", "elephant", "bear", "rabbit", "mouse", "frog", "turtle", "lizard",
        "fish",
        "bird", "seagull", "eagle", "owl", "parrot", "duck", "chicken", "flamingo", "butterfly", "bee", "plane",
    )
)  # fmt: skip
"""Looks of what has body parts (a plane has wings)."""
