"""The search for a better prompt: GEPA (Agrawal et al. 2025, arXiv 2507.19457), as the library `gepa` does it.

The one module that knows gepa. Knows nothing of runs and of calls: it is handed what evaluates and what reflects.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from codec.errors import UsageError
from lab.prompts.candidates import Candidate

MINIBATCH: Final = 3
"""On so many pictures a new candidate is tried before it is tried on all."""

Evaluate = Callable[[Candidate, Sequence[Path]], list[tuple[float, dict[str, Any]]]]
"""A candidate and pictures to a value from 0 to 1 and the material for reflection, picture by picture."""


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a search works with."""

    evaluate: Evaluate
    reflect: Callable[[Any], str]
    """A request in words to the new part, within ``` marks."""
    templates: Mapping[str, str]
    """Part of a prompt to how reflection on it is asked for."""
    is_over: Callable[[], bool]
    """Whether to stop before the next step."""


def load_gepa() -> Any:
    """Import the library; raises UsageError where it is not installed."""
    try:
        return importlib.import_module("gepa")
    except ImportError as error:
        raise UsageError("evolving needs the library gepa: pip install 'mubpp[evolve]'") from error


def search(
    origin: Candidate, images: Sequence[Path], *, tools: Tools, most_evaluations: int, seed: int
) -> list[list[Candidate]]:
    """Search from a first prompt; return, picture by picture, the candidates that were best on it (the Pareto set).

    Raises UsageError where gepa is not installed, and whatever evaluating and reflecting raise.
    """
    result: Any = load_gepa().optimize(
        seed_candidate=dict(origin),
        trainset=list(images),
        valset=list(images),
        adapter=_Adapter(tools.evaluate),
        reflection_lm=tools.reflect,
        reflection_prompt_template=dict(tools.templates),
        reflection_minibatch_size=min(MINIBATCH, len(images)),
        max_metric_calls=most_evaluations,
        stop_callbacks=[lambda _state: tools.is_over()],
        logger=_Silent(),
        seed=seed,
        raise_on_exception=True,
    )
    fronts = result.per_val_instance_best_candidates
    return [[result.candidates[index] for index in fronts[at]] for at in range(len(images))]


class _Silent:
    """Drops gepa's log: the outcome says what matters."""

    def log(self, message: str) -> None:
        """Say nothing."""


class _Adapter:
    """What gepa asks of the system that it improves (`gepa.core.adapter.GEPAAdapter`)."""

    propose_new_texts = None

    def __init__(self, evaluate: Evaluate) -> None:
        self._evaluate = evaluate

    def evaluate(self, batch: list[Path], candidate: Candidate, capture_traces: bool = False) -> Any:
        """Play a candidate on pictures."""
        found = self._evaluate(candidate, batch)
        told = [one for _, one in found]
        return load_gepa().EvaluationBatch(
            outputs=told, scores=[value for value, _ in found], trajectories=told if capture_traces else None
        )

    def make_reflective_dataset(
        self, candidate: Candidate, eval_batch: Any, components_to_update: list[str]
    ) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Hand the runs' stories on."""
        del candidate
        return {part: list(eval_batch.trajectories or []) for part in components_to_update}
