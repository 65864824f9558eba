"""Marks that change a whole picture: night, fog, rain and the like; knows nothing of clauses."""

import numpy as np

from sketch.arrange_region import Frame, rectangle
from sketch.paint_lab import Lab
from sketch.paint_marks import Fill, Mark, Shade
from sketch.paint_noise import mix, uniforms
from sketch.scene import Colour, Mood

MOOD_SKIES: dict[Mood, Colour] = {
    "night": Colour("navy"),
    "sunset": Colour("peach-orange", "light"),
    "dusk": Colour("lavender-blue", "dull"),
    "storm": Colour("charcoal-gray"),
    "fog": Colour("gray", "pale"),
    "rain": Colour("gray", "light"),
    "snowfall": Colour("gray", "pale"),
}
"""The colour of a sky of which no colour is said."""

_VEILS: dict[Mood, tuple[Lab, Lab, float]] = {
    "sunny": ((90.0, 2.0, 26.0), (80.0, 2.0, 20.0), 0.1),
    "sunset": ((66.0, 24.0, 40.0), (34.0, 18.0, 14.0), 0.32),
    "dusk": ((36.0, 8.0, -16.0), (20.0, 6.0, -14.0), 0.42),
    "night": ((10.0, 3.0, -16.0), (6.0, 2.0, -10.0), 0.62),
    "fog": ((84.0, 0.0, -1.0), (76.0, 0.0, 0.0), 0.5),
    "rain": ((52.0, -1.0, -4.0), (40.0, -1.0, -4.0), 0.28),
    "snowfall": ((86.0, 0.0, -2.0), (84.0, 0.0, -2.0), 0.25),
    "storm": ((26.0, -1.0, -6.0), (36.0, -1.0, -4.0), 0.38),
}
"""Colour at the top and at the bottom, and opacity."""


def _drops(frame: Frame, key: int) -> Mark:
    numbers = uniforms(key, 3 * 140).reshape(140, 3)
    streaks = []
    for x, y, size in numbers:
        left, top, length = x * frame.width, y * frame.height, 0.025 + 0.035 * size
        streaks.append(
            np.array([[left, top], [left + 0.0022, top], [left - 0.006, top + length], [left - 0.0082, top + length]])
        )
    return Mark(outlines=tuple(streaks), fill=Fill(colour=(84.0, -1.0, -3.0)), opacity=0.4)


def _flakes(frame: Frame, key: int) -> Mark:
    numbers = uniforms(key, 3 * 160).reshape(160, 3)
    angle = np.arange(9) * (2 * np.pi / 9)
    flakes = tuple(
        np.stack(
            [
                x * frame.width + (0.0025 + 0.006 * size) * np.cos(angle),
                y * frame.height + (0.0025 + 0.006 * size) * np.sin(angle),
            ],
            axis=1,
        )
        for x, y, size in numbers
    )
    return Mark(outlines=flakes, fill=Fill(colour=(96.0, 0.0, -1.0)), opacity=0.85)


def mood_marks(moods: tuple[Mood, ...], frame: Frame, seed: int) -> tuple[Mark, ...]:
    """Return what is drawn over everything for the moods; "blurred" and "monochrome" are left to the painter."""
    marks = []
    whole = rectangle(-0.1, -0.1, frame.width + 0.1, frame.height + 0.1)
    for mood in moods:
        if mood in _VEILS:
            top, bottom, opacity = _VEILS[mood]
            change = Shade(1.0, (bottom[0] - top[0], bottom[1] - top[1], bottom[2] - top[2]))
            marks.append(Mark(outlines=(whole,), fill=Fill(colour=top, end=change), opacity=opacity))
    if "rain" in moods:
        marks.append(_drops(frame, mix(seed, 71)))
    if "snowfall" in moods:
        marks.append(_flakes(frame, mix(seed, 72)))
    return tuple(marks)
