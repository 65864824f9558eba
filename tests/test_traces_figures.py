import doctest

import pytest

from traces import arguments, calls, cleaning, figures, show_tables, speech, terminal, worddiff


@pytest.mark.parametrize("module", [arguments, calls, cleaning, figures, show_tables, speech, terminal, worddiff])
def test_examples_in_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0.0 s"), (59.94, "59.9 s"), (59.96, "1:00 min"), (3599.6, "1:00:00 h"), (-1, "0.0 s")]
)
def test_durations_never_show_sixty(seconds: float, text: str) -> None:
    assert figures.duration(seconds) == text


def test_a_sparkline_spans_its_values_but_never_blows_up_noise() -> None:
    assert figures.sparkline([0.0, 1.0], width=9) == "▁█"
    assert figures.sparkline([0.5, 0.501], width=9) == "▁▁"
    assert figures.sparkline([None, None], width=9) == "××"
    assert figures.sparkline([0.1, 0.2, 0.3], width=2) == "▁█"
    assert figures.sparkline([], width=9) == ""


@pytest.mark.parametrize(
    ("budget", "unit"),
    [
        ("30tokens", "tokens"),
        ("30 tokens", "tokens"),
        ("1,000 chars", "chars"),
        ("62.5ubpp", "µbpp"),
        (".5µbpp", "µbpp"),
    ],
)
def test_a_budget_names_its_unit(budget: str, unit: str) -> None:
    assert figures.budget_unit(budget) == unit
