"""The frontier as a plot: one panel a measure, µbpp on a logarithmic axis, ours in front; knows nothing of pages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from codec.distortion_pair import DistortionMeasure
from lab.frontier_points import FIRST, ORDER, OURS, Mean
from lab.plot import Panel, Point, Series, draw_plot, save_plot

PAPER_UBPP: Final = 100.0
"""Where the paper puts its operating point (arXiv 2402.13536); it does not say how it counts."""

_COLOURS: Final = {
    OURS: "#0b5394",
    FIRST: "#6aa9e0",
    "DCT thumbnail": "#d55e00",
    "BlurHash": "#cc79a7",
    "ThumbHash": "#7b3294",
    "JPEG XL": "#009e73",
    "WebP": "#b8860b",
    "AVIF": "#666666",
    "JPEG": "#111111",
}
_ARROWS: Final = {"more": "more is better ↑", "less": "less is better ↓"}


def draw_frontier(
    means: Sequence[Mean], measures: Sequence[DistortionMeasure], *, title: str, suffix: str = ".svg"
) -> bytes:
    """Draw a panel a measure and return the file; raises UsageError where matplotlib is missing."""
    return draw_plot(_panels(means, measures), title=title, suffix=suffix)


def save_frontier(means: Sequence[Mean], measures: Sequence[DistortionMeasure], path: Path, *, title: str) -> None:
    """Draw a panel a measure and write the file; raises UsageError and StorageError."""
    save_plot(_panels(means, measures), path, title=title)


def _panels(means: Sequence[Mean], measures: Sequence[DistortionMeasure]) -> list[Panel]:
    return [
        Panel(
            title=measure.name,
            x_label="µbpp (whole file)",
            y_label=_ARROWS[measure.better],
            series=tuple(_series(code, means, measure.name) for code in ORDER),
            log_x=True,
            mark_x=PAPER_UBPP,
            mark_label="the paper's 100 µbpp",
        )
        for measure in measures
    ]


def _series(code: str, means: Sequence[Mean], measure: str) -> Series:
    """Collect one code's points from cheap to dear; what a code can't go below is one point, not five."""
    points = {
        (mean.ubpp, mean.measures[measure].mean): Point(
            x=mean.ubpp,
            y=mean.measures[measure].mean,
            low=mean.measures[measure].low,
            high=mean.measures[measure].high,
            spread=mean.spreads[measure],
        )
        for mean in means
        if mean.code == code
    }
    return Series(
        label=code,
        points=tuple(points[key] for key in sorted(points)),
        colour=_COLOURS.get(code, ""),
        strong=code == OURS,
    )
