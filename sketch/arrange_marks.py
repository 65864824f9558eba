"""Turns one clause with its room into marks: a sprite's parts, or a region of stuff; places nothing."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from sketch.arrange_crowd_marks import crowd_marks
from sketch.arrange_crowds import is_crowd, rows_of
from sketch.arrange_ground import Ground, ground_key, lit
from sketch.arrange_parts import (
    PALETTE,
    clause_colours,
    grains_of,
    is_drawn,
    part_fill,
    roles_of,
    shadow_mark,
    silhouetted,
    tint_of,
)
from sketch.arrange_region import Box, Frame
from sketch.arrange_stuff import stuff_marks
from sketch.lexicon import NOUNS, lab_of
from sketch.looks.houses import SPRITES as HOUSES
from sketch.looks.index import form_of
from sketch.looks.sprite import Sprite
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Mark
from sketch.scene import Clause


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
    x0, y0, x1, y1 = boxes[0]
    sprite = form_of(look, clause.pose, size, ratio=(x1 - x0) / (y1 - y0))
    marks = _halo(clause, look, boxes, roles_of(clause)["main"])
    held = clause.relation is not None and clause.relation.link == "holding"
    stands = sprite.grounded and size != "giant" and not held
    if stands and not backlit and NOUNS[clause.noun].kind in {"thing", "person"}:
        marks.append(shadow_mark(boxes))
    for members in rows_of(boxes) if look in HOUSES else [list(range(len(boxes)))]:
        # The windows of a house must not be seen on the one before it.
        marks += _part_marks(
            clause, sprite, tuple(boxes[index] for index in members), single=len(boxes) == 1, backlit=backlit
        )
    return tuple(marks)


def _part_marks(
    clause: Clause, sprite: Sprite, boxes: tuple[Box, ...], *, single: bool, backlit: bool
) -> Iterator[Mark]:
    look, roles, turn = NOUNS[clause.noun].look, roles_of(clause), _turned(sprite, clause)
    rooms = [
        (np.array([(x1 - x0) / (2 * sprite.aspect), (y1 - y0) / 2]), np.array([(x0 + x1) / 2, (y0 + y1) / 2]))
        for x0, y0, x1, y1 in boxes
    ]
    for part in sprite.parts:
        if not is_drawn(clause, part):
            continue
        shapes = part.outlines
        if turn is not None:
            shapes = tuple((outline[::-1] if turn[0, 0] < 0 else outline) @ turn.T for outline in shapes)
        outlines = [shape * scale + centre for scale, centre in rooms for shape in shapes]
        colour = roles.get(part.role) or PALETTE[part.role]
        tint = tint_of(clause, part)
        if backlit and NOUNS[clause.noun].kind != "light":
            colour, tint = silhouetted(colour), None
        grains = () if backlit else lit(grains_of(clause, look, part.role), colour[0])
        fill = part_fill(part, colour, tint=tint, single=single, grains=grains)
        yield Mark(outlines=tuple(outlines), fill=fill, soft=_softness(look, boxes))


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
    clause: Clause, boxes: tuple[Box, ...], frame: Frame, *, seed: int, backlit: bool = False, share: float = 1.0
) -> tuple[Mark, ...]:
    """Return the marks of a clause that has its room; a crowd has a `share` of the work of a scene's crowds."""
    noun = NOUNS[clause.noun]
    if is_crowd(clause):
        return crowd_marks(clause, boxes, frame, seed=seed, backlit=backlit, share=share)
    if not noun.is_stuff:
        return sprite_marks(clause, boxes, backlit=backlit)
    colours = tuple(lab_of(colour) for colour in clause_colours(clause))
    texture = clause.texture or ("cloudy" if clause.noun == "overcast" else "")
    return stuff_marks(Ground(noun.look, colours, texture, boxes[0], frame, ground_key(noun.look, seed)))
