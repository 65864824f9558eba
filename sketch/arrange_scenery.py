"""Which scenery a scene gets in the back where none of its clauses covers the picture; places nothing."""

from sketch.arrange_crowds import crowd_looks, is_crowd
from sketch.lexicon import NOUNS, Kind
from sketch.looks.crowds import manner_of
from sketch.looks.stuff import SCAPES
from sketch.scene import Clause, Scene

_INDOORS = frozenset(
    (
        "chair", "sofa", "bed", "table", "lamp", "clock", "book", "bookpile", "screen", "phone", "keyboard", "plate",
        "bowl", "cup", "glass", "bottle", "vase", "cake", "cupcake", "pizza", "burger", "bread", "camera", "guitar",
        "drum", "frame", "face", "toy", "knife", "pan", "candle", "donut", "fruit", "apple", "tangerine", "banana",
        "strawberry", "berry",
    )
)  # fmt: skip
_BUILT = frozenset({"town", "skyline"})
ALOFT = frozenset({"bird", "seagull", "eagle", "plane", "helicopter", "balloon", "rocket", "butterfly", "bee"})
"""Looks that are in the air by themselves."""


def implied(scene: Scene) -> tuple[Clause, ...]:
    """Return the scenery that a scene gets in the back where none of its clauses covers the picture."""
    nouns = [NOUNS[clause.noun] for clause in scene.clauses]
    kinds = {noun.kind for noun in nouns}
    whole = any((c.place or NOUNS[c.noun].place) == "everywhere" and not _is_open(c) for c in scene.clauses)
    whole = whole or any(noun.look in SCAPES for noun in nouns)
    if not nouns or whole:
        return ()
    if scene.setting and NOUNS[scene.setting].kind == "wall":
        return (Clause(noun=scene.setting),)
    if scene.setting and not kinds & {"sky", "wall", "ground"}:
        return tuple(Clause(noun=noun) for noun in dict.fromkeys(("sky", scene.setting)))
    return _around(scene, kinds)


def _around(scene: Scene, kinds: set[Kind]) -> tuple[Clause, ...]:
    """Return the scenery of a scene of which nothing fills the picture."""
    nouns = [NOUNS[clause.noun] for clause in scene.clauses]
    if kinds & {"sky", "wall"}:
        spoken = {clause.place for clause in scene.clauses if NOUNS[clause.noun].kind in {"sky", "wall"}}
        return () if "" in spoken else (Clause(noun="background"),)
    if kinds & {"far", "ground", "mass", "light"} and not kinds <= {"light", "part", "face"}:
        streets = "ground" not in kinds and any(NOUNS[c.noun].look in _BUILT and not c.place for c in scene.clauses)
        return (Clause(noun="sky"), Clause(noun="road")) if streets else (Clause(noun="sky"),)
    crowds = [clause for clause in scene.clauses if is_crowd(clause)]
    if crowds and kinds <= {"thing"}:
        return _around_crowd(crowds[0])
    if any(noun.look in _INDOORS for noun in nouns) or kinds <= {"thing", "part", "patch", "light"}:
        return (Clause(noun="background"),)
    return (Clause(noun="sky"), Clause(noun="grass"))


def _is_open(clause: Clause) -> bool:
    """Tell whether something shows between many of a kind."""
    return is_crowd(clause) and not manner_of(crowd_looks(clause)[0]).bleeds


def _around_crowd(clause: Clause) -> tuple[Clause, ...]:
    """Return where many of a kind are: fish in the water, birds in the sky, cows on grass, books in a room."""
    look = NOUNS[clause.noun].look
    if look in {"fish", "jellyfish", "duck"}:
        return (Clause(noun="water", place="everywhere"),)
    if look in {"boat", "sailboat", "ship"}:
        return (Clause(noun="sky"), Clause(noun="sea"))
    if look in ALOFT:
        return (Clause(noun="sky"),)
    if look in _INDOORS or not manner_of(look).stands:
        return (Clause(noun="background"),)
    return (Clause(noun="sky"), Clause(noun="grass"))
