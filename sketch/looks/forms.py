"""Sprites of plain forms, which stand for what the painter has no sprite of."""

SPRITES: dict[str, str] = {
    "shape": """1 floating
main s -0.9,0.1 -0.6,-0.75 0.1,-0.95 0.8,-0.6 0.95,0.2 0.55,0.85 -0.25,0.95 -0.75,0.7""",
    "block": """1
main r 0 0 0.95 0.95 0.06""",
    "circle": """1 floating
main e 0 0 0.97 0.97""",
    "triangle": """1.1
main p 0,-1 1.1,1 -1.1,1""",
    "pole": """0.16
main r 0 0 0.14 1 0.05""",
    "star": """1 floating
main p 0,-1 0.24,-0.32 0.95,-0.3 0.38,0.13 0.6,0.85 0,0.42 -0.6,0.85 -0.38,0.13 -0.95,-0.3 -0.24,-0.32""",
    "heart": """1.05 floating
main s 0,-0.55 0.4,-0.95 0.95,-0.7 0.95,-0.1 0.5,0.45 0,0.97 -0.5,0.45 -0.95,-0.1 -0.95,-0.7 -0.4,-0.95""",
    "cross": """0.6
main r 0 0 0.09 1
main r 0 -0.45 0.6 0.09""",
    "arrow": """1.8 floating
main p -1.8,-0.3 0.5,-0.3 0.5,-1 1.8,0 0.5,1 0.5,0.3 -1.8,0.3""",
}
