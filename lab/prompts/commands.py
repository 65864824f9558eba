"""The verbs of `python -m lab.prompts`, from options to exit code; knows nothing of argparse's setup."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from rich.console import Console

from agents.roles import ROLES
from agents.wire.prices import load_prices
from codec.errors import RunStateError, UsageError
from graph.policies import Noise
from graph.stopping import parse_policies
from lab.prompts.assertions import check_assertion
from lab.prompts.cells import CellState, Lab
from lab.prompts.compare import choose_metric, compare, summarise
from lab.prompts.estimate import estimate
from lab.prompts.evolution import Evolution, Settings
from lab.prompts.experiment import Experiment, load_experiment, make_experiment
from lab.prompts.layout import Cell, Layout, lay_out
from lab.prompts.matrix import make_matrix
from lab.prompts.measures import read_results
from lab.prompts.noise import NoiseFloor, keep_noise, measure_spread, read_noise
from lab.prompts.outcome import say_evolution
from lab.prompts.place import EXPERIMENTS
from lab.prompts.play import play_cells, spent_by
from lab.prompts.progress import Progress
from lab.prompts.tables import draw_tables, rows_of, write_csv, write_parquet
from traces.folder import write_whole

FAILED: Final = 1
"""Exit code where a cell failed or an assertion doesn't hold."""


def run(arguments: argparse.Namespace) -> int:
    """Play an experiment, or go on with it; exit code 1 when a cell has failed."""
    experiment, home = _read_experiment(arguments)
    lab = Lab(arguments.folder or EXPERIMENTS / experiment.name)
    _check_whole("--jobs", arguments.jobs, least=1, most=64)
    _check_whole("--measure-noise", arguments.measure_noise, least=2, most=100)
    with lab.held():
        floor = read_noise(lab.path)
        if _needs_noise(experiment) and floor is None and arguments.measure_noise is None:
            raise UsageError(
                "the bare policy noise reads what was measured: add --measure-noise 5, or write noise=0.02"
            )
        asked = arguments.yes
        if arguments.measure_noise is not None and (floor is None or floor.count != arguments.measure_noise):
            floor = _measure_noise(experiment, lab, home, arguments)
            asked = True
        layout = lay_out(experiment, lab=lab, home=home, noise=_spreads(floor))
        lab.write_plan(layout.plan)
        todo = _choose(layout, arguments.retry)
        if todo and not asked:
            _ask(layout, todo)
        states = _play(layout, todo, arguments)
    return _say_end(lab, layout, states)


def report(arguments: argparse.Namespace) -> int:
    """Print what an experiment shows, write it where asked; exit code 1 when an assertion doesn't hold."""
    lab = _find_lab(arguments)
    plan = lab.read_plan()
    results = read_results(lab, plan, prices=load_prices(arguments.prices))
    noise = read_noise(lab.path)
    metric = arguments.metric or choose_metric(plan)
    summaries = summarise(plan, results)
    comparisons = compare(plan, results, metric=metric, noise=noise)
    Console(highlight=False).print(draw_tables(plan, summaries, comparisons, noise))
    rows = rows_of(plan, results)
    if arguments.csv:
        write_csv(rows, arguments.csv)
    if arguments.parquet:
        write_parquet(rows, arguments.parquet)
    if arguments.html:
        page = make_matrix(
            lab,
            plan,
            results,
            summaries=summaries,
            comparisons=comparisons,
            metric=metric,
            noise=noise,
            home=arguments.html.parent,
        )
        write_whole(arguments.html, page.encode())
    outcomes = [check_assertion(text, summaries) for text in arguments.assertions]
    for one in outcomes:
        print(f"{'holds' if one.holds else 'DOES NOT HOLD'}: {one.text} ({one.says})")
    return 0 if all(one.holds for one in outcomes) else FAILED


def evolve(arguments: argparse.Namespace) -> int:
    """Let a prompt evolve; exit code 0 only when the winner is better on pictures that it never saw."""
    arguments.repeats, arguments.experiment = None, None
    if len(arguments.budget) > 1:
        raise UsageError("evolve takes one --budget")
    if any(text.startswith(f"{arguments.role}=") for text in arguments.prompt):
        raise UsageError(f"the {arguments.role}'s prompt is what evolves; name where it begins with --from")
    arguments.name = arguments.name or f"evolve-{arguments.role}"
    experiment, home = _read_experiment(arguments)
    _check_whole("--budget-calls", arguments.budget_calls, least=1, most=10_000_000)
    settings = Settings(
        role=arguments.role,
        origin=arguments.origin,
        budget_calls=arguments.budget_calls,
        holdout=tuple(arguments.holdout),
        metric=arguments.metric,
        seed=arguments.seed,
        jobs=arguments.jobs,
    )
    lab = Lab(arguments.folder or EXPERIMENTS / experiment.name)
    with lab.held():
        evolution = Evolution(experiment, settings, lab=lab, home=home, notify=_drop if arguments.quiet else _note)
        print(evolution.foretell(), file=sys.stderr)
        if not arguments.yes:
            _confirm()
        outcome = evolution.run()
    print("\n".join(say_evolution(outcome)))
    return 0 if outcome.finding == "better" else FAILED


def _read_experiment(arguments: argparse.Namespace) -> tuple[Experiment, Path]:
    """Put an experiment together from its file and the options, which go first; return the folder of its paths too."""
    path, said = arguments.experiment, _said(arguments)
    if path is None:
        if "images" not in said:
            raise UsageError("name an experiment's TOML file, or pictures with --image")
        name = arguments.name or "experiment"
        return make_experiment({"name": name, **said}, origin="options"), Path()
    experiment = load_experiment(path)
    if not said:
        return experiment, path.parent
    if "images" in said:
        said["images"] = [str(Path(image).absolute()) for image in said["images"]]
    if "prompt_folder" in said:
        said["prompt_folder"] = str(Path(said["prompt_folder"]).absolute())
    return make_experiment({**experiment.model_dump(), **said}, origin="options"), path.parent


def _said(arguments: argparse.Namespace) -> dict[str, Any]:
    """Collect what the options say, by the names of the file."""
    said: dict[str, Any] = {
        "name": arguments.name,
        "images": arguments.image,
        "prompts": _by_role("--prompt", arguments.prompt),
        "players": _by_role("--player", arguments.player),
        "prompt_folder": arguments.prompt_folder,
        "budgets": arguments.budget,
        "chat": arguments.chat.split(",") if arguments.chat else None,
        "image_model": arguments.image_model.split(",") if arguments.image_model else None,
        "team": arguments.team,
        "stop": arguments.stop,
        "options": arguments.option,
        "repeats": arguments.repeats,
    }
    return {name: value for name, value in said.items() if value not in (None, [], {}, "")}


def _by_role(flag: str, texts: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        role, equals, values = text.partition("=")
        if not equals or role not in ROLES or not values:
            raise UsageError(f"{flag} takes ROLE=A,B with a role of {', '.join(ROLES)}, not {text[:60]!r}")
        found[role] = values.split(",")
    return found


def _find_lab(arguments: argparse.Namespace) -> Lab:
    path: Path = arguments.experiment
    if path.is_dir():
        return Lab(path)
    return Lab(arguments.folder or EXPERIMENTS / load_experiment(path).name)


def _needs_noise(experiment: Experiment) -> bool:
    return any(isinstance(policy, Noise) and policy.spread is None for policy in parse_policies(experiment.stop))


def _spreads(floor: NoiseFloor | None) -> dict[str, float] | None:
    """Take each picture's own spread, the pooled one where it has none."""
    if floor is None:
        return None
    pooled = floor.pooled("score") or 0.0
    return {
        image: pooled if spread.score_spread is None else spread.score_spread for image, spread in floor.images.items()
    }


def _measure_noise(experiment: Experiment, lab: Lab, home: Path, arguments: argparse.Namespace) -> NoiseFloor:
    """Play one round of the baseline on every picture, then draw and judge its description again and again."""
    probes = _lay_out_probes(experiment, lab, home)
    todo = [cell for cell in probes.cells if not _is_done(lab, cell)]
    if not arguments.yes:
        print(f"noise floor: {arguments.measure_noise} more drawings of {len(probes.images)} pictures", file=sys.stderr)
        _ask(lay_out(experiment, lab=lab, home=home, noise=dict.fromkeys(probes.images, 0.0)), probes.cells)
    _play(probes, todo, arguments)
    images = {}
    for cell in probes.cells:
        state = lab.read_state(cell.key)
        if state is None or state.status != "done":
            raise RunStateError(f"{cell.image}: its noise can't be measured, the run failed: {state and state.error}")
        home_of_calls = lab.path / "noise"
        spread, _ = measure_spread(
            lab.folder_of(state), count=arguments.measure_noise, access=probes.access, home=home_of_calls
        )
        images[cell.image] = spread
    floor = NoiseFloor(count=arguments.measure_noise, images=images)
    keep_noise(lab.path, floor)
    return floor


def _lay_out_probes(experiment: Experiment, lab: Lab, home: Path) -> Layout:
    """Lay out one round of the baseline alone."""
    base = {name: experiment.baseline.get(name, values[0]) for name, values in experiment.axes.items()}
    changed: dict[str, Any] = {
        **experiment.model_dump(),
        "repeats": 1,
        "stop": "rounds=1",
        "baseline": {},
        "prompts": {role: [base[f"prompts.{role}"]] for role in experiment.prompts},
        "players": {role: [base[f"players.{role}"]] for role in experiment.players},
        "budgets": [base["budgets"]],
        **{name: [base[name]] for name in ("chat", "image_model") if name in base},
        **{name: [int(base[name])] for name in ("seeds", "haggles", "candidates")},
    }
    return lay_out(make_experiment(changed, origin="noise"), lab=lab, home=home)


def _is_done(lab: Lab, cell: Cell) -> bool:
    state = lab.read_state(cell.key)
    return state is not None and state.status == "done"


def _choose(layout: Layout, retry: Sequence[str] | None) -> list[Cell]:
    """Choose the cells to play: new and cut-off ones; with `retry`, failed ones alone."""
    states = {cell.key: layout.lab.read_state(cell.key) for cell in layout.cells}
    failed = [cell for cell in layout.cells if (state := states[cell.key]) and state.status == "failed"]
    if retry is None:
        return [c for c in layout.cells if (state := states[c.key]) is None or state.status in {"new", "open"}]
    known = {cell.key for cell in failed}
    for key in retry:
        if key != "failed" and key not in known:
            raise UsageError(f"--retry {key[:40]}: no failed cell has this key; {_name_failed(failed)}")
    return failed if "failed" in retry else [cell for cell in failed if cell.key in retry]


def _name_failed(failed: Sequence[Cell]) -> str:
    return f"failed are {', '.join(cell.key for cell in failed[:8])}" if failed else "none has failed"


def _ask(layout: Layout, todo: Sequence[Cell]) -> None:
    """Say what is to come and what it may cost; ask whether to go on."""
    spent = [spent_by(layout.lab.folder_of(s)) for c in layout.cells if (s := layout.lab.read_state(c.key)) and s.run]
    paid = [one.cost_usd for one in spent if one.cost_usd is not None and one.calls and not one.cached]
    estimated = estimate(layout, todo, measured_usd=fmean(paid) if paid else None)
    cost = f"about {estimated.cost_usd:.2f} USD" if estimated.cost_usd is not None else "unknown"
    unpriced = f"; no price for {', '.join(estimated.unpriced)} (--option=--prices --option=FILE)"
    lines = [
        f"{estimated.runs} runs (variants: {len(layout.plan.variants)}, pictures: {len(layout.images)}, "
        f"repeats: {layout.experiment.repeats}; cells not to be played: {len(layout.cells) - len(todo)})",
        f"at most {estimated.calls} model calls, if every run takes all its rounds",
        f"estimated cost: {cost} (from {estimated.basis}{unpriced if estimated.unpriced else ''})",
    ]
    print("\n".join(lines), file=sys.stderr)
    _confirm()


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to ask; say --yes to go on")
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise RunStateError("not begun, as you wish")


def _play(layout: Layout, todo: Sequence[Cell], arguments: argparse.Namespace) -> list[CellState]:
    before = sum(_is_done(layout.lab, cell) for cell in layout.cells)
    progress = Progress(lab=layout.lab, total=len(todo), before=before, quiet=arguments.quiet or not todo)
    try:
        with progress:
            return play_cells(todo, layout.lab, jobs=arguments.jobs, report=progress)
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt("stopped; the same command goes on where it was") from stop


def _say_end(lab: Lab, layout: Layout, states: Sequence[CellState]) -> int:
    now = {cell.key: lab.read_state(cell.key) for cell in layout.cells}
    done = sum(state is not None and state.status == "done" for state in now.values())
    failed = {key: state for key, state in now.items() if state is not None and state.status == "failed"}
    print(f"{done} of {len(layout.cells)} cells done, {len(failed)} failed ({len(states)} played now): {lab.path}")
    for cell in layout.cells:
        if cell.key in failed:
            print(
                f"failed: {cell.key} {cell.variant.label}, {cell.image}, repeat {cell.repeat}: {failed[cell.key].error}"
            )
    if failed:
        print("play them again with --retry failed, or one alone with --retry KEY")
    return FAILED if failed else 0


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _drop(text: str) -> None:
    del text


def _check_whole(name: str, value: int | None, *, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise UsageError(f"{name} {value}: a whole number from {least} to {most} is wanted")
