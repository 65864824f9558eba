"""What the parts of a sprite are filled with, by what is said of a clause, and its shadow; places nothing."""

from collections.abc import Sequence

import numpy as np

from sketch.arrange_ground import textured
from sketch.arrange_region import Box
from sketch.lexicon import CLOTHES, NOUNS, lab_of
from sketch.lexicon_colours import COLOURS
from sketch.looks.index import has_stripes
from sketch.looks.sprite import Part
from sketch.looks.stuff import STROKE_CELL
from sketch.paint_lab import Lab
from sketch.paint_marks import PLAIN, Fill, Grain, Mark, Shade
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

_TILES = Shade(0.74, (1.0, 6.0, 7.0))
"""What a roof of no colour of its own makes of its walls': darker, and warm as tiles are."""
_FEW = 4
"""Of more, nobody looks any in the face."""
_SHADOW = Fill(colour=(12.0, 1.0, -5.0))
_BOLD = Grain(amount=(8.0, 1.6, 3.2), cell=STROKE_CELL, key=301, form="strokes")
_STROKES = Grain(amount=(4.0, 0.8, 1.6), cell=STROKE_CELL, key=301, form="strokes")
"""What has parts is easier to make out where its strokes are half as strong as around it."""
_SKIN = Grain(amount=(2.4, 0.5, 1.0), cell=STROKE_CELL, key=301, form="strokes")
_FORMS = frozenset({"shape", "block", "circle", "triangle", "pole", "glow"})
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


def clause_colours(clause: Clause) -> tuple[Colour, ...]:
    """Return a clause's colours, the noun's usual ones where it names fewer."""
    usual = NOUNS[clause.noun].colours
    return clause.colours + usual[len(clause.colours) :]


def roles_of(clause: Clause) -> dict[str, Lab]:
    """Return the colours of the roles that a clause's words change."""
    colours = [lab_of(colour) for colour in clause_colours(clause)]
    main = colours[0]
    accent = colours[1] if len(colours) > 1 else (max(main[0] - 18, 4.0), main[1] * 0.9, main[2] * 0.9)
    roles = {"main": main, "accent": accent, "third": colours[2] if len(colours) > 2 else accent}
    roles["roof"] = accent if len(colours) > 1 else main
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


def tint_of(clause: Clause, part: Part) -> Shade | None:
    """Return what a part makes of the clause's main colour, None where it is of another."""
    if part.role == "roof" and len(clause_colours(clause)) == 1:
        return _TILES
    return PLAIN if part.role == "main" else None


def is_drawn(clause: Clause, part: Part) -> bool:
    """Tell whether a part belongs to what a clause says."""
    if not part.tag:
        return True
    tags = {CLOTHES[worn.item][0] for worn in clause.wears}
    if clause.texture == "striped" or len(clause.colours) != 1:
        # A white lighthouse is white; one of no colour, or of two, has its stripes.
        tags.add("striped")
    if len(clause_colours(clause)) > 2:
        tags.add("third")
    if 1 <= clause.count <= _FEW:
        tags.add("near")
    return part.tag[1:] not in tags if part.tag.startswith("!") else part.tag in tags


def grains_of(clause: Clause, look: str, role: str) -> tuple[Grain, ...]:
    """Return the noise over a part of a role."""
    if role == "skin" or (role == "main" and look == "face"):
        return textured((_SKIN,), clause.texture)
    if look in _FORMS:
        return textured((_BOLD,), clause.texture)
    if role != "main":
        return (_STROKES,)
    if clause.texture == "striped" and has_stripes(look):
        return ()
    usual = _LEAVES if look in _LEAFY_LOOKS else (_FUR,) if look in _FURRY_LOOKS else (_STROKES,)
    return textured(usual, clause.texture)


def part_fill(
    part: Part, colour: Lab, *, tint: Shade | None, single: bool, grains: tuple[Grain, ...], tinted: bool = True
) -> Fill:
    """Return the fill of a part: lit from above, from the upper left where there is a single thing.

    `tint` is what it makes of its colour, which is the clause's main one where it is `tinted`.
    """
    keep, (light, a, b) = (tint or PLAIN).keep, (tint or PLAIN).add
    light, tinted = light + part.lighter, tinted and tint is not None
    if part.flat:
        shade = Shade(keep, (light, a, b))
        return Fill(colour=colour, tinted=tinted, start=shade, end=shade)
    return Fill(
        colour=colour,
        tinted=tinted,
        start=Shade(keep, (light + 5.0, a, b + 1.0)),
        end=Shade(keep, (light - 8.0, a, b - 1.0)),
        axis=(0.35, 0.65) if single else (0.0, 1.0),
        grains=grains,
    )


def shadow_mark(boxes: Sequence[Box]) -> Mark:
    """Return the soft shadow where things touch the ground, a little to the right: light comes from the upper left."""
    angle = np.arange(18) * (2 * np.pi / 18)
    x0, _, x1, y1 = np.array(boxes).T[:, :, None]
    width = x1 - x0
    cx, rx, ry = (x0 + x1) / 2 + 0.06 * width, 0.5 * width, np.minimum(0.06 * width, 0.03)
    outlines = np.stack([cx + rx * np.cos(angle), y1 + ry * np.sin(angle)], axis=2)
    return Mark(outlines=tuple(outlines), fill=_SHADOW, opacity=0.38, soft=0.006)


def silhouetted(colour: Lab) -> Lab:
    """Return what is left of a colour against the light."""
    return 8.0 + 0.08 * colour[0], 0.1 * colour[1], 0.1 * colour[2]
