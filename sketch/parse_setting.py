"""Where prose takes place when it does not say: boats on the sea, cows on grass, buses on a road; knows no pixels.

Only for sentences. Phrases without articles, as describers speak them, get no more than the painter adds to any scene.
"""

from collections.abc import Sequence
from dataclasses import replace

from sketch.lexicon import NOUNS
from sketch.lexicon_prose import GREENERY, LIVING_LOOKS
from sketch.parse_order import BACKGROUND, FRONT, Draft, layer_of
from sketch.scene import MANY, Clause

_SETTINGS: dict[str, tuple[str, ...]] = {
    "sea": ("boat", "sailboat", "ship", "surfboard", "bather"),
    "water": ("duck", "flamingo"),
    "tracks": ("train",),
    "sand": ("camel", "palm"),
    "road": (
        "car", "bus", "truck", "van", "motorcycle", "trafficlight", "streetlamp", "building", "skyscraper", "office",
        "shop", "town", "skyline", "skateboard", "bicycle", "crowd",
    ),
    "grass": (
        "cow", "horse", "rider", "zebra", "sheep", "pig", "deer", "giraffe", "elephant", "bear", "bigcat", "house",
        "barn", "castle", "church", "temple", "tower", "windmill", "tractor", "tree", "pine", "baretree", "trees",
        "bushes", "fence", "fountain", "townhouse", "lighthouse", "bridge", "swing", "cart", "bench", "grassblade",
    ),
    "sky": ("plane", "helicopter", "balloon", "rocket", "eagle", "seagull", "branches"),
}  # fmt: skip
_SETTING_OF = {look: noun for noun, looks in _SETTINGS.items() for look in looks}
_SETTING_OF_NOUN = {
    "snowboard": "snow", "snow board": "snow", "ski": "snow", "sled": "snow",
    "board": "", "plank": "", "teddy bear": "", "teddy": "", "rubber duck": "", "antler": "",
}  # fmt: skip
"""Settings of nouns that share their look with what is elsewhere, "" for anywhere."""
_INDOORS = frozenset(
    (
        "chair", "sofa", "bed", "table", "lamp", "book", "bookpile", "screen", "phone", "keyboard", "plate", "bowl",
        "cup", "glass", "bottle", "vase", "cake", "cupcake", "pizza", "burger", "bread", "donut", "frame", "toy", "pan",
        "face", "fruit",
    )
)  # fmt: skip
_FLOORS = frozenset({"floor", "carpet", "tabletop"})
"""Looks of grounds that are indoors."""
_USUAL = {
    "kite": "upper right", "fire hydrant": "center", "hydrant": "center", "parking meter": "center",
    "mailbox": "center", "postbox": "center", "phone booth": "center", "meter": "center",
}  # fmt: skip
"""Where nouns are that share their look with what is elsewhere."""
_FAR_OFF = frozenset({"leaves", "grassblade", "cloud", "sun", "moon", "rainbow"})
"""Looks that hide nobody, when they are said."""
_LEAFY = frozenset({"trees", "forest", "bushes"})
_SCENIC = frozenset({"sky", "far", "ground", "mass"})
_TILED = frozenset({"kitchen", "bathroom", "restroom", "washroom", "kitchenette", "public toilet", "galley"})
"""Rooms whose floor is drawn by itself, since the tiles of their walls fill the picture."""
_WIDE = frozenset({"forest", "leaves", "mountains", "hills"})
_SPACIOUS = frozenset({"wall", "ground"})
"""Kinds of stuff that are a setting by themselves; what stands, such as trees, and a sky need some ground."""


def setting_of(drafts: Sequence[Draft]) -> str:
    """Return the noun of what lies below or behind drafts that say nothing of it, "" where they do or need nothing."""
    nouns = [NOUNS[draft.clause.noun] for draft in drafts]
    kinds = {noun.kind for noun in nouns}
    if kinds & {"ground"} and not kinds & {"sky", "wall", "far"} and any(noun.look in _FLOORS for noun in nouns):
        return "wall"
    if any(noun.kind in _SPACIOUS or noun.look in _INDOORS | _WIDE for noun in nouns):
        return ""
    if any(draft.clause.count == MANY for draft in drafts):
        return ""
    skied = any(noun.look == "sky" for noun in nouns)
    if drafts and not skied and all(map(_is_aloft, drafts)):
        return "sky"
    grounded = [draft for draft in drafts if not _is_aloft(draft)]
    found = list(filter(None, map(_setting_for, grounded)))
    landed = next((each for each in found if each != "sky"), "")
    if not landed and (skied or found) and any(NOUNS[draft.clause.noun].kind == "person" for draft in grounded):
        # "People boarding a plane" are not up in the sky.
        return "grass"
    return landed or ("sky" if found and not skied else "")


def with_ground(drafts: list[Draft], setting: str) -> list[Draft]:
    """Return drafts with a sky behind clouds, a floor in kitchens, and what lies below a sky.

    Where no sky is said the painter adds it, and what lies below.
    """
    looks = {_look_of(draft) for draft in drafts}
    kinds = {NOUNS[draft.clause.noun].kind for draft in drafts}
    missing = ["sky"] if "clouds" in looks and "sky" not in looks and "wall" not in kinds else []
    if not kinds & {"ground"} and any(d.clause.noun in _TILED and not d.clause.place for d in drafts):
        missing.append("floor")
    if setting not in {"", "sky"} and looks & {"sky", "clouds"}:
        missing.append(setting)
    return [*(Draft(Clause(noun=noun), layer_of(noun), []) for noun in missing), *drafts]


def _stands_by_things(draft: Draft) -> bool:
    return any(not NOUNS[target.clause.noun].is_stuff for _, target in draft.links)


def _setting_for(draft: Draft) -> str:
    return _SETTING_OF_NOUN.get(draft.clause.noun, _SETTING_OF.get(_look_of(draft), ""))


def _look_of(draft: Draft) -> str:
    return NOUNS[draft.clause.noun].look


def _is_aloft(draft: Draft) -> bool:
    """Tell whether something is said to be up in the air."""
    in_sky = any(NOUNS[target.clause.noun].kind == "sky" and link != "under" for link, target in draft.links)
    flies = draft.clause.pose == "flying" and NOUNS[draft.clause.noun].kind != "person"
    return flies or (in_sky and _look_of(draft) not in LIVING_LOOKS - {"bird"})


def without_leaves(drafts: list[Draft]) -> list[Draft]:
    """Return drafts without the leaves that trees have anyway, which would fill the picture."""
    if not any(_look_of(draft) in _LEAFY for draft in drafts):
        return drafts
    return [d for d in drafts if d.clause.noun not in {"leaves", "foliage"} or d.clause.place or d.links]


def with_low_plants(drafts: list[Draft]) -> list[Draft]:
    """Return drafts with a lawn for a garden, and bushes for "plants" that would hide all other scenery."""
    for draft in drafts:
        if draft.clause.noun == "garden" and not draft.clause.place:
            draft.clause = replace(draft.clause, noun="flower garden")
            draft.rank = layer_of("flower garden")
    scenery = [draft for draft in drafts if NOUNS[draft.clause.noun].kind in _SCENIC]
    for draft in drafts if scenery else ():
        if draft.clause.noun in GREENERY and not draft.clause.place:
            draft.clause = replace(draft.clause, noun="bushes")
            draft.rank = min(draft.rank, layer_of("bushes"))
    return drafts


def behind_things(drafts: Sequence[Draft]) -> None:
    """Put scenery behind things wherever it is, since a sky above hides no house, and kites and the like in place."""
    for draft in drafts:
        noun = NOUNS[draft.clause.noun]
        if noun.word in _USUAL and not draft.clause.place and not any(link == "holding" for link, _ in draft.links):
            draft.clause = replace(draft.clause, place=_USUAL[noun.word])
        if noun.kind in {"sky", "far", "ground", "wall"} and draft.rank == FRONT:
            draft.rank = layer_of(noun.word)
        elif noun.look in _FAR_OFF and draft.rank == FRONT and not _stands_by_things(draft):
            draft.rank = BACKGROUND
