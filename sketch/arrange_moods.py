"""Marks that change a whole picture: night, fog, rain and the like."""


from sketch.arrange_marks import Frame, rectangle
from sketch.paint_marks import Fill, Mark
from sketch.scene import Mood

_VEILS: dict[str, tuple[tuple[float, float, float], float]] = {
    "dusk": ((30.0, 8.0, -16.0), 0.38),
    "night": ((9.0, 3.0, -14.0), 0.66),
    "fog": ((80.0, 0.0, -1.0), 0.5),
    "storm": ((35.0, -1.0, -6.0), 0.4),
    "sunset": ((62.0, 24.0, 38.0), 0.3),
    "sunny": ((88.0, 2.0, 22.0), 0.1),
}


def mood_marks(moods: tuple[Mood, ...], frame: Frame) -> tuple[Mark, ...]:
    """Return what is drawn over everything for the moods."""
    marks = []
    for mood in moods:
        if mood in _VEILS:
            colour, opacity = _VEILS[mood]
            whole = rectangle(-0.1, -0.1, frame.width + 0.1, frame.height + 0.1)
            marks.append(Mark(outlines=(whole,), fill=Fill(colour=colour), opacity=opacity))
    return tuple(marks)


