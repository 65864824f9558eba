"""How many calls an experiment will make and about what they cost, before any is made; an estimate, and called so.

Knows nothing of how calls are made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agents.openai.pictures import estimate_most_image_tokens
from agents.roles import Role
from agents.wire.prices import Usage, price_usage
from codec.tokens import count_code_tokens
from graph.casting import Cast
from graph.stopping import bound_rounds, parse_policies
from lab.prompts.layout import Cell, Layout
from prompts.contracts import CONTRACTS
from prompts.loader import load_prompt

_ROUNDS: Final = 6
"""Assumed where the policies set no bound."""
_REPLY_LLM_TOKENS: Final = 700
"""Assumed of a reply, reasoning included."""
_SIDE: Final = 768
_LLM_TOKENS_PER_PATCH: Final = 1.5


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What is to come."""

    runs: int
    calls: int
    """Model calls, if every run takes all its rounds."""
    cost_usd: float | None
    """None: a price is unknown."""
    basis: str
    """What the cost was reckoned from."""
    unpriced: tuple[str, ...] = ()


def estimate(layout: Layout, cells: Iterable[Cell], *, measured_usd: float | None = None) -> Estimate:
    """Estimate what a number of cells will come to.

    `measured_usd` is what a finished run of the same experiment cost on average; None: none has finished.
    """
    todo = list(cells)
    calls, cost, unpriced = 0, 0.0, set()
    for cell in todo:
        for role, asked_of, number, usage in _calls_of(layout.casts[cell.variant.label], cell):
            del role
            calls += number
            one = price_usage(usage, layout.access.wire.prices.find(asked_of))
            if one is None:
                unpriced.add(asked_of)
            else:
                cost += number * one
    if calls and measured_usd is not None:
        return Estimate(runs=len(todo), calls=calls, cost_usd=measured_usd * len(todo), basis="runs already finished")
    known = None if unpriced else cost
    basis = "the prompts, typical replies and the price table" if calls else "no model is asked"
    return Estimate(runs=len(todo), calls=calls, cost_usd=known, basis=basis, unpriced=tuple(sorted(unpriced)))


def _calls_of(cast: Cast, cell: Cell) -> list[tuple[Role, str, int, Usage]]:
    """List role, model, number of calls and the usage of one, for all rounds that a run may take."""
    task = {"haggles": 1, "candidates": 1, **cell.options.changes}
    rounds = bound_rounds(parse_policies(str(task["stops"]))) or _ROUNDS
    found: list[tuple[Role, str, int, Usage]] = []
    if "describer" in cast.models:
        found += [("describer", *_chat(cast, "describer", "propose", times=rounds, pictures=1))]
        if task["haggles"]:
            found += [("describer", *_chat(cast, "describer", "answer", times=rounds, pictures=1))]
    if "compressor" in cast.models:
        found += [("compressor", *_chat(cast, "compressor", "squeeze", times=rounds, pictures=0))]
    if "renderer" in cast.models:
        model = cast.models["renderer"]
        drawn = estimate_most_image_tokens(str(model["image_quality"]), width=1024, height=1024)
        usage = Usage(input_tokens=150, output_tokens=drawn, image_output_tokens=drawn)
        found += [("renderer", str(model["image_model"]), rounds * int(task["candidates"]), usage)]
    if "critic" in cast.models:
        found += [("critic", *_chat(cast, "critic", "critique", times=rounds, pictures=2))]
        found += [("critic", *_chat(cast, "critic", "compare", times=2 * (rounds - 1), pictures=3))]
    return found


def _chat(cast: Cast, role: Role, task: str, *, times: int, pictures: int) -> tuple[str, int, Usage]:
    model: Mapping[str, Any] = cast.models[role]
    variant, folder = str(model["prompt"]), str(model.get("prompt_folder") or "")
    prompt = load_prompt(f"{role}.{variant}" if variant else role, folder=_path(folder))
    text = f"{prompt.render('system')}\n{prompt.render(task, **CONTRACTS[role][task].sample)}"
    patches = (min(_SIDE, int(model["picture_side"])) / 32) ** 2
    seen = count_code_tokens(text) + round(pictures * patches * _LLM_TOKENS_PER_PATCH)
    return str(model["chat"]), times, Usage(input_tokens=seen, output_tokens=_REPLY_LLM_TOKENS)


def _path(folder: str) -> Path | None:
    return Path(folder) if folder else None
