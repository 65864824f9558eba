"""`python -m traces export`: runs in a form that other programs read."""

import argparse
import sys

from traces.cleaning import clean_block
from traces.export import export_runs
from traces.folder import find_run, write_whole
from traces.print_view import write_utf8
from traces.reader import read_trace
from traces.story import tell


def run(options: argparse.Namespace) -> int:
    """Write the export to a file, or to stdout."""
    folders = [find_run(name, options.runs) for name in options.run or ["latest"]]
    lines = export_runs([tell(read_trace(folder)) for folder in folders], options.format)
    if options.out is None:
        write_utf8()
        for line in lines:
            print(clean_block(line) if sys.stdout.isatty() else line)
    else:
        write_whole(options.out, "".join(line + "\n" for line in lines).encode())
        print(options.out)
    return 0
