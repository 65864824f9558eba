"""How the lab's tables look in a terminal; knows nothing of what stands in them."""

import sys

from rich.console import Console, RenderableType

from lab.statistics import Interval

_FILE_WIDTH = 160


def show_table(table: RenderableType) -> None:
    """Print a table to stdout, as wide as the terminal, or 160 columns into a file."""
    Console(width=None if sys.stdout.isatty() else _FILE_WIDTH, file=sys.stdout).print(table)


def format_interval(interval: Interval, *, digits: int = 3) -> str:
    """Write a mean with its interval, such as "0.512 [0.480, 0.541]"; without an interval the mean alone."""
    mean = f"{interval.mean:.{digits}f}"
    if interval.low is None or interval.high is None:
        return mean
    return f"{mean} [{interval.low:.{digits}f}, {interval.high:.{digits}f}]"
