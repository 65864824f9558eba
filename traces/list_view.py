"""The list of runs as a table, as a family tree, or as JSON; knows nothing of how runs are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
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
    paid = any(row.spend_usd != 0 and row.calls for row in rows)
    columns = [
        _Column("run", [row.id for row in rows]),
        _Column("image", [row.image for row in rows], wanted=wide, most=24),
        _Column("team", [row.team for row in rows], wanted=wide, most=24),
        _Column("cost", [_say_cost(row) for row in rows]),
        _Column("rounds" if wide else "rds", [str(row.rounds) for row in rows], right=True),
        _Column("stopped by", [_say_stop(row, wide=wide).plain for row in rows], gives_way=True),
        _Column("score", [figures.score(row.score) for row in rows], right=True),
        _Column("bits", ["–" if row.file_bits is None else f"{row.file_bits:,}" for row in rows], right=True),
        _Column("usd", [figures.money(row.spend_usd) for row in rows], wanted=paid, right=True),
        _Column("age", [_say_age(row, now) for row in rows], right=True),
    ]
    styles = [_STATUS_STYLES.get(row.status, "") for row in rows]
    return _Lines([column for column in columns if column.wanted], styles, look=look)


def view_tree(rows: Sequence[RunRow], *, look: Look) -> RenderableType:
    """Draw who was forked from whom, oldest first; a child whose parent is not listed stands by itself."""
    ids = {row.id for row in rows}
    root = Tree("runs", hide_root=True, guide_style="dim")
    branches: dict[str, Tree] = {}
    for row in sorted(rows, key=lambda row: row.id):
        parent, _, number = (row.parent or "").partition("@")
        known = parent in ids and parent in branches
        facts = f"  {_say_cost(row)}  score {figures.score(row.score)}  "
        label = Text.assemble(row.id, facts, _say_stop(row, wide=True))
        if row.parent:
            forked = f"round {number} of " if number else ""
            label.append(f"  from {forked}{'its parent' if known else parent}", style="dim")
        branches[row.id] = (branches[parent] if known else root).add(_spell(label, look))
    return root


@dataclass(frozen=True)
class _Column:
    """One column of the list."""

    name: str
    cells: list[str]
    wanted: bool = True
    right: bool = False
    most: int | None = None
    """Its greatest width."""
    gives_way: bool = False
    """Whether it is cut when the terminal is too narrow; its cells have the row's style."""


class _Lines:
    """Aligned lines, cut to the terminal's width: a table of rich's takes a second for a thousand rows."""

    def __init__(self, columns: list[_Column], styles: list[str], *, look: Look) -> None:
        self._columns = columns
        self._styles = styles
        self._look = look

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines as segments."""
        widths = self._fit(options.max_width)
        dim = console.get_style("dim")
        yield from self._line([column.name for column in self._columns], widths, [dim] * len(widths))
        known = {style: console.get_style(style) if style else None for style in set(self._styles)}
        for index, style in enumerate(self._styles):
            styles = [known[style] if column.gives_way else None for column in self._columns]
            yield from self._line([column.cells[index] for column in self._columns], widths, styles)

    def _fit(self, width: int) -> list[int]:
        widths = [max(cell_len(cell) for cell in [column.name, *column.cells]) for column in self._columns]
        widths = [min(wide, column.most or wide) for wide, column in zip(widths, self._columns, strict=True)]
        excess = sum(widths) + 2 * (len(widths) - 1) - width
        return [
            max(wide - excess, 6) if column.gives_way and excess > 0 else wide
            for wide, column in zip(widths, self._columns, strict=True)
        ]

    def _line(self, cells: list[str], widths: list[int], styles: Sequence[Style | None]) -> RenderResult:
        for column, cell, width, style in zip(self._columns, cells, widths, styles, strict=True):
            text = self._look.spell(cell)
            if cell_len(text) > width:
                text = set_cell_size(text, width - 1) + ("…" if self._look.unicode else ".")
            blanks = " " * (width - cell_len(text))
            last = column is self._columns[-1]
            yield Segment(blanks + text if column.right else text + blanks, style)
            yield Segment("\n" if last else "  ")


def _say_age(row: RunRow, now: datetime) -> str:
    age_s = row.age_s(now)
    return "–" if age_s is None else figures.age(age_s)


def _say_cost(row: RunRow) -> str:
    if row.cost is None:
        return row.budget
    unit = figures.budget_unit(row.budget)
    limit = "" if row.limit is None else f"/{figures.plain_number(row.limit)}"
    return f"{figures.plain_number(row.cost)}{limit} {unit}"


def _say_stop(row: RunRow, *, wide: bool) -> Text:
    if row.status == "finished":
        return Text(row.stop or "")
    text = row.status if not row.problem or not wide else f"{row.status}: {row.problem}"
    return Text(text, style=_STATUS_STYLES[row.status])


def _spell(text: Text, look: Look) -> Text:
    return text if look.unicode else Text(look.spell(text.plain), style=text.style)
