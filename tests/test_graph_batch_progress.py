"""Progress on many pictures: its rate is that of the command itself, and the time left goes by it."""

import contextlib
import io
import os
import pty
import re
import sys
from types import SimpleNamespace

import pytest

from graph import batch_progress
from graph.batch_progress import Pace, say_time, show_progress


@pytest.fixture
def clock(monkeypatch):
    """Stand in for the clock of the lines."""
    now = SimpleNamespace(s=100.0)
    monkeypatch.setattr(batch_progress, "time", SimpleNamespace(monotonic=lambda: now.s))
    return now


@contextlib.contextmanager
def terminal_of(monkeypatch):
    """Put a terminal of 160 columns in the place of stderr; yields what reads all that was shown on it."""
    ours, theirs = pty.openpty()
    file = os.fdopen(theirs, "w", encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", file)  # here, and not in a fixture: pytest puts its own there for every test
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)

    def read():
        file.flush()
        os.set_blocking(ours, False)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 1 << 16)
            except (BlockingIOError, OSError):
                return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8"))

    yield read
    file.close()
    os.close(ours)


def test_what_is_passed_over_is_no_speed():
    pace = Pace(total=1010, began_s=0.0)
    for number in range(1000):
        pace.count(number * 0.01, passed=True)
    assert pace.left_s(10.0) is None
    assert str(pace) == "1000 passed over"
    pace.count(9.99 + 60, passed=False)
    assert pace.left_s(69.99) == pytest.approx(9 * 60)
    assert str(pace) == "1.0/min"
    pace.count(70.0, passed=True)
    assert pace.left_s(70.0) == pytest.approx(8 * 60, abs=0.1)
    assert pace.done == 1002


def test_the_time_left_goes_down_while_nothing_happens_and_never_below_nothing():
    pace = Pace(total=3, began_s=0.0)
    pace.count(20.0, passed=False)
    assert [pace.left_s(now) for now in (20.0, 30.0, 90.0)] == [40.0, 30.0, 0.0]
    pace.count(90.0, passed=False)
    pace.count(91.0, passed=False)
    assert pace.left_s(91.0) == 0.0


def test_without_a_total_there_is_a_rate_and_no_time_left():
    pace = Pace(total=None, began_s=0.0)
    pace.count(0.25, passed=False)
    assert (str(pace), pace.left_s(0.25)) == ("4.0/s", None)


@pytest.mark.parametrize(("each_s", "said"), [(0.5, "2.0/s"), (4, "15.0/min"), (240, "15.0/h")])
def test_rates_are_said_in_numbers_that_can_be_read(each_s, said):
    pace = Pace(total=9, began_s=0.0)
    pace.count(each_s, passed=False)
    assert str(pace) == said


def test_times_are_said_in_hours_minutes_and_seconds():
    assert [say_time(s) for s in (0, 0.2, 59.5, 3600, 100 * 3600)] == [
        "0:00:00",
        "0:00:01",
        "0:01:00",
        "1:00:00",
        "100:00:00",
    ]


def test_without_a_terminal_there_is_a_line_now_and_then(clock, capsys):
    with show_progress("pictures", total=4) as advance:
        for passed in (True, True, False, False):
            clock.s += 0.1 if passed else 30
            advance("so far", passed=passed)
    assert capsys.readouterr().err.splitlines() == [
        "pictures: 3 of 4, 2.0/min, 0:00:30 left  so far",
        "pictures: 4 of 4, 2.0/min, 0:00:00 left  so far",
    ]


def test_a_command_that_only_passes_over_says_no_rate(clock, capsys):
    with show_progress("pictures", total=2) as advance:
        advance("", passed=True)
        advance("2 done before", passed=True)
    assert capsys.readouterr().err == "pictures: 2 of 2, 2 passed over, 0:00:00 left  2 done before\n"


def test_a_terminal_shows_a_bar_with_rate_and_time_left_and_words_as_they_are(clock, monkeypatch):
    with terminal_of(monkeypatch) as shown:
        with show_progress("pictures", total=9) as advance:
            advance("done before", passed=True)
            clock.s += 30
            advance("a [red] barn [/]")
        last = shown().strip().split("\r")[-1]
    assert re.search(r"pictures .*2/9 2\.0/min .*0:03:30 left a \[red\] barn \[/\]", last), last


def test_nothing_is_shown_where_nothing_was_wanted(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with show_progress("pictures", total=2, quiet=True) as advance:
        advance("a", passed=True)
        advance("b")
    assert sys.stderr.getvalue() == ""
