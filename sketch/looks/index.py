"""All sprites by look; looks without a sprite of their own borrow one, or get a plain form."""

from math import log

from sketch.looks import (
    animals,
    buildings,
    crowds,
    food,
    forms,
    household,
    houses,
    people,
    plants,
    skies,
    vehicles,
)
from sketch.looks.sprite import Sprite, read_sprite

_TEXTS: dict[str, str] = {
    look: text
    for category in (forms, skies, people, animals, vehicles, buildings, houses, plants, food, household, crowds)
    for look, text in category.SPRITES.items()
}

BORROWED: dict[str, str] = {"man": "person", "rider": "horse", "bird.flying": "seagull"}
"""Looks, and looks in a pose, to the sprite that they borrow."""


def has_sprite(look: str) -> bool:
    """Tell whether a look, with its pose where it has one ("person.sitting"), has a sprite of its own."""
    return look in _TEXTS


def sprite_of(look: str, pose: str = "", size: str = "") -> Sprite:
    """Return a look's sprite in a pose, or its usual one, or a plain form; what fills the picture shows its face."""
    own = BORROWED.get(look, look)
    posed = f"{own}.{pose}"
    for name in (BORROWED.get(posed, posed), f"{own}.face" if size == "giant" else own, own):
        if name in _TEXTS:
            return read_sprite(_TEXTS[name])
    return read_sprite(_TEXTS["shape"])


def has_pose(look: str, pose: str) -> bool:
    """Tell whether a look is drawn otherwise in a pose."""
    return sprite_of(look, pose) is not sprite_of(look)


def form_of(look: str, pose: str = "", size: str = "", *, ratio: float) -> Sprite:
    """Return `sprite_of`, or that form of the look ("house.tall") which a box of that width to height suits best."""
    names = (f"{BORROWED.get(look, look)}.{form}" for form in ("tall", "wide"))
    forms = [sprite_of(look, pose, size), *(read_sprite(_TEXTS[name]) for name in names if name in _TEXTS)]
    return min(forms, key=lambda sprite: abs(log(sprite.aspect / ratio)))


def has_stripes(look: str) -> bool:
    """Tell whether a look has stripes of its own, which a colour that is said takes away."""
    return any(part.tag == "striped" for part in sprite_of(look).parts)


def crowd_sprite_of(look: str, pose: str = "") -> Sprite:
    """Return the sprite of one of many of a look, which is plainer for some."""
    plain = f"{BORROWED.get(look, look)}.many"
    return read_sprite(_TEXTS[plain]) if plain in _TEXTS else sprite_of(look, pose)
