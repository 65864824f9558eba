"""Turns one clause with its room into marks: a sprite's parts, or a region of stuff; places nothing."""

from functools import lru_cache

import numpy as np

from sketch.arrange_region import Box, Frame
from sketch.arrange_stuff import Ground, ground_key, lit, stuff_marks, textured
from sketch.lexicon import CLOTHES, NOUNS, lab_of
from sketch.lexicon_colours import COLOURS
from sketch.looks.index import sprite_of
from sketch.looks.sprite import Part, Sprite
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Grain, Mark, Shade
from sketch.scene import Clause, Colour

PALETTE: dict[str, Lab] = COLOURS | {
    "skin": (69.0, 16.0, 20.0),
    "hair": (24.0, 9.0, 13.0),
    "glass": (48.0, -4.0, -12.0),
    "metal": (70.0, -1.0, -3.0),
    "wood": (42.0, 13.0, 26.0),
    "shadow": (10.0, 1.0, -4.0),
}
"""Colours of parts that no word changes, beside the named colours."""

_FLECKS = Grain(amount=(8.8, 1.8, 3.5), cell=(0.0125, 0.0125), key=301, form="flecks")
_SKIN = Grain(amount=(4.4, 0.9, 1.8), cell=(0.0125, 0.0125), key=301, form="flecks")
_FUR = Grain(amount=(2.4, 0.0, 1.2), cell=(0.0075, 0.014), key=302, form="patchy")
_LEAVES = (
    Grain(amount=(3.5, 0.0, 2.0), cell=(0.024, 0.02), key=303, form="patchy"),
    Grain(amount=(3.0, 0.0, 1.8), cell=(0.008, 0.007), key=304, form="patchy"),
)
_LEAFY_LOOKS = frozenset({"tree", "bush", "pine", "broccoli"})
_FURRY_LOOKS = frozenset(
    {
        "cat",
        "dog",
        "bear",
        "sheep",
        "horse",
        "cow",
        "deer",
        "bigcat",
        "rabbit",
        "mouse",
        "owl",
        "bird",
        "duck",
        "chicken",
        "eagle",
    }
)
_SHADOW = Fill(colour=(12.0, 1.0, -5.0))


def clause_colours(clause: Clause) -> tuple[Colour, ...]:
    """Return a clause's colours, the noun's usual ones where it names fewer."""
    usual = NOUNS[clause.noun].colours
    return clause.colours + usual[len(clause.colours) :]


def _roles(clause: Clause) -> dict[str, Lab]:
    colours = [lab_of(colour) for colour in clause_colours(clause)]
    main = colours[0]
    accent = colours[1] if len(colours) > 1 else (max(main[0] - 18, 4.0), main[1] * 0.9, main[2] * 0.9)
    roles = {"main": main, "accent": accent, "third": colours[2] if len(colours) > 2 else accent}
    for worn in clause.wears:
        item, usual = CLOTHES[worn.item]
        colour = lab_of(worn.colour or usual)
        roles[item] = colour
        if item in {"shirt", "coat", "dress"} and NOUNS[clause.noun].kind == "face":
            roles["accent"] = colour
        elif item in {"shirt", "coat", "dress"} and not clause.colours:
            roles["main"] = colour
        if item == "trousers":
            roles["accent"] = colour
    return roles


def _is_worn(clause: Clause, part: Part) -> bool:
    if not part.tag:
        return True
    tags = {CLOTHES[worn.item][0] for worn in clause.wears}
    return part.tag[1:] not in tags if part.tag.startswith("!") else part.tag in tags


def _grains(clause: Clause, look: str, role: str) -> tuple[Grain, ...]:
    if role == "skin" or (role == "main" and look == "face"):
        return textured((_SKIN,), clause.texture)
    if role != "main":
        return (_FLECKS,)
    usual = _LEAVES if look in _LEAFY_LOOKS else (_FUR,) if look in _FURRY_LOOKS else (_FLECKS,)
    return textured(usual, clause.texture)


def _part_fill(part: Part, colour: Lab, *, tinted: bool, single: bool, grains: tuple[Grain, ...]) -> Fill:
    if part.flat:
        shade = Shade(1.0, (part.lighter, 0.0, 0.0))
        return Fill(colour=colour, tinted=tinted, start=shade, end=shade)
    return Fill(
        colour=colour,
        tinted=tinted,
        start=Shade(1.0, (part.lighter + 5.0, 0.0, 1.0)),
        end=Shade(1.0, (part.lighter - 8.0, 0.0, -1.0)),
        axis=(0.35, 0.65) if single else (0.0, 1.0),
        grains=grains,
    )


def _shadow(boxes: tuple[Box, ...]) -> Mark:
    """Return the soft shadow where things touch the ground, a little to the right: light comes from the upper left."""
    angle = np.arange(18) * (2 * np.pi / 18)
    outlines = []
    for x0, _, x1, y1 in boxes:
        width = x1 - x0
        cx, rx, ry = (x0 + x1) / 2 + 0.06 * width, 0.5 * width, min(0.06 * width, 0.03)
        outlines.append(np.stack([cx + rx * np.cos(angle), y1 + ry * np.sin(angle)], axis=1))
    return Mark(outlines=tuple(outlines), fill=_SHADOW, opacity=0.38, soft=0.006)


def _turned(sprite: Sprite, clause: Clause) -> np.ndarray | None:
    """Return the matrix of a pose on a sprite's unit coordinates: mirrored, or tilted; None where it stays."""
    if clause.pose == "tilted":
        angle = np.radians(18.0)
        return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if clause.pose == "facing left" and sprite.faces_right:
        return np.array([[-1.0, 0.0], [0.0, 1.0]])
    return None


def sprite_marks(clause: Clause, boxes: tuple[Box, ...], *, backlit: bool = False) -> tuple[Mark, ...]:
    """Return a sprite's parts, each over all repetitions at once, and its glow or shadow."""
    look = NOUNS[clause.noun].look
    size = clause.size or NOUNS[clause.noun].size
    sprite = sprite_of(look, clause.pose, size)
    roles = _roles(clause)
    turn = _turned(sprite, clause)
    rooms = [
        (np.array([(x1 - x0) / (2 * sprite.aspect), (y1 - y0) / 2]), np.array([(x0 + x1) / 2, (y0 + y1) / 2]))
        for x0, y0, x1, y1 in boxes
    ]
    marks = _halo(clause, look, boxes, roles["main"])
    if sprite.grounded and size != "giant" and not backlit and NOUNS[clause.noun].kind in {"thing", "person"}:
        marks.append(_shadow(boxes))
    for part in sprite.parts:
        if not _is_worn(clause, part):
            continue
        shapes = part.outlines
        if turn is not None:
            shapes = tuple((outline[::-1] if turn[0, 0] < 0 else outline) @ turn.T for outline in shapes)
        outlines = [shape * scale + centre for scale, centre in rooms for shape in shapes]
        colour = roles.get(part.role) or PALETTE[part.role]
        tinted = part.role == "main"
        if backlit and NOUNS[clause.noun].kind != "light":
            colour, tinted = (8.0 + 0.08 * colour[0], 0.1 * colour[1], 0.1 * colour[2]), False
        grains = () if backlit else lit(_grains(clause, look, part.role), colour[0])
        fill = _part_fill(part, colour, tinted=tinted, single=len(boxes) == 1, grains=grains)
        marks.append(Mark(outlines=tuple(outlines), fill=fill, soft=_softness(look, boxes)))
    return tuple(marks)


def _softness(look: str, boxes: tuple[Box, ...]) -> float:
    if look == "glow":
        return 0.22 * (boxes[0][2] - boxes[0][0])
    return 0.006 if look == "cloud" else 0.0


def _halo(clause: Clause, look: str, boxes: tuple[Box, ...], main: Lab) -> list[Mark]:
    """Return the light around suns, fires and what is said to glow."""
    if look not in {"sun", "moon", "fire", "candle", "streetlamp", "lamp"} and clause.texture != "glowing":
        return []
    angle = np.arange(24) * (2 * np.pi / 24)
    outlines = []
    size = boxes[0][2] - boxes[0][0]
    for x0, y0, x1, y1 in boxes:
        cy = y0 + 0.3 * (y1 - y0) if look in {"candle", "streetlamp", "lamp"} else (y0 + y1) / 2
        outlines.append(
            np.stack([(x0 + x1) / 2 + 0.75 * size * np.cos(angle), cy + 0.75 * size * np.sin(angle)], axis=1)
        )
    light = (min(main[0] + 14, 97.0), main[1], main[2] + 4)
    return [Mark(outlines=tuple(outlines), fill=Fill(colour=light), opacity=0.55, soft=0.3 * size)]


@lru_cache(maxsize=256)
def clause_marks(
    clause: Clause, boxes: tuple[Box, ...], frame: Frame, *, seed: int, backlit: bool = False
) -> tuple[Mark, ...]:
    """Return the marks of a clause that has its room."""
    noun = NOUNS[clause.noun]
    if not noun.is_stuff:
        return sprite_marks(clause, boxes, backlit=backlit)
    colours = tuple(lab_of(colour) for colour in clause_colours(clause))
    texture = clause.texture or ("cloudy" if clause.noun == "overcast" else "")
    return stuff_marks(Ground(noun.look, colours, texture, boxes[0], frame, ground_key(noun.look, seed)))
