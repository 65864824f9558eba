"""`python -m traces html`: one self-contained file about a run, or a comparison of several."""

import argparse
from pathlib import Path

from traces.folder import find_run
from traces.reader import read_trace
from traces.report import write_report
from traces.story import tell


def run(options: argparse.Namespace) -> int:
    """Write the file and print where it is."""
    folders = [find_run(name, options.runs) for name in options.run or ["latest"]]
    name = f"{folders[0].id}.html" if len(folders) == 1 else "runs.html"
    out = options.out or Path(name)
    write_report([tell(read_trace(folder)) for folder in folders], out)
    print(out)
    return 0
