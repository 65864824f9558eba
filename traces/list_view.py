"""The list of runs as a table, as a family tree, or as JSON; knows nothing of how runs are read."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from traces import figures
from traces.listing import RunRow
from traces.terminal import Look

_STATUS_STYLES = {
    "running": "cyan",
    "failed": "red",
    "interrupted": "yellow",
    "killed": "yellow",
    "damaged": "bold red",
}


def view_list(rows: Sequence[RunRow], *, now: datetime, look: Look) -> RenderableType:
    """Tabulate runs; narrow terminals lose the columns that the run's id or the others imply."""
    wide = look.width >= 110
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("run", no_wrap=True, overflow="fold")
    if wide:
        table.add_column("image", no_wrap=True, max_width=24, overflow="ellipsis")
        table.add_column("team", no_wrap=True, max_width=24, overflow="ellipsis")
    table.add_column("cost", no_wrap=True)
    table.add_column("rounds" if wide else "rds", justify="right", no_wrap=True)
    table.add_column("stopped by", no_wrap=True, overflow="ellipsis")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("bits", justify="right", no_wrap=True)
    paid = any(row.spend_usd != 0 and row.calls for row in rows)
    if paid:
        table.add_column("usd", justify="right", no_wrap=True)
    table.add_column("age", justify="right", no_wrap=True)
    for row in rows:
        cells = [Text(row.id)]
        if wide:
            cells += [Text(row.image), Text(row.team)]
        cells += [Text(_say_cost(row)), Text(str(row.rounds)), _say_stop(row)]
        cells += [Text(figures.score(row.score)), Text("–" if row.file_bits is None else f"{row.file_bits:,}")]
        if paid:
            cells.append(Text(figures.money(row.spend_usd)))
        age_s = row.age_s(now)
        cells.append(Text("–" if age_s is None else figures.age(age_s)))
        table.add_row(*(_spell(cell, look) for cell in cells))
    return table


def view_tree(rows: Sequence[RunRow], *, look: Look) -> RenderableType:
    """Draw who was forked from whom, oldest first; a child whose parent is not listed stands by itself."""
    ids = {row.id for row in rows}
    root = Tree("runs", hide_root=True, guide_style="dim")
    branches: dict[str, Tree] = {}
    for row in sorted(rows, key=lambda row: row.id):
        parent, _, number = (row.parent or "").partition("@")
        known = parent in ids and parent in branches
        label = Text.assemble(row.id, f"  {_say_cost(row)}  score {figures.score(row.score)}  ", _say_stop(row))
        if row.parent:
            forked = f"round {number} of " if number else ""
            label.append(f"  from {forked}{'its parent' if known else parent}", style="dim")
        branches[row.id] = (branches[parent] if known else root).add(_spell(label, look))
    return root


def _say_cost(row: RunRow) -> str:
    if row.cost is None:
        return row.budget
    unit = figures.budget_unit(row.budget)
    limit = "" if row.limit is None else f"/{figures.plain_number(row.limit)}"
    return f"{figures.plain_number(row.cost)}{limit} {unit}"


def _say_stop(row: RunRow) -> Text:
    if row.status == "finished":
        return Text(row.stop or "")
    text = row.status if not row.problem else f"{row.status}: {row.problem}"
    return Text(text, style=_STATUS_STYLES[row.status])


def _spell(text: Text, look: Look) -> Text:
    return text if look.unicode else Text(look.spell(text.plain), style=text.style)
