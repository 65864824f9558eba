"""Prints composed views: on a terminal, into a pipe, or as an SVG drawing; knows nothing of what they show."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TextIO

from rich.console import Console, RenderableType
from rich.terminal_theme import TerminalTheme

from traces.cleaning import clean_json
from traces.folder import write_whole
from traces.terminal import Look, Screen, look_at

Compose = Callable[[Look], Iterable[RenderableType]]
"""Composes a view for what a terminal can show."""

PIPE_COLUMNS: Final = 100
"""How wide a view is in a pipe or file, where nobody says."""
SVG_COLUMNS: Final = 100
SVG_ROWS: Final = 24
"""What the pictures in a drawing are fitted to; the drawing itself is as high as it must be."""

_WARM_COLOURS: Final = [(60, 64, 72), (232, 98, 92), (126, 200, 120), (222, 184, 92)]
_COOL_COLOURS: Final = [(104, 160, 232), (196, 134, 220), (96, 196, 204), (200, 204, 212)]
_SVG_THEME: Final = TerminalTheme((22, 24, 29), (214, 218, 226), [*_WARM_COLOURS, *_COOL_COLOURS])


def print_view(compose: Compose, *, stream: TextIO | None = None, columns: int | None = None) -> None:
    """Print a view; into a pipe it goes without colours and without blanks at line ends."""
    target = stream or sys.stdout
    if hasattr(target, "reconfigure"):
        target.reconfigure(errors="replace")
    console = Screen(file=target, highlight=False)
    if console.is_terminal:
        for part in compose(look_at(console)):
            console.print(part)
        return
    console = Screen(file=target, highlight=False, width=columns or PIPE_COLUMNS, color_system=None)
    for part in compose(look_at(console)):
        with console.capture() as capture:
            console.print(part)
        target.write("".join(line.rstrip() + "\n" for line in capture.get().split("\n")[:-1]))
    target.flush()


def print_json(value: Any) -> None:
    """Print plain values as indented JSON that a terminal can't obey."""
    write_utf8()
    print(clean_json(json.dumps(value, indent=2, ensure_ascii=False)))


def write_utf8() -> None:
    """Switch stdout to UTF-8: data are, whatever the terminal's language."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def draw_svg(compose: Compose, path: Path, *, title: str, columns: int = SVG_COLUMNS) -> None:
    """Draw a view as an SVG of a terminal, which loads nothing from elsewhere.

    Raises StorageError when the file can't be written.
    """
    console = Console(
        file=io.StringIO(),
        record=True,
        width=columns,
        height=SVG_ROWS,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        highlight=False,
        _environ={"TERM": "xterm-256color"},
    )
    look = Look(width=columns, height=SVG_ROWS, colour=True, blocks=True, unicode=True)
    for part in compose(look):
        console.print(part)
    svg = console.export_svg(title=title, theme=_SVG_THEME, unique_id="mubpp")
    # rich names a font on somebody's server; a drawing must not load anything.
    local = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace(
        "Fira Code, monospace", "'DejaVu Sans Mono', Menlo, Consolas, monospace"
    )
    write_whole(path, local.encode())
