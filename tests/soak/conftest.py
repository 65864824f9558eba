"""What the long tests share: one seed, and a tally of what was tried and how often, printed at the end.

`python -m pytest tests/soak --soak` runs them all; without `--soak` they are skipped.
"""

from collections.abc import Callable

import pytest

Tally = Callable[..., None]
_FIGURES = pytest.StashKey[dict[str, dict[str, object]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = {}


@pytest.fixture
def soak_seed(pytestconfig: pytest.Config) -> int:
    """The integer that every random choice of a long test derives from."""
    return int(pytestconfig.getoption("--soak-seed"))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Note figures of this test, as `tally(kills=200, resumed=200)`; later values replace earlier ones."""
    figures: dict[str, object] = {}
    request.config.stash[_FIGURES][request.node.nodeid] = figures
    return lambda **values: figures.update(values)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    tallies = {name: figures for name, figures in config.stash[_FIGURES].items() if figures}
    if not tallies:
        return
    terminalreporter.section(f"tried, with --soak-seed {config.getoption('--soak-seed')}")
    for name, figures in tallies.items():
        terminalreporter.line(f"{name}: " + ", ".join(f"{key}={value}" for key, value in figures.items()))
