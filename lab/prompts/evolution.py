"""Lets a prompt evolve by reflection on recorded runs (GEPA), and tests the winner on pictures that it never saw.

The search itself is in `lab.prompts.search`; what a candidate's runs come to and the last comparison are here. Knows
nothing of options and terminals.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Final, Literal

from agents.roles import Role
from codec.errors import FormatError, RunStateError, UsageError
from lab.prompts.call_budget import SPARE_CALLS, CallBudget, bound_run_calls, limit_calls
from lab.prompts.candidates import Candidate, Family, reflection_template, tell_run
from lab.prompts.cells import Lab
from lab.prompts.compare import compare
from lab.prompts.experiment import OWN_PROMPT, Experiment, split_images
from lab.prompts.layout import Layout, lay_out
from lab.prompts.measures import Result, read_results
from lab.prompts.metrics import Metric
from lab.prompts.outcome import Finding, Outcome, Trial
from lab.prompts.play import play_cells
from lab.prompts.reflection import open_reflection
from lab.prompts.search import MINIBATCH, Tools, load_gepa, search
from prompts.loader import load_prompt
from traces.folder import write_whole
from traces.reader import read_trace

_LEAST_HOLDOUT: Final = 6
"""With fewer pairs no sign-flip test can reach 0.05."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an evolution is asked to do."""

    role: Role
    origin: str
    """The variant to begin with."""
    budget_calls: int
    holdout: tuple[str, ...] = ()
    metric: Literal["score", "fidelity"] | None = None
    seed: int = 0
    jobs: int = 2


class Evolution:
    """One evolution in one experiment's folder; the same call goes on where it was."""

    def __init__(
        self, experiment: Experiment, settings: Settings, *, lab: Lab, home: Path, notify: Callable[[str], None]
    ) -> None:
        """Split the pictures and reckon what the budget must hold; `notify` is told of every step.

        Raises UsageError for a role that asks no model, for too few pictures and for too small a budget.
        """
        self._settings, self._lab, self._notify = settings, lab, notify
        self._metric: Metric = settings.metric or ("fidelity" if settings.role == "critic" else "score")
        if settings.role == "critic" and self._metric == "score":
            raise UsageError("a critic must not evolve towards its own score; leave --metric fidelity")
        self._images, self._unseen = split_images(experiment, holdout=settings.holdout, seed=settings.seed, home=home)
        folder = home / experiment.prompt_folder if experiment.prompt_folder else None
        origin = "" if settings.origin == OWN_PROMPT else settings.origin
        name = f"{settings.role}.{origin}" if origin else settings.role
        self._family = Family(ancestor=load_prompt(name, folder=folder), folder=lab.path.absolute() / "candidates")
        self._base, self._stop = experiment, experiment.stop
        self._trials: dict[tuple[str, str], Trial] = {}
        self._invalid: dict[str, str] = {}
        layout = self._lay_out([self._family.write(self._family.seed)], self._images)
        if settings.role not in layout.casts["baseline"].models:
            raise UsageError(
                f"no model plays the {settings.role} here, so its prompt is never read; see --team, --player"
            )
        self._access = layout.access
        self._worst = bound_run_calls(
            layout.casts["baseline"], changes=layout.cells[0].options.changes, stop=experiment.stop
        )
        self._stop = limit_calls(experiment.stop, self._worst)
        self._budget = CallBudget(total_calls=settings.budget_calls, kept_calls=2 * len(self._unseen) * self._worst)
        self._check_budget()

    def _check_budget(self) -> None:
        tries = len(self._images) + min(MINIBATCH, len(self._images))
        least = tries * self._worst + SPARE_CALLS + self._budget.kept_calls
        if self._budget.total_calls < least:
            raise UsageError(
                f"--budget-calls {self._budget.total_calls} is too little for one candidate: at least "
                f"{least} ({self._worst} a run at most, {len(self._images)} pictures to search on, "
                f"{len(self._unseen)} kept for the last test)"
            )

    def foretell(self) -> str:
        """Say what is to come."""
        few = len(self._unseen) < _LEAST_HOLDOUT
        hint = f"; fewer than {_LEAST_HOLDOUT} unseen pictures can't show a difference" if few else ""
        return (
            f"at most {self._settings.budget_calls} model calls: {len(self._images)} pictures to search on, "
            f"{len(self._unseen)} never seen until the last test{hint}; "
            f"{self._budget.kept_calls} calls are kept for that"
        )

    def run(self) -> Outcome:
        """Search, then test the winner; raises RunStateError where every run of the first prompt failed."""
        load_gepa()  # before anything is paid for
        seed = self._family.seed
        first = self._evaluate(seed, self._images)
        if all(one.value is None for one in first):
            why = next((self._error_of(one) for one in first), "")
            raise RunStateError(f"every run of the first prompt failed, so nothing could evolve: {why}")
        pareto = self._search(seed)
        outcome = self._conclude(self._family.name(seed), pareto)
        write_whole(self._lab.path / "evolution.json", outcome.model_dump_json(indent=1).encode())
        return outcome

    def _search(self, origin: Candidate) -> dict[str, list[str]]:
        """Search within the budget; return the Pareto set by picture, of candidates that were tried on all."""
        role, folder = self._settings.role, self._lab.path / "reflection"
        with open_reflection(folder, access=self._access, role=role, budget=self._budget) as reflect:
            tools = Tools(
                evaluate=self._tell,
                reflect=reflect,
                templates={part: reflection_template(role, part) for part in origin},
                is_over=lambda: self._budget.exhausted,
            )
            fronts = search(
                origin,
                self._images,
                tools=tools,
                most_evaluations=self._settings.budget_calls,
                seed=self._settings.seed,
            )
        complete = self._complete()
        return {
            self._label(image): sorted({self._family.name(candidate) for candidate in front} & complete)
            for image, front in zip(self._images, fronts, strict=True)
        }

    def _tell(self, candidate: Candidate, images: Sequence[Path]) -> list[tuple[float, dict[str, Any]]]:
        """Return a value from 0 to 1 and the material for reflection, picture by picture; a failure is worth 0."""
        try:
            variant = self._family.write(candidate)
        except FormatError as error:
            self._invalid[self._family.name(candidate)] = str(error)
            return [(0.0, {"Feedback": f"the prompt can't be used: {error}"}) for _ in images]
        trials = self._evaluate(candidate, images)
        told = {result.cell.image: result for result in self._results(variant, images)}
        found = []
        for image, trial in zip(images, trials, strict=True):
            result = told[self._label(image)]
            has_trace = result.state is not None and bool(result.state.run)
            trace = read_trace(self._lab.folder_of(result.state)) if has_trace and result.state else None
            found.append((trial.value or 0.0, tell_run(result, trace, metric=self._metric)))
        return found

    def _evaluate(self, candidate: Candidate, images: Sequence[Path]) -> list[Trial]:
        """Play a candidate on some pictures, unless the budget can't hold that any more."""
        variant = self._family.write(candidate)
        fresh = [image for image in images if (variant, self._label(image)) not in self._trials]
        if fresh and not self._budget.admit(len(fresh) * self._worst):
            return [self._trials.get((variant, self._label(i))) or self._blank(variant, i) for i in images]
        if fresh:
            layout = self._lay_out([variant], fresh)
            play_cells(layout.cells, self._lab, jobs=self._settings.jobs, report=lambda _cell, _state: None)
            for result in self._read(layout):
                self._trials[variant, result.cell.image] = self._count(variant, result)
            values = [self._trials[variant, self._label(image)].value for image in fresh]
            said = ", ".join("failed" if value is None else f"{value:.3f}" for value in values)
            self._notify(f"{variant}: {self._metric} {said} ({self._budget.calls} of {self._budget.total_calls} calls)")
        return [self._trials[variant, self._label(image)] for image in images]

    def _count(self, variant: str, result: Result) -> Trial:
        run = result.state.run if result.state else ""
        if result.state is not None and run:
            record = self._lab.folder_of(result.state)
            finished = read_trace(record).finished
            self._budget.run_calls[result.cell.key] = finished.calls if finished else self._worst
        return Trial(variant=variant, image=result.cell.image, value=result.values.get(self._metric), run=run)

    def _blank(self, variant: str, image: Path) -> Trial:
        return Trial(variant=variant, image=self._label(image), value=None, run="")

    def _conclude(self, seed: str, pareto: Mapping[str, list[str]]) -> Outcome:
        """Choose the winner and test it on unseen pictures."""
        complete = self._complete()
        tried = dict.fromkeys(trial.variant for trial in self._trials.values())  # of equals, the first tried wins
        means = {variant: self._mean(variant) for variant in tried if variant in complete}
        winner = max(means, key=lambda variant: means[variant], default=None)
        if winner is None or (len(tried) < 2 and self._budget.exhausted):
            says = "the budget ran out before any other prompt could be tried; nothing was found"
            return self._outcome("exhausted", says, seed, winner=None, pareto=pareto, means=means)
        if winner == seed:
            says = f"no prompt came out better than the first within {self._budget.calls} calls"
            return self._outcome("nothing better found", says, seed, winner=None, pareto=pareto, means=means)
        self._notify(f"{winner} against the first on {len(self._unseen)} unseen pictures")
        layout = self._lay_out([seed, winner], self._unseen)
        self._lab.write_plan(layout.plan)
        play_cells(layout.cells, self._lab, jobs=self._settings.jobs, report=lambda _cell, _state: None)
        results = self._read(layout)
        for result in results:
            self._count(result.cell.variant, result)
        comparison = compare(layout.plan, results, metric=self._metric)[0]
        return self._outcome(comparison.finding, comparison.sentence, seed, winner=winner, pareto=pareto, means=means)

    def _outcome(
        self,
        finding: Finding,
        says: str,
        seed: str,
        *,
        winner: str | None,
        pareto: Mapping[str, list[str]],
        means: Mapping[str, float],
    ) -> Outcome:
        role = self._settings.role
        tried = dict.fromkeys(trial.variant for trial in self._trials.values())
        parts = {variant: load_prompt(f"{role}.{variant}", folder=self._family.folder).parts for variant in tried}
        return Outcome(
            role=role,
            metric=self._metric,
            finding=finding,
            says=says,
            seed=seed,
            winner=winner,
            winner_file=str(self._family.folder / f"{role}.{winner}.md") if winner else "",
            candidates={variant: dict(words) for variant, words in parts.items()},
            invalid=self._invalid,
            trials=list(self._trials.values()),
            pareto=dict(pareto),
            means=dict(means),
            budget_calls=self._settings.budget_calls,
            calls=self._budget.calls,
            exhausted=self._budget.exhausted,
            holdout=[self._label(image) for image in self._unseen],
        )

    def _complete(self) -> set[str]:
        """Name the candidates that have a value on every picture of the search."""
        labels = [self._label(image) for image in self._images]
        variants = {trial.variant for trial in self._trials.values()}
        return {v for v in variants if all((t := self._trials.get((v, i))) and t.value is not None for i in labels)}

    def _mean(self, variant: str) -> float:
        return fmean(t.value for t in self._trials.values() if t.variant == variant and t.value is not None)

    def _lay_out(self, variants: Sequence[str], images: Sequence[Path]) -> Layout:
        """Lay out some candidates on some pictures; every run has a limit of calls that it can't pass."""
        experiment = self._base.model_copy(
            update={
                "images": [str(image.absolute()) for image in images],
                "prompts": {**self._base.prompts, self._settings.role: list(variants)},
                "prompt_folder": str(self._family.folder),
                "stop": self._stop,
                "baseline": {},
            }
        )
        return lay_out(experiment, lab=self._lab, home=Path())

    def _results(self, variant: str, images: Sequence[Path]) -> list[Result]:
        return self._read(self._lay_out([variant], images))

    def _read(self, layout: Layout) -> list[Result]:
        return read_results(self._lab, layout.plan, prices=layout.access.wire.prices)

    def _label(self, image: Path) -> str:
        return image.name

    def _error_of(self, trial: Trial) -> str:
        found = self._results(trial.variant, [i for i in self._images if self._label(i) == trial.image])
        return found[0].state.error if found and found[0].state else ""
