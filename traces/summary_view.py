"""The end of a run on a terminal: the summary, and the result beside the original; knows nothing of live displays."""

from pathlib import Path
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from traces.dialogue import Picture
from traces.events import Failed, Finished
from traces.folder import RunFolder
from traces.round_view import show_picture
from traces.summary import sum_up
from traces.terminal import Look

_STYLES: Final = {"description": "bold", "ended": "bold red", "doubted": "bold yellow"}


def view_summary(
    event: Finished | Failed, *, folder: RunFolder, original: Picture | None, look: Look, out: Path | None = None
) -> RenderableType:
    """Compose the summary; a result is shown beside the original."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for fact in sum_up(event, folder=folder, out=out):
        style = _STYLES.get(fact.name, "")
        grid.add_row(fact.name, Text(look.spell(fact.value), style=style))
    if isinstance(event, Failed) or original is None or event.picture is None or not look.blocks:
        return grid
    return Group(_pair_pictures(original, event.picture, folder=folder, look=look), grid)


def _pair_pictures(original: Picture, result: Picture, *, folder: RunFolder, look: Look) -> Table:
    columns = min((look.width - 2) // 2, 48)
    rows = min(max(look.height // 2, 6), 20)
    pair = Table.grid(padding=(0, 2, 0, 0))
    pair.add_column(width=columns)
    pair.add_column(width=columns)
    pair.add_row(Text("original", style="dim"), Text("redrawn from the description", style="dim"))
    pair.add_row(
        *(show_picture(each, folder=folder, columns=columns, rows=rows, look=look) for each in (original, result))
    )
    return pair
