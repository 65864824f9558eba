"""What the long tests share: one seed, and a tally of what was tried and how often, printed at the end.

`python -m pytest tests/soak --soak` runs them all; without `--soak` they are skipped. `--soak-share 0.25` does a
quarter of their repetitions, but every kill.
"""

from collections.abc import Callable

import pytest

Tally = Callable[..., None]
Often = Callable[[int], int]
_FIGURES = pytest.StashKey[dict[str, dict[str, object]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = {}


@pytest.fixture
def soak_seed(pytestconfig: pytest.Config) -> int:
    """The integer that every random choice of a long test derives from."""
    return int(pytestconfig.getoption("--soak-seed"))


@pytest.fixture
def often(pytestconfig: pytest.Config) -> Often:
    """Say how often to do what is done so often in a whole run: the share that `--soak-share` asks for."""
    share = float(pytestconfig.getoption("--soak-share"))
    return lambda count: max(1, round(count * share))


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
    chosen = [f"{name} {config.getoption(name)}" for name in ("--soak-seed", "--soak-share")]
    terminalreporter.section(f"tried, with {' '.join(chosen)}")
    for name, figures in tallies.items():
        terminalreporter.line(f"{name}: " + ", ".join(f"{key}={value}" for key, value in figures.items()))
