"""What an evolution of a prompt came to: its candidates, what each was tried on, the winner; and how that is said.

Knows nothing of the search.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.roles import Role
from lab.prompts.candidates import Candidate
from lab.prompts.metrics import Metric

Finding = Literal["better", "worse", "not distinguishable", "not compared", "nothing better found", "exhausted"]


class Trial(BaseModel):
    """One candidate on one picture."""

    model_config = ConfigDict(frozen=True)

    variant: str
    image: str
    value: float | None
    """None: the run failed."""
    run: str


class Outcome(BaseModel):
    """What an evolution came to."""

    model_config = ConfigDict(frozen=True)

    role: Role
    metric: Metric
    finding: Finding
    says: str
    seed: str
    """The variant that it began with, as a candidate."""
    winner: str | None
    winner_file: str = ""
    candidates: dict[str, Candidate] = {}
    invalid: dict[str, str] = {}
    """Candidates that are no prompt, and why; no run was spent on them."""
    trials: list[Trial] = []
    pareto: dict[str, list[str]] = {}
    """Picture to the candidates that were best on it."""
    means: dict[str, float] = {}
    """Candidate to its mean on all pictures of the search, where it was tried on all of them."""
    budget_calls: int
    calls: int
    exhausted: bool
    """Whether the search ended because the budget could hold no more runs."""
    holdout: list[str] = []


def say_evolution(outcome: Outcome) -> list[str]:
    """Say in plain lines what an evolution came to."""
    tried: dict[str, list[str]] = {}
    for trial in outcome.trials:
        value = "failed" if trial.value is None else f"{trial.value:.3f}"
        tried.setdefault(trial.variant, []).append(f"{trial.image} {value}")
    end = "; the search ended there: the budget could hold no more runs" if outcome.exhausted else ""
    lines = [f"{outcome.calls} of {outcome.budget_calls} model calls were made{end}"]
    for variant, trials in tried.items():
        mean = f", mean {outcome.metric} {outcome.means[variant]:.3f}" if variant in outcome.means else ""
        marks = " (the first)" if variant == outcome.seed else " (the winner)" if variant == outcome.winner else ""
        lines.append(f"{outcome.role}.{variant}{marks}: {'; '.join(trials)}{mean}")
    lines += [f"{outcome.role}.{variant}: not usable, {why}" for variant, why in outcome.invalid.items()]
    front = sorted({variant for variants in outcome.pareto.values() for variant in variants})
    lines.append(f"Pareto set (best on some picture): {', '.join(front) or 'empty'}")
    if outcome.winner:
        lines.append(f"the winner is in {outcome.winner_file}")
        lines.append(f"on {len(outcome.holdout)} pictures that it never saw: {outcome.says}")
    else:
        lines.append(outcome.says)
    return lines
