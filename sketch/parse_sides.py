"""Words around places: "on the left", "on the left side of the frame" say no more than "left"; knows no phrases."""

from sketch.parse_words import Item

FRAMES = frozenset({"frame", "image", "picture", "photo", "photograph", "scene", "composition", "shot", "view"})
"""Words for the picture itself."""


def without_place_links(items: list[Item]) -> list[Item]:
    """Drop "on the" before "left" and the like, where no noun follows: the side says it all."""
    kept: list[Item] = []
    skipped = 0
    for index, item in enumerate(items):
        ahead = index + 1
        if index < skipped:
            continue
        if item.value in {"left_of", "right_of"} and item.part == "link" and (framed := _frame_end(items, ahead)):
            # "On the left side of the frame".
            kept.append(Item("side", item.value.removesuffix("_of"), item.text))
            skipped = framed
            continue
        is_preposition = item.part == "link" and item.text in {"on", "in", "at", "inside", "within"}
        if is_preposition and ahead < len(items) and items[ahead].part == "det":
            ahead += 1
        if (item.part == "det" or is_preposition) and _is_place(items, ahead):
            continue
        kept.append(item)
    return kept


def _frame_end(items: list[Item], at: int) -> int:
    """Return where words for the picture itself end, that begin here; 0 where there are none."""
    if at < len(items) and items[at].part == "det":
        at += 1
    return at + 1 if at < len(items) and items[at].text.rsplit(" ", 1)[-1] in FRAMES else 0


def _is_place(items: list[Item], at: int) -> bool:
    end = at
    while end < len(items) and items[end].part == "side":
        end += 1
    after = items[end].part if end < len(items) else "stop"
    return end > at and after not in {"noun", "plural", "colour", "tone", "texture", "size"}
