"""Shows how far an experiment is: a live table on a terminal, a line a cell elsewhere; knows nothing of playing."""

import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from codec.errors import MubppError
from lab.prompts.cells import CellState, Lab
from lab.prompts.layout import Cell
from lab.prompts.play import spent_by
from traces.figures import duration

_REFRESH_HZ: Final = 4


class Progress:
    """Counts cells as they end; use as a context manager and hand it to `play_cells`."""

    def __init__(self, *, lab: Lab, total: int, before: int, quiet: bool = False) -> None:
        """`before` cells were done earlier and are in neither count."""
        self._lab = lab
        self._total = total
        self._before = before
        self._quiet = quiet
        self._began_s = time.monotonic()
        self._console = Console(stderr=True)
        self._live = Live(console=self._console, refresh_per_second=_REFRESH_HZ, transient=False)
        self.done = self.failed = self.calls = self.cached = 0
        self.cost_usd: float | None = 0.0

    def __enter__(self) -> Self:
        self._began_s = time.monotonic()
        if self._is_live:
            self._live.start()
            self._live.update(self.table())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_live:
            self._live.update(self.table())
            self._live.stop()

    def __call__(self, cell: Cell | None, state: CellState | None) -> None:
        """Take note of a cell that ended, or just of time that passes."""
        if cell is not None and state is not None:
            self._count(state)
            if not self._quiet and not self._is_live:
                said = "done" if state.status == "done" else f"failed: {state.error}"
                name = f"{cell.variant.label} · {cell.image} · repeat {cell.repeat}"
                line = f"{self.done + self.failed}/{self._total} {name}: {said} ({self._sums()})"
                self._console.print(line, soft_wrap=True, markup=False, highlight=False)
        if self._is_live:
            self._live.update(self.table())

    @property
    def left_s(self) -> float | None:
        """Estimated seconds to go; None: nothing has ended yet."""
        ended = self.done + self.failed
        if not ended:
            return None
        return (time.monotonic() - self._began_s) / ended * (self._total - ended)

    def table(self) -> Table:
        """Draw the counts."""
        table = Table(title=f"experiment in {self._lab.path}", title_justify="left")
        heads = ("done", "failed", "to go", "from before", "calls", "cached answers", "spent", "time left")
        for head in heads:
            table.add_column(head, justify="right")
        spent = "unknown" if self.cost_usd is None else f"{self.cost_usd:.4f} USD"
        left = "–" if self.left_s is None else duration(self.left_s)
        to_go = self._total - self.done - self.failed
        row = (self.done, self.failed, to_go, self._before, self.calls, self.cached, spent, left)
        table.add_row(*(str(value) for value in row))
        return table

    @property
    def _is_live(self) -> bool:
        return self._console.is_terminal and not self._quiet

    def _count(self, state: CellState) -> None:
        self.done += state.status == "done"
        self.failed += state.status == "failed"
        try:
            spent = spent_by(self._lab.folder_of(state))
        except MubppError:
            return
        self.calls += spent.calls
        self.cached += spent.cached
        self.cost_usd = None if self.cost_usd is None or spent.cost_usd is None else self.cost_usd + spent.cost_usd

    def _sums(self) -> str:
        spent = "unknown" if self.cost_usd is None else f"{self.cost_usd:.4f} USD"
        left = "" if self.left_s is None else f", about {duration(self.left_s)} left"
        return f"{self.calls} calls, {self.cached} cached, {spent} spent{left}"
