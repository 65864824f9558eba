"""Where runs are kept unless told otherwise; knows nothing of what is kept."""

from pathlib import Path
from typing import Final

RUNS: Final = Path("traces/runs")
