"""Batches in processes of their own, which a test stops or kills while they play."""

import subprocess
import sys
import time
from pathlib import Path

from traces.folder import list_runs

TOP = Path(__file__).parent.parent


def start_batch(*words):
    """Start `graph.batch` in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "graph.batch", *map(str, words)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_a_round(runs, give_up_s=90):
    """Wait until some run has a round behind it and has not ended."""
    ends_s = time.monotonic() + give_up_s
    while time.monotonic() < ends_s:
        for run in list_runs(runs):
            if run.events.exists() and b'"decided"' in run.events.read_bytes() and not run.result_file.exists():
                return run
        time.sleep(0.02)
    raise AssertionError("no run was ever under way")
