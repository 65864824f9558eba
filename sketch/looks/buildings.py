"""Sprites of buildings and their parts."""

SPRITES: dict[str, str] = {
    "house": """1.25
main r 0 0.3 1.05 0.7
accent p -1.25,-0.28 -0.8,-0.98 0.8,-0.98 1.25,-0.28
accent-12 r 0 -0.3 1.2 0.05
brown-6 r 0.1 0.65 0.17 0.35
glass rr 0.62 0.25 0.2 0.2
white-4~ rr 0.62 0.25 0.02 0.2
glass r -0.15 0.1 0.0 0.0""",
}
