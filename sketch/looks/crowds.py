"""How many of a look lie, grow, stand, hang or fly about together, and plainer sprites for it; knows no pictures."""

from dataclasses import dataclass
from math import cos, radians, sin


def _petals(turn_degrees: float) -> str:
    """Return the points of four petals, crosswise."""
    lobe = ((-45.0, 0.16), (-22.0, 0.7), (0.0, 1.0), (22.0, 0.7))
    spots = [(radius, radians(turn_degrees + 90 * petal + off)) for petal in range(4) for off, radius in lobe]
    return " ".join(f"{radius * cos(angle):.2f},{radius * sin(angle):.2f}" for radius, angle in spots)


SPRITES: dict[str, str] = {
    "apple.many": """0.95
main s 0,-0.55 0.4,-0.78 0.85,-0.5 0.88,0.15 0.5,0.9 0.12,0.88 0,0.82 -0.12,0.88 -0.5,0.9 -0.88,0.15 -0.85,-0.5 \
-0.4,-0.78
main+22~ e -0.45 -0.25 0.13 0.24 20
green-5~ s -0.03,-0.48 0.04,-0.72 0.34,-1 0.7,-0.92 0.42,-0.68 0.1,-0.66""",
    "flower.many": f"""1 floating
main-9 s {_petals(45)}
main+4 s {_petals(0)}
accent e 0 0 0.25 0.25""",
    "tulip.many": """0.5
green s -0.03,1 -0.3,0.75 -0.42,-0.2 -0.16,0.5 0.1,0.4 0.4,-0.1 0.42,0.3 0.2,0.75 0.03,1
main-8 s -0.3,-0.4 0,-1 0.3,-0.4 0,0.1
main s -0.38,-0.85 -0.1,-0.55 0,0.12 -0.3,0 -0.42,-0.4
main+4 s 0.38,-0.85 0.1,-0.55 0,0.12 0.3,0 0.42,-0.4""",
    "watermelon.many": """1.7
accent-6 s -1.7,-0.6 0,-0.5 1.7,-0.6 1.2,0.5 0,0.98 -1.2,0.5
main+3 s -1.48,-0.61 0,-0.54 1.48,-0.61 1.04,0.35 0,0.76 -1.04,0.35
black~ ee 0.6 -0.2 0.06 0.1
black~ e 0 0 0.06 0.1
black~ ee 0.3 0.3 0.06 0.1""",
    "bouquet.many": """1
green-6 s -1,0.1 -0.8,-0.4 0,-0.2 0.8,-0.4 1,0.1 0.25,0.3 0.15,1 -0.15,1 -0.25,0.3
accent e -0.5 -0.4 0.32 0.3
accent e 0.1 -0.1 0.32 0.28
accent e 0.55 0.12 0.25 0.22
main e 0 -0.6 0.33 0.3
main e 0.52 -0.42 0.33 0.3
main e -0.35 0.05 0.28 0.25
gold+10~ e -0.5 -0.42 0.13 0.12
gold+10~ e 0.1 -0.08 0.13 0.11
gold+10~ e 0 -0.63 0.13 0.12
gold+10~ e 0.5 -0.45 0.13 0.12""",
    "keyboard.many": """2.4
main r 0 0 2.38 0.85 0.12
accent~ r 0 -0.55 2.23 0.13 0.03
accent~ r 0 -0.19 2.23 0.13 0.03
accent~ r 0 0.17 2.23 0.13 0.03
accent~ r 0 0.56 1.3 0.13 0.03""",
}
"""Sprites that are drawn where there are many: fewer parts, and what the others hide left out."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a crowd of one look fills an area, in shares of an item's own width and height."""

    across: float
    """From item to item in a row."""
    down: float
    """From row to row; below 1 they overlap."""
    turn_degrees: float = 0.0
    """How far items are turned at most, either way."""
    sway: float = 0.06
    """How far items stray from their row at most."""
    shorter: float = 0.15
    """How much smaller than the largest items are at most."""
    share: float = 1.0
    """By what the usual size of an item in a crowd is multiplied."""
    far: float = 1.0
    """How large the items of the back row are, the front row's being 1."""
    bleeds: bool = False
    """Whether items run over the picture's edges, so that the area is full to its rim."""
    stands: bool = False
    """Whether items stand on ground that shows between them."""


def _lying(turn_degrees: float) -> Manner:
    return Manner(across=0.99, down=0.66, turn_degrees=turn_degrees, bleeds=True, far=0.85)


def _growing(down: float, turn_degrees: float) -> Manner:
    return Manner(across=0.94, down=down, turn_degrees=turn_degrees, bleeds=True, far=0.7, share=1.15)


_FLYING = Manner(across=1.5, down=1.3, turn_degrees=9.0, sway=0.25, shorter=0.3, share=0.68)
_HANGING = Manner(across=1.4, down=1.35, sway=0.0, shorter=0.0, share=0.8)
_STANDING = Manner(across=1.1, down=0.4, sway=0.07, far=0.5, stands=True)

_LYING_DEGREES: dict[str, float] = {
    "strawberry": 30, "berry": 40,
    "apple": 24, "tangerine": 50, "banana": 30, "grapes": 12, "carrot": 40, "broccoli": 16, "pumpkin": 8,
    "watermelon": 16, "pineapple": 14, "fruit": 0, "egg": 50, "donut": 60, "bread": 20, "cheese": 16, "cupcake": 6,
    "cake": 0, "pizza": 40, "burger": 5, "plate": 0, "bowl": 0, "cup": 5, "leaf": 110, "mushroom": 10, "shell": 50,
    "star": 40, "heart": 22, "circle": 0, "shape": 180, "block": 8, "rock": 8, "ball": 60, "toy": 25, "skull": 14,
    "shoe": 16, "bag": 6, "hat": 8, "glove": 30, "book": 14, "phone": 20, "camera": 10, "slice": 60,
    "wheel": 40, "umbrella": 8, "face": 4, "tie": 30, "knife": 60, "drum": 4, "pan": 20, "keyboard": 14,
}  # fmt: skip
_GROWING: dict[str, Manner] = {
    "flower": _growing(0.62, 40), "tulip": _growing(0.38, 9), "bouquet": _growing(0.55, 10),
    "plant": _growing(0.5, 6), "bush": _growing(0.55, 0),
}  # fmt: skip
_FLYING_LOOKS = frozenset(
    {
        "bird", "seagull", "eagle", "parrot", "butterfly", "bee", "fish", "jellyfish", "plane", "helicopter",
        "balloon", "rocket", "cloud", "arrow", "wing", "glow", "eye", "mouth", "hand", "glasses", "triangle", "moon",
        "sun", "beak", "tail",
    }
)  # fmt: skip


_HANGING_LOOKS = frozenset({"window", "shuttered", "shutters", "door", "frame", "clock", "lamp"})


def manner_of(look: str) -> Manner:
    """Return how a crowd of a look fills its area; what is not known otherwise stands."""
    if look in _LYING_DEGREES:
        return _lying(_LYING_DEGREES[look])
    if look in _HANGING_LOOKS:
        return _HANGING
    return _GROWING.get(look) or (_FLYING if look in _FLYING_LOOKS else _STANDING)


def is_lying(look: str) -> bool:
    """Tell whether a look lies about, so that it can be heaped up."""
    return look in _LYING_DEGREES


def is_growing(look: str) -> bool:
    """Tell whether a look grows from the ground, which is green between."""
    return look in _GROWING
