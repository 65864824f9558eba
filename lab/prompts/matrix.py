"""The matrix as one HTML page that needs nothing else: pictures inside, no script, every cell leads to its run.

Knows nothing of statistics beyond the values it is handed.
"""

import base64
import os
from collections.abc import Sequence
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined

from codec.errors import PictureError
from lab.prompts.cells import Lab, Plan
from lab.prompts.compare import Comparison, Summary, baseline_of, noise_of_difference
from lab.prompts.measures import Result, per_image
from lab.prompts.metrics import METRICS, Metric
from lab.prompts.noise import NoiseFloor
from lab.prompts.tables import say_noise, show_interval
from traces.dialogue import Picture

_SIDE: Final = 320
"""Longest side of the pictures in the page, in pixels."""


def make_matrix(
    lab: Lab,
    plan: Plan,
    results: Sequence[Result],
    *,
    summaries: Sequence[Summary],
    comparisons: Sequence[Comparison],
    metric: Metric,
    noise: NoiseFloor | None,
    home: Path,
) -> str:
    """Write the page that will lie in the folder `home`."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    template = environment.from_string((resources.files("lab.prompts") / "matrix.html").read_text("utf-8"))
    return template.render(
        name=plan.name,
        sentences=[*(one.sentence for one in comparisons), *say_noise(noise)],
        metrics=METRICS,
        metric=metric,
        has_noise=noise is not None,
        means=[
            {
                "variant": one.variant,
                "figures": [show_interval(one.means.get(m), m) for m in METRICS],
                "cells": f"{one.done} done, {one.failed} failed, {one.missing} to go",
            }
            for one in summaries
        ],
        variants=[variant.label for variant in plan.variants],
        matrix=[_row(lab, plan, results, image, metric, noise) for image in plan.images],
        runs=[_run(one) for one in results],
        runs_folder=str(lab.runs),
        runs_link=quote(Path(os.path.relpath(lab.runs, home)).as_posix()),
    )


def _row(
    lab: Lab, plan: Plan, results: Sequence[Result], image: str, metric: Metric, noise: NoiseFloor | None
) -> dict[str, Any]:
    mine = [one for one in results if one.cell.image == image]
    known = next((one for one in mine if one.original is not None), None)
    return {
        "image": image,
        "original": _embed(lab, known, known.original) if known else "",
        "cells": [_cell(lab, plan, mine, variant.label, metric, noise) for variant in plan.variants],
    }


def _cell(
    lab: Lab, plan: Plan, results: Sequence[Result], label: str, metric: Metric, noise: NoiseFloor | None
) -> dict[str, Any]:
    """Describe one variant on one picture: its repeats, and its difference from the baseline."""
    variant = next(one for one in plan.variants if one.label == label)
    base = baseline_of(plan, variant)
    mine = [one for one in results if one.cell.variant == label]
    difference = None
    if base is not None and not variant.is_baseline:
        ours = list(per_image(results, variant=label, metric=metric).values())
        theirs = list(per_image(results, variant=base.label, metric=metric).values())
        difference = ours[0] - theirs[0] if ours and theirs else None
    spread = noise.pooled(metric) if noise else None
    in_noise = (
        difference is not None
        and spread is not None
        and abs(difference) <= noise_of_difference(spread, repeats=max(len(mine), 1))
    )
    return {
        "difference": "" if difference is None else f"{difference:+.4g}",
        "in_noise": in_noise,
        "repeats": [
            {
                "key": one.cell.key,
                "status": one.state.status if one.state else "new",
                "description": one.description,
                "figure": f"{one.values[metric]:.4g}" if metric in one.values else "–",
                "picture": _embed(lab, one, one.picture),
            }
            for one in mine
        ],
    }


def _run(one: Result) -> dict[str, Any]:
    return {
        "key": one.cell.key,
        "variant": one.cell.variant,
        "image": one.cell.image,
        "repeat": one.cell.repeat,
        "run": one.state.run if one.state else "",
        "error": one.state.error if one.state else "not begun",
        "description": one.description,
        "figures": [(metric, f"{value:.6g}") for metric, value in one.values.items()],
    }


def _embed(lab: Lab, result: Result, picture: Picture | None) -> str:
    """Put a picture into the page at a small size; one that can't be read is left out."""
    if picture is None or result.state is None:
        return ""
    try:
        image = lab.folder_of(result.state).load_picture(picture)
    except PictureError:
        return ""
    image.thumbnail((_SIDE, _SIDE))
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=80)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
