"""Plots of figures with their intervals, as SVG or PNG by matplotlib; knows nothing of what the figures mean."""

import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codec.errors import UsageError
from traces.folder import write_whole

_SUFFIXES = {".svg", ".png", ".pdf"}
_COLUMNS = 3
_PANEL_INCHES = 4.1
_ALONE_INCHES = 6.4
"""Width of a panel with none beside it."""
_LEGEND_LETTERS, _TITLE_LETTERS = 13.3, 10
"""Letters an inch."""
_HANDLE_LETTERS = 7
"""What a line's mark and the space around it take in a legend, in letters."""
_MOST_LEGEND_COLUMNS = 6
_LEGEND_LINES, _LEGEND_LINE_INCHES = 2, 0.19
"""Lines of a legend that there is room for, and the height of one more."""
_MARKERS = "osD^vPX*<>"


@dataclass(frozen=True, kw_only=True)
class Point:
    """One mean in a plot."""

    x: float
    y: float
    low: float | None = None
    """Lower end of y's interval; None: not known."""
    high: float | None = None
    label: str = ""
    spread: float | None = None
    """How far single values lie from the mean, each way; shaded where the series says so."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Points of one kind."""

    label: str
    points: tuple[Point, ...]
    joined: bool = True
    marked: bool = True
    """Whether its points have a mark each."""
    colour: str = ""
    """As matplotlib names it; empty: the next of its cycle."""
    strong: bool = False
    """Whether its line is thick, above the others, with its points' spread shaded."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One pair of axes."""

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    log_x: bool = False
    whole_x: bool = False
    """Whether x counts something: no ticks between whole numbers."""
    mark_x: float | None = None
    """Where a vertical line stands."""
    mark_label: str = ""
    mark_y: float | None = None
    """Where a horizontal line lies."""


def check_plot_path(path: Path) -> None:
    """Refuse a name that no plot can be written under before any work begins; raises UsageError."""
    if path.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"{path}: a plot is written as .svg, .png or .pdf")
    _import_matplotlib()


def draw_plot(panels: Sequence[Panel], *, title: str, suffix: str = ".svg") -> bytes:
    """Draw panels side by side and return the file; equal figures give equal bytes under one version of matplotlib.

    Letters are drawn as shapes and the ground is white, so that it looks the same wherever it is shown.

    Raises UsageError where matplotlib is missing.
    """
    matplotlib, figure_of = _import_matplotlib()
    columns = min(_COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    with matplotlib.rc_context({"svg.hashsalt": "mubpp", "svg.fonttype": "path", "font.size": 9}):
        width = _ALONE_INCHES if len(panels) == 1 else _PANEL_INCHES * columns
        figure = figure_of(figsize=(width, 3.2 * rows + 0.9), layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False).ravel()
        for axis, panel in zip(axes, panels, strict=False):
            _draw_panel(axis, panel)
        for axis in axes[len(panels) :]:
            axis.remove()
        labels: dict[str, Any] = {}
        for axis in axes[: len(panels)]:
            handles, names = axis.get_legend_handles_labels()
            labels |= {name: handle for name, handle in zip(names, handles, strict=True) if name not in labels}
        legend_columns = _count_columns(labels, width)
        figure.legend(labels.values(), labels.keys(), loc="outside lower center", ncols=legend_columns)
        more_lines = max(0, -(-len(labels) // legend_columns) - _LEGEND_LINES)
        figure.set_figheight(figure.get_figheight() + more_lines * _LEGEND_LINE_INCHES)
        figure.suptitle("\n".join(textwrap.wrap(title, int(width * _TITLE_LETTERS))))
        stream = io.BytesIO()
        kind = suffix.lower().removeprefix(".")
        metadata = {"svg": {"Date": None}, "png": {"Software": None}, "pdf": {"CreationDate": None}}[kind]
        figure.savefig(stream, format=kind, dpi=130, metadata=metadata)
    return stream.getvalue()


def save_plot(panels: Sequence[Panel], path: Path, *, title: str) -> None:
    """Draw panels and write the file; raises UsageError and StorageError."""
    check_plot_path(path)
    write_whole(path, draw_plot(panels, title=title, suffix=path.suffix))


def _count_columns(labels: Iterable[str], width_inches: float) -> int:
    """Say how many labels of a legend fit side by side."""
    longest = max(map(len, labels), default=1)
    fit = int(width_inches * _LEGEND_LETTERS / (longest + _HANDLE_LETTERS))
    return min(max(fit, 1), _MOST_LEGEND_COLUMNS)


def _draw_panel(axis: Any, panel: Panel) -> None:
    for number, series in enumerate(panel.series):
        if not series.points:
            continue
        known = [point for point in series.points if point.low is not None and point.high is not None]
        colour = series.colour or f"C{number % 10}"
        order = 4 if series.strong else 3
        axis.plot(
            [point.x for point in series.points],
            [point.y for point in series.points],
            color=colour,
            marker=_MARKERS[number % len(_MARKERS)] if series.marked else "",
            linestyle="-" if series.joined else "none",
            linewidth=2.2 if series.strong else 1.1,
            markersize=6 if series.strong else 4.5,
            label=series.label,
            zorder=order,
        )
        ends = [p.low for p in known], [p.high for p in known]
        axis.vlines([p.x for p in known], *ends, color=colour, alpha=0.55, linewidth=1.2, zorder=order)
        spreads = [(p.x, p.y - p.spread, p.y + p.spread) for p in series.points if p.spread is not None]
        if series.strong and len(spreads) > 1:
            axis.fill_between(*zip(*spreads, strict=True), color=colour, alpha=0.12, linewidth=0, zorder=1)
        for point in series.points:
            if point.label:
                axis.annotate(point.label, (point.x, point.y), textcoords="offset points", xytext=(4, 4), fontsize=7)
    if panel.mark_x is not None:
        axis.axvline(panel.mark_x, color="grey", linestyle=":", label=panel.mark_label or None)
    if panel.mark_y is not None:
        axis.axhline(panel.mark_y, color="grey", linestyle=":")
    if panel.log_x:
        axis.set_xscale("log")
    if panel.whole_x:
        values = sorted({round(point.x) for series in panel.series for point in series.points})
        axis.set_xticks(values)
        axis.set_xlim(values[0] - 0.5, values[-1] + 0.5)
    axis.set(title=panel.title, xlabel=panel.x_label, ylabel=panel.y_label)
    axis.grid(alpha=0.25)


def _import_matplotlib() -> tuple[Any, Any]:
    """Import matplotlib without its windows; it takes half a second, and reports without plots must do without."""
    try:
        import matplotlib  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("plots need matplotlib: pip install 'mubpp[lab]'") from error
    return matplotlib, Figure
