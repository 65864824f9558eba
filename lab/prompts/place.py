"""Where experiments are kept unless told otherwise; knows nothing of what is kept."""

from pathlib import Path
from typing import Final

EXPERIMENTS: Final = Path("experiments")
