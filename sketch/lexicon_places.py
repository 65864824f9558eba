"""Words for where, how large and of what proportions, and the numbers they mean; knows nothing of nouns.

Positions and bands are fractions of the picture, origin top left.
"""

from dataclasses import dataclass

from sketch.scene import Aspect, Size


@dataclass(frozen=True)
class Place:
    """Where a clause goes: a thing is centred at (x, y), stuff fills the box."""

    x: float
    y: float
    box: tuple[float, float, float, float]
    """x0, y0, x1, y1."""


_COLUMNS: dict[str, tuple[float, float, float]] = {
    "far left": (0.09, 0.0, 0.20),
    "left": (0.23, 0.0, 0.36),
    "center left": (0.37, 0.16, 0.56),
    "center": (0.50, 0.24, 0.76),
    "center right": (0.63, 0.44, 0.84),
    "right": (0.77, 0.64, 1.0),
    "far right": (0.91, 0.80, 1.0),
}
_ROWS: dict[str, tuple[float, float, float]] = {
    "top": (0.13, 0.0, 0.30),
    "upper": (0.31, 0.12, 0.48),
    "": (0.50, 0.28, 0.74),
    "lower": (0.69, 0.52, 0.88),
    "bottom": (0.85, 0.70, 1.0),
}


def _positions() -> dict[str, Place]:
    places = {}
    for row, (y, y0, y1) in _ROWS.items():
        for column, (x, x0, x1) in _COLUMNS.items():
            word = column if not row else row if column == "center" else f"{row} {column}"
            # A bare row is a strip, a bare side a column of the picture: that is how people use the words for stuff.
            bare_row = bool(row) and column == "center"
            bare_side = not row and column.split()[-1] != "center" and not column.startswith("center")
            box = (
                0.0 if bare_row else x0,
                0.08 if bare_side else y0,
                1.0 if bare_row else x1,
                1.0 if bare_side else y1,
            )
            places[word] = Place(x, y, box)
    return places


POSITIONS: dict[str, Place] = _positions()
"""Seven columns by five rows: "upper left", "center", "far right", "bottom"."""


def _bands() -> dict[str, Place]:
    boxes = {"everywhere": (0.0, 0.0, 1.0, 1.0), "middle": (0.0, 0.36, 1.0, 0.68)}
    for share, part in (("third", 1 / 3), ("half", 0.5), ("two thirds", 2 / 3)):
        boxes[f"top {share}"] = (0.0, 0.0, 1.0, part)
        boxes[f"bottom {share}"] = (0.0, 1 - part, 1.0, 1.0)
        boxes[f"left {share}"] = (0.0, 0.0, part, 1.0)
        boxes[f"right {share}"] = (1 - part, 0.0, 1.0, 1.0)
    for row, y in (("top", 0.06), ("upper", 0.29), ("middle", 0.5), ("lower", 0.71), ("bottom", 0.94)):
        boxes[f"across {row}"] = (0.0, y - 0.06, 1.0, y + 0.06)
    return {word: Place((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box) for word, box in boxes.items()}


BANDS: dict[str, Place] = _bands()
"""Strips and columns of the picture: "bottom third", "across top", "everywhere"."""

PLACES: dict[str, Place] = POSITIONS | BANDS
"""All places by their words."""

SIZES: dict[Size, float] = {"tiny": 0.07, "small": 0.14, "medium": 0.23, "large": 0.38, "huge": 0.58, "giant": 0.85}
"""The square root of the share of the picture that a thing's box takes."""

STUFF_SIZES: dict[Size, float] = {
    "tiny": 0.35, "small": 0.6, "medium": 1.0, "large": 1.3, "huge": 1.7, "giant": 2.4
}  # fmt: skip
"""By what the height and width of a stuff's box are multiplied; sides on the picture's edge stay there."""

ASPECTS: dict[Aspect, float] = {"tall": 0.6, "thin": 0.3, "wide": 1.7, "long": 3.0, "round": 1.0}
"""By what a noun's usual width to height is multiplied ("round" sets it)."""

SIZE_SYNONYMS: dict[str, Size] = {
    "tiny": "tiny", "minuscule": "tiny", "mini": "tiny", "miniature": "tiny", "distant": "small", "little": "small",
    "small": "small", "smaller": "small", "petite": "small", "baby": "small", "medium": "medium", "large": "large",
    "big": "large", "larger": "large", "bigger": "large", "grand": "large", "huge": "huge", "massive": "huge",
    "enormous": "huge", "oversized": "huge", "vast": "huge", "towering": "huge", "giant": "giant",
    "gigantic": "giant", "colossal": "giant", "immense": "giant", "filling": "giant", "close-up": "giant",
    "closeup": "giant",
}  # fmt: skip

ASPECT_SYNONYMS: dict[str, Aspect] = {
    "tall": "tall", "high": "tall", "upright": "tall", "vertical": "tall", "thin": "thin", "narrow": "thin",
    "slender": "thin", "skinny": "thin", "slim": "thin", "wide": "wide", "broad": "wide", "low": "wide",
    "flat": "wide", "horizontal": "wide", "long": "long", "elongated": "long", "stretched": "long",
    "round": "round", "circular": "round", "rounded": "round",
}  # fmt: skip

SIDE_SYNONYMS: dict[str, str] = {
    "centre": "center", "central": "center", "centered": "center", "centred": "center",
    "bottom": "bottom", "lower": "lower", "upper": "upper", "top": "top", "left": "left",
    "right": "right", "center": "center", "far": "far", "leftmost": "far left", "rightmost": "far right",
    "foreground": "bottom", "lefthand": "left", "righthand": "right",
    "everywhere": "everywhere", "throughout": "everywhere", "all over": "everywhere", "filling all": "everywhere",
    "in the background": "background", "in background": "background", "in the distance": "distance",
    "in the far distance": "distance", "on the horizon": "distance", "in the foreground": "bottom",
    "filling everything": "everywhere", "all around": "everywhere", "top to bottom": "everywhere",
    "across the top": "across top", "across the middle": "across middle", "across the bottom": "across bottom",
    "in the middle": "center", "in the center": "center", "in the air": "upper", "high in the air": "upper",
    "on the ground": "bottom", "on both sides": "center", "overhead": "top", "from above": "center",
    "two thirds": "two thirds", "third": "third", "half": "half", "left hand": "left", "right hand": "right",
    "across center": "across middle", "across": "across", "middle": "middle",
}  # fmt: skip
"""Words that begin or make up a place, to the words of `PLACES`."""
