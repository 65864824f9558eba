"""Colour words and what they mean in CIE Lab, as photographs show them rather than as screens can.

Knows nothing of nouns or scenes but `scene.Colour`.
"""

from sketch.paint_lab import Lab
from sketch.scene import Colour, Tone

COLOURS: dict[str, Lab] = {
    "black": (13.0, 0.0, 0.0),
    "charcoal": (27.0, 0.0, -2.0),
    "gray": (55.0, 0.0, -1.0),
    "silver": (74.0, -1.0, -2.0),
    "white": (93.0, 0.0, 1.0),
    "cream": (90.0, 0.0, 12.0),
    "beige": (80.0, 3.0, 15.0),
    "tan": (68.0, 8.0, 24.0),
    "brown": (37.0, 12.0, 22.0),
    "chocolate": (24.0, 9.0, 11.0),
    "bronze": (46.0, 10.0, 30.0),
    "copper": (51.0, 24.0, 30.0),
    "rust": (40.0, 32.0, 34.0),
    "maroon": (25.0, 30.0, 14.0),
    "crimson": (36.0, 56.0, 28.0),
    "red": (43.0, 58.0, 38.0),
    "coral": (63.0, 40.0, 27.0),
    "salmon": (70.0, 28.0, 21.0),
    "pink": (73.0, 30.0, 3.0),
    "magenta": (48.0, 62.0, -16.0),
    "purple": (35.0, 32.0, -30.0),
    "violet": (45.0, 34.0, -38.0),
    "lavender": (70.0, 13.0, -18.0),
    "indigo": (25.0, 24.0, -40.0),
    "navy": (18.0, 4.0, -22.0),
    "blue": (45.0, 0.0, -38.0),
    "azure": (62.0, -6.0, -34.0),
    "cyan": (72.0, -26.0, -20.0),
    "turquoise": (66.0, -30.0, -8.0),
    "teal": (42.0, -22.0, -10.0),
    "mint": (82.0, -18.0, 8.0),
    "emerald": (46.0, -38.0, 18.0),
    "green": (45.0, -22.0, 27.0),
    "lime": (72.0, -30.0, 56.0),
    "olive": (44.0, -4.0, 28.0),
    "khaki": (68.0, 0.0, 24.0),
    "yellow": (82.0, 4.0, 64.0),
    "gold": (67.0, 9.0, 54.0),
    "amber": (63.0, 24.0, 58.0),
    "orange": (62.0, 38.0, 58.0),
    "peach": (81.0, 14.0, 21.0),
    "ebony": (5.0, 0.0, 0.0),
    "graphite": (32.0, 0.0, 4.0),
    "slate": (44.0, -1.0, -8.0),
    "steel": (55.0, -2.0, -18.0),
    "denim": (37.0, 0.0, -23.0),
    "sapphire": (38.0, 14.0, -53.0),
    "aqua": (76.0, -14.0, -7.0),
    "pearl": (86.0, 0.0, -2.0),
    "platinum": (76.0, 1.0, 4.0),
    "ash": (61.0, 0.0, 4.0),
    "mocha": (43.0, 4.0, 9.0),
    "walnut": (32.0, 9.0, 15.0),
    "cinnamon": (48.0, 17.0, 10.0),
    "caramel": (57.0, 16.0, 40.0),
    "mustard": (76.0, 11.0, 76.0),
    "ruby": (36.0, 40.0, 22.0),
    "blush": (81.0, 18.0, 4.0),
    "jade": (58.0, -46.0, 35.0),
    "sage": (62.0, -9.0, 19.0),
    "moss": (36.0, -10.0, 21.0),
    "icy": (92.0, -2.0, -7.0),
    "crystal": (80.0, -4.0, -14.0),
    "aero": (69.0, -3.0, -21.0),
    "chrome": (72.0, 1.0, -10.0),
    "aluminum": (77.0, 0.0, -6.0),
    "cement": (65.0, -1.0, -3.0),
    "iron": (42.0, 2.0, -1.0),
    "granite": (47.0, -2.0, 5.0),
    "tar": (20.0, 0.0, 0.0),
    "porcelain": (98.0, 0.0, 0.0),
    "oyster": (82.0, 0.0, 3.0),
    "cobalt": (55.0, 8.0, -57.0),
    "marine": (51.0, -8.0, -29.0),
    "ink": (19.0, 1.0, -12.0),
    "petrol": (33.0, -10.0, -1.0),
    "hunter": (20.0, -10.0, 9.0),
    "basil": (33.0, -13.0, 13.0),
    "parsley": (29.0, -18.0, 28.0),
    "asparagus": (51.0, -12.0, 35.0),
    "kiwi": (66.0, -22.0, 43.0),
    "eucalyptus": (64.0, -14.0, 0.0),
    "cork": (57.0, 6.0, 17.0),
    "clay": (57.0, 5.0, 6.0),
    "oatmeal": (67.0, 4.0, 10.0),
    "bark": (26.0, -1.0, 10.0),
    "tobacco": (29.0, 7.0, 25.0),
    "cocoa": (13.0, 9.0, 6.0),
    "vanilla": (84.0, 2.0, 33.0),
    "ginger": (50.0, 32.0, 42.0),
    "brass": (63.0, -1.0, 45.0),
    "paprika": (49.0, 52.0, 50.0),
    "plum": (33.0, 16.0, -7.0),
    "rose": (64.0, 44.0, 11.0),
    "mauve": (58.0, 20.0, -8.0),
    "lemon": (82.0, -4.0, 76.0),
}
"""Base colours by name: L 0..100, a, b."""

TONES: dict[Tone, str] = {
    "pale": "more than halfway to white, half the chroma",
    "light": "a third of the way to white",
    "bright": "more chroma, a little lighter",
    "dark": "little more than half as light",
    "deep": "three quarters as light, more chroma",
    "dull": "less than half the chroma",
}
"""The words that change a colour, and how."""

TONE_SYNONYMS: dict[str, Tone] = {
    "pale": "pale", "faint": "pale", "pastel": "pale", "faded": "pale", "washed": "pale", "soft": "pale",
    "light": "light", "lighter": "light", "fair": "light",
    "bright": "bright", "vivid": "bright", "vibrant": "bright", "brilliant": "bright", "neon": "bright",
    "intense": "bright", "hot": "bright", "brightly": "bright", "fluorescent": "bright", "electric": "bright",
    "dark": "dark", "darker": "dark", "shadowy": "dark", "shadowed": "dark", "dim": "dark", "darkened": "dark",
    "deep": "deep", "rich": "deep", "royal": "deep",
    "dull": "dull", "muted": "dull", "greyish": "dull", "grayish": "dull", "dusty": "dull", "murky": "dull",
    "hazy": "dull", "drab": "dull",
}  # fmt: skip
"""Words to tones; some are texture words too, where no colour follows."""

COLOUR_SYNONYMS: dict[str, str] = {
    "grey": "gray", "scarlet": "red", "cherry": "crimson", "burgundy": "maroon", "wine": "maroon",
    "mahogany": "maroon", "jet": "black", "ivory": "cream", "eggshell": "cream",
    "sandy": "tan", "taupe": "beige", "fawn": "tan", "camel": "tan",
    "auburn": "rust", "terracotta": "rust", "rusty": "rust", "brunette": "brown",
    "blonde": "khaki", "blond": "khaki", "golden": "gold", "ochre": "gold", "honey": "gold",
    "fuchsia": "magenta", "rosy": "pink", "lilac": "lavender",
    "cerulean": "azure",
    "ultramarine": "indigo", "lush": "green", "verdant": "green",
    "reddish": "red", "brownish": "brown", "yellowish": "yellow", "greenish": "green", "bluish": "blue",
    "purplish": "purple", "pinkish": "pink", "orangey": "orange", "whitish": "white", "silvery": "silver",
    "snowy": "white",
    "tawny": "tan", "dry": "khaki", "dried": "khaki", "autumn": "orange", "muddy": "brown", "bloodshot": "red",
    "sepia": "brown", "chartreuse": "lime", "amethyst": "violet",
    "apricot": "peach", "colorless": "gray",
    "chestnut": "brown", "oak": "tan", "tanned": "tan", "skyblue": "azure",
    "blackened": "black", "bleached": "cream", "bloody": "crimson",
}  # fmt: skip
"""Other colour words, to keys of `COLOURS`."""


_TOWARDS_WHITE: dict[Tone, float] = {"pale": 0.56, "light": 0.36}
_LIGHTNESS: dict[Tone, tuple[float, float]] = {
    "bright": (1.0, 5.0), "dark": (0.55, 0.0), "deep": (0.75, 0.0), "dull": (0.92, 3.0),
}  # fmt: skip
"""Factor of L and what is added to it."""
_CHROMA: dict[Tone, float] = {"pale": 0.5, "light": 0.8, "bright": 1.3, "dark": 0.8, "deep": 1.15, "dull": 0.42}


def _toned(base: Lab, tone: Tone) -> Lab:
    light, a, b = base
    chroma = _CHROMA.get(tone, 1.0)
    if tone in _TOWARDS_WHITE:
        light += (92.5 - light) * _TOWARDS_WHITE[tone]
    else:
        factor, more = _LIGHTNESS.get(tone, (1.0, 0.0))
        light = min(light * factor + more, 100.0)
    return light, a * chroma, b * chroma


def lab_of(colour: Colour) -> Lab:
    """Return what a colour means; a name of two colours joined by a hyphen is their mean."""
    parts = [COLOURS[name] for name in colour.name.split("-")]
    mean = tuple(sum(part[axis] for part in parts) / len(parts) for axis in range(3))
    return _toned((mean[0], mean[1], mean[2]), colour.tone)
