"""Side words to a place: "bottom", "far", "left" become "bottom far left"; knows nothing of grammar."""

from collections.abc import Sequence

from sketch.lexicon import PLACES

_ROWS = ("top", "upper", "lower", "bottom")
_SHARES = ("two thirds", "third", "half")


def place_of(sides: Sequence[str]) -> str:
    """Return the key of `PLACES` that side words come nearest to, in any order; "" for none.

    >>> place_of(["left", "bottom"])
    'bottom left'
    """
    if len(sides) == 1 and sides[0] in PLACES:
        return sides[0]
    words = [word for side in sides for word in ([side] if side in _SHARES else _apart(side))]
    row = next((word for word in words if word in _ROWS), "")
    side = next((word for word in words if word in {"left", "right"}), "")
    share = next((word for word in words if word in _SHARES), "")
    if share and f"{row or side} {share}" in PLACES:
        return f"{row or side} {share}"
    if "across" in words:
        return f"across {row or 'middle'}"
    if "everywhere" in words:
        return "everywhere"
    column = side
    if side and "far" in words:
        column = f"far {side}"
    elif side and ("center" in words or "middle" in words) and not row:
        column = f"center {side}"
    place = f"{row} {column}".strip()
    if place in PLACES:
        return place
    return "center" if words else ""


def _apart(side: str) -> list[str]:
    if side.endswith("two thirds"):
        return [*side.removesuffix("two thirds").split(), "two thirds"]
    return side.split()
