"""Lets a prompt evolve by reflection on recorded runs (GEPA), and tests the winner on pictures that it never saw.

GEPA (Agrawal et al. 2025, arXiv 2507.19457) is the library `gepa`; the runs, the reflecting model's calls and the last
comparison are ours. Knows nothing of options and terminals.
"""

import contextlib
import importlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import Any, Final, Literal

from agents.openai.chat import Chat
from agents.openai.replies import Reply
from agents.protocols import Turn
from agents.roles import Role
from agents.wire.limits import Limits
from agents.wire.transport import open_wire
from codec.errors import FormatError, RunStateError, UsageError
from graph.policies import Calls
from graph.stopping import bound_rounds, parse_policies
from lab.prompts.candidates import Candidate, Family, reflection_template, tell_run
from lab.prompts.cells import Lab
from lab.prompts.compare import Comparison, compare
from lab.prompts.experiment import OWN_PROMPT, Experiment, find_images
from lab.prompts.layout import Layout, lay_out
from lab.prompts.measures import Result, read_results
from lab.prompts.metrics import Metric
from lab.prompts.outcome import Finding, Outcome, Trial
from lab.prompts.play import play_cells
from prompts.loader import load_prompt
from traces.folder import make_folder, write_whole
from traces.reader import read_trace

_ROUNDS: Final = 6
_MINIBATCH: Final = 3
_SPARE_CALLS: Final = 10
"""Kept back for a reflection that has to be asked again."""
_LEAST_HOLDOUT: Final = 6
"""With fewer pairs no sign-flip test can reach 0.05."""


class ReflectionReply(Reply):
    """A part of a prompt, written anew."""

    text: str


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


@dataclass(kw_only=True)
class _Ledger:
    """Counts the calls that an evolution has made; runs that were on record already count as well."""

    budget: int
    seen: dict[str, int] = field(default_factory=dict)
    reflections: int = 0

    @property
    def calls(self) -> int:
        return sum(self.seen.values()) + self.reflections


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
        self._images, self._unseen = _split(experiment, settings, home)
        folder = home / experiment.prompt_folder if experiment.prompt_folder else None
        origin = "" if settings.origin == OWN_PROMPT else settings.origin
        name = f"{settings.role}.{origin}" if origin else settings.role
        self._family = Family(ancestor=load_prompt(name, folder=folder), folder=lab.path.absolute() / "candidates")
        self._base = experiment
        self._ledger = _Ledger(budget=settings.budget_calls)
        self._trials: dict[tuple[str, str], Trial] = {}
        self._invalid: dict[str, str] = {}
        self._exhausted = False
        layout = self._lay_out([self._family.write(self._family.seed)], self._images)
        if settings.role not in layout.casts["baseline"].models:
            raise UsageError(
                f"no model plays the {settings.role} here, so its prompt is never read; see --team, --player"
            )
        self._access = layout.access
        self._worst = self._worst_calls(layout)
        self._reserve = 2 * len(self._unseen) * self._worst
        least = len(self._images) * self._worst + _SPARE_CALLS + min(_MINIBATCH, len(self._images)) * self._worst
        if settings.budget_calls < least + self._reserve:
            raise UsageError(
                f"--budget-calls {settings.budget_calls} is too little for one candidate: at least "
                f"{least + self._reserve} ({self._worst} a run at most, {len(self._images)} pictures to search on, "
                f"{len(self._unseen)} kept for the last test)"
            )

    def foretell(self) -> str:
        """Say what is to come."""
        few = len(self._unseen) < _LEAST_HOLDOUT
        hint = f"; fewer than {_LEAST_HOLDOUT} unseen pictures can't show a difference" if few else ""
        return (
            f"at most {self._settings.budget_calls} model calls: {len(self._images)} pictures to search on, "
            f"{len(self._unseen)} never seen until the last test{hint}; {self._reserve} calls are kept for that"
        )

    def run(self) -> Outcome:
        """Search, then test the winner; raises RunStateError where every run of the first prompt failed."""
        _load_gepa()  # before anything is paid for
        seed = self._family.seed
        first = self._evaluate(seed, self._images)
        if all(one.value is None for one in first):
            why = next((self._error_of(one) for one in first), "")
            raise RunStateError(f"every run of the first prompt failed, so nothing could evolve: {why}")
        pareto = self._search(seed)
        outcome = self._conclude(self._family.name(seed), pareto)
        write_whole(self._lab.path / "evolution.json", outcome.model_dump_json(indent=1).encode())
        return outcome

    def _search(self, seed: Candidate) -> dict[str, list[str]]:
        """Hand the search to gepa; return the Pareto set by picture."""
        with self._reflecting() as reflect:
            result: Any = _load_gepa().optimize(
                seed_candidate=dict(seed),
                trainset=list(self._images),
                valset=list(self._images),
                adapter=_Adapter(self),
                reflection_lm=reflect,
                reflection_prompt_template={part: reflection_template(self._settings.role, part) for part in seed},
                reflection_minibatch_size=min(_MINIBATCH, len(self._images)),
                max_metric_calls=self._settings.budget_calls,
                stop_callbacks=[lambda _state: self._exhausted],
                logger=_Silent(),
                seed=self._settings.seed,
                raise_on_exception=True,
            )
        names = [self._family.name(candidate) for candidate in result.candidates]
        fronts = result.per_val_instance_best_candidates
        return {
            self._label(image): sorted({names[index] for index in fronts[at]} & self._complete())
            for at, image in enumerate(self._images)
        }

    def evaluate(self, candidate: Candidate, images: Sequence[Path]) -> list[tuple[float, dict[str, Any]]]:
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
        if fresh and not self._affords(len(fresh) * self._worst):
            self._exhausted = True
            return [self._trials.get((variant, self._label(i))) or self._blank(variant, i) for i in images]
        if fresh:
            layout = self._lay_out([variant], fresh)
            play_cells(layout.cells, self._lab, jobs=self._settings.jobs, report=lambda _cell, _state: None)
            for result in self._read(layout):
                self._trials[variant, result.cell.image] = self._count(variant, result)
            values = [self._trials[variant, self._label(image)].value for image in fresh]
            said = ", ".join("failed" if value is None else f"{value:.3f}" for value in values)
            self._notify(f"{variant}: {self._metric} {said} ({self._ledger.calls} of {self._ledger.budget} calls)")
        return [self._trials[variant, self._label(image)] for image in images]

    def _count(self, variant: str, result: Result) -> Trial:
        run = result.state.run if result.state else ""
        if result.state is not None and run:
            record = self._lab.folder_of(result.state)
            finished = read_trace(record).finished
            self._ledger.seen[result.cell.key] = finished.calls if finished else self._worst
        return Trial(variant=variant, image=result.cell.image, value=result.values.get(self._metric), run=run)

    def _blank(self, variant: str, image: Path) -> Trial:
        return Trial(variant=variant, image=self._label(image), value=None, run="")

    def _affords(self, calls: int) -> bool:
        return self._ledger.calls + calls + self._reserve + _SPARE_CALLS <= self._ledger.budget

    @contextlib.contextmanager
    def _reflecting(self) -> Iterator[Callable[[Any], str]]:
        """Open the reflecting model's line: the describer's model, on a record of its own."""
        folder = self._lab.path / "reflection"
        make_folder(folder)
        options = replace(self._access.wire, limits=Limits(calls=self._settings.budget_calls))
        wire = open_wire(folder, options=options)
        chat = Chat(self._access.settings.roles["describer"], wire=wire, protocol=load_prompt("protocol"))
        asked = 0

        def reflect(prompt: Any) -> str:
            nonlocal asked
            if not self._affords(2):
                self._exhausted = True
                return ""
            reply = chat.ask(
                ReflectionReply,
                turn=Turn(round=asked),
                step=f"reflect.{self._settings.role}",
                system="You improve prompts. Reply with the new part alone, in the field text.",
                user=str(prompt),
            )
            # Earlier sessions may have gone further: only what this one has come to counts.
            sent = [row for row in wire.record.rows() if row.source == "network" and row.round <= asked]
            self._ledger.reflections = len(sent)
            asked += 1
            return f"```\n{reply.text.strip().strip('`')}\n```"

        try:
            yield reflect
        finally:
            wire.close()

    def _conclude(self, seed: str, pareto: Mapping[str, list[str]]) -> Outcome:
        """Choose the winner and test it on unseen pictures."""
        complete = self._complete()
        tried = dict.fromkeys(trial.variant for trial in self._trials.values())  # of equals, the first tried wins
        means = {variant: self._mean(variant) for variant in tried if variant in complete}
        winner = max(means, key=lambda variant: means[variant], default=None)
        if winner is None or (len(tried) < 2 and self._exhausted):
            says = "the budget ran out before any other prompt could be tried; nothing was found"
            return self._outcome("exhausted", says, seed, winner=None, pareto=pareto, means=means)
        if winner == seed:
            says = f"no prompt came out better than the first within {self._ledger.calls} calls"
            return self._outcome("nothing better found", says, seed, winner=None, pareto=pareto, means=means)
        self._notify(f"{winner} against the first on {len(self._unseen)} unseen pictures")
        layout = self._lay_out([seed, winner], self._unseen)
        self._lab.write_plan(layout.plan)
        play_cells(layout.cells, self._lab, jobs=self._settings.jobs, report=lambda _cell, _state: None)
        results = self._read(layout)
        for result in results:
            self._count(result.cell.variant, result)
        comparison = self._compare(layout, results)
        return self._outcome(comparison.finding, comparison.sentence, seed, winner=winner, pareto=pareto, means=means)

    def _compare(self, layout: Layout, results: list[Result]) -> Comparison:
        return compare(layout.plan, results, metric=self._metric)[0]

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
            calls=self._ledger.calls,
            exhausted=self._exhausted,
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
                "stop": self._stops(),
                "baseline": {},
            }
        )
        return lay_out(experiment, lab=self._lab, home=Path())

    def _stops(self) -> str:
        policies = [p for p in parse_policies(self._base.stop) if not isinstance(p, Calls)]
        return ",".join(map(str, [*policies, Calls(self._worst)])) if hasattr(self, "_worst") else self._base.stop

    def _worst_calls(self, layout: Layout) -> int:
        """Count the calls that a run can make at most: all rounds, all haggles, all squeezes."""
        cast, task = layout.casts["baseline"], layout.cells[0].options.changes
        rounds = bound_rounds(parse_policies(self._base.stop)) or _ROUNDS
        haggles, candidates = int(task.get("haggles", 1)), int(task.get("candidates", 1))
        squeezes = int(cast.models.get("compressor", {}).get("squeezes", 1))
        a_round = {
            "describer": 2 + haggles,
            "compressor": squeezes * (1 + haggles),
            "renderer": candidates,
            "critic": 3,
        }
        return rounds * sum(calls for role, calls in a_round.items() if role in cast.models)

    def _results(self, variant: str, images: Sequence[Path]) -> list[Result]:
        return self._read(self._lay_out([variant], images))

    def _read(self, layout: Layout) -> list[Result]:
        return read_results(self._lab, layout.plan, prices=layout.access.wire.prices)

    def _label(self, image: Path) -> str:
        return image.name

    def _error_of(self, trial: Trial) -> str:
        found = self._results(trial.variant, [i for i in self._images if self._label(i) == trial.image])
        return found[0].state.error if found and found[0].state else ""


def _load_gepa() -> Any:
    try:
        return importlib.import_module("gepa")
    except ImportError as error:
        raise UsageError("evolving needs the library gepa: pip install 'mubpp[evolve]'") from error


class _Silent:
    """Drops gepa's log: the outcome says what matters."""

    def log(self, message: str) -> None:
        """Say nothing."""


class _Adapter:
    """What gepa asks of the system that it improves (`gepa.core.adapter.GEPAAdapter`)."""

    propose_new_texts = None

    def __init__(self, evolution: Evolution) -> None:
        self._evolution = evolution

    def evaluate(self, batch: list[Path], candidate: Candidate, capture_traces: bool = False) -> Any:
        """Play a candidate on pictures."""
        found = self._evolution.evaluate(candidate, batch)
        told = [one for _, one in found]
        return _load_gepa().EvaluationBatch(
            outputs=told, scores=[value for value, _ in found], trajectories=told if capture_traces else None
        )

    def make_reflective_dataset(
        self, candidate: Candidate, eval_batch: Any, components_to_update: list[str]
    ) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Hand the runs' stories on."""
        del candidate
        return {part: list(eval_batch.trajectories or []) for part in components_to_update}


def _split(experiment: Experiment, settings: Settings, home: Path) -> tuple[list[Path], list[Path]]:
    """Split the pictures into those to search on and those that are never seen; raises UsageError for too few."""
    images = find_images(experiment, home=home)
    if settings.holdout:
        unseen = find_images(experiment.model_copy(update={"images": list(settings.holdout)}), home=Path())
        kept = {path.absolute() for path in unseen}
        images = [image for image in images if image.absolute() not in kept]
    else:
        random.Random(settings.seed).shuffle(images)  # noqa: S311 - no secret
        cut = len(images) - max(1, len(images) // 2) if len(images) > 1 else 0
        images, unseen = images[:cut], images[cut:]
    if not images or not unseen:
        raise UsageError("evolve needs pictures to search on and others for the last test: name more with --image")
    if len({path.name for path in (*images, *unseen)}) < len(images) + len(unseen):
        raise UsageError("evolve needs pictures with different file names")
    return images, unseen
