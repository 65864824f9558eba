"""An experiment as a person writes it: a strict TOML file, its axes, and the variants that they multiply to.

Knows nothing of runs, folders and figures.
"""

import itertools
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.roles import ROLES, Role
from codec.budget import parse_budget
from codec.errors import UsageError
from codec.toml import parse_toml
from graph.options import BUDGET
from graph.stopping import DEFAULT, parse_policies

BASELINE: Final = "baseline"
"""What the variant that all others are compared with is called."""
OWN_PROMPT: Final = "default"
"""How a role's own prompt is written among variants."""
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp")
_MOST_VARIANTS: Final = 1000

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.-]{0,60}$")]
Values = Annotated[list[str], Field(min_length=1)]
Numbers = Annotated[list[int], Field(min_length=1)]


class Experiment(BaseModel):
    """What is varied, over which pictures, and how often."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Name
    images: Values
    """Files, folders or patterns, from the folder of the TOML file on."""
    repeats: int = Field(default=1, ge=1, le=100)
    """How often every variant plays every picture."""
    prompts: dict[Role, Values] = {}
    """Role to variants of its prompt; "default" is the role's own."""
    prompt_folder: str = ""
    """A folder of prompt files of one's own, looked in first."""
    budgets: Values = [BUDGET]
    players: dict[Role, Values] = {}
    """Role to players, such as sketch:width=2 or openai:NAME."""
    chat: Values | None = None
    """Chat models."""
    image_model: Values | None = None
    """Image models."""
    seeds: Numbers = [0]
    haggles: Numbers = [1]
    candidates: Numbers = [1]
    team: str = "auto"
    stop: str = DEFAULT
    options: list[str] = []
    """Further options of `python -m graph.run`, the same for all runs."""
    baseline: dict[str, str] = {}
    """Axis to the value that the others are compared with; the first of each axis where nothing is said."""

    @property
    def axes(self) -> dict[str, list[str]]:
        """All axes by name, with their values as they are written."""
        found: dict[str, list[str]] = {f"prompts.{role}": values for role, values in self.prompts.items()}
        found |= {f"players.{role}": values for role, values in self.players.items()}
        found |= {name: values for name in ("chat", "image_model") if (values := getattr(self, name)) is not None}
        found |= {name: [str(v) for v in getattr(self, name)] for name in ("seeds", "haggles", "candidates")}
        return {**found, "budgets": self.budgets}


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to play: everything but the picture and the repeat."""

    label: str
    block: str
    """What it may be compared within: variants are compared at equal budgets. "": one block for all."""
    is_baseline: bool
    values: Mapping[str, str]
    """Axis to value."""

    def prompts(self) -> Iterator[tuple[Role, str]]:
        """Name each role's prompt that the experiment chooses: the role and its variant ("" is its own)."""
        for role in ROLES:
            value = self.values.get(f"prompts.{role}")
            if value is not None:
                yield role, "" if value == OWN_PROMPT else value

    def options(self) -> list[str]:
        """Write the variant as options of `graph.run`, prompts apart."""
        said = [("--budget", self.values["budgets"]), ("--seed", self.values["seeds"])]
        said += [("--haggles", self.values["haggles"]), ("--candidates", self.values["candidates"])]
        said += [(f"--{role}", self.values[f"players.{role}"]) for role in ROLES if f"players.{role}" in self.values]
        said += [("--chat", self.values["chat"])] if "chat" in self.values else []
        said += [("--image-model", self.values["image_model"])] if "image_model" in self.values else []
        return [word for pair in said for word in pair]


def load_experiment(path: Path) -> Experiment:
    """Read an experiment's TOML file.

    Raises UsageError, in one line, when it can't be read or says something that makes no sense.
    """
    try:
        values = parse_toml(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML ({error})") from error
    return make_experiment({"name": path.stem, **values}, origin=str(path))


def make_experiment(values: Mapping[str, Any], *, origin: str) -> Experiment:
    """Check an experiment's values; raises UsageError, naming the place, for what makes no sense."""
    try:
        experiment = Experiment.model_validate(dict(values))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in fault["loc"] if step != "[key]")
        raise UsageError(f"{origin}: {where}: {fault['msg']}") from error
    for budget in experiment.budgets:
        parse_budget(budget)
    parse_policies(experiment.stop)
    axes = experiment.axes
    for name, values_of in axes.items():
        if len(set(values_of)) < len(values_of):
            raise UsageError(f"{origin}: {name} names the same value twice")
    for name, value in experiment.baseline.items():
        if name not in axes or value not in axes[name]:
            raise UsageError(f"{origin}: baseline: {name} = {value!r} is not on an axis; axes: {', '.join(axes)}")
    return experiment


def make_variants(experiment: Experiment) -> list[Variant]:
    """Multiply the axes; the first variant of each block is its baseline.

    Raises UsageError for more variants than anyone can mean.
    """
    axes = experiment.axes
    varying = [name for name, values in axes.items() if len(values) > 1]
    within = "budgets" if "budgets" in varying and len(varying) > 1 else ""
    base = {name: experiment.baseline.get(name, values[0]) for name, values in axes.items()}
    ordered = [[base[name], *(v for v in values if v != base[name])] for name, values in axes.items()]
    count = 1
    for values in ordered:
        count *= len(values)
    if count > _MOST_VARIANTS:
        raise UsageError(f"{count} variants are more than {_MOST_VARIANTS}; vary less at once")
    found = []
    for combination in itertools.product(*ordered):
        chosen = dict(zip(axes, combination, strict=True))
        differs = [name for name in varying if name != within and chosen[name] != base[name]]
        label = "+".join(_say(name, chosen[name]) for name in differs) or BASELINE
        block = chosen[within] if within else ""
        found.append(
            Variant(label=f"{label}@{block}" if block else label, block=block, is_baseline=not differs, values=chosen)
        )
    return sorted(found, key=lambda variant: axes["budgets"].index(variant.block) if within else 0)


def find_images(experiment: Experiment, *, home: Path) -> list[Path]:
    """Find the pictures that an experiment names, each once, in the order named.

    Raises UsageError for a name that finds nothing.
    """
    found: dict[Path, None] = {}
    for name in experiment.images:
        place = home / name
        if place.is_dir():
            matches = sorted(path for path in place.iterdir() if path.suffix.lower() in _PICTURES)
        elif place.is_file():
            matches = [place]
        else:
            folder = Path(place.anchor) if place.is_absolute() else Path()
            pattern = str(place.relative_to(place.anchor)) if place.is_absolute() else str(place)
            matches = sorted(path for path in folder.glob(pattern) if path.suffix.lower() in _PICTURES)
        if not matches:
            raise UsageError(f"no pictures at {name!r} (looked from {home})")
        found |= dict.fromkeys(matches)
    return list(found)


def split_images(
    experiment: Experiment, *, holdout: Sequence[str], seed: int, home: Path
) -> tuple[list[Path], list[Path]]:
    """Split the pictures into those to search on and those that are never seen before the last test.

    `holdout` names the second; where it is empty, half of the pictures are drawn with the seed. Raises UsageError for
    too few pictures and for two of one file name.
    """
    images = find_images(experiment, home=home)
    if holdout:
        unseen = find_images(experiment.model_copy(update={"images": list(holdout)}), home=Path())
        kept = {path.absolute() for path in unseen}
        images = [image for image in images if image.absolute() not in kept]
    else:
        random.Random(seed).shuffle(images)  # noqa: S311 - no secret
        cut = len(images) - max(1, len(images) // 2) if len(images) > 1 else 0
        images, unseen = images[:cut], images[cut:]
    if not images or not unseen:
        raise UsageError("evolve needs pictures to search on and others for the last test: name more with --image")
    if len({path.name for path in (*images, *unseen)}) < len(images) + len(unseen):
        raise UsageError("evolve needs pictures with different file names")
    return images, unseen


def _say(axis: str, value: str) -> str:
    """Write a value so that it says which axis it is on."""
    kind, _, role = axis.partition(".")
    if kind == "prompts":
        return f"{role}.{value}"
    if kind == "budgets":
        return value
    return f"{role or kind.removesuffix('s')}={value}"
