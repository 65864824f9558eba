"""Unknown words to the noun of their category, by their ending; knows nothing of grammar."""

from functools import lru_cache

from sketch.lexicon import NOUNS

_CATEGORIES: dict[str, str] = {
    "woman": "woman", "man": "man", "boy": "boy", "girl": "girl", "person": "person", "child": "child",
    "fish": "fish", "bird": "bird", "boat": "boat", "yacht": "yacht", "house": "house", "tree": "tree", "car": "car",
    "bike": "bicycle", "cat": "cat", "dog": "dog", "ball": "ball", "bag": "bag", "shirt": "shirt",
    "flower": "flower", "berry": "berry", "cake": "cake", "bread": "bread", "chair": "chair", "table": "table",
    "room": "room", "board": "board", "plane": "plane", "truck": "truck", "bus": "bus", "book": "book", "box": "box",
    "lamp": "lamp", "bear": "bear", "hat": "hat", "horse": "horse", "bush": "bush", "shop": "shop", "tower": "tower",
    "stone": "stone", "rock": "rock", "wood": "wood", "weed": "weed", "fruit": "fruit", "nut": "nut",
    "melon": "melon", "bowl": "bowl", "pot": "pot", "cup": "cup", "glass": "glass", "bottle": "bottle",
    "field": "field", "land": "landscape", "side": "hillside", "mill": "windmill", "yard": "yard", "way": "path",
    "road": "road", "street": "street", "bell": "bell", "master": "man", "player": "player", "rider": "rider",
    "driver": "person", "worker": "worker", "saurus": "dinosaur",
    "ist": "person", "eer": "person", "ician": "person", "ager": "person", "monkey": "monkey", "worm": "worm",
}  # fmt: skip
"""Endings of words, to the noun of their category."""


@lru_cache(maxsize=4096)
def category_of(word: str) -> str:
    """Return the noun of an unknown word's category by its ending, "" for none ("fireman" is a man)."""
    stem = word.removesuffix("s")
    for ending, noun in _CATEGORIES.items():
        if stem.endswith(ending) and len(stem) >= len(ending) + 3 and noun in NOUNS:
            return noun
    return ""
