"""From an experiment to its matrix: every variant on every picture in every repeat, as options of an ordinary run.

Knows nothing of playing and of figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from agents.sketch.knobs import read_knobs
from codec.errors import PictureError, UsageError
from graph.casting import Access, Cast
from graph.launch import look_ahead
from graph.options import Options, check, make_parser
from graph.policies import Noise
from graph.stopping import parse_policies
from lab.prompts.cells import Lab, Plan, PlannedCell, PlannedVariant, key_of, label_images
from lab.prompts.experiment import Experiment, Variant, find_images, make_variants


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One run of the matrix, not yet begun."""

    key: str
    variant: Variant
    image: str
    """The picture's label."""
    repeat: int
    options: Options


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The whole matrix."""

    experiment: Experiment
    lab: Lab
    images: Mapping[str, Path]
    cells: tuple[Cell, ...]
    casts: Mapping[str, Cast]
    """Variant's label to who plays."""
    access: Access
    plan: Plan


def lay_out(experiment: Experiment, *, lab: Lab, home: Path, noise: Mapping[str, float] | None = None) -> Layout:
    """Lay the matrix out; prompt files are copied into the experiment's folder first.

    `noise` is the spread per picture, for the bare stopping policy `noise`. Raises UsageError for what can't be
    played, and for variants that would make the same runs.
    """
    images = label_images(find_images(experiment, home=home))
    digests = {label: _digest(path) for label, path in images.items()}
    uses_noise = any(isinstance(policy, Noise) and policy.spread is None for policy in parse_policies(experiment.stop))
    casts: dict[str, Cast] = {}
    owners: dict[str, str] = {}
    cells: list[Cell] = []
    access: Access | None = None
    for variant in make_variants(experiment):
        said = write_options(experiment, variant, lab=lab, home=home)
        for label, path in images.items():
            options = check(make_parser().parse_args([str(path), *said]))
            if variant.label not in casts:
                casts[variant.label], access = look_ahead(options)
                _check_knobs(casts[variant.label])
            cast = casts[variant.label]
            for repeat in range(experiment.repeats):
                spread = noise[label] if uses_noise and noise is not None else None
                played = _change(options, repeat=repeat, noise=spread)
                cell = _make_cell(variant, cast, image=label, sha256=digests[label], options=played, repeat=repeat)
                if owners.setdefault(cell.key, variant.label) != variant.label:
                    raise UsageError(_say_same(owners[cell.key], variant, cast))
                cells.append(cell)
    assert access is not None
    return Layout(
        experiment=experiment,
        lab=lab,
        images=images,
        cells=_in_fair_order(cells),
        casts=casts,
        access=access,
        plan=_plan(experiment, cells, images, casts),
    )


def write_options(experiment: Experiment, variant: Variant, *, lab: Lab, home: Path) -> list[str]:
    """Write a variant as the options of `graph.run`, its prompts taken from the experiment's folder."""
    said = ["--runs", str(lab.runs), "--quiet", "--stop", experiment.stop, "--team", experiment.team]
    folder = home / experiment.prompt_folder if experiment.prompt_folder else None
    for role, name in variant.prompts():
        kept = lab.keep_prompt(role, name, folder=folder)
        said += ["--prompt", f"{role}={name}", f"--{role}-prompt-folder", str(kept)]
    return [*said, *variant.options(), *experiment.options]


def _change(options: Options, *, repeat: int, noise: float | None) -> Options:
    """Return a run's options with its repeat and, where it is known, its picture's spread."""
    changes = {**options.changes, **({"repeat": repeat} if repeat else {})}
    if noise is not None:
        changes["noise"] = noise
    return replace(options, changes=changes)


def _make_cell(variant: Variant, cast: Cast, *, image: str, sha256: str, options: Options, repeat: int) -> Cell:
    key = key_of(
        image_sha256=sha256,
        changes=options.changes,
        references=cast.references,
        models=cast.models,
        prompts=cast.prompts,
        repeat=repeat,
    )
    return Cell(key=key, variant=variant, image=image, repeat=repeat, options=options)


def _in_fair_order(cells: list[Cell]) -> tuple[Cell, ...]:
    """Play all variants of a picture before the next: an experiment that is cut off has compared what it has."""
    return tuple(sorted(cells, key=lambda cell: cell.repeat))


def _check_knobs(cast: Cast) -> None:
    """Find out before the first run that a knob is none."""
    for reference in cast.references.values():
        kind, _, argument = reference.partition(":")
        if kind == "sketch":
            read_knobs(argument)


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise PictureError(f"{path}: can't be read ({error.strerror or error})") from error


def _say_same(first: str, variant: Variant, cast: Cast) -> str:
    """Say why two variants are one."""
    unread = [role for role, _ in variant.prompts() if role not in cast.prompts]
    why = "; ".join(f"the {role} is played by {cast.references[role]}, which reads no prompt" for role in unread)
    return f"{variant.label} would make the same runs as {first}" + (f": {why}" if why else "")


def _plan(experiment: Experiment, cells: list[Cell], images: Mapping[str, Path], casts: Mapping[str, Cast]) -> Plan:
    variants = {cell.variant.label: cell.variant for cell in cells}
    critics = {
        (
            cast.references["critic"],
            cast.prompts.get("critic", {}).get("sha256"),
            str(cast.models.get("critic", {}).get("chat")),
        )
        for cast in casts.values()
    }
    return Plan(
        name=experiment.name,
        variants=[
            PlannedVariant(label=v.label, block=v.block, is_baseline=v.is_baseline, values=dict(v.values))
            for v in variants.values()
        ],
        images={label: str(path) for label, path in images.items()},
        cells=[
            PlannedCell(key=cell.key, variant=cell.variant.label, image=cell.image, repeat=cell.repeat)
            for cell in sorted(cells, key=lambda cell: list(variants).index(cell.variant.label))
        ],
        critics_differ=len(critics) > 1,
    )
